"""The plan of a year as a snapshot keeps it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from companies.models import Membership
from diligence.models import Action, ActionStep, Assessment, Risk

SAME = (
    "title",
    "goal",
    "measure",
    "status",
    "owner_name",
    "delays",
    "indicator",
    "unit",
    "budget",
    "leverage",
    "partners",
    "result",
)
Frozen = dict[str, Any]


def frozen_plan(assessment: Assessment) -> list[Frozen]:
    """Return the actions of the year in their order, as JSON-ready data.

    Five queries and two more when an action is for a risk; one without a plan. A colleague who
    owns one is kept by role, not by name: a report says what the company does. A name that was
    typed is kept as it was typed.
    """
    mine = Action.objects.for_company(assessment.company_id).of_year(assessment.cycle.year)
    related = mine.in_order().prefetch_related(
        "steps", "measurements", "links__supplier", "links__risk"
    )
    actions = list(related)
    if not actions:
        return []
    seats = Membership.objects.active().filter(company=assessment.company_id)
    roles = dict(seats.values_list("user_id", "role"))
    risks = risks_by_lineage(assessment, actions)
    return [frozen_action(action, roles, risks) for action in actions]


def risks_by_lineage(assessment: Assessment, actions: Sequence[Action]) -> dict[UUID, Risk]:
    """Return the kept risks of the year. One query; none when no action is for a risk."""
    if not any(link.risk_id for action in actions for link in action.links.all()):
        return {}
    kept = Risk.objects.of_file(assessment).kept().in_order().defer("reasons", "description")
    return {risk.lineage: risk for risk in kept}


def frozen_action(action: Action, roles: Mapping, risks: Mapping[UUID, Risk]) -> Frozen:
    """Return one action as it stands, with its delays and measurements.

    `risks` is there only when the action is for a risk of this year: another plan keeps its hash.
    """
    steps = sorted(action.steps.all(), key=lambda step: (step.at, str(step.pk)))
    links = list(action.links.all())
    lineages = {link.risk.lineage for link in links if link.risk}
    aims = [frozen_aim(risk) for lineage, risk in risks.items() if lineage in lineages]
    frozen = {
        **{name: getattr(action, name) for name in SAME},
        "owner_role": roles.get(action.owner_id, "") if action.owner_id else "",
        "starts_on": action.starts_on and action.starts_on.isoformat(),
        "due_on": action.due_on and action.due_on.isoformat(),
        "baseline": as_text(action.baseline),
        "target": as_text(action.target),
        "delayed": [
            {"before": step.before, "after": step.after, "reason": step.text}
            for step in steps
            if step.kind == ActionStep.Kind.DELAYED
        ],
        "stuck": stuck(action, steps),
        "measurements": [
            {"on": each.measured_on.isoformat(), "value": as_text(each.value), "note": each.note}
            for each in sorted(action.measurements.all(), key=lambda one: one.measured_on)
        ],
        "questions": sorted(link.question for link in links if link.question),
        "suppliers": sorted(link.supplier.name for link in links if link.supplier),
    }
    return frozen | {"risks": aims} if aims else frozen


def frozen_aim(risk: Risk) -> Frozen:
    """Return by what a risk is known: the same words as in the register of the same snapshot."""
    return {name: getattr(risk, name) for name in ("theme", "metal", "country", "title")}


def stuck(action: Action, steps: list[ActionStep]) -> Frozen | None:
    """Return since when it is stuck and on what; None when it moves."""
    if action.help_asked_at is None:
        return None
    calls = [step.text for step in steps if step.kind == ActionStep.Kind.STUCK]
    return {
        "since": action.help_asked_at.date().isoformat(),
        "on": calls[-1] if calls else "",
    }


def as_text(number: Decimal | None) -> str | None:
    """Return a number as a text with a point, without needless noughts."""
    if number is None:
        return None
    return f"{number.normalize():f}"
