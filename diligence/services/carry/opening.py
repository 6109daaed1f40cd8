"""Open a year for a company: its file, with what comes along from the year before.

The chain and the risks come along at once, each marked as of a year ago: a document of then is what
the supplier said, a risk waits to be weighed. Suppliers, open actions, complaints and the library
belong to the company and are there in every year. Answers do not come along: a person decides about
each (diligence.services.carry.deciding).
"""

from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction

from companies.events import record
from companies.models import Company, User
from diligence.models import Action, ActionLink, Assessment, Cycle
from diligence.services.answers import AssessmentClosed
from diligence.services.assessments import open_year
from diligence.services.carry.origins import way_between
from diligence.services.chain import chains
from diligence.services.chain.lines import TooManyLines
from diligence.services.plan.links import Aim, TooManyLinks, link
from diligence.services.risks import register
from diligence.services.years_before import plan_before


@dataclass(frozen=True, slots=True)
class Along:
    """What came along into a year: new rows of chain and risks, and the actions that go on."""

    lines: int
    risks: int
    actions: int


def start_year(company: Company, cycle: Cycle, *, by: User) -> Assessment:
    """Return the company's file of this cycle; a new one with what comes along. Safe to repeat."""
    mine = Assessment.objects.for_company(company).with_cycle()
    if known := mine.filter(cycle=cycle).first():
        return known
    file = open_year(company, cycle, by=by)
    bring_along(file, by=by)
    return file


@transaction.atomic
def bring_along(file: Assessment, *, by: User) -> Along:
    """Bring chain, risks and plan of an earlier year along, as far as they are not here yet.

    From which year is one rule for all of them (diligence.services.years_before). Done twice it
    brings nothing twice: a chain that has lines is left alone, and a risk that was brought is known
    by its lineage. What does not fit stays where it is, to be taken by hand.
    """
    lines = _count(chains.carry_over, file, by)
    risks = _count(register.carry_over, file, by)
    along = Along(lines, risks, _actions_along(file, by))
    if along.lines or along.risks:
        record(
            file.company,
            "carry.brought_along",
            by=by,
            year=file.cycle.year,
            lines=along.lines,
            risks=along.risks,
            actions=along.actions,
        )
    return along


def _actions_along(file: Assessment, by: User) -> int:
    """Return how many open actions go on in this year, each for the questions of this year.

    A question that goes on under another key, or as two, takes the action along with it.
    """
    going = Action.objects.for_company(file.company_id).still_open()
    going = going.filter(first_year__lt=file.cycle.year)
    heirs = _heirs(file)
    links = ActionLink.objects.for_company(file.company_id).filter(
        action__in=going, question__in=heirs
    )
    for one in links.select_related("action__company"):
        for key in heirs[one.question]:
            with suppress(TooManyLinks):
                link(one.action, Aim(question=key), by=by)
    return going.count()


def _heirs(file: Assessment) -> dict[str, list[str]]:
    """Return the keys under which questions of the plan's last year go on, when that is another."""
    before = plan_before(file)
    found: dict[str, list[str]] = {}
    if before is not None:
        for key, origin in way_between(before.edition, file.edition).origins.items():
            for old in origin.old:
                if old != key:
                    found.setdefault(old, []).append(key)
    return found


def _count(carry, file: Assessment, by: User) -> int:
    nothing = (
        chains.NothingToCarryOver,
        register.NothingToCarryOver,
        TooManyLines,
        register.TooManyRisks,
        AssessmentClosed,
    )
    try:
        with transaction.atomic():
            return carry(file, by=by)
    except nothing:
        return 0
