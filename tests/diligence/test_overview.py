"""The task list: who sees it, where it leads, and what it says."""

import datetime

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from companies.models import Company, Event
from diligence.framework.answers import Given, State
from diligence.models import Assessment, PartWork
from diligence.services.assessments import submit
from diligence.services.parts import assign, declare_complete
from tests.diligence.files import at_most, complete_file, fill
from tests.factories import (
    AdminFactory,
    ApproverFactory,
    AssessmentFactory,
    CompanyFactory,
    CycleFactory,
    EditorFactory,
    PartyUserFactory,
    ReaderFactory,
    ReviewerFactory,
    UserFactory,
    answer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_cache(settings):
    """Keep the pause between mails inside one test."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def company():
    return CompanyFactory()


@pytest.fixture
def assessment(company):
    return AssessmentFactory(company=company)


def overview(company, year=2026):
    return reverse("diligence:overview", args=[company.slug, year])


def running_cycle(year=2026):
    today = timezone.localdate()
    return CycleFactory(
        year=year,
        opens_on=today - datetime.timedelta(days=10),
        deadline=today + datetime.timedelta(days=20),
    )


@pytest.mark.parametrize("factory", [ReaderFactory, EditorFactory, ApproverFactory, AdminFactory])
def test_every_role_of_the_company_sees_its_overview(client_of, company, assessment, factory):
    page = client_of(factory(of=company)).get(overview(company))
    assert page.status_code == 200
    assert company.name in page.text


@pytest.mark.parametrize("person", [EditorFactory, PartyUserFactory, UserFactory])
def test_strangers_do_not_learn_that_the_file_exists(client_of, company, assessment, person):
    client = client_of(person())
    assert client.get(overview(company)).status_code == 404
    assert client.get(reverse("diligence:start", args=[company.slug])).status_code == 404
    assert client.post(reverse("diligence:link-back", args=[company.slug, 2026])).status_code == 404


def test_who_is_not_signed_in_is_asked_to(client_of, company, assessment):
    page = client_of().get(overview(company))
    assert page.status_code == 302
    assert page.url.startswith(reverse("account_login"))


def test_a_year_without_a_file_is_not_found(client_of, company, assessment):
    assert client_of(EditorFactory(of=company)).get(overview(company, 2024)).status_code == 404


class TestStart:
    """The way from "my company" to the newest year."""

    def address(self, company):
        return reverse("diligence:start", args=[company.slug])

    def test_an_editor_opens_the_newest_year_that_has_begun(self, client_of, company, in_scope):
        running_cycle()
        CycleFactory(year=2027, opens_on=timezone.localdate() + datetime.timedelta(days=1))
        client = client_of(EditorFactory(of=company))
        page = client.get(self.address(company))
        assert page.url == overview(company)
        client.get(self.address(company))
        with in_scope(company):
            assert [file.cycle.year for file in Assessment.objects.all()] == [2026]

    def test_a_reader_opens_nothing(self, client_of, company, in_scope):
        running_cycle()
        page = client_of(ReaderFactory(of=company)).get(self.address(company))
        assert page.status_code == 200
        assert "nog niet begonnen" in page.text
        with in_scope(company):
            assert not Assessment.objects.exists()

    def test_the_secretariat_opens_nothing(self, client_of, company, in_scope):
        running_cycle()
        page = client_of(ReviewerFactory()).get(self.address(company))
        assert "Dit bedrijf is nog niet begonnen" in page.text
        with in_scope(company):
            assert not Assessment.objects.exists()

    def test_a_reader_goes_to_the_newest_file_there_is(self, client_of, company):
        AssessmentFactory(company=company, cycle=CycleFactory(year=2025))
        AssessmentFactory(company=company, cycle=running_cycle())
        page = client_of(ReaderFactory(of=company)).get(self.address(company))
        assert page.url == overview(company)

    def test_to_reports(self, client_of, company, assessment):
        running_cycle()
        page = client_of(EditorFactory(of=company)).get(self.address(company) + "?to=reports")
        assert page.url == reverse("diligence:reports", args=[company.slug, 2026])

    def test_before_the_first_year_there_is_a_kind_page(self, client_of, company):
        page = client_of(EditorFactory(of=company)).get(self.address(company))
        assert page.status_code == 200
        assert "geen monitoringjaar" in page.text

    def test_a_company_that_left_opens_no_new_year(self, client_of, in_scope):
        company = CompanyFactory(status=Company.Status.LEFT)
        running_cycle()
        page = client_of(EditorFactory(of=company)).get(self.address(company))
        assert page.status_code == 200
        with in_scope(company):
            assert not Assessment.objects.exists()


class TestNextStep:
    """The one primary button leads to the exact question."""

    def href_of_button(self, page) -> str:
        found = page.text.split('class="btn btn--p btn--l" href="')
        assert len(found) == 2, "there is one primary button"
        return found[1].split('"')[0]

    def question(self, company, part, anchor):
        return reverse("diligence:part", args=[company.slug, 2026, part]) + anchor

    def test_a_new_file_begins_with_the_profile(self, client_of, company, assessment):
        page = client_of(EditorFactory(of=company)).get(overview(company))
        assert self.href_of_button(page) == self.question(company, "profile", "#q-profile-fte")
        assert "bepalen welke vragen u krijgt" in page.text

    def test_the_profile_comes_first_whatever_was_answered_last(
        self, client_of, company, assessment
    ):
        editor = EditorFactory(of=company)
        answer(assessment, "profile.fte", "40", by=editor)
        answer(assessment, "embed.policy", 2, by=editor)
        page = client_of(editor).get(overview(company))
        assert self.href_of_button(page) == self.question(company, "profile", "#q-profile-sites")

    def test_each_person_goes_on_where_they_stopped(self, client_of, company, assessment):
        editor, colleague = EditorFactory(of=company), EditorFactory(of=company)
        fill(assessment, {}, by=editor, upto="profile.changes")
        answer(assessment, "identify.scoping", 2, by=colleague)
        mine = client_of(editor).get(overview(company))
        theirs = client_of(colleague).get(overview(company))
        assert self.href_of_button(mine) == self.question(company, "1.1", "#q-embed-policy")
        assert self.href_of_button(theirs).startswith(self.question(company, "2.1", "#q-identify-"))
        assert "U was bij" in theirs.text

    def test_what_was_put_off_is_gone_back_to(self, client_of, company):
        editor = EditorFactory(of=company)
        complete_file(company, by=editor, embed__policy=Given(State.LATER))
        page = client_of(editor).get(overview(company))
        assert self.href_of_button(page) == self.question(company, "1.1", "#q-embed-policy")

    def test_when_all_is_answered_it_is_the_check(self, client_of, company):
        editor, approver = EditorFactory(of=company), ApproverFactory(of=company)
        complete_file(company, by=editor)
        page = client_of(editor).get(overview(company))
        assert self.href_of_button(page) == reverse("diligence:check", args=[company.slug, 2026])
        assert approver.name in page.text

    def test_a_reader_is_not_sent_to_fill_in(self, client_of, company, assessment):
        page = client_of(ReaderFactory(of=company)).get(overview(company))
        assert self.href_of_button(page) == reverse("diligence:check", args=[company.slug, 2026])
        assert "Uw rol is lezer" in page.text


class TestRows:
    """One row per part: status, count, minutes, who."""

    def test_status_words_and_counts_follow_the_answers(self, client_of, company, assessment):
        editor = EditorFactory(of=company)
        fill(assessment, {}, by=editor, upto="embed.policy")
        page = client_of(editor).get(overview(company))
        states = {
            task.part.key: (task.is_done, task.is_begun)
            for group in page.context["groups"]
            for task in group.tasks
        }
        assert states["profile"] == (True, True)
        assert states["1.1"] == (False, True)
        assert states["6.2"] == (False, False)
        for word in ("Klaar", "Bezig", "Nog niet begonnen"):
            assert word in page.text

    def test_a_question_that_is_hidden_is_not_counted(self, client_of, company, assessment):
        editor = EditorFactory(of=company)
        fill(assessment, {"profile.fte": Given(State.ANSWERED, "5")}, by=editor)
        page = client_of(editor).get(overview(company))
        asked = sum(group.asked for group in page.context["groups"])
        assert asked == page.context["progress"].asked < len(assessment.edition.questions)
        assert f"samen {asked} vragen" in page.text

    def test_who_works_on_it_and_who_called_it_complete(
        self, client_of, company, assessment, in_scope
    ):
        editor = EditorFactory(of=company, name="Joke Bakker")
        colleague = EditorFactory(of=company, name="Samira El Idrissi")
        with in_scope(company):
            assign(assessment, "2.1", colleague, by=editor)
            declare_complete(assessment, "1.1", by=editor)
        page = client_of(editor).get(overview(company))
        assert "Samira El Idrissi" in page.text
        assert "door Joke Bakker klaar gemeld" in page.text
        assert "Nog niemand" in page.text

    def test_other_years_are_one_click_away(self, client_of, company, assessment):
        AssessmentFactory(company=company, cycle=CycleFactory(year=2025))
        client = client_of(ReaderFactory(of=company))
        this, last = client.get(overview(company)).text, client.get(overview(company, 2025)).text
        assert f'href="{overview(company, 2025)}"' in this
        assert "Vorige jaren" in this
        assert f'href="{overview(company)}"' in last
        assert "Vorige jaren" not in last


class TestDeadline:
    """By when, and whether it is safe."""

    def open_with_deadline(self, company, days):
        deadline = timezone.localdate() + datetime.timedelta(days=days)
        return AssessmentFactory(company=company, cycle=CycleFactory(deadline=deadline))

    @pytest.mark.parametrize(
        ("days", "words"),
        [
            (12, "Nog <strong>12 dagen</strong>"),
            (1, "Nog <strong>1 dag</strong>"),
            (0, "Vandaag is de laatste dag"),
            (-3, "De inleverdatum is voorbij"),
        ],
    )
    def test_days_left_in_words(self, client_of, company, days, words):
        self.open_with_deadline(company, days)
        assert words in client_of(EditorFactory(of=company)).get(overview(company)).text

    def test_it_says_who_saved_last(self, client_of, company, assessment):
        editor = EditorFactory(of=company, name="Joke Bakker")
        answer(assessment, "profile.fte", "40", by=editor)
        assert "laatst door u" in client_of(editor).get(overview(company)).text
        other = client_of(ReaderFactory(of=company)).get(overview(company))
        assert "laatst door Joke Bakker" in other.text

    def test_after_submitting_it_shows_date_and_receipt(self, client_of, company, in_scope):
        approver = ApproverFactory(of=company)
        file = complete_file(company, by=approver)
        with in_scope(company):
            code = submit(file, by=approver).sha256[:4].upper()
        page = client_of(approver).get(overview(company))
        assert "Ingediend op" in page.text
        assert f"{code}-" in page.text
        assert reverse("diligence:submitted", args=[company.slug, 2026]) in page.text


class TestLinkBack:
    """ "Mail mij een link": to the person, and to nobody else."""

    def address(self, company):
        return reverse("diligence:link-back", args=[company.slug, 2026])

    def test_the_link_goes_to_the_person_only(self, client_of, company, assessment):
        editor = EditorFactory(of=company)
        page = client_of(editor).post(self.address(company), follow=True)
        assert page.redirect_chain == [(overview(company), 302)]
        assert [message.to for message in mail.outbox] == [[editor.email]]
        assert overview(company) in mail.outbox[0].body
        assert editor.email in page.text

    def test_the_secret_free_mail_says_nothing_of_the_answers(self, client_of, company, assessment):
        answer(assessment, "embed.breaches", "Wij ontslaan iemand na overleg met de OR.")
        client_of(ReaderFactory(of=company)).post(self.address(company))
        assert "OR" not in mail.outbox[0].body
        assert company.name not in mail.outbox[0].subject

    def test_twice_within_a_minute_is_one_mail(self, client_of, company, assessment):
        client = client_of(EditorFactory(of=company))
        client.post(self.address(company))
        page = client.post(self.address(company), follow=True)
        assert len(mail.outbox) == 1
        assert "net al verstuurd" in page.text

    def test_a_mail_server_that_is_down_is_told(self, client_of, company, assessment, monkeypatch):
        def refuse(*args, **kwargs):
            raise ConnectionRefusedError

        monkeypatch.setattr("diligence.views.overview.link_back", refuse)
        client = client_of(EditorFactory(of=company))
        assert "kon niet weg" in client.post(self.address(company), follow=True).text
        monkeypatch.undo()
        client.post(self.address(company))
        assert len(mail.outbox) == 1

    def test_opening_the_address_sends_nothing(self, client_of, company, assessment):
        page = client_of(EditorFactory(of=company)).get(self.address(company))
        assert page.url == overview(company)
        assert not mail.outbox


class TestVisit:
    """The secretariat reads; the file remembers that it did."""

    def reads(self, company, in_scope):
        with in_scope(company):
            return list(Event.objects.filter(verb="file.read", goes_on=False))

    def test_a_read_is_kept_once_an_hour_for_each_person(
        self, client_of, company, assessment, in_scope
    ):
        reviewer, other = ReviewerFactory(), ReviewerFactory()
        for person in (reviewer, reviewer, other):
            client_of(person).get(overview(company))
        events = self.reads(company, in_scope)
        assert sorted(event.actor for event in events) == sorted([reviewer.pk, other.pk])
        assert all(event.by_secretariat and event.data["year"] == 2026 for event in events)

    def test_an_hour_later_it_is_a_new_read(self, client_of, company, assessment, in_scope):
        reviewer = ReviewerFactory()
        client_of(reviewer).get(overview(company))
        with in_scope(company):
            first = Event.objects.get(verb="file.read")
        later = first.at + datetime.timedelta(hours=1, seconds=1)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("django.utils.timezone.now", lambda: later)
            client_of(reviewer).get(overview(company))
        assert len(self.reads(company, in_scope)) == 2

    def test_members_leave_no_trace_by_reading(self, client_of, company, assessment, in_scope):
        client_of(AdminFactory(of=company)).get(overview(company))
        assert self.reads(company, in_scope) == []

    def test_the_company_sees_that_it_was_read(self, client_of, company, assessment):
        editor = client_of(EditorFactory(of=company))
        assert "Het secretariaat las dit dossier" not in editor.get(overview(company)).text
        client_of(ReviewerFactory()).get(overview(company))
        page = editor.get(overview(company)).text
        assert "Het secretariaat las dit dossier voor het laatst vandaag" in page

    def test_it_is_read_only_and_names_no_colleagues(
        self, client_of, company, assessment, in_scope
    ):
        editor = EditorFactory(of=company, name="Joke Bakker")
        answer(assessment, "profile.fte", "40", by=editor)
        with in_scope(company):
            assign(assessment, "1.1", editor, by=editor)
            declare_complete(assessment, "1.1", by=editor)
            assert PartWork.objects.count() == 1
        page = client_of(ReviewerFactory()).get(overview(company))
        assert "Joke Bakker" not in page.text
        assert "Mail mij een link" not in page.text
        assert "Uw volgende stap" not in page.text
        assert reverse("diligence:check", args=[company.slug, 2026]) in page.text
        assert "Concept" in page.text


EARLIER_YEAR = 1
"""Looking for answers of a year before; the decisions about them are one more."""
TALKS = 1
"""Counting the conversations, by whose turn it is."""


@pytest.mark.parametrize("person", [EditorFactory, ReaderFactory, ApproverFactory])
def test_the_overview_takes_few_queries(client_of, company, person):
    reader = person(of=company)
    complete_file(company, by=reader)
    AssessmentFactory(company=company, cycle=CycleFactory(year=2025))
    client = client_of(reader)
    client.get(overview(company))
    with at_most(10 + EARLIER_YEAR + TALKS):
        client.get(overview(company))
