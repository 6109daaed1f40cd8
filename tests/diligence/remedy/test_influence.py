"""Moving suppliers, and leaving one with care."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from diligence.framework.catalogues import catalogue
from diligence.models import Disengagement, LeverageEntry, Supplier
from diligence.remedy.leaving import NotWeighed, check_decision, missing
from diligence.services.remedy import influence as services
from tests.factories import (
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
KEYS = [one.key for one in catalogue("exit_checks")]
WHOLE = dict.fromkeys(KEYS, "Wij spraken hier met de vakbond over.")


@pytest.fixture
def company():
    company = CompanyFactory(slug="de-maas")
    AssessmentFactory(company=company)
    return company


@pytest.fixture
def supplier(company, in_scope) -> Supplier:
    with in_scope(company):
        return Supplier.objects.create(
            company=company, name="Tinhandel Oost", folded="tinhandel oost"
        )


@pytest.fixture
def editor(company):
    return EditorFactory(of=company)


@pytest.fixture
def browser(editor, client_of):
    return client_of(editor)


@pytest.fixture
def file(supplier, editor, in_scope) -> Disengagement:
    with in_scope(supplier.company):
        return services.open_exit(supplier, by=editor)


def said(at, **changes) -> dict:
    return {
        "supplier": str(at.pk),
        "day": TODAY.isoformat(),
        "kind": "LV-1",
        "issue": "Geen loonstroken",
        "ask": "Wij vroegen om loonstroken.",
        "share": "small",
        "reaction": "none",
    } | changes


class TestLeverage:
    """The log of what was tried (OECD-DDG 3.2)."""

    def test_a_try_is_kept_and_its_answer_added_later(self, company, supplier, browser, in_scope):
        address = reverse("diligence:leverage", args=[company.slug])
        browser.post(address, said(supplier))
        with in_scope(company):
            entry = LeverageEntry.objects.get()
        browser.post(
            reverse("diligence:leverage-try", args=[company.slug, entry.pk]),
            said(supplier, reaction="agreed", result="De loonstroken komen vanaf mei."),
        )

        html = browser.get(address).content.decode()
        assert "Tinhandel Oost: Geen loonstroken" in html
        assert "De loonstroken komen vanaf mei." in html and "doet het" in html

    @pytest.mark.parametrize(
        "change",
        [
            {"ask": " "},
            {"kind": "LV-99"},
            {"day": (TODAY + datetime.timedelta(days=1)).isoformat()},
            {"supplier": "00000000-0000-0000-0000-000000000000"},
        ],
    )
    def test_what_does_not_hold_is_refused_and_kept(
        self, change, company, supplier, browser, in_scope
    ):
        response = browser.post(
            reverse("diligence:leverage", args=[company.slug]), said(supplier, **change)
        )

        assert response.status_code == 422 and "Geen loonstroken" in response.content.decode()
        with in_scope(company):
            assert not LeverageEntry.objects.exists()

    def test_another_companys_supplier_can_not_be_named(self, company, browser, in_scope):
        other = CompanyFactory()
        with in_scope(other):
            theirs = Supplier.objects.create(company=other, name="Van hen", folded="van hen")

        response = browser.post(reverse("diligence:leverage", args=[company.slug]), said(theirs))

        assert response.status_code == 422 and "Van hen" not in response.content.decode()


class TestLeaving:
    """No decision before all ten questions are answered, with reasons; then it stands."""

    def test_the_file_opens_once(self, file, supplier, editor, browser, in_scope):
        again = browser.post(
            reverse("diligence:exit-open", args=[supplier.company.slug, supplier.pk])
        )

        assert str(file.pk) in again.url

    @pytest.mark.parametrize("key", KEYS)
    def test_one_open_question_is_enough_to_wait(self, key):
        assert missing(KEYS, WHOLE | {key: "Nee."}) == (key,)
        with pytest.raises(NotWeighed):
            check_decision(KEYS, WHOLE | {key: "Nee."})

    def post(self, browser, file, answers, **more):
        address = reverse("diligence:exit", args=[file.company.slug, file.pk])
        return browser.post(address, answers | {"version": file.version} | more)

    def test_what_is_missing_is_named_and_what_was_written_is_kept(self, file, browser, in_scope):
        response = self.post(
            browser, file, WHOLE | {"EX-04": ""}, reasons="Geen uitzicht.", decision="ended"
        )

        with in_scope(file.company):
            kept = Disengagement.objects.get()
        html = response.content.decode()
        assert response.status_code == 422 and 'href="#EX-04"' in html
        assert kept.status == "weighing" and kept.answers["EX-01"] == WHOLE["EX-01"]

    def test_a_decision_needs_reasons(self, file, browser, in_scope):
        assert self.post(browser, file, WHOLE, decision="ended").status_code == 422
        with in_scope(file.company):
            assert Disengagement.objects.get().status == "weighing"

    def test_the_database_refuses_a_decision_without_reasons(self, file, in_scope):
        with in_scope(file.company), pytest.raises(IntegrityError), transaction.atomic():
            Disengagement.objects.update(status="ended", decided_on=TODAY)

    def test_a_decision_stands(self, file, browser, in_scope):
        decided = self.post(browser, file, WHOLE, reasons="Geen uitzicht.", decision="ended")
        with in_scope(file.company):
            file = Disengagement.objects.get()
        later = self.post(browser, file, WHOLE, reasons="Toch anders.")

        assert decided.status_code == 302 and file.status == "ended"
        assert later.status_code == 409
        with in_scope(file.company):
            assert Disengagement.objects.get().reasons == "Geen uitzicht."

    def test_a_colleague_was_first_and_both_texts_are_there(self, file, browser, in_scope):
        self.post(browser, file, {"EX-01": "Van een collega, die eerst was."})
        late = self.post(browser, file, {"EX-01": "Van mij, die later was."})

        assert late.status_code == 412 and "Van mij, die later was." in late.content.decode()
        with in_scope(file.company):
            assert "collega" in Disengagement.objects.get().answers["EX-01"]

    def test_readers_and_the_secretariat_read_and_change_nothing(self, file, client_of):
        for person in (ReaderFactory(of=file.company), ReviewerFactory()):
            client = client_of(person)
            address = reverse("diligence:exit", args=[file.company.slug, file.pk])
            html = client.get(address).content.decode()
            assert "mededingingsrecht" in html and "<textarea" not in html
            assert client.post(address, WHOLE).status_code == 403
