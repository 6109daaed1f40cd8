"""Actions: made, changed, moved along, put off, measured, and stuck.

Not bound to whether a year's file is open: a plan is worked on all year.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from companies.events import record
from companies.models import Company, Membership, User
from diligence.framework.catalogues import catalogue
from diligence.models import Action, ActionLink, ActionStep, Measurement
from diligence.plan.delay import check_delay
from diligence.plan.smart import Lack, stands_in_the_way
from diligence.plan.status import OPEN, Status, check_move, needs_reason, needs_result
from diligence.services import telling

MOST_OPEN = 300
"""Open actions of one company; a plan of more is no plan."""
PLANNED_OR_FURTHER = (Status.PLANNED, Status.RUNNING, Status.DONE)


class StaleAction(Exception):
    """A colleague changed the action since its writer last saw it; `action` is what stands."""

    def __init__(self, action: Action):
        super().__init__(action.pk)
        self.action = action


class NotPlanned(Exception):
    """An action without this cannot be called planned; `lacks` says what to fill in."""

    def __init__(self, lacks: Sequence[Lack]):
        super().__init__(", ".join(lacks))
        self.lacks = tuple(lacks)


class WordsNeeded(Exception):
    """The step must be explained: a reason, or what came of it."""


class UnknownOwner(ValueError):
    """The owner has no seat in this company."""


class TooManyActions(Exception):
    """The plan holds as many open actions as it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDetails:
    """What an action says; all but the title may come later."""

    title: str
    goal: str = ""
    owner: User | None = None
    owner_name: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    indicator: str = ""
    unit: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    budget: str = ""
    leverage: str = ""
    partners: str = ""


FIELDS = tuple(field.name for field in fields(ActionDetails))


@transaction.atomic
def add_action(
    company: Company,
    details: ActionDetails,
    *,
    year: int,
    by: User | None,
    measure: str = "",
    questions: Sequence[str] = (),
) -> Action:
    """Put an idea in the plan, from this year on. Raises UnknownOwner or TooManyActions.

    A model measure that stands in the plan already, and open, is returned as it is.
    """
    check_owner(company, details.owner)
    mine = Action.objects.for_company(company).still_open()
    if measure and (known := mine.filter(measure=measure).first()):
        if link_questions(known, questions):
            tell("action.changed", known, by=by)
        return known
    if mine.count() >= MOST_OPEN:
        raise TooManyActions
    values = {name: getattr(details, name) for name in FIELDS}
    action = Action.objects.create(
        company=company, first_year=year, measure=measure, created_by=by, **values
    )
    link_questions(action, questions)
    tell("action.added", action, by=by)
    return action


@transaction.atomic
def change_action(
    action: Action, details: ActionDetails, *, seen: int, by: User, reason: str = ""
) -> Action:
    """Write the action anew. A day that moves away is a delay; the second needs a reason.

    Raises StaleAction, UnknownOwner, NotPlanned (a planned action would miss what it needs) or
    ReasonNeeded.
    """
    check_owner(action.company, details.owner)
    locked = locked_action(action, seen)
    before = locked.due_on
    is_delay = locked.status in OPEN and check_delay(
        before, details.due_on, delays=locked.delays, reason=reason
    )
    for name in FIELDS:
        setattr(locked, name, getattr(details, name))
    if locked.status in PLANNED_OR_FURTHER:
        check_plan(locked)
    if is_delay:
        locked.delays += 1
        keep_step(
            locked, ActionStep.Kind.DELAYED, day_of(before), day_of(locked.due_on), reason, by
        )
        tell("action.delayed", locked, by=by)
    else:
        tell("action.changed", locked, by=by)
    touch(locked, by)
    return locked


def put_off(action: Action, day: date, *, seen: int, by: User, reason: str = "") -> Action:
    """Give an action another last day and leave the rest as it is. Raises as `change_action`."""
    details = {name: getattr(action, name) for name in FIELDS} | {"due_on": day}
    return change_action(action, ActionDetails(**details), seen=seen, by=by, reason=reason)


@transaction.atomic
def move_action(
    action: Action, status: str, *, seen: int, by: User, text: str = "", year: int | None = None
) -> Action:
    """Move an action along. `text` is the reason of a step back, or what came of it.

    `year` is the year of the plan it ends in: this one. Raises StaleAction, IllegalMove, NotPlanned
    or WordsNeeded.
    """
    locked = locked_action(action, seen)
    before, text = locked.status, text.strip()
    check_move(before, status)
    if (needs_reason(before, status) or needs_result(status)) and not text:
        raise WordsNeeded
    if status in PLANNED_OR_FURTHER:
        check_plan(locked)
    locked.status = status
    is_over = status not in OPEN
    locked.last_year = (
        max(year or timezone.localdate().year, locked.first_year) if is_over else None
    )
    locked.result = text if needs_result(status) else locked.result
    if is_over and locked.help_asked_at:
        locked.help_asked_at = None
    keep_step(locked, ActionStep.Kind.MOVED, before, status, text, by)
    tell("action.moved", locked, by=by, action_status=status)
    touch(locked, by)
    return locked


@transaction.atomic
def measure_action(
    action: Action, day: date, value: Decimal, *, by: User, note: str = ""
) -> Measurement:
    """Write down the indicator on a day; a second time on one day corrects the first."""
    measured, _ = Measurement.objects.update_or_create(
        company_id=action.company_id,
        action=action,
        measured_on=day,
        defaults={"value": value, "note": note.strip(), "by": by, "at": timezone.now()},
    )
    tell("action.measured", action, by=by)
    return measured


@transaction.atomic
def ask_help(action: Action, text: str, *, by: User) -> None:
    """Say that an action is stuck and on what. Asking again changes the words. Raises WordsNeeded.

    OECD-DDG 3.2: who has little influence looks for more of it together with others.
    """
    if not text.strip():
        raise WordsNeeded
    locked = Action.objects.for_company(action.company_id).select_for_update().get(pk=action.pk)
    locked.help_asked_at = locked.help_asked_at or timezone.now()
    locked.save(update_fields=["help_asked_at"])
    telling.help_asked(locked, since=locked.help_asked_at.isoformat())
    keep_step(locked, ActionStep.Kind.STUCK, "", "", text.strip(), by)
    tell("action.stuck", locked, by=by)


@transaction.atomic
def end_help(action: Action, *, by: User, text: str = "") -> None:
    """Say that it moves again; without a standing call nothing changes."""
    locked = Action.objects.for_company(action.company_id).select_for_update().get(pk=action.pk)
    if locked.help_asked_at is None:
        return
    locked.help_asked_at = None
    locked.save(update_fields=["help_asked_at"])
    keep_step(locked, ActionStep.Kind.UNSTUCK, "", "", text.strip(), by)
    tell("action.unstuck", locked, by=by)


def link_questions(action: Action, questions: Sequence[str]) -> bool:
    """Say for which answers the action is; tell whether any was new."""
    is_new = [
        ActionLink.objects.get_or_create(
            company_id=action.company_id, action=action, question=question, supplier=None
        )[1]
        for question in questions
    ]
    return any(is_new)


def check_owner(company: Company, owner: User | None) -> None:
    """Raises UnknownOwner."""
    if owner is None:
        return
    if not Membership.objects.of_company(company).filter(user=owner).exists():
        raise UnknownOwner(owner.pk)


def check_plan(action: Action) -> None:
    """Raises NotPlanned."""
    if lacks := stands_in_the_way(action.sketch(has_link=True)):
        raise NotPlanned(lacks)


def is_leverage(code: str) -> bool:
    """Tell whether this is a kind of influence the catalogue knows."""
    return code in catalogue("leverage_types")


def locked_action(action: Action, seen: int) -> Action:
    """Return the action, locked. Raises StaleAction."""
    mine = Action.objects.for_company(action.company_id).select_related("company")
    locked = mine.select_for_update(of=("self",)).get(pk=action.pk)
    if locked.version != seen:
        raise StaleAction(locked)
    return locked


def touch(action: Action, by: User) -> None:
    """Write the locked action as its next version."""
    action.version += 1
    action.changed_at, action.changed_by = timezone.now(), by
    action.save()


def day_of(day: date | None) -> str:
    """Return a day as the history keeps it."""
    return day.isoformat() if day else ""


def keep_step(action: Action, kind: str, before: str, after: str, text: str, by: User) -> None:
    """Write down what happened to the action."""
    ActionStep.objects.create(
        company_id=action.company_id,
        action=action,
        kind=kind,
        before=before,
        after=after,
        text=text,
        by=by,
    )


def tell(verb: str, action: Action, *, by: User | None, **data) -> None:
    """Write down in the log what happened."""
    names = {"action": action.title}
    record(action.company, verb, by=by, names=names, pk=str(action.pk), **data)
