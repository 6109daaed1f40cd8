"""From which earlier year something comes along: one rule for answers, chain, risks and plan."""

import pytest
from django.utils import timezone

from diligence.models import ActionLink, Assessment, Risk, SourcingLine
from diligence.services.carry.former import look_back
from diligence.services.carry.opening import start_year
from diligence.services.plan.actions import ActionDetails, add_action
from diligence.services.years_before import chain_before, plan_before, risks_before
from tests.factories import AssessmentFactory, CycleFactory, answer, published_version
from tests.factories.diligence import bring
from tests.factories.risks import many_risks, sourced

pytestmark = pytest.mark.django_db
POLICY = "embed.responsibility"
MATTERS = ("answers", "chain", "risks", "plan")


def year(company, number: int) -> Assessment:
    version = published_version(str(number))
    return AssessmentFactory(company=company, cycle__year=number, cycle__version=version)


def put(file: Assessment, matter: str, by, in_scope) -> None:
    """Let a file have some of this."""
    if matter == "answers":
        answer(file, POLICY, 3, explanation=f"Van {file.cycle.year}.", by=by)
    elif matter == "chain":
        sourced(file)
    elif matter == "risks":
        many_risks(file, 1, by=by)
    else:
        details = ActionDetails(
            title="Meten", due_on=timezone.localdate(), indicator="Stof", owner=by
        )
        with in_scope(file.company):
            add_action(file.company, details, year=file.cycle.year, by=by)


def source(file: Assessment, matter: str, in_scope) -> int | None:
    """Return from which year it would come along."""
    with in_scope(file.company):
        if matter == "answers":
            return look_back(file).year
        rule = {"chain": chain_before, "risks": risks_before, "plan": plan_before}[matter]
        found = rule(file)
        return found.cycle.year if found else None


@pytest.mark.parametrize("matter", MATTERS)
class TestTheRule:
    def test_a_year_without_a_file_is_passed_over(self, company, editor, in_scope, matter):
        put(year(company, 2024), matter, editor, in_scope)

        assert source(year(company, 2026), matter, in_scope) == 2024

    def test_the_newest_that_has_any_wins(self, company, editor, in_scope, matter):
        for number in (2024, 2025):
            put(year(company, number), matter, editor, in_scope)

        assert source(year(company, 2026), matter, in_scope) == 2025

    def test_a_first_year_has_nothing_before_it(self, company, in_scope, matter):
        assert source(year(company, 2026), matter, in_scope) is None


@pytest.mark.parametrize("matter", ["answers", "chain", "risks"])
def test_a_year_that_was_begun_and_left_empty_is_passed_over(company, editor, in_scope, matter):
    put(year(company, 2024), matter, editor, in_scope)
    year(company, 2025)

    assert source(year(company, 2026), matter, in_scope) == 2024


def test_an_answer_that_was_emptied_is_none(company, editor, in_scope):
    put(year(company, 2024), "answers", editor, in_scope)
    begun = year(company, 2025)
    answer(begun, POLICY, 3, by=editor)
    answer(begun, POLICY, None, by=editor)

    assert source(year(company, 2026), "answers", in_scope) == 2024


@pytest.mark.parametrize("matter", ["chain", "risks"])
def test_a_year_that_was_handed_in_without_it_is_the_last_word(company, editor, in_scope, matter):
    put(year(company, 2024), matter, editor, in_scope)
    put(handed_in := year(company, 2025), "answers", editor, in_scope)
    bring(handed_in, "submitted")

    assert source(year(company, 2026), matter, in_scope) is None


def test_who_missed_a_year_goes_on_from_the_one_before(company, editor, in_scope):
    past = year(company, 2024)
    for matter in MATTERS[:3]:
        put(past, matter, editor, in_scope)
    with in_scope(company):
        details = ActionDetails(title="Meten", indicator="Stof", owner=editor)
        add_action(company, details, year=2024, by=editor, questions=["embed.policy_status"])
    for number in (2025, 2026):
        published_version(str(number))
    with in_scope(company):
        file = start_year(
            company, CycleFactory(year=2026, version=published_version("2026")), by=editor
        )

        assert SourcingLine.objects.filter(assessment=file).count() == 1
        assert Risk.objects.filter(assessment=file, is_taken_along=True).count() == 1
        assert look_back(file).year == 2024
        assert {"embed.policy"} < set(ActionLink.objects.values_list("question", flat=True))
