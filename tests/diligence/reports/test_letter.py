"""The decision letter on paper: valid, complete, in its language, the same bytes each time."""

import datetime
import io
import json

import outloud
import page
import pikepdf
import pytest

from diligence.models import DecisionLetter
from diligence.reports.letter import letter_content, render_letter

CASES = [("accepted", "nl"), ("questions", "en")]


def letter(kind: str, language: str) -> DecisionLetter:
    """Return a letter with everything that can stand in one."""
    content = {
        "format": 1,
        "kind": kind,
        "company": {"name": "Gieterij Łódź & Zonen B.V.", "city": "Gorinchem"},
        "year": 2026,
        "on": "2026-11-30",
        "message": "Dank voor uw dossier.\n\nWij lazen het met aandacht. <b>niet vet</b>",
        "score": "58.5",
        "band": "Gevorderd",
        "score_beside": "54.0",
        "talks": [
            {
                "number": f"2.1.{n}",
                "question": "Hoe achterhaalt u de herkomst van uw metalen?",
                "text": "Wat doet u met de drie leveranciers die nog niet antwoordden? " * 4,
                "language": "nl",
                "asks_change": n % 2 == 0,
            }
            for n in range(1, 9)
        ],
        "scores": [
            {
                "number": "1.3.1",
                "question": "Stelt u eisen aan leveranciers?",
                "own": own,
                "level": 1,
                "reason": "De eisen staan niet in de voorwaarden.",
                "language": "nl",
            }
            for own in (3, None)
        ],
    }
    return DecisionLetter(
        kind=kind,
        language=language,
        content=json.dumps(content),
        sha256="a" * 64,
        code="7QF4-M2XD-9KHT",
        check_url="https://ketenkompas.example/verify/",
        at=datetime.datetime(2026, 11, 30, 12, 0, tzinfo=datetime.UTC),
    )


@pytest.fixture(scope="module", params=CASES, ids=str)
def made(request) -> tuple[str, bytes]:
    """Return the language and the finished file."""
    kind, language = request.param
    return language, render_letter(letter_content(letter(kind, language))).content


def test_it_conforms_to_pdf_ua_1(made):
    report = page.validate_pdf_bytes(made[1], profile=page.ValidationProfile.PDF_UA_1)
    assert [str(failure) for failure in report.failures] == []
    assert report.is_compliant


def test_outloud_finds_nothing(made, tmp_path):
    path = tmp_path / "brief.pdf"
    path.write_bytes(made[1])
    result = outloud.check(str(path))
    assert result.error is None
    assert [each.to_dict() for each in result.findings if each.rule != "TAG-002"] == []


def test_it_says_what_it_is_and_is_the_same_each_time(made):
    language, content = made
    document = pikepdf.open(io.BytesIO(content))
    assert str(document.Root.Lang) == language
    assert "2026" in str(document.docinfo.Title) and "Łódź" in str(document.docinfo.Title)
    kind = "accepted" if language == "nl" else "questions"
    assert render_letter(letter_content(letter(kind, language))).content == content
