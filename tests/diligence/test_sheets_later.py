"""A workbook that waited: answers locked meanwhile, a newer questionnaire, its last day."""

import datetime

import pytest
from django.utils import timezone

from companies.models import DeletionProof
from companies.services.retention import hash_of, keep_to_terms
from convenant.tenancy.scope import company_scope
from diligence.models import AnswerImport, Assessment
from diligence.services.answer_sheets import imports
from diligence.services.versions import moving
from diligence.services.versions.offering import offer
from tests.diligence.files import complete_file
from tests.diligence.talks import send_back
from tests.diligence.test_answer_sheets import (
    BREACHES,
    POLICY,
    TEXT,
    accepted,
    address,
    batch_of,
    fetched,
    send,
)
from tests.factories import CompanyFactory, EditorFactory, published_version
from tests.factories.diligence import bring

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return CompanyFactory(slug="de-maas", name="De Maas B.V.")


@pytest.fixture
def joke(company):
    return EditorFactory(of=company, name="Joke Bakker")


@pytest.fixture
def file(company, joke):
    return complete_file(company, by=joke)


@pytest.fixture
def client(client_of, joke):
    return client_of(joke)


@pytest.fixture
def now(file, in_scope):
    """Return the file as it stands."""

    def fresh() -> Assessment:
        with in_scope(file.company):
            return Assessment.objects.with_cycle().select_related("company").get(pk=file.pk)

    return fresh


def given_back(file: Assessment, question: str) -> None:
    """Hand the file in, and get it back with a question about this answer alone."""
    bring(file, "submitted")
    with company_scope(file.company_id):
        file.submitted_at = timezone.now()
        file.save(update_fields=["submitted_at"])
    send_back(file, question)


def value(file, key, in_scope):
    with in_scope(file.company):
        return file.answers.get(question=key).value


def test_what_the_secretariat_does_not_ask_about_is_named_and_stays(
    file, now, client, in_scope, company
):
    stood = value(file, BREACHES, in_scope)
    book = fetched(client)
    book[BREACHES, "answer"] = "Uit Excel, vast."
    book["embed.origin_terms", "explanation"] = "Uit Excel, open."
    send(client, book)
    given_back(now(), "embed.origin_terms")

    page = client.get(address("sheet-preview", batch_of(in_scope, company).pk)).text
    assert "Deze antwoorden staan vast" in page and "Uit Excel, open." in page.replace("</ins>", "")
    assert accepted(client, in_scope, company).status_code == 302
    assert value(file, BREACHES, in_scope) == stood
    with in_scope(company):
        mine = file.answers.get(question="embed.origin_terms")
        assert mine.explanation == "Uit Excel, open."


def test_taking_back_what_is_locked_now_changes_nothing_and_says_so(
    file, now, client, in_scope, company
):
    book = fetched(client)
    book[BREACHES, "answer"] = "Uit Excel."
    send(client, book)
    accepted(client, in_scope, company)
    given_back(now(), POLICY)
    batch = batch_of(in_scope, company)

    with in_scope(company), pytest.raises(imports.NoLongerFits):
        batch.assessment = now()
        imports.undo(batch, by=EditorFactory(of=company))
    page = client.post(address("sheet-undo", batch.pk), follow=True).text
    assert "Niet al deze antwoorden kunnen nu terug" in page
    assert value(file, BREACHES, in_scope) == "Uit Excel."


def test_what_a_newer_questionnaire_asks_no_more_is_named_and_the_rest_goes_on(
    file, now, client, in_scope, company, joke
):
    book = fetched(client)
    book[BREACHES, "answer"] = "Uit Excel."
    book["identify.postponed", "answer"] = "Ook uit Excel."
    send(client, book)
    with in_scope(company):
        offer(file.cycle, published_version("2027"), by=None)
        moving.move(now(), by=joke)
    batch = batch_of(in_scope, company)

    page = client.get(address("sheet-preview", batch.pk)).text
    assert "Deze cellen passen er niet meer in" in page
    [cell] = next(row["cells"] for row in batch.proposals if row["question"] != BREACHES)
    assert cell in page
    assert accepted(client, in_scope, company).status_code == 302
    assert value(file, BREACHES, in_scope) == "Uit Excel."
    assert value(file, "identify.postponed", in_scope) != "Ook uit Excel."


class TestTerm:
    @pytest.fixture
    def batch(self, file, client, in_scope, company):
        book = fetched(client)
        book[BREACHES, "answer"] = "Uit Excel."
        send(client, book)
        accepted(client, in_scope, company)
        return batch_of(in_scope, company)

    def age(self, company, in_scope, days: int) -> list[DeletionProof]:
        with in_scope(company):
            at = timezone.now() - datetime.timedelta(days=days)
            AnswerImport.objects.update(created_at=at)
        return [one for one in keep_to_terms() if one.category == "answer_sheets"]

    def test_after_ninety_days_it_goes_with_a_proof_and_the_answers_stay(
        self, batch, file, in_scope, company
    ):
        [proof] = self.age(company, in_scope, 91)

        assert (proof.count, proof.sha256) == (1, hash_of([batch.pk]))
        with in_scope(company):
            assert not AnswerImport.objects.exists()
        assert value(file, BREACHES, in_scope) == "Uit Excel." != TEXT
        assert self.age(company, in_scope, 91) == []

    def test_a_younger_one_stays(self, batch, in_scope, company):
        assert self.age(company, in_scope, 89) == []
        with in_scope(company):
            assert AnswerImport.objects.filter(pk=batch.pk).exists()
