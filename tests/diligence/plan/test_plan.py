"""The action plan: from a weak answer to an action that is planned, moved, measured and done."""

import datetime
import re
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from companies.models import Event
from diligence.models import Action, ActionStep, Measurement
from diligence.services.plan import actions as services
from diligence.services.plan.offers import weak_answers
from tests.factories import (
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
    answer,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON, LATER = TODAY + datetime.timedelta(days=40), TODAY + datetime.timedelta(days=80)


@pytest.fixture
def company():
    return CompanyFactory(slug="de-maas", name="Gieterij De Maas")


@pytest.fixture
def file(company):
    return AssessmentFactory(company=company)


@pytest.fixture
def editor(company, file):
    return EditorFactory(of=company, name="Joke Bakker")


@pytest.fixture
def browser(editor, client_of):
    return client_of(editor)


@pytest.fixture
def action(company, editor, in_scope) -> Action:
    """Return an idea with everything it needs to be planned."""
    details = services.ActionDetails(
        title="Stof meten bij de gietlijn",
        goal="Niemand ademt bij de gietlijn meer kwartsstof in dan mag.",
        owner=editor,
        due_on=SOON,
        indicator="Kwartsstof in de lucht",
        unit="mg/m³",
        baseline=Decimal("0.2"),
        target=Decimal("0.05"),
    )
    with in_scope(company):
        return services.add_action(
            company, details, year=2026, by=editor, questions=["embed.policy"]
        )


def page(action, name="action"):
    return reverse(f"diligence:{name}", args=[action.company.slug, action.pk])


def sent(action, **changes) -> dict:
    """Return the form as the page holds it, with these changes."""
    form = {
        "title": action.title,
        "goal": action.goal,
        "owner": str(action.owner_id or ""),
        "due_on": action.due_on.isoformat() if action.due_on else "",
        "indicator": action.indicator,
        "unit": action.unit,
        "baseline": "0,2",
        "target": "0,05",
        "version": action.version,
    }
    return form | changes


def move(browser, action, status, text="", version=None):
    data = {"status": status, "text": text, "version": version or action.version}
    return browser.post(page(action, "action-move"), data)


def stands(action, in_scope) -> Action:
    with in_scope(action.company):
        return Action.objects.get(pk=action.pk)


class TestOffers:
    """Line 20: every weak answer offers measures; accepting one makes an action."""

    def test_every_answer_below_the_top_offers_something_and_the_weakest_comes_first(
        self, file, editor, in_scope
    ):
        answer(file, "profile.fte", "12", by=editor)
        answer(file, "embed.policy", 3, by=editor)
        with in_scope(file.company):
            weak = weak_answers(file)

        levels = [one.level for one in weak]
        policy = next(one for one in weak if one.question.key == "embed.policy")
        assert levels == sorted(levels) and policy.level == 3
        assert all(one.offers for one in weak)
        assert all(3 in offer.measure.offered_at["embed.policy"] for offer in policy.offers)

    def test_an_answer_at_the_top_needs_nothing(self, file, editor, in_scope):
        answer(file, "embed.policy", 4, by=editor)
        with in_scope(file.company):
            assert "embed.policy" not in {one.question.key for one in weak_answers(file)}

    def test_one_press_makes_an_action_with_model_text_and_indicator(
        self, file, editor, browser, in_scope
    ):
        answer(file, "embed.policy", 1, by=editor)
        address = reverse("diligence:measures", args=[file.company.slug, 2026])
        html = browser.get(address).content.decode()
        keys = re.findall(
            r'name="measure" value="([^"]+)"><input type="hidden" name="question" '
            r'value="embed.policy"',
            html,
        )

        response = browser.post(address, {"measure": keys[0], "question": "embed.policy"})

        with in_scope(file.company):
            [made] = Action.objects.all()
            [link] = made.links.all()
        measure = next(
            one for step in file.edition.steps for one in step.measures if one.key == keys[0]
        )
        assert response.url == page(made)
        assert made.title == measure.title.nl and made.goal == measure.smart.nl
        assert made.indicator == measure.indicator.nl
        assert (link.question, made.status, made.first_year) == ("embed.policy", "idea", 2026)
        assert "In uw plan" in browser.get(address).content.decode()

    def test_a_weak_answer_leads_to_what_would_help_it(self, file, editor, browser):
        part = reverse("diligence:part", args=[file.company.slug, 2026, "1.1"])
        place = reverse("diligence:measures", args=[file.company.slug, 2026])
        answer(file, "embed.policy", 4, by=editor)
        link = f'<a href="{place}#m-q-embed-policy" data-measures'
        assert f"{link} hidden>" in browser.get(part).content.decode()

        answer(file, "embed.policy", 1, by=editor)

        assert f"{link}>" in browser.get(part).content.decode()
        assert 'id="m-q-embed-policy"' in browser.get(place).content.decode()

    def test_the_same_measure_twice_is_one_action(self, file, editor, browser, in_scope):
        answer(file, "embed.policy", 1, by=editor)
        with in_scope(file.company):
            [first, *_] = weak_answers(file)
        address = reverse("diligence:measures", args=[file.company.slug, 2026])
        chosen = {"measure": first.offers[0].measure.key, "question": first.question.key}
        for _ in range(2):
            browser.post(address, chosen)

        with in_scope(file.company):
            assert Action.objects.count() == 1

    def test_the_same_measure_for_another_answer_is_told_and_for_the_same_one_not(
        self, company, editor, in_scope
    ):
        details = services.ActionDetails(title="Stof meten")

        def told(question: str) -> list[str]:
            before = set(Event.objects.values_list("pk", flat=True))
            services.add_action(
                company, details, year=2026, by=editor, measure="dust", questions=[question]
            )
            new = Event.objects.exclude(pk__in=before)
            return list(new.values_list("verb", flat=True))

        with in_scope(company):
            assert told("embed.policy") == ["action.added"]
            assert told("embed.breaches") == ["action.changed"]
            assert told("embed.breaches") == []

    @pytest.mark.parametrize(
        "chosen",
        [{"measure": "no.such", "question": "embed.policy"}, {"measure": "", "question": ""}],
    )
    def test_what_is_no_measure_is_refused_with_words(self, chosen, file, browser, in_scope):
        address = reverse("diligence:measures", args=[file.company.slug, 2026])
        response = browser.post(address, chosen)

        assert response.status_code == 422
        assert "Deze maatregel kennen wij niet." in response.content.decode()
        with in_scope(file.company):
            assert not Action.objects.exists()


class TestPlanned:
    """Line 21: without owner, date or outcome indicator an action cannot be called planned."""

    def test_a_whole_action_can_be_planned(self, action, browser, in_scope):
        response = move(browser, action, "planned")

        assert response.status_code == 302
        assert stands(action, in_scope).status == "planned"

    @pytest.mark.parametrize(
        ("field", "words"),
        [
            ("owner", "Kies wie ervoor zorgt."),
            ("due_on", "Kies een einddatum."),
            ("indicator", "Zeg waaraan u meet of het helpt."),
        ],
    )
    def test_what_is_missing_is_named_and_nothing_changes(
        self, field, words, action, browser, in_scope
    ):
        browser.post(page(action, "action-change"), sent(action, **{field: ""}))
        action = stands(action, in_scope)

        response = move(browser, action, "planned")

        assert response.status_code == 422
        assert words in response.content.decode()
        assert stands(action, in_scope).status == "idea"

    def test_a_planned_action_can_not_lose_what_makes_it_planned(self, action, browser, in_scope):
        move(browser, action, "planned")
        action = stands(action, in_scope)

        response = browser.post(
            page(action, "action-change"), sent(action, indicator="", title="Stof meten, vaker")
        )

        html = response.content.decode()
        assert response.status_code == 422
        assert "Zeg waaraan u meet of het helpt." in html and "Stof meten, vaker" in html
        assert stands(action, in_scope).indicator == "Kwartsstof in de lucht"

    def test_the_database_refuses_it_too(self, action, in_scope):
        with in_scope(action.company), pytest.raises(IntegrityError), transaction.atomic():
            Action.objects.filter(pk=action.pk).update(status="planned", due_on=None)

    def test_somebody_without_a_seat_can_own_it_by_name(self, action, browser, in_scope):
        browser.post(
            page(action, "action-change"), sent(action, owner="", owner_name="De bedrijfsleider")
        )
        action = stands(action, in_scope)

        assert move(browser, action, "planned").status_code == 302
        assert "De bedrijfsleider" in browser.get(page(action)).content.decode()

    def test_a_person_of_another_company_can_not_own_it(self, action, browser, in_scope):
        stranger = EditorFactory(of=CompanyFactory())

        response = browser.post(page(action, "action-change"), sent(action, owner=stranger.pk))

        assert response.status_code == 422
        with in_scope(action.company), pytest.raises(services.UnknownOwner):
            services.check_owner(action.company, stranger)


class TestMoving:
    """Where an action stands, with reasons for the way back and a result at the end."""

    def test_from_idea_to_done_with_what_came_of_it(self, action, browser, in_scope):
        for status, text in (("planned", ""), ("running", ""), ("done", "Het stof is gehalveerd.")):
            assert move(browser, stands(action, in_scope), status, text).status_code == 302

        done = stands(action, in_scope)
        with in_scope(action.company):
            steps = [(step.before, step.after) for step in ActionStep.objects.order_by("at")]
        assert done.result == "Het stof is gehalveerd." and done.last_year == TODAY.year
        assert steps == [("idea", "planned"), ("planned", "running"), ("running", "done")]

    @pytest.mark.parametrize("then", ["done", "stopped"])
    def test_the_end_needs_words(self, then, action, browser, in_scope):
        move(browser, action, "planned")

        response = move(browser, stands(action, in_scope), then, "  ")

        assert response.status_code == 422
        assert "Vul bij deze stap in waarom, of wat ervan kwam." in response.content.decode()
        assert stands(action, in_scope).status == "planned"

    def test_an_illegal_step_is_refused(self, action, browser, in_scope):
        response = move(browser, action, "done", "Klaar.")

        assert response.status_code == 409
        assert stands(action, in_scope).status == "idea"

    def test_a_colleague_was_first(self, action, browser, in_scope):
        browser.post(page(action, "action-change"), sent(action, title="Van een collega"))

        response = browser.post(page(action, "action-change"), sent(action, title="Van mij"))

        html = response.content.decode()
        assert response.status_code == 412
        assert "Van een collega" in html and "Van mij" in html
        assert stands(action, in_scope).title == "Van een collega"
        again = re.search(r'name="version" value="(\d+)" id="id_version"', html)[1]
        saved = browser.post(
            page(action, "action-change"), sent(action, title="Van mij", version=again)
        )
        assert saved.status_code == 302 and stands(action, in_scope).title == "Van mij"

    def test_the_history_is_for_good(self, action, browser, in_scope):
        move(browser, action, "planned")

        for act in ("update", "delete"):
            refused = pytest.raises(ProgrammingError, match="permission denied")
            with in_scope(action.company), refused, transaction.atomic():
                steps = ActionStep.objects.all()
                steps.update(text="Nooit.") if act == "update" else steps._raw_delete("default")


class TestDelays:
    """Line 22: open actions go along by themselves; the second delay needs a reason."""

    def test_once_is_free_and_twice_needs_a_reason(self, action, browser, in_scope):
        assert (
            browser.post(
                page(action, "action-change"), sent(action, due_on=LATER.isoformat())
            ).status_code
            == 302
        )
        action = stands(action, in_scope)
        still_later = (LATER + datetime.timedelta(days=9)).isoformat()

        refused = browser.post(page(action, "action-change"), sent(action, due_on=still_later))
        told = browser.post(
            page(action, "action-change"),
            sent(action, due_on=still_later, reason="De meetdienst heeft geen plek."),
        )

        assert refused.status_code == 422
        assert "Zeg waarom het weer later wordt" in refused.content.decode()
        assert still_later in refused.content.decode()
        assert told.status_code == 302 and stands(action, in_scope).delays == 2
        assert "De meetdienst heeft geen plek." in browser.get(page(action)).content.decode()

    def test_sooner_is_no_delay(self, action, browser, in_scope):
        browser.post(page(action, "action-change"), sent(action, due_on=TODAY.isoformat()))

        assert stands(action, in_scope).delays == 0

    def test_what_is_open_stands_in_the_next_year_too_and_what_ended_does_not(
        self, action, editor, in_scope
    ):
        with in_scope(action.company):
            of = lambda year: list(Action.objects.for_company(action.company).of_year(year))  # noqa: E731
            assert (of(2025), of(2026), of(2027)) == ([], [action], [action])
            services.move_action(
                action, "stopped", seen=1, by=editor, text="Past niet bij ons.", year=2026
            )
            assert (of(2026), of(2027)) == ([action], [])


class TestEffect:
    """The indicator over time."""

    def test_a_measurement_shows_as_a_course_with_the_way_done(self, action, browser, in_scope):
        for days, value in ((9, "0,2"), (0, "0,12")):
            day = (TODAY - datetime.timedelta(days=days)).isoformat()
            response = browser.post(
                page(action, "action-measure"), {"measured_on": day, "value": value}
            )
            assert response.status_code == 302

        html = browser.get(page(action)).content.decode()
        assert "53% van de weg naar het doel" in html
        assert "doel: 0,05 mg/m³" in html and "chart__svg" in html

    def test_the_same_day_twice_corrects(self, action, browser, in_scope):
        for value in ("0,2", "0,1"):
            browser.post(
                page(action, "action-measure"),
                {"measured_on": TODAY.isoformat(), "value": value},
            )

        with in_scope(action.company):
            assert [one.value for one in Measurement.objects.all()] == [Decimal("0.10")]

    @pytest.mark.parametrize(
        ("day", "value"),
        [
            (TODAY + datetime.timedelta(days=1), "1"),
            (TODAY, "veel"),
            (TODAY, ""),
            (TODAY, "NaN"),
            (TODAY, "1e99"),
        ],
    )
    def test_what_is_no_measurement_is_refused_and_kept_in_the_form(
        self, day, value, action, browser, in_scope
    ):
        response = browser.post(
            page(action, "action-measure"),
            {"measured_on": day.isoformat(), "value": value, "note": "Bij de oven."},
        )

        assert response.status_code == 422
        assert "Bij de oven." in response.content.decode()
        with in_scope(action.company):
            assert not Measurement.objects.exists()


class TestHelp:
    """Line 23, on actions: "stuck" is seen by the secretariat."""

    def test_asking_and_going_on(self, action, browser, in_scope):
        asked = browser.post(page(action, "action-help"), {"text": "Wij vinden geen meetdienst."})
        stuck = stands(action, in_scope)
        html = browser.get(page(action)).content.decode()
        browser.post(page(action, "action-help"), {"solved": "1"})

        assert asked.status_code == 302 and stuck.help_asked_at
        assert "loopt vast" in html and "Wij vinden geen meetdienst." in html
        assert stands(action, in_scope).help_asked_at is None

    def test_asking_needs_words(self, action, browser, in_scope):
        response = browser.post(page(action, "action-help"), {"text": " "})

        assert response.status_code == 422
        assert stands(action, in_scope).help_asked_at is None


class TestPages:
    """Who sees and does what, and what it costs."""

    def test_list_board_and_calendar_hold_the_same_actions(self, action, browser):
        address = reverse("diligence:plan", args=[action.company.slug])
        for shape in ("list", "board", "calendar"):
            html = browser.get(address, {"view": shape}).content.decode()
            assert action.title in html and page(action) in html

    def test_late_stuck_and_mine_are_found(self, action, browser, editor, in_scope):
        address = reverse("diligence:plan", args=[action.company.slug])
        assert action.title not in browser.get(address, {"show": "late"}).content.decode()
        assert action.title in browser.get(address, {"show": "mine"}).content.decode()
        with in_scope(action.company):
            Action.objects.filter(pk=action.pk).update(
                due_on=TODAY - datetime.timedelta(days=1), help_asked_at=timezone.now()
            )
        for show in ("late", "stuck"):
            assert action.title in browser.get(address, {"show": show}).content.decode()

    def test_a_reader_and_the_secretariat_read_and_change_nothing(self, action, client_of):
        for person in (ReaderFactory(of=action.company), ReviewerFactory()):
            client = client_of(person)
            assert "Actie wijzigen" not in client.get(page(action)).content.decode()
            for name in ("action-change", "action-move", "action-measure", "action-help"):
                assert client.post(page(action, name), sent(action)).status_code == 403

    def test_another_company_finds_nothing(self, action, client_of):
        stranger = client_of(EditorFactory(of=CompanyFactory()))

        assert stranger.get(page(action)).status_code == 404

    def test_the_secretariats_reading_is_told_in_the_log(self, action, client_of, in_scope):
        client_of(ReviewerFactory()).get(page(action))

        with in_scope(action.company):
            assert Event.objects.filter(verb="file.read").exists()

    def test_an_own_idea_needs_only_a_title(self, file, browser, in_scope):
        address = reverse("diligence:action-new", args=[file.company.slug])
        empty = browser.post(address, {"title": " ", "goal": "Een doel dat blijft staan."})
        made = browser.post(address, {"title": "Praten met de vakbond"})

        assert empty.status_code == 422
        assert "Een doel dat blijft staan." in empty.content.decode()
        with in_scope(file.company):
            assert made.url == page(Action.objects.get())

    def test_a_full_plan_says_so(self, file, browser, monkeypatch):
        monkeypatch.setattr(services, "MOST_OPEN", 0)
        address = reverse("diligence:action-new", args=[file.company.slug])

        response = browser.post(address, {"title": "Nog een"})

        assert response.status_code == 409
        assert "Nog een" in response.content.decode()

    def test_a_plan_of_three_hundred_costs_what_one_of_three_costs(
        self, file, editor, browser, in_scope, django_assert_max_num_queries
    ):
        with in_scope(file.company):
            Action.objects.bulk_create(
                Action(
                    company=file.company,
                    title=f"Actie {n}",
                    first_year=2026,
                    owner=editor,
                    due_on=SOON,
                )
                for n in range(300)
            )
        with django_assert_max_num_queries(9):
            browser.get(reverse("diligence:plan", args=[file.company.slug]))

    def test_an_action_costs_the_same_with_a_long_history(
        self, action, editor, browser, in_scope, django_assert_max_num_queries
    ):
        with in_scope(action.company):
            for n in range(30):
                day = TODAY - datetime.timedelta(days=n)
                services.measure_action(action, day, Decimal(n), by=editor)
                services.ask_help(action, f"Vraag {n}", by=editor)
        with django_assert_max_num_queries(17):
            browser.get(page(action))
