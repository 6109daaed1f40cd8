"""Opening a year: what comes along by itself, that it comes once, and what never does."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.models import Event
from diligence.models import Action, ActionLink, Assessment, Risk, SourcingLine
from diligence.plan.delay import ReasonNeeded
from diligence.services.carry.opening import bring_along, start_year
from diligence.services.plan.actions import ActionDetails, add_action, put_off
from tests.factories import CycleFactory, ReaderFactory
from tests.factories.risks import many_risks, sourced

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def cycle(before):
    """This year's cycle, open today, in which the company has no file yet."""
    return CycleFactory(year=2026, opens_on=TODAY)


@pytest.fixture
def past(before, editor, in_scope):
    """A year with a chain, two risks and an open action behind it."""
    sourced(before)
    many_risks(before, 2, by=editor)
    with in_scope(before.company):
        add_action(
            before.company,
            ActionDetails(
                title="Stof meten", due_on=TODAY, indicator="Stof in mg/m³", owner=editor
            ),
            year=2025,
            by=editor,
            questions=["embed.policy_status", "embed.training"],
        )
    return before


def opened(cycle, past, in_scope, *, by) -> Assessment:
    with in_scope(past.company):
        return start_year(past.company, cycle, by=by)


def test_chain_and_risks_come_along_as_of_a_year_ago(cycle, past, editor, in_scope):
    file = opened(cycle, past, in_scope, by=editor)

    with in_scope(past.company):
        line = SourcingLine.objects.get(assessment=file)
        assert (line.metal, line.country, line.certainty) == ("ME-CO", "CD", "told")
        risks = list(Risk.objects.filter(assessment=file))
        assert len(risks) == 2
        assert all(risk.is_taken_along and risk.severity is None for risk in risks)


def test_no_answer_proof_or_figure_comes_along(cycle, past, editor, in_scope):
    file = opened(cycle, past, in_scope, by=editor)

    with in_scope(past.company):
        assert not file.answers.exists() and not file.evidence_uses.exists()
        assert file.figures == {} and not file.carry_decisions.exists()


def test_it_is_told_in_one_sentence(cycle, past, editor, in_scope, client):
    opened(cycle, past, in_scope, by=editor)

    with in_scope(past.company):
        event = Event.objects.get(verb="carry.brought_along")
    assert (event.data["lines"], event.data["risks"], event.data["actions"]) == (1, 2, 1)
    log = client.get(reverse("diligence:log", args=[past.company.slug])).content.decode()
    assert "1 regels van de keten, 2 risico’s en 1 open acties gingen mee" in log


def test_twice_brings_nothing_twice(cycle, past, editor, in_scope):
    file = opened(cycle, past, in_scope, by=editor)
    opened(cycle, past, in_scope, by=editor)
    with in_scope(past.company):
        again = bring_along(file, by=editor)

        assert (again.lines, again.risks) == (0, 0)
        assert SourcingLine.objects.filter(assessment=file).count() == 1
        assert Risk.objects.filter(assessment=file).count() == 2
        assert Event.objects.filter(verb="carry.brought_along").count() == 1


def test_a_chain_that_was_begun_is_left_alone(cycle, past, editor, in_scope):
    with in_scope(past.company):
        file = Assessment.objects.create(company=past.company, cycle=cycle)
    sourced(file, metal="ME-CU", country="PE")

    with in_scope(past.company):
        along = bring_along(file, by=editor)

        assert (along.lines, along.risks) == (0, 2)
        assert SourcingLine.objects.get(assessment=file).metal == "ME-CU"


def test_an_action_goes_on_for_the_questions_its_own_became(cycle, past, editor, in_scope):
    """`embed.policy_status` of 2025 is two questions in 2026; the action is for both."""
    opened(cycle, past, in_scope, by=editor)
    opened(cycle, past, in_scope, by=editor)

    with in_scope(past.company):
        keys = sorted(ActionLink.objects.values_list("question", flat=True))
    assert keys == [
        "embed.policy",
        "embed.policy_reviewed_on",
        "embed.policy_status",
        "embed.training",
    ]


def test_whoever_may_answer_opens_the_year_by_going_home(cycle, past, client, in_scope):
    response = client.get(reverse("diligence:start", args=[past.company.slug]))

    assert response.url.endswith("/2026/")
    with in_scope(past.company):
        assert SourcingLine.objects.filter(assessment__cycle=cycle).count() == 1


def test_a_reader_opens_nothing(cycle, past, client_of, in_scope):
    reader = client_of(ReaderFactory(of=past.company))

    assert reader.get(reverse("diligence:start", args=[past.company.slug])).url.endswith("/2025/")
    with in_scope(past.company):
        assert not Assessment.objects.filter(cycle=cycle).exists()


def test_a_first_year_opens_empty_and_says_nothing(company, editor, in_scope):
    with in_scope(company):
        file = start_year(company, CycleFactory(year=2026), by=editor)

        assert not SourcingLine.objects.exists() and file.cycle.year == 2026
        assert not Event.objects.filter(verb="carry.brought_along").exists()


def test_an_action_put_off_in_both_years_needs_a_reason_the_second_time(
    cycle, past, editor, in_scope
):
    """Line 22: the open action stands in the next plan, and its second delay must be explained."""
    with in_scope(past.company):
        action = Action.objects.get()
        put_off(action, TODAY + datetime.timedelta(days=60), seen=action.version, by=editor)
    opened(cycle, past, in_scope, by=editor)

    with in_scope(past.company):
        action = Action.objects.of_year(2026).get()
        later = TODAY + datetime.timedelta(days=200)
        with pytest.raises(ReasonNeeded):
            put_off(action, later, seen=action.version, by=editor)
        put_off(action, later, seen=action.version, by=editor, reason="De meter is stuk.")
        assert Action.objects.get().delays == 2
