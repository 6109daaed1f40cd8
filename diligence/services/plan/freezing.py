"""The plan of a year as a snapshot keeps it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from companies.models import Membership
from diligence.models import Action, ActionStep, Assessment

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
    """Return the actions of the year in their order, as JSON-ready data. Five queries, or one.

    A colleague who owns one is kept by role, not by name: a report says what the company does. A
    name that was typed is kept as it was typed.
    """
    mine = Action.objects.for_company(assessment.company_id).of_year(assessment.cycle.year)
    related = mine.in_order().prefetch_related("steps", "measurements", "links__supplier")
    actions = list(related)
    if not actions:
        return []
    seats = Membership.objects.active().filter(company=assessment.company_id)
    roles = dict(seats.values_list("user_id", "role"))
    return [frozen_action(action, roles) for action in actions]


def frozen_action(action: Action, roles: Mapping) -> Frozen:
    """Return one action as it stands, with its delays and measurements."""
    steps = sorted(action.steps.all(), key=lambda step: (step.at, str(step.pk)))
    links = list(action.links.all())
    return {
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
