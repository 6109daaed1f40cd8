"""A year opens and its members hear of it, is offered newer questions, and is opened again."""

import datetime

import pytest
from django.utils import timezone, translation

from companies.models import Company, Event, Notice
from companies.services.notices import own
from convenant.tenancy.scope import company_scope, officer_scope, person_scope
from diligence.models import Assessment, Cycle, CycleAct, Extension
from diligence.services.states import unclose
from diligence.services.versions.offering import versions_to_offer
from tests.background import run_all
from tests.diligence.files import at_most
from tests.factories import (
    CompanyFactory,
    CycleFactory,
    EditorFactory,
    PartyUserFactory,
    ReaderFactory,
    ReviewerFactory,
    published_version,
)
from tests.workgroups.members import member
from workgroups.queries.cycles import counts_of
from workgroups.services.cycles import NotYet, begin_closing, tell_opening, tell_openings

pytestmark = pytest.mark.django_db
WHY = "Twee dossiers zijn te vroeg gesloten."
TODAY = timezone.localdate
DAY = datetime.timedelta(days=1)
PAGE = "/sector/cycles/2026/"


@pytest.fixture
def officer():
    return ReviewerFactory(secretariat_role="administrator", name="Lotte Brand")


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


@pytest.fixture
def cycle():
    """A year that runs, for a month."""
    return CycleFactory(year=2026, opens_on=TODAY() - 30 * DAY, deadline=TODAY() + 60 * DAY)


@pytest.fixture
def over():
    """A year whose last day is over."""
    return CycleFactory(year=2026, opens_on=TODAY() - 90 * DAY, deadline=TODAY() - DAY)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def kinds(cycle) -> list[str]:
    return list(CycleAct.objects.filter(cycle=cycle).order_by("at").values_list("kind", flat=True))


def told(person) -> list[str]:
    with person_scope(person.pk), translation.override(person.language):
        return [str(notice) for notice in own(person)]


def opened(**days) -> Cycle:
    """Return a year that opened today."""
    return CycleFactory(year=2026, opens_on=TODAY(), deadline=TODAY() + 60 * DAY, **days)


class TestAYearOpens:
    def people(self):
        company = CompanyFactory(name="Gieterij")
        return (
            EditorFactory(of=company, language="nl"),
            EditorFactory(of=company, language="en"),
            ReaderFactory(of=company),
        )

    def test_opened_by_hand_it_tells_who_fills_in_each_in_their_language(self, browser):
        dutch, english, reader = self.people()
        sent = {
            "year": 2026,
            "version": published_version("2026").pk,
            "opens_on": TODAY(),
            "deadline": "2099-12-31",
        }
        assert browser.post("/sector/cycles/", sent).status_code == 302
        run_all()
        assert told(dutch) == [
            "Gieterij kan 2026 nu invullen. De laatste dag om in te dienen is 31 december 2099."
        ]
        assert told(english) == [
            "Gieterij can now fill in 2026. The last day to submit is 31 December 2099."
        ]
        assert told(reader) == []
        assert kinds(Cycle.objects.get()) == ["opened", "told"]
        assert "vertelde alle leden dat dit jaar open is" in text_of(browser.get(PAGE))

    def test_opened_ahead_it_is_told_on_the_day_and_once(self):
        dutch, *_rest = self.people()
        cycle = CycleFactory(year=2026, opens_on=TODAY() + DAY, deadline=TODAY() + 60 * DAY)
        assert tell_openings(TODAY()) == 0
        for day in (1, 1, 2, 5):
            tell_openings(TODAY() + day * DAY)
            run_all()
        assert len(told(dutch)) == 1 and kinds(cycle) == ["told"]

    @pytest.mark.parametrize("days", [{"opens_on": -15}, {"deadline": -1}])
    def test_what_opened_long_ago_or_is_over_is_no_news(self, days):
        moved = {name: TODAY() + n * DAY for name, n in days.items()}
        CycleFactory(
            **({"year": 2026, "opens_on": TODAY() - 9 * DAY, "deadline": TODAY() + DAY} | moved)
        )
        assert tell_openings(TODAY()) == 0

    def test_a_crash_half_way_is_made_up_for_and_nobody_hears_twice(self, monkeypatch):
        monkeypatch.setattr("workgroups.services.cycles.A_STEP", 2)
        editors = [EditorFactory(of=CompanyFactory()) for _number in range(5)]
        cycle = opened()
        with pytest.raises(RuntimeError), monkeypatch.context() as broken:
            broken.setattr("workgroups.services.cycles.tell", dies_at(3))
            tell_opening(cycle.pk, "")
            run_all()
        assert kinds(cycle) == []
        tell_openings(TODAY())
        run_all()
        assert [len(told(editor)) for editor in editors] == [1] * 5
        assert kinds(cycle) == ["told"]

    def test_a_company_that_was_left_out_or_has_left_hears_nothing(self, officer):
        editor = EditorFactory(of=CompanyFactory(status=Company.Status.LEFT, left_on=TODAY() - DAY))
        opened()
        tell_openings(TODAY())
        run_all()
        with person_scope(editor.pk):
            assert not Notice.objects.exists()


def dies_at(call: int):
    """Return `tell`, which breaks the process off at the so-manieth company."""
    from companies.services.notices import tell

    calls = []

    def told_or_dead(*args, **kwargs):
        calls.append(1)
        if len(calls) == call:
            raise RuntimeError("killed")
        return tell(*args, **kwargs)

    return told_or_dead


class TestANewerQuestionnaire:
    URL = f"{PAGE}newer/"

    @pytest.fixture
    def newer(self):
        return published_version("2027")

    def test_the_summary_is_read_before_it_is_offered(self, browser, cycle, newer):
        assert "Bekijk wat er verandert" in text_of(browser.get(PAGE))
        page = text_of(browser.get(self.URL))
        assert "Van 2026 naar 2027:" in page and "anders geformuleerd" in page
        assert "Bied 2027 aan" in page and "<dt" in page, "both texts of what changes"

        answer = browser.post(self.URL, {"version": "2027"}, follow=True)

        assert "Vragenlijst 2027 is aangeboden." in text_of(answer)
        cycle.refresh_from_db()
        assert cycle.newer == newer
        [act] = CycleAct.objects.filter(cycle=cycle)
        assert (act.kind, act.by.name, act.data) == (
            "offered",
            "Lotte Brand",
            {"before": "2026", "after": "2027"},
        )
        page = text_of(answer)
        assert "Lotte Brand bood vragenlijst 2027 aan, die volgt op 2026" in page
        again = text_of(browser.get(self.URL))
        assert "Van 2026 naar 2027:" in again, "to read it once more"
        assert "Bied 2027 aan" not in again, "one newer questionnaire in a year"

    def test_a_second_time_or_another_one_is_refused_in_words(self, browser, cycle, newer):
        for _time in range(2):
            browser.post(self.URL, {"version": "2027"})
        assert kinds(cycle) == ["offered"]
        answer = browser.post(self.URL, {"version": "2025"}, follow=True)
        published_version("2025")
        answer = browser.post(self.URL, {"version": "2025"}, follow=True)
        assert "Deze vragenlijst past niet op die van dit jaar" in text_of(answer)
        cycle.refresh_from_db()
        assert cycle.newer == newer

    def test_nothing_to_offer_is_no_page(self, browser, cycle):
        assert browser.get(self.URL).status_code == 404
        assert "Nieuwere vragenlijst" not in text_of(browser.get(PAGE))
        assert browser.post(self.URL, {"version": "2031"}).status_code == 404

    def test_a_closed_year_is_offered_nothing(self, browser, over, newer):
        browser.post(f"{PAGE}close/")
        assert versions_to_offer(Cycle.objects.with_version().get()) == []
        answer = browser.post(self.URL, {"version": "2027"}, follow=True)
        assert "Dit jaar is gesloten." in text_of(answer)

    @pytest.mark.parametrize("role", ["reviewer", "releaser"])
    def test_only_administrators(self, client_of, cycle, newer, role):
        client = client_of(ReviewerFactory(secretariat_role=role))
        assert client.get(self.URL).status_code == 403
        assert client.post(self.URL, {"version": "2027"}).status_code == 403
        assert "Bekijk wat er verandert" not in text_of(client.get(PAGE))
        for stranger in (EditorFactory(of=CompanyFactory()), PartyUserFactory()):
            assert client_of(stranger).post(self.URL, {"version": "2027"}).status_code == 403


class TestTimeThatWasAsked:
    def ask(self, name: str) -> Extension:
        company = member(name, "draft")
        with company_scope(company.pk):
            return Extension.objects.create(
                company=company,
                assessment=Assessment.objects.get(),
                until=TODAY() + 9 * DAY,
                reason="Onze inkoper is ziek.",
            )

    def test_it_stands_in_the_way_and_is_named_with_the_way_there(self, browser, over):
        asked = self.ask("Walserij Noord")
        page = text_of(browser.get(PAGE))
        assert "1 lid wacht op uw besluit over uitstel:" in page
        state = f"/companies/{asked.company.slug}/2026/state/"
        assert f'<a href="{state}">Walserij Noord</a>' in page

        refused = browser.post(f"{PAGE}close/", {"confirmed": "on"})
        assert refused.status_code == 422
        words = "Beslis eerst over het uitstel dat nog gevraagd is: Walserij Noord."
        assert words in text_of(refused)
        with pytest.raises(NotYet) as not_yet:
            begin_closing(over, is_confirmed=True, today=TODAY(), by=None)
        assert not_yet.value.why == "time"

        with officer_scope(asked.company_id):
            Extension.objects.filter(pk=asked.pk).update(
                state="refused", decided_at=timezone.now(), answer="Te laat gevraagd."
            )
        assert browser.post(f"{PAGE}close/", {"confirmed": "on"}).status_code == 302

    def test_many_cost_no_more(self, over):
        self.ask("Een")
        with at_most(4):
            counts_of(over, TODAY())
        for number in range(6):
            self.ask(f"Nog {number}")
        with at_most(4):
            assert len(counts_of(over, TODAY()).asked_time) == 7


class TestOpenedAgain:
    URL = f"{PAGE}reopen/"

    @pytest.fixture
    def closed(self, browser, over):
        """A closed year, with one closed file and one that was never handed in."""
        self.done = member("Klaar", "accepted")
        self.draft = member("Concept", "draft")
        browser.post(f"{PAGE}close/", {"confirmed": "on"})
        run_all()
        over.refresh_from_db()
        assert over.closed_at is not None
        return over

    def test_with_a_reason_members_are_told_and_files_stay_closed(self, browser, closed, officer):
        editor = EditorFactory(of=self.draft)
        answer = browser.post(self.URL, {"reason": WHY}, follow=True)
        run_all()

        assert "Het jaar is weer open." in text_of(answer)
        closed.refresh_from_db()
        assert (closed.closing_at, closed.closing_by, closed.closed_at) == (None, None, None)
        assert kinds(closed) == ["closing", "closed", "reopened"]
        assert WHY in text_of(browser.get(PAGE))
        assert told(editor) == [f"Het secretariaat opende 2026 weer voor alle leden: “{WHY}”."]
        with person_scope(editor.pk):
            [notice] = own(editor)
            assert WHY not in notice.for_mail, "a mail holds nothing that somebody typed"
        with company_scope(self.done.pk):
            done = Assessment.objects.with_cycle().select_related("company").get()
            assert done.status == "closed"
        with officer_scope(self.done.pk):
            unclose(done, WHY, by=officer)
        with company_scope(self.done.pk):
            assert Assessment.objects.get().status == "accepted"
            assert Event.objects.filter(verb="file.unclosed").count() == 1
        with company_scope(self.draft.pk):
            assert Assessment.objects.with_cycle().get().is_open, "it can be handed in again"

    def test_it_closes_again(self, browser, closed):
        browser.post(self.URL, {"reason": WHY})
        run_all()
        browser.post(f"{PAGE}close/", {"confirmed": "on"})
        run_all()
        closed.refresh_from_db()
        assert closed.closed_at is not None
        assert kinds(closed) == ["closing", "closed", "reopened", "closing", "closed"]

    @pytest.mark.parametrize("reason", ["", "kort", "x" * 501])
    def test_without_a_good_reason_it_stays_closed(self, browser, closed, reason):
        answer = browser.post(self.URL, {"reason": reason})
        assert answer.status_code == 422 and 'aria-invalid="true"' in text_of(answer)
        closed.refresh_from_db()
        assert closed.closed_at is not None and "reopened" not in kinds(closed)

    def test_an_open_year_is_not_opened(self, browser, over):
        answer = browser.post(self.URL, {"reason": WHY}, follow=True)
        assert "Dit jaar is al open." in text_of(answer) and kinds(over) == []

    @pytest.mark.parametrize("role", ["reviewer", "releaser"])
    def test_only_administrators(self, client_of, closed, role):
        client = client_of(ReviewerFactory(secretariat_role=role))
        assert client.post(self.URL, {"reason": WHY}).status_code == 403
        assert "Jaar weer openen" not in text_of(client.get(PAGE))
