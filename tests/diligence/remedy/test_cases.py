"""Complaints: words for who is named, numbers for everybody else, and a public order of steps."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from companies.models import Event
from diligence.models import CaseSeat, GrievanceChannel, RemedyCase
from diligence.remedy.case import ENDED, FOLLOWS, IllegalStep, WordsNeeded, check_step
from diligence.remedy.criteria import outcome
from diligence.services.remedy import cases as services
from diligence.services.remedy import channels
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReviewerFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
STORY = "Een lasser viel van het bordes en kreeg zijn loon niet."
states = st.sampled_from(sorted(FOLLOWS))


@pytest.fixture
def company():
    company = CompanyFactory(slug="de-maas")
    AssessmentFactory(company=company)
    return company


@pytest.fixture
def editor(company):
    return EditorFactory(of=company, name="Joke Bakker")


@pytest.fixture
def colleague(company):
    return EditorFactory(of=company, name="Piet van Loon")


@pytest.fixture
def browser(editor, client_of):
    return client_of(editor)


@pytest.fixture
def case(company, editor, in_scope) -> RemedyCase:
    details = services.CaseDetails(received_on=TODAY, story=STORY, theme="RT12")
    with in_scope(company):
        return services.receive(company, details, by=editor)


def at(case, name="case"):
    return reverse(f"diligence:{name}", args=[case.company.slug, case.pk])


def stands(case, in_scope) -> RemedyCase:
    with in_scope(case.company):
        return RemedyCase.objects.get(pk=case.pk)


def step(browser, case, status, text=""):
    data = {"status": status, "text": text, "version": case.version}
    return browser.post(at(case, "case-step"), data)


class TestSteps:
    """The order is public, so that who complains knows what comes."""

    @given(states, states, st.sampled_from(["", " ", "De vakbond is het eens."]))
    def test_only_named_steps_and_ends_are_explained(self, now, then, words):
        if then not in FOLLOWS[now]:
            with pytest.raises(IllegalStep):
                check_step(now, then, words)
        elif (then in ENDED or now in ENDED or then == "decided") and not words.strip():
            with pytest.raises(WordsNeeded):
                check_step(now, then, words)
        elif words.strip():
            check_step(now, then, words)

    def test_every_complaint_can_be_ended_and_opened_again(self):
        reached, found = {"received"}, {"received"}
        while found:
            found = {then for now in found for then in FOLLOWS[now]} - reached
            reached |= found
        assert reached == set(FOLLOWS) == set(RemedyCase.Status)
        assert all(FOLLOWS[status] for status in ENDED)

    def test_from_received_to_closed(self, case, browser, in_scope):
        for status, text in (
            ("acknowledged", ""),
            ("assessing", ""),
            ("decided", "Het loon wordt betaald."),
            ("closed", "Hij is tevreden."),
        ):
            assert step(browser, stands(case, in_scope), status, text).status_code == 302
        closed = stands(case, in_scope)
        assert closed.status == "closed" and closed.closed_on == TODAY

    def test_an_end_without_words_changes_nothing(self, case, browser, in_scope):
        response = step(browser, case, "referred", "  ")

        assert response.status_code == 422
        assert "Leg bij deze stap uit waarom" in response.content.decode()
        assert stands(case, in_scope).status == "received"

    @pytest.mark.parametrize("status", ["closed", "no-such", ""])
    def test_what_is_no_step_is_refused(self, status, case, browser, in_scope):
        assert step(browser, case, status, "Klaar.").status_code == 409
        assert stands(case, in_scope).status == "received"

    def test_a_colleague_was_first_and_what_was_typed_stays(self, case, browser, in_scope):
        old = case.version
        step(browser, case, "acknowledged")
        late = browser.post(
            at(case, "case-step"), {"status": "assessing", "text": "Mijn uitleg.", "version": old}
        )
        form = {"received_on": TODAY.isoformat(), "complainant": "worker", "satisfied": "unknown"}
        changed = browser.post(at(case), form | {"story": "Ander verhaal.", "version": old})

        assert late.status_code == changed.status_code == 412
        assert "Mijn uitleg." in late.content.decode()
        assert "Ander verhaal." in changed.content.decode()
        assert stands(case, in_scope).story == STORY


class TestWhoReads:
    """Named people only: no colleague, no administrator, nobody of the secretariat."""

    def test_who_wrote_it_reads_it(self, case, browser):
        assert STORY in browser.get(at(case)).content.decode()

    @pytest.mark.parametrize("role", ["colleague", "admin", "secretariat", "another company"])
    def test_nobody_else_does(self, role, case, client_of):
        person = {
            "colleague": lambda: EditorFactory(of=case.company),
            "admin": lambda: AdminFactory(of=case.company),
            "secretariat": ReviewerFactory,
            "another company": lambda: EditorFactory(of=CompanyFactory()),
        }[role]()
        client = client_of(person)

        assert client.get(at(case)).status_code == 404
        for name in ("case", "case-step", "case-note", "case-person"):
            data = {"status": "acknowledged", "text": "x", "version": 1, "person": str(person.pk)}
            assert client.post(at(case, name), data).status_code in (403, 404)
        listed = client.get(reverse("diligence:cases", args=[case.company.slug]))
        assert STORY not in listed.content.decode() and str(case.pk) not in listed.content.decode()

    def test_everybody_in_the_company_and_the_secretariat_sees_numbers(self, case, client_of):
        for person in (EditorFactory(of=case.company), ReviewerFactory()):
            html = client_of(person).get(reverse("diligence:cases", args=[case.company.slug]))
            assert "<dd>1</dd>" in html.content.decode()

    def test_a_named_colleague_reads_it_until_it_is_taken_away(
        self, case, browser, colleague, client_of, in_scope
    ):
        browser.post(at(case, "case-person"), {"person": str(colleague.pk)})
        theirs = client_of(colleague)
        assert theirs.get(at(case)).status_code == 200

        browser.post(at(case, "case-person"), {"person": str(colleague.pk), "end": "1"})
        assert theirs.get(at(case)).status_code == 404
        with in_scope(case.company):
            verbs = set(Event.objects.values_list("verb", flat=True))
        assert {"case.opened_to", "case.closed_to"} <= verbs

    def test_somebody_must_be_left(self, case, browser, editor, in_scope):
        response = browser.post(at(case, "case-person"), {"person": str(editor.pk), "end": "1"})

        assert response.status_code == 409
        with in_scope(case.company):
            assert CaseSeat.objects.filter(ended_at=None).count() == 1

    @pytest.mark.parametrize("typed", ["", "x", "00000000-0000-0000-0000-000000000000", "other"])
    def test_only_a_colleague_can_be_named(self, typed, case, browser, in_scope):
        if typed == "other":
            typed = str(EditorFactory(of=CompanyFactory()).pk)
        response = browser.post(at(case, "case-person"), {"person": typed})

        assert response.status_code == 422
        with in_scope(case.company):
            assert CaseSeat.objects.count() == 1

    def test_the_log_tells_the_number_and_no_word_of_it(self, case, browser, in_scope):
        step(browser, case, "acknowledged")
        with in_scope(case.company):
            told = list(Event.objects.filter(verb__startswith="case.").values("data", "names"))
        assert told and STORY not in str(told) and "RT12" not in str(told)


class TestWriting:
    """What is typed is checked, and kept when something is wrong."""

    def test_numbers_count_per_company(self, company, editor, case, in_scope):
        with in_scope(company):
            second = services.receive(company, services.CaseDetails(received_on=TODAY), by=editor)
            late = services.CaseDetails(
                received_on=TODAY, due_on=TODAY - datetime.timedelta(days=1), theme="RT12"
            )
            services.receive(company, late, by=editor)
            found = services.numbers(company, TODAY)
        assert (case.number, second.number) == (1, 2)
        assert (found.total, found.is_open, found.late) == (3, 3, 1)
        assert found.by_theme == {"RT12": 2}

    def test_a_day_to_come_is_refused_and_the_story_stays(self, company, browser, in_scope):
        tomorrow = (TODAY + datetime.timedelta(days=1)).isoformat()
        response = browser.post(
            reverse("diligence:case-new", args=[company.slug]),
            {
                "received_on": tomorrow,
                "complainant": "worker",
                "satisfied": "unknown",
                "story": STORY,
            },
        )

        assert response.status_code == 422
        assert STORY in response.content.decode()
        with in_scope(company):
            assert not RemedyCase.objects.exists()

    def test_a_note_needs_words(self, case, browser):
        assert browser.post(at(case, "case-note"), {"text": " "}).status_code == 422
        browser.post(at(case, "case-note"), {"text": "Gebeld met de vakbond."})
        assert "Gebeld met de vakbond." in browser.get(at(case)).content.decode()

    def test_a_case_costs_the_same_with_a_long_history(
        self, case, editor, browser, in_scope, django_assert_max_num_queries
    ):
        with in_scope(case.company):
            for n in range(40):
                services.note(case, f"Notitie {n}", by=editor)
        with django_assert_max_num_queries(13):
            browser.get(at(case))


class TestChannels:
    """Places to complain, against the eight criteria of UNGP 31."""

    @given(
        st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(["yes", "partly", "no", "?"]))
    )
    def test_every_criterion_counts_once(self, found):
        result = outcome("abcdefgh", {key: {"meets": value} for key, value in found.items()})

        assert result.yes + result.partly + result.no + result.untested == 8

    def test_made_tested_and_removed(self, company, browser, in_scope):
        browser.post(
            reverse("diligence:channel-new", args=[company.slug]),
            {"name": "Vertrouwenspersoon", "audience": "own", "how": "Bel of app."},
        )
        with in_scope(company):
            channel = GrievanceChannel.objects.get()
        address = reverse("diligence:channel", args=[company.slug, channel.pk])
        browser.post(
            address,
            {
                "test": "1",
                "GC-1:meets": "yes",
                "GC-1:note": "Zij is van buiten.",
                "GC-2:meets": "no",
            },
        )
        html = browser.get(address).content.decode()
        with in_scope(company):
            result = channels.result_of(GrievanceChannel.objects.get())
        assert (result.yes, result.no, result.untested) == (1, 1, 6)
        assert "Zij is van buiten." in html

        browser.post(reverse("diligence:channel-remove", args=[company.slug, channel.pk]))
        assert browser.get(address).status_code == 404

    def test_a_place_needs_a_name(self, company, browser):
        response = browser.post(
            reverse("diligence:channel-new", args=[company.slug]),
            {"name": " ", "audience": "own", "how": "Bel of app."},
        )

        assert response.status_code == 422 and "Bel of app." in response.content.decode()
