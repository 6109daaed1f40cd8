"""Handing a file in: who may, what stops it, once, and the receipt."""

import threading

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse

from companies.models import Event
from convenant.tenancy.scope import company_scope
from diligence.framework.answers import Given, State
from diligence.models import Assessment, Snapshot
from diligence.services.answers import AssessmentClosed
from diligence.services.assessments import submit
from diligence.services.states import IllegalStep
from tests.diligence.files import complete_file
from tests.factories import (
    AdminFactory,
    ApproverFactory,
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    PartyUserFactory,
    ReaderFactory,
    ReviewerFactory,
    answer,
)

pytestmark = pytest.mark.django_db

TICKED = {"authority": "on"}


@pytest.fixture
def company():
    return CompanyFactory()


def page_of(name, company):
    return reverse(f"diligence:{name}", args=[company.slug, 2026])


def stands(company) -> tuple[str, int]:
    """Return the status and the number of submitted snapshots."""
    with company_scope(company.pk):
        snapshots = Snapshot.objects.filter(kind=Snapshot.Kind.SUBMITTED).count()
        return Assessment.objects.get().status, snapshots


@pytest.mark.parametrize("person", [ApproverFactory, AdminFactory])
def test_who_may_submit_does(client_of, company, person):
    approver = person(of=company)
    complete_file(company)
    page = client_of(approver).post(page_of("submit", company), TICKED)
    assert page.url == page_of("submitted", company)
    assert stands(company) == ("submitted", 1)
    with company_scope(company.pk):
        file = Assessment.objects.get()
        assert (file.submitted_by, file.submitted_at is not None) == (approver, True)
        assert Event.objects.get(verb="file.submitted").actor == approver.pk


@pytest.mark.parametrize("person", [EditorFactory, ReaderFactory])
def test_other_roles_are_refused(client_of, company, person):
    complete_file(company)
    page = client_of(person(of=company)).post(page_of("submit", company), TICKED)
    assert page.status_code == 403
    assert stands(company) == ("draft", 0)


def test_the_secretariat_never_submits_for_a_member(client_of, company):
    complete_file(company)
    page = client_of(ReviewerFactory()).post(page_of("submit", company), TICKED)
    assert page.status_code == 403
    assert stands(company) == ("draft", 0)


@pytest.mark.parametrize("person", [ApproverFactory, PartyUserFactory])
def test_strangers_get_a_404(client_of, company, person):
    complete_file(company)
    assert client_of(person()).post(page_of("submit", company), TICKED).status_code == 404
    assert client_of(person()).get(page_of("submitted", company)).status_code == 404
    assert stands(company) == ("draft", 0)


def test_anonymous_is_asked_to_sign_in(client_of, company):
    complete_file(company)
    page = client_of().post(page_of("submit", company), TICKED)
    assert page.url.startswith(reverse("account_login"))
    assert stands(company) == ("draft", 0)


class TestRefusal:
    """What stands in the way is listed with links, and nothing is lost."""

    def test_without_the_tick(self, client_of, company):
        complete_file(company)
        page = client_of(ApproverFactory(of=company)).post(page_of("submit", company), {})
        assert page.status_code == 422
        assert 'href="#id_authority"' in page.text
        assert stands(company) == ("draft", 0)

    def test_with_open_questions(self, client_of, company):
        assessment = AssessmentFactory(company=company)
        answer(assessment, "profile.fte", "40")
        page = client_of(ApproverFactory(of=company)).post(page_of("submit", company), TICKED)
        assert page.status_code == 422
        assert "U kunt nog niet indienen" in page.text
        first = reverse("diligence:part", args=[company.slug, 2026, "1.1"]) + "#q-embed-policy"
        assert f'<li><a href="{first}">' in page.text
        assert "checked" in page.text.split('name="authority"')[1].split(">")[0]
        assert stands(company) == ("draft", 0)

    @pytest.mark.parametrize(
        ("key", "given", "words"),
        [
            ("embed__records", Given(State.LATER), "want later"),
            (
                "identify__sourcing",
                Given(State.NOT_APPLICABLE, reason="Wij kopen zelf geen metaal in."),
                "de ketentabel is leeg",
            ),
        ],
    )
    def test_with_something_put_off_or_contradicting(self, client_of, company, key, given, words):
        complete_file(company, **{key: given})
        page = client_of(ApproverFactory(of=company)).post(page_of("submit", company), TICKED)
        assert page.status_code == 422
        summary = page.text.split('class="errors"')[1].split("</div>")[0]
        assert words in summary
        assert stands(company) == ("draft", 0)

    def test_no_mail_leaves(self, client_of, company, run_outbox):
        AssessmentFactory(company=company)
        client_of(ApproverFactory(of=company)).post(page_of("submit", company), TICKED)
        run_outbox()
        assert mail.outbox == []


class TestOnce:
    """Pressing twice is pressing once."""

    def test_a_second_post_leads_to_the_receipt(self, client_of, company, run_outbox):
        client = client_of(ApproverFactory(of=company))
        complete_file(company)
        for _ in range(2):
            page = client.post(page_of("submit", company), TICKED)
            assert page.url == page_of("submitted", company)
        assert stands(company) == ("submitted", 1)
        run_outbox()
        assert len(mail.outbox) == 1

    def test_without_the_tick_a_second_post_changes_nothing_either(self, client_of, company):
        client = client_of(ApproverFactory(of=company))
        complete_file(company)
        client.post(page_of("submit", company), TICKED)
        assert client.post(page_of("submit", company), {}).url == page_of("submitted", company)
        assert stands(company) == ("submitted", 1)

    def test_somebody_who_was_a_moment_later_also_lands_on_the_receipt(
        self, client_of, company, monkeypatch
    ):
        def too_late(*args, **kwargs):
            raise IllegalStep("submitted -> submitted")

        complete_file(company)
        monkeypatch.setattr("diligence.views.check.submit", too_late)
        page = client_of(ApproverFactory(of=company)).post(page_of("submit", company), TICKED)
        assert page.url == page_of("submitted", company)


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_give_one_snapshot():
    company = CompanyFactory()
    people = [ApproverFactory(of=company), AdminFactory(of=company)]
    file = complete_file(company)
    outcomes = []
    start = threading.Barrier(2)

    def hand_in(person):
        try:
            start.wait()
            with company_scope(company.pk):
                submit(file, by=person)
            outcomes.append("done")
        except IllegalStep:
            outcomes.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=hand_in, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "too late"]
    assert stands(company) == ("submitted", 1)


class TestReceipt:
    """What the company keeps in hand."""

    def test_the_page_shows_date_code_and_the_way_to_the_report(self, client_of, company):
        approver = ApproverFactory(of=company, name="Ruud Verhoef")
        complete_file(company)
        client = client_of(approver)
        page = client.post(page_of("submit", company), TICKED, follow=True)
        with company_scope(company.pk):
            code = Snapshot.objects.get().sha256[:12].upper()
        assert f"{code[:4]}-{code[4:8]}-{code[8:]}" in page.text
        assert "Ruud Verhoef" in page.text
        assert "Wat gebeurt er nu?" in page.text
        assert f'action="{page_of("reports", company)}"' in page.text
        assert 'name="language" value="nl"' in page.text

    def test_colleagues_and_the_secretariat_see_it_too(self, client_of, company):
        approver = ApproverFactory(of=company, name="Ruud Verhoef")
        complete_file(company)
        client_of(approver).post(page_of("submit", company), TICKED)
        assert (
            client_of(ReaderFactory(of=company)).get(page_of("submitted", company)).status_code
            == 200
        )
        visit = client_of(ReviewerFactory()).get(page_of("submitted", company))
        assert visit.status_code == 200
        assert "Ruud Verhoef" not in visit.text

    def test_before_submitting_there_is_none(self, client_of, company):
        complete_file(company)
        page = client_of(ApproverFactory(of=company)).get(page_of("submitted", company))
        assert page.url == page_of("check", company)

    def test_coming_back_after_signing_in_lands_on_the_check(self, client_of, company):
        complete_file(company)
        page = client_of(ApproverFactory(of=company)).get(page_of("submit", company))
        assert page.url == page_of("check", company)

    def test_the_mail_goes_to_who_submitted_and_tells_no_answers(
        self, client_of, company, run_outbox
    ):
        approver = ApproverFactory(of=company)
        AdminFactory(of=company)
        told = "Wij ontslaan iemand na overleg met de ondernemingsraad."
        complete_file(company, embed__breaches=Given(State.ANSWERED, told))
        client_of(approver).post(page_of("submit", company), TICKED)
        run_outbox()
        (message,) = mail.outbox
        with company_scope(company.pk):
            code = Snapshot.objects.get().sha256[:4].upper()
        assert message.to == [approver.email]
        assert message.subject == "Ontvangen: uw zelfbeoordeling 2026"
        assert f"{code}-" in message.body
        assert page_of("overview", company) in message.body
        assert told not in message.body


def test_after_submitting_answers_stand_still(client_of, company):
    approver = ApproverFactory(of=company)
    file = complete_file(company)
    client = client_of(approver)
    client.post(page_of("submit", company), TICKED)
    with pytest.raises(AssessmentClosed):
        answer(file, "embed.policy", 4, by=approver)
    page = client.get(page_of("check", company))
    assert 'name="authority"' not in page.text
    assert "Wijzig<" not in page.text
