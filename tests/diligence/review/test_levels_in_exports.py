"""The secretariat's level beside an answer, and chosen conversations: in PDF, Excel and JSON."""

import html
import io
import json

import jsonschema
import pytest
from django.conf import settings
from django.urls import reverse
from openpyxl import load_workbook

from convenant.tenancy.scope import company_scope, officer_scope
from diligence.framework.answers import Given, State
from diligence.models import Snapshot
from diligence.reports.comparison import Comparison
from diligence.reports.content import written
from diligence.reports.frozen import read_back
from diligence.reports.pdf import html_of
from diligence.reports.public import for_public
from diligence.services.assessments import submit
from diligence.services.desk.verdicts import score_beside
from diligence.services.review.threads import About, note_internally
from diligence.services.snapshots import freeze
from diligence.services.states import take_back
from tests.diligence.files import complete_file
from tests.diligence.talks import ask
from tests.factories import (
    AdminFactory,
    ApproverFactory,
    CompanyFactory,
    ReaderFactory,
    ReviewerFactory,
)

pytestmark = pytest.mark.django_db
REASON = "Het beleid van Bontekraai is niet vastgesteld."
ON_AN_OPEN_ONE = "Dit staat er wel degelijk."
ASKED, SECRET = "Waar staat het beleid?", "Alleen voor ons, nachtegaal."


@pytest.fixture
def company():
    return CompanyFactory(name="Gieterij De Maas")


@pytest.fixture
def approver(company):
    return ApproverFactory(of=company)


@pytest.fixture
def file(company, approver):
    """A file under review: two levels beside, and a note apart."""
    unknown = Given(State.DONT_KNOW)
    file = complete_file(company, identify__deep_assessment=unknown)
    with company_scope(company.pk):
        submit(file, by=approver)
    reviewer = ReviewerFactory(name="Marieke de Wit")
    with officer_scope(company.pk):
        score_beside(file, "embed.policy", 0, REASON, by=reviewer)
        score_beside(file, "identify.deep_assessment", 2, ON_AN_OPEN_ONE, by=reviewer)
        note_internally(file, About(question="embed.policy"), SECRET, by=reviewer)
    return file


def export(client, company, form):
    return client.get(reverse("diligence:export", args=[company.slug, 2026, form])).content


def data_of(client, company):
    document = json.loads(export(client, company, "json"))
    schema = (settings.BASE_DIR / "docs/assessment.schema.json").read_text("utf-8")
    jsonschema.validate(document, json.loads(schema))
    return {one["question"]: one["secretariat"] for one in document["answers"]}, document


def rows_of(client, company):
    book = load_workbook(io.BytesIO(export(client, company, "xlsx")))
    heads, *rows = book["Antwoorden"].values
    return {row[-1]: dict(zip(heads, row, strict=True)) for row in rows}, book


def on_paper(file, frozen=lambda file: file):
    with company_scope(file.company_id):
        file.refresh_from_db()
        read = read_back(freeze(file, Snapshot.Kind.DRAFT))
    page = html_of(written(Comparison(frozen(read), None), lang="nl", code="x"))
    return html.unescape(page)


def test_the_level_and_its_reason_are_in_all_three(client_of, company, file):
    client = client_of(ReaderFactory(of=company))

    beside, _document = data_of(client, company)
    rows, _book = rows_of(client, company)
    paper = on_paper(file)

    assert {key: told for key, told in beside.items() if told} == {
        "embed.policy": {"level": 0, "reason": REASON, "language": "nl"},
        "identify.deep_assessment": {"level": 2, "reason": ON_AN_OPEN_ONE, "language": "nl"},
    }
    told = {
        key: (row["Niveau volgens het secretariaat"], row["Reden van het secretariaat"])
        for key, row in rows.items()
        if row["Reden van het secretariaat"]
    }
    assert told == {"embed.policy": (0, REASON), "identify.deep_assessment": (2, ON_AN_OPEN_ONE)}
    assert rows["embed.policy"]["Niveau"] == 2, "its own level stays beside it"
    assert REASON in paper and ON_AN_OPEN_ONE in paper
    assert "Het secretariaat ziet niveau 0." in paper


def test_a_chosen_conversation_is_in_all_three_and_a_note_is_in_none(client_of, company, file):
    ask(file, "embed.policy", ASKED, in_report=True, by=ReviewerFactory(name="Marieke de Wit"))
    client = client_of(AdminFactory(of=company))
    _beside, document = data_of(client, company)
    _rows, book = rows_of(client, company)
    cells = [str(cell) for sheet in book for row in sheet.values for cell in row]
    paper = on_paper(file)

    assert ASKED in cells and ASKED in paper
    assert [one["remarks"][0]["text"] for one in document["talks"]] == [ASKED]
    for made in (json.dumps(document, ensure_ascii=False), "\n".join(cells), paper):
        assert SECRET not in made and "Marieke de Wit" not in made


def test_the_public_report_holds_no_level_and_no_words_of_the_secretariat(file):
    paper = on_paper(file, for_public)
    assert REASON not in paper and "Het secretariaat ziet" not in paper
    assert "Bontekraai" not in paper and ASKED not in paper


def test_a_file_that_was_taken_back_shows_none(client_of, company, file, approver):
    with company_scope(company.pk):
        take_back(file, "Wij vergaten iets.", by=approver)
    client = client_of(approver)
    beside, _document = data_of(client, company)
    rows, _book = rows_of(client, company)
    assert not any(beside.values())
    assert not any(row["Reden van het secretariaat"] for row in rows.values())
    assert REASON not in on_paper(file)
