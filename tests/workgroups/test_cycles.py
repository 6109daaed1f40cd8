"""Monitoring years: opened, their days, who takes part, what is expected, and closed."""

import datetime
import itertools

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from companies.models import Company, Event, Notice
from convenant.tenancy.scope import company_scope, person_scope
from diligence.models import Answer, Assessment, Cycle, CycleAct, CycleSeat
from diligence.services import cycles as services
from diligence.services.assessments import submit
from diligence.services.cycles import CycleClosed, CycleExists, HasBegun, InvalidCycle, NotAMember
from diligence.services.figures import standing_of
from diligence.services.snapshots import content_of
from diligence.services.states import IllegalStep
from tests.background import run_all
from tests.diligence.files import asking, at_most, complete_file
from tests.factories import (
    AssessmentFactory,
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
from workgroups.queries.members import sector_year
from workgroups.services.cycles import NotYet, begin_closing, close_files

pytestmark = pytest.mark.django_db
WHY = "De vragenlijst kwam later klaar."
TODAY = timezone.localdate
DAY = datetime.timedelta(days=1)


@pytest.fixture
def officer():
    """The administrator of the secretariat."""
    return ReviewerFactory(secretariat_role="administrator", name="Lotte Brand")


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


@pytest.fixture
def cycle():
    """A year that runs."""
    return CycleFactory(year=2026, opens_on=TODAY() - 60 * DAY, deadline=TODAY() + 60 * DAY)


@pytest.fixture
def over():
    """A year whose last day is over."""
    return CycleFactory(year=2026, opens_on=TODAY() - 90 * DAY, deadline=TODAY() - DAY)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def kinds(cycle) -> list[str]:
    return list(CycleAct.objects.filter(cycle=cycle).order_by("at").values_list("kind", flat=True))


class TestOpening:
    URL = "/sector/cycles/"

    def said(self, **changes) -> dict:
        version = published_version("2026")
        days = {"opens_on": "2027-09-01", "deadline": "2028-03-31"}
        return {"year": "2027", "version": version.pk, **days} | changes

    def test_a_year_is_opened_once(self, browser):
        for _time in range(2):
            response = browser.post(self.URL, self.said())
            assert response.headers["Location"] == "/sector/cycles/2027/"
        cycle = Cycle.objects.get(year=2027)
        assert (cycle.opens_on.isoformat(), cycle.deadline.isoformat()) == (
            "2027-09-01",
            "2028-03-31",
        )
        assert kinds(cycle) == ["opened"]

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"deadline": "2027-09-01"}, "De laatste dag ligt niet na de opening."),
            ({"year": "27"}, "Vul een jaartal in van 2017 tot en met 2100."),
        ],
    )
    def test_a_fault_says_what_to_do_and_keeps_the_rest(self, browser, wrong, words):
        response = browser.post(self.URL, self.said(**wrong))
        assert response.status_code == 422
        assert words in text_of(response)
        assert 'value="2027-09-01"' in response.content.decode()
        assert not Cycle.objects.exists()

    def test_a_year_that_is_there_with_other_days_is_not_overwritten(self, browser, cycle):
        response = browser.post(self.URL, self.said(year="2026"))
        assert response.status_code == 422
        assert "2026 is er al" in text_of(response)
        assert Cycle.objects.get() == cycle

    def test_a_questionnaire_that_is_not_published_is_not_offered_nor_taken(self, browser, officer):
        version = published_version("2026")
        draft = type(version)(code="x", year=2027, sha256="0" * 64, document="{}")
        draft.save()
        response = browser.post(self.URL, self.said(version=draft.pk))
        assert response.status_code == 422
        days = {"opens_on": TODAY(), "deadline": TODAY() + DAY}
        with pytest.raises(InvalidCycle):
            services.open_cycle(2027, draft, **days, by=officer)

    def test_the_service_tells_of_a_year_with_other_words(self, cycle, officer):
        days = {"opens_on": TODAY(), "deadline": TODAY() + DAY}
        with pytest.raises(CycleExists):
            services.open_cycle(2026, cycle.version, **days, by=officer)

    def test_the_command_does_the_same(self, capsys):
        published_version("2026")
        days = ("--opens", "2026-09-01", "--deadline", "2027-03-31")
        call_command("open_cycle", "2026", *days)
        call_command("open_cycle", "2026", *days)
        assert kinds(Cycle.objects.get()) == ["opened"]
        with pytest.raises(CommandError, match="reason"):
            call_command("open_cycle", "2026", "--opens", "2026-09-01", "--deadline", "2099-04-01")
        more = ("--deadline", "2099-04-01", "--reason", WHY)
        call_command("open_cycle", "2026", "--opens", "2026-09-01", *more)
        assert Cycle.objects.get().deadline.year == 2099

    def test_the_database_holds_the_days_too(self, cycle):
        with pytest.raises(IntegrityError), transaction.atomic():
            Cycle.objects.filter(pk=cycle.pk).update(deadline=cycle.opens_on)
        with pytest.raises(IntegrityError), transaction.atomic():
            Cycle.objects.filter(pk=cycle.pk).update(closed_at=timezone.now())


class TestDays:
    URL = "/sector/cycles/2026/days/"

    def test_a_new_last_day_is_told_to_who_fills_in_once(self, browser, cycle):
        company = CompanyFactory(name="Gieterij")
        editor, reader = EditorFactory(of=company), ReaderFactory(of=company)
        later = (cycle.deadline + 14 * DAY).isoformat()

        browser.post(self.URL, {"deadline": later, "reason": WHY})
        run_all()
        browser.post(self.URL, {"deadline": later, "reason": WHY})
        run_all()

        assert Cycle.objects.get().deadline.isoformat() == later
        assert kinds(cycle) == ["dates"]
        with person_scope(editor.pk):
            [told] = Notice.objects.filter(person=editor)
        assert (told.kind, told.words["day"], told.words["reason"]) == ("cycle.days", later, WHY)
        with person_scope(reader.pk):
            assert not Notice.objects.filter(person=reader).exists()
        assert WHY in text_of(browser.get("/sector/cycles/2026/"))

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"reason": ""}, "Schrijf in een zin waarom."),
            ({"reason": "kort"}, "Schrijf in een zin waarom."),
            ({"deadline": (TODAY() - DAY).isoformat()}, "Deze dag is al voorbij."),
            ({"deadline": "morgen"}, 'aria-invalid="true"'),
        ],
    )
    def test_a_fault_changes_nothing(self, browser, cycle, wrong, words):
        said = {"deadline": (cycle.deadline + DAY).isoformat(), "reason": WHY} | wrong
        response = browser.post(self.URL, said)
        assert response.status_code == 422
        assert words in text_of(response)
        assert Cycle.objects.get().deadline == cycle.deadline

    def test_before_it_began_both_days_move_without_a_reason_and_without_mail(self, browser):
        cycle = CycleFactory(year=2026, opens_on=TODAY() + DAY, deadline=TODAY() + 9 * DAY)
        editor = EditorFactory(of=CompanyFactory())
        days = {"opens_on": TODAY() + 2 * DAY, "deadline": TODAY() + 12 * DAY}
        browser.post(self.URL, days)
        run_all()
        cycle.refresh_from_db()
        assert {"opens_on": cycle.opens_on, "deadline": cycle.deadline} == days
        with person_scope(editor.pk):
            assert not Notice.objects.exists()

    def test_the_opening_stays_once_it_began(self, cycle, officer):
        days = {"opens_on": cycle.opens_on + DAY, "deadline": cycle.deadline}
        with pytest.raises(InvalidCycle) as refused:
            services.change_days(cycle, **days, reason=WHY, today=TODAY(), by=officer)
        assert refused.value.problems == {"opens_on": "begun"}

    def test_many_members_are_told_in_steps(self, browser, cycle, monkeypatch):
        monkeypatch.setattr("workgroups.services.cycles.A_STEP", 2)
        editors = [EditorFactory(of=CompanyFactory()) for _number in range(5)]
        later = (cycle.deadline + DAY).isoformat()
        browser.post(self.URL, {"deadline": later, "reason": WHY})
        run_all()
        for editor in editors:
            with person_scope(editor.pk):
                assert Notice.objects.filter(person=editor).count() == 1


class TestWhoTakesPart:
    URL = "/sector/cycles/2026/members/"

    def test_one_that_does_not_begins_nothing_and_counts_nowhere(self, browser, cycle, client_of):
        company = CompanyFactory(name="Gieterij")
        said = {"company": "gieterij", "is_in": "no", "reason": WHY}
        page = text_of(browser.post(self.URL, said, follow=True))

        assert "Gieterij doet dit jaar niet mee." in page
        assert sector_year(2026).members == ()
        editor = client_of(EditorFactory(of=company))
        editor.get(f"/companies/{company.slug}/file/")
        with company_scope(company.pk):
            assert not Assessment.objects.exists()
            event = Event.objects.get(verb="cycle.excluded")
            assert event.data["reason"] == WHY

        browser.post(self.URL, said | {"is_in": "yes"})
        assert [one.name for one in sector_year(2026).members] == ["Gieterij"]
        editor.get(f"/companies/{company.slug}/file/")
        with company_scope(company.pk):
            assert Assessment.objects.exists()

    def test_one_that_joined_after_the_last_day_can_be_added(self, browser, cycle):
        CompanyFactory(name="Laat lid", joined_on=cycle.deadline + DAY)
        assert sector_year(2026).members == ()
        browser.post(self.URL, {"company": "Laat lid", "is_in": "yes", "reason": WHY})
        assert [one.name for one in sector_year(2026).members] == ["Laat lid"]

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"company": "Bestaat niet"}, "Wij kennen geen bedrijf met deze naam."),
            ({"company": "Begonnen"}, "Dit bedrijf opende zijn dossier al."),
            ({"company": "Denkt na", "is_in": "yes"}, "is geen deelnemer van het convenant"),
            ({"reason": "kort"}, "Schrijf in een zin waarom."),
            ({"is_in": ""}, "field--err"),
        ],
    )
    def test_a_fault_changes_nothing(self, browser, cycle, wrong, words):
        CompanyFactory(name="Gieterij")
        AssessmentFactory(company=CompanyFactory(name="Begonnen"), cycle=cycle)
        CompanyFactory(name="Denkt na", status=Company.Status.PROSPECT)
        said = {"company": "Gieterij", "is_in": "no", "reason": WHY} | wrong
        response = browser.post(self.URL, said)
        assert response.status_code == 422
        assert words in text_of(response)
        for company in Company.objects.all():
            with company_scope(company.pk):
                assert not CycleSeat.objects.exists()

    def test_the_rule_for_one_is_the_rule_for_all(self, cycle):
        """`takes_part` and `took_part` say the same of every company."""
        after = cycle.deadline + DAY
        cases = itertools.product(
            Company.Status.values, (None, TODAY(), after), (None, TODAY(), after)
        )
        for number, (status, joined, left) in enumerate(cases):
            name = f"Bedrijf {number:02}"
            CompanyFactory(name=name, status=status, joined_on=joined, left_on=left)
        together = {one.name for one in sector_year(2026).members}
        alone = set()
        for company in Company.objects.all():
            with company_scope(company.pk):
                if services.takes_part(company, cycle):
                    alone.add(company.name)
        assert together == alone

    def test_the_service_refuses_too(self, cycle, officer):
        file = AssessmentFactory(company=CompanyFactory(), cycle=cycle)
        prospect = CompanyFactory(status=Company.Status.PROSPECT)
        with company_scope(file.company_id), pytest.raises(HasBegun):
            services.seat(file.company, cycle, is_in=False, reason=WHY, by=officer)
        with company_scope(prospect.pk), pytest.raises(NotAMember):
            services.seat(prospect, cycle, is_in=True, reason=WHY, by=officer)


class TestExpected:
    """Line 15: changing it changes the target, never the score."""

    URL = "/sector/cycles/2026/expected/"

    def said(self, cycle, **changes) -> dict:
        targets = {
            f"expected-{size}-{number}": str(target)
            for size, one in cycle.targets.items()
            for number, target in enumerate(one, 1)
        }
        return targets | {"reason": WHY} | changes

    def raised(self, cycle) -> dict:
        """Return what is said to expect 5 more of everybody."""
        more = {
            name: str(min(100, int(value) + 5))
            for name, value in self.said(cycle).items()
            if name.startswith("expected-")
        }
        return self.said(cycle, **more)

    def test_the_target_moves_and_the_score_does_not(self, browser, cycle):
        file = complete_file(CompanyFactory())
        with company_scope(file.company_id):
            file = Assessment.objects.with_cycle().select_related("company").get()
            before = standing_of(file, Answer.objects.all())
            frozen = content_of(file)
        browser.post(self.URL, self.raised(cycle))
        with company_scope(file.company_id):
            file = Assessment.objects.with_cycle().select_related("company").get()
            after = standing_of(file, Answer.objects.all())
            assert content_of(file)["expected"]["small"][0] == before_of(cycle, "small") + 5
        assert "expected" not in frozen, "what was frozen before stays as it was"
        assert after.score.percent == before.score.percent
        assert after.expected == before.expected + 5

    def test_lists_show_the_new_target_at_once(self, browser, cycle):
        member("Ingediend", "submitted", membership_year=2)
        [before] = sector_year(2026).members
        browser.post(self.URL, self.raised(cycle))
        [after] = sector_year(2026).members
        assert after.expected == str(before_of(cycle, "small", 2) + 5)
        assert after.score == before.score

    def test_back_to_the_questionnaire(self, browser, cycle):
        browser.post(self.URL, self.raised(cycle))
        browser.post(self.URL, {"back": "1", "reason": WHY})
        cycle.refresh_from_db()
        assert cycle.expected is None
        assert kinds(cycle) == ["expected", "expected"]

    def test_the_same_is_no_change(self, browser, cycle):
        browser.post(self.URL, self.said(cycle))
        assert kinds(cycle) == []

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"expected-small-1": "101"}, "Vul een heel getal in van 0 tot en met 100."),
            ({"expected-small-1": "veel"}, "Vul een heel getal in van 0 tot en met 100."),
            ({"expected-small-2": "1"}, "Dit is lager dan het jaar ervoor."),
            ({"expected-small-1": "14", "reason": ""}, "field--err"),
        ],
    )
    def test_a_fault_changes_nothing(self, browser, cycle, wrong, words):
        response = browser.post(self.URL, self.said(cycle, **wrong))
        assert response.status_code == 422
        assert words in text_of(response)
        cycle.refresh_from_db()
        assert cycle.expected is None


def before_of(cycle, size: str, membership_year: int = 1) -> int:
    """Return what the questionnaire itself expects."""
    return cycle.version.edition().expected_for(size, membership_year)


class TestClosing:
    URL = "/sector/cycles/2026/close/"

    def test_what_was_accepted_is_closed_and_the_rest_stays_open(self, browser, over):
        done, draft = member("Akkoord", "accepted"), member("Concept", "draft")
        member("Zonder dossier")

        browser.post(self.URL, {"confirmed": "on"})
        run_all()

        over.refresh_from_db()
        assert over.closed_at
        assert kinds(over) == ["closing", "closed"]
        counts = counts_of(over, TODAY())
        assert (counts.closed, counts.accepted, counts.not_handed_in) == (1, 0, 2)
        with company_scope(done.pk):
            assert Event.objects.filter(verb="file.closed").count() == 1
        with company_scope(draft.pk):
            file = Assessment.objects.with_cycle().select_related("company").get()
            assert not file.is_open, "nobody hands in after the end"
            with pytest.raises(IllegalStep):
                submit(file, by=EditorFactory(of=draft))

    def test_one_that_waits_stands_in_the_way(self, browser, over):
        member("Ingediend", "submitted")
        response = browser.post(self.URL, {"confirmed": "on"})
        assert response.status_code == 422
        assert "Er wachten nog dossiers op een besluit: 1." in text_of(response)

    def test_open_files_must_be_confirmed(self, browser, over):
        member("Concept", "draft")
        response = browser.post(self.URL)
        assert response.status_code == 422
        assert "Kruis aan dat u weet dat er dossiers open blijven." in text_of(response)
        over.refresh_from_db()
        assert over.closing_at is None

    def test_not_before_the_last_day_is_over(self, browser, cycle):
        response = browser.post(self.URL, {"confirmed": "on"})
        assert response.status_code == 422
        assert "Leden kunnen nog indienen." in text_of(response)
        with pytest.raises(NotYet):
            begin_closing(cycle, is_confirmed=True, today=cycle.deadline, by=None)

    def test_it_goes_in_steps_and_twice_is_once(self, browser, over, monkeypatch):
        monkeypatch.setattr("workgroups.services.cycles.A_STEP", 2)
        for number in range(5):
            member(f"Lid {number}", "accepted")
        for _time in range(2):
            browser.post(self.URL)
        run_all()
        close_files(over.pk)
        assert counts_of(over, TODAY()).closed == 5
        assert kinds(over) == ["closing", "closed"]

    def test_nothing_changes_any_more(self, browser, over, officer):
        company = member("Akkoord", "accepted")
        browser.post(self.URL)
        run_all()
        days = {"opens_on": over.opens_on, "deadline": over.deadline + DAY}
        with pytest.raises(CycleClosed):
            services.change_days(over, **days, reason=WHY, today=TODAY(), by=officer)
        with pytest.raises(CycleClosed):
            services.change_expected(over, None, WHY, by=officer)
        with company_scope(company.pk), pytest.raises(CycleClosed):
            services.seat(company, over, is_in=False, reason=WHY, by=officer)
        page = browser.post(
            "/sector/cycles/2026/days/",
            {"deadline": over.deadline + 99 * DAY, "reason": WHY},
            follow=True,
        )
        assert "Dit jaar is gesloten. Er verandert niets meer aan." in text_of(page)

    def test_who_never_began_does_not_begin_any_more(self, browser, over, client_of):
        company = CompanyFactory()
        browser.post(self.URL, {"confirmed": "on"})
        run_all()
        client_of(EditorFactory(of=company)).get(f"/companies/{company.slug}/file/")
        with company_scope(company.pk):
            assert not Assessment.objects.exists()


class TestWhoMay:
    ACTS = ("days", "members", "expected", "close")

    @pytest.mark.parametrize("role", ["reviewer", "releaser"])
    def test_others_of_the_secretariat_only_look(self, client_of, cycle, role):
        client = client_of(ReviewerFactory(secretariat_role=role))
        page = text_of(client.get("/sector/cycles/2026/"))
        assert "Hoe ver de leden zijn" in page
        assert "Data opslaan" not in page
        assert "Jaar sluiten" not in page
        assert client.post("/sector/cycles/").status_code == 403
        for act in self.ACTS:
            assert client.post(f"/sector/cycles/2026/{act}/").status_code == 403

    def test_members_and_parties_see_nothing(self, client_of, cycle):
        for person in (EditorFactory(of=CompanyFactory()), PartyUserFactory()):
            client = client_of(person)
            assert client.get("/sector/cycles/").status_code == 403
            assert client.get("/sector/cycles/2026/").status_code == 403
            for act in self.ACTS:
                assert client.post(f"/sector/cycles/2026/{act}/").status_code == 403

    def test_a_year_that_is_not_there(self, browser):
        assert browser.get("/sector/cycles/2031/").status_code == 404
        assert browser.post("/sector/cycles/2031/close/").status_code == 404


def test_the_page_asks_as_much_for_many_members_as_for_few(browser, cycle):
    member("Eerste", "submitted")
    browser.get("/sector/cycles/2026/")
    with asking() as few:
        browser.get("/sector/cycles/2026/")
    for number in range(12):
        member(f"Lid {number}", "accepted")
    with at_most(len(few)):
        page = browser.get("/sector/cycles/2026/")
    assert "13 leden" in text_of(page)
