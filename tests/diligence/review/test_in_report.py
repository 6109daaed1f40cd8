"""Conversations in the report: by choice, frozen in the snapshot, and in every export."""

import json

import pytest

from convenant.tenancy.scope import company_scope, officer_scope
from diligence.models import Snapshot
from diligence.reports.comparison import Comparison
from diligence.reports.content import written
from diligence.reports.document import document_of
from diligence.reports.frozen import read_back
from diligence.reports.pdf import html_of
from diligence.reports.public import for_public
from diligence.reports.work_sheets import work_tables
from diligence.services.review.threads import About, note_internally, put_in_report, reply
from diligence.services.snapshots import freeze
from tests.diligence.files import complete_file
from tests.diligence.talks import ask
from tests.factories import CompanyFactory, EditorFactory, ReviewerFactory

pytestmark = pytest.mark.django_db
ASKED, ANSWERED, APART = "Waar staat het beleid?", "Op onze website.", "Blijft tussen ons."
SECRET = "Alleen voor het secretariaat."


@pytest.fixture
def company():
    return CompanyFactory(name="Gieterij De Maas")


@pytest.fixture
def file(company):
    return complete_file(company)


@pytest.fixture
def talk(file, company):
    """One conversation in the report, one beside it, and a note of the secretariat."""
    reviewer, editor = ReviewerFactory(name="Marieke de Wit"), EditorFactory(of=company)
    thread = ask(file, "embed.policy", ASKED, by=reviewer, in_report=True)
    ask(file, "embed.hours", APART, by=reviewer)
    with officer_scope(company.pk):
        note_internally(file, About(question="embed.policy"), SECRET, by=reviewer)
    with company_scope(company.pk):
        reply(thread, ANSWERED, by=editor)
    return thread


def frozen(file):
    with company_scope(file.company_id):
        return read_back(freeze(file, Snapshot.Kind.DRAFT))


def test_only_what_was_chosen_is_frozen_and_without_names(file, talk):
    content = json.dumps(frozen(file).content, ensure_ascii=False)
    assert ASKED in content and ANSWERED in content
    for word in (APART, SECRET, "Marieke de Wit"):
        assert word not in content


def test_a_file_without_chosen_conversations_keeps_its_hash(file):
    before = frozen(file).sha256
    ask(file, "embed.hours", APART)
    assert frozen(file).sha256 == before
    assert "talks" not in frozen(file).content


def test_taken_out_later_it_stays_in_what_was_frozen(file, talk):
    with company_scope(file.company_id):
        old = freeze(file, Snapshot.Kind.SUBMITTED)
        put_in_report(talk, False, by=EditorFactory(of=file.company))
        assert [len(read_back(one).talks) for one in (old, freeze(file, Snapshot.Kind.DRAFT))] == [
            1,
            0,
        ]


def test_it_is_printed_and_not_in_the_public_report(file, talk):
    whole = frozen(file)
    page = html_of(written(Comparison(whole, None), lang="nl", code="x"))
    assert "Gesprek met het secretariaat" in page
    assert ASKED in page and ANSWERED in page
    assert APART not in page and SECRET not in page
    public = html_of(written(Comparison(for_public(whole), None), lang="nl", code="x"))
    assert ASKED not in public and "Gesprek met het secretariaat" not in public


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_is_in_the_json_and_in_excel(file, talk, language):
    document = document_of(frozen(file), {}, lang=language, made_from="draft")
    [one] = document["talks"]
    assert one["about"] == {"kind": "question", "question": "embed.policy"}
    assert [(said["side"], said["text"]) for said in one["remarks"]] == [
        ("secretariat", ASKED),
        ("company", ANSWERED),
    ]
    cells = [str(cell) for table in work_tables(document) for row in table.rows for cell in row]
    assert ASKED in cells and ANSWERED in cells and SECRET not in cells
