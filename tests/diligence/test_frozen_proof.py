"""Proof in what is frozen: which documents, which file of each, and when the hash changes."""

import datetime
import io

import pytest
from openpyxl import load_workbook

from diligence.models import Evidence, EvidenceUse, EvidenceVersion
from diligence.reports.frozen import read_back
from diligence.services.exports import exported
from diligence.services.snapshots import content_of, freeze
from tests.factories import AssessmentFactory, CompanyFactory

pytestmark = pytest.mark.django_db
LATE = datetime.datetime(2026, 3, 11, 23, 30, tzinfo=datetime.UTC)
"""Half an hour into 12 March in the Netherlands."""
POLICY, TOPICS = "embed.policy", "embed.topics"


@pytest.fixture
def company():
    return CompanyFactory()


@pytest.fixture
def file(company):
    return AssessmentFactory(company=company)


@pytest.fixture(autouse=True)
def _scope(company, in_scope):
    with in_scope(company):
        yield


def put(file, title: str, *states: str, at=(POLICY,), **details) -> Evidence:
    """Put a document at questions, with a version for each state."""
    mine = {"company": file.company}
    document = Evidence.objects.create(title=title, kind="EV-01", **mine, **details)
    for number, state in enumerate(states, 1):
        EvidenceVersion.objects.create(
            evidence=document,
            number=number,
            name=f"{title}-{number}.pdf",
            content_type="application/pdf",
            size=9,
            sha256=str(number) * 64,
            state=state,
            uploaded_at=LATE,
            **mine,
        )
    for question in at:
        EvidenceUse.objects.create(evidence=document, assessment=file, question=question, **mine)
    return document


def test_a_document_is_frozen_once_with_its_file_and_its_questions(file):
    document = put(
        file, "Beleid", "clean", at=(TOPICS, POLICY), valid_until=datetime.date(2027, 3, 1)
    )

    [frozen] = read_back(freeze(file, "draft")).evidence

    assert frozen == {
        "id": str(document.pk),
        "title": "Beleid",
        "description": "",
        "kind": "EV-01",
        "confidential": True,
        "valid_until": "2027-03-01",
        "file": {
            "name": "Beleid-1.pdf",
            "number": 1,
            "added_on": "2026-03-12",
            "content_type": "application/pdf",
            "size": 9,
            "sha256": "1" * 64,
        },
        "questions": [POLICY, TOPICS],
    }


@pytest.mark.parametrize("state", ["pending", "infected", "refused"])
def test_only_a_clean_file_counts(file, state):
    put(file, "Alleen", state)
    put(file, "Eerder", "clean", state)

    [frozen] = content_of(file)["evidence"]

    assert (frozen["title"], frozen["file"]["number"]) == ("Eerder", 1)


def test_a_removed_document_is_left_out(file):
    put(file, "Weg", "clean", removed_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))

    assert "evidence" not in content_of(file)


def test_without_proof_the_content_is_what_it_was_before_there_was_proof(file):
    snapshot = freeze(file, "draft")

    assert "evidence" not in snapshot.data()
    assert list(read_back(snapshot).evidence) == []


def test_the_same_proof_in_another_order_is_the_same_content(file):
    put(file, "B", "clean")
    put(file, "A", "clean")
    first = freeze(file, "draft")
    EvidenceUse.objects.filter(evidence__title="A").update(
        added_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    )

    assert freeze(file, "draft") == first


def test_a_new_version_makes_another_snapshot_and_the_old_one_keeps_its_own(file):
    document = put(file, "Beleid", "clean")
    old = freeze(file, "submitted")
    version = document.versions.get()
    version.pk, version.number, version.sha256 = None, 2, "2" * 64
    version._state.adding = True
    version.save()
    document.title = "Nieuwe naam"
    document.save()

    assert freeze(file, "submitted").sha256 != old.sha256
    [then] = exported(file, "nl", snapshot=old).document["evidence"]
    assert (then["title"], then["file"]["sha256"]) == ("Beleid", "1" * 64)
    [now] = exported(file, "nl").document["evidence"]
    assert (now["title"], now["file"]["sha256"]) == ("Nieuwe naam", "2" * 64)


def test_an_export_of_what_was_frozen_says_of_which_moment_its_proof_is(file):
    put(file, "Beleid", "clean")
    frozen = exported(file, "nl", snapshot=freeze(file, "submitted"))

    [proof] = frozen.document["evidence"]
    assert proof["file"]["added_on"] == "2026-03-12"
    book = load_workbook(io.BytesIO(frozen.as_file("xlsx")))
    about = [row[1].value for row in book["Over dit bestand"].iter_rows()]
    assert any(
        "zoals het bij de vragen stond toen dit is vastgelegd" in str(cell) for cell in about
    )
    [heads, line] = [[cell.value for cell in row] for row in list(book["Bewijs"].iter_rows())[-2:]]
    told = dict(zip(heads, line, strict=True))
    assert told["SHA-256"] == "1" * 64
    assert told["Toegevoegd op"].date() == datetime.date(2026, 3, 12)
