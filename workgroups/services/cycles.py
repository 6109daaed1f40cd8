"""What a decision about a year does beyond the year itself: members are told, files are closed.

Both go past many companies, so they run in the background, in steps of one transaction each that
put the next one in the queue. Killed at any moment or run twice, they do nothing double.
"""

import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from companies.models import Company, User
from companies.permissions import Permission
from companies.services.notices import tell, who_may
from convenant.queue.outbox import enqueue
from convenant.tenancy.scope import company_scope, officer_scope
from diligence.models import Assessment, Cycle, CycleAct, QuestionnaireVersion
from diligence.services.cycles import InvalidCycle, change_days, open_cycle, problem_of
from diligence.services.cycles import tell as write_down
from diligence.services.states import IllegalStep, close
from workgroups.queries.cycles import Counts, counts_of, files_to_close, members_after

TELL, CLOSE = "workgroups.tasks.tell_new_days", "workgroups.tasks.close_files"
OPENING, REOPENING = "workgroups.tasks.tell_opening", "workgroups.tasks.tell_reopening"
RECENT = datetime.timedelta(days=14)
"""A year that opened longer ago is no news: nobody is told that it opened."""
A_STEP = 25
"""Companies that one step goes past: short enough to let other work through."""


class NotYet(Exception):
    """The year can't be closed now; `why` is `early`, `time`, `waiting` or `confirm`."""

    def __init__(self, why: str, counts: Counts):
        super().__init__(why)
        self.why = why
        self.counts = counts


class NotClosed(Exception):
    """The year is open, so there is no closing to undo."""


@transaction.atomic
def open_year(
    year: int,
    version: QuestionnaireVersion,
    *,
    opens_on: datetime.date,
    deadline: datetime.date,
    today: datetime.date,
    by: User | None,
) -> tuple[Cycle, bool]:
    """Open a year, and tell its members when it has begun; else they hear of it on the day.

    Return it, and whether it is new. Raises InvalidCycle or CycleExists.
    """
    cycle, is_new = open_cycle(year, version, opens_on=opens_on, deadline=deadline, by=by)
    if is_new and opens_on <= today:
        enqueue(OPENING, cycle_id=cycle.pk, after="")
    return cycle, is_new


def tell_openings(today: datetime.date) -> int:
    """Begin to tell of the years that opened lately and of which nobody told; return how many.

    Each day again until the last member was told (the act `told`): what a crash left is made up
    for, and who was told before is not told twice.
    """
    opened = Cycle.objects.filter(
        opens_on__range=(today - RECENT, today), deadline__gte=today, closing_at=None
    )
    waiting = opened.exclude(acts__kind=CycleAct.Kind.TOLD).order_by("year")
    for cycle in waiting:
        enqueue(OPENING, cycle_id=cycle.pk, after="")
    return len(waiting)


def tell_opening(cycle_id: UUID | str, after: str) -> None:
    """Tell the next companies that a year opened; after the last one it is written down."""
    cycle = Cycle.objects.get(pk=cycle_id)
    words = {"year": cycle.year, "day": cycle.deadline.isoformat()}
    with transaction.atomic():
        slugs = tell_next(cycle, after, "cycle.opened", f"cycle.opened {cycle.pk}", words)
        if len(slugs) == A_STEP:
            enqueue(OPENING, cycle_id=cycle.pk, after=slugs[-1])
        elif not CycleAct.objects.filter(cycle=cycle, kind=CycleAct.Kind.TOLD).exists():
            write_down(cycle, CycleAct.Kind.TOLD, by=None)


@transaction.atomic
def move_days(
    cycle: Cycle,
    *,
    opens_on: datetime.date,
    deadline: datetime.date,
    reason: str,
    today: datetime.date,
    by: User | None,
) -> CycleAct | None:
    """Move the days of a year; once it began everybody who fills in is told, with the reason.

    Return the act, or None when they are those already. Raises CycleClosed or InvalidCycle.
    """
    days = {"opens_on": opens_on, "deadline": deadline}
    act = change_days(cycle, **days, reason=reason, today=today, by=by)
    if act is not None and opens_on <= today:
        enqueue(TELL, act_id=act.pk, after="")
    return act


def tell_new_days(act_id: UUID | str, after: str) -> None:
    """Tell the next companies, in the order of their names in addresses."""
    act = CycleAct.objects.select_related("cycle").get(pk=act_id)
    words = {"year": act.cycle.year, "day": act.data["deadline"], "reason": act.data["reason"]}
    with transaction.atomic():
        slugs = tell_next(act.cycle, after, "cycle.days", f"cycle.days {act.pk}", words)
        if len(slugs) == A_STEP:
            enqueue(TELL, act_id=act.pk, after=slugs[-1])


def tell_next(cycle: Cycle, after: str, kind: str, key: str, words: dict[str, Any]) -> list[str]:
    """Tell who may answer in each of the next companies; return these by name in addresses.

    A second time tells nobody. Must run in a transaction, with the step that follows.
    """
    slugs = members_after(cycle, after, A_STEP)
    for company in Company.objects.filter(slug__in=slugs).order_by("slug"):
        with company_scope(company.pk):
            people = who_may(company, Permission.ANSWERS_CHANGE)
            url = reverse("diligence:start", args=[company.slug])
            tell(people, kind, company, url=url, key=key, words=words)
    return slugs


@transaction.atomic
def begin_closing(
    cycle: Cycle, *, is_confirmed: bool, today: datetime.date, by: User | None
) -> None:
    """Close a year: from now on nobody begins or hands in, and what is accepted is frozen for good.

    Pressed again it closes what was accepted since. Raises NotYet before the last day is over, that
    of who got more time too, while somebody waits to hear whether there is more time, while a file
    waits for a decision or an answer, or while files are open and nobody said that these may stay
    so.
    """
    locked = Cycle.objects.select_for_update().get(pk=cycle.pk)
    counts = counts_of(locked, today)
    if locked.closing_at is None:
        refuse(locked, counts, today, is_confirmed=is_confirmed)
        locked.closing_at, locked.closing_by = timezone.now(), by
        locked.save(update_fields=["closing_at", "closing_by"])
        left = {"to_close": counts.accepted, "left_open": counts.not_handed_in}
        write_down(locked, CycleAct.Kind.CLOSING, by=by, **left)
    enqueue(CLOSE, cycle_id=locked.pk)


def refuse(cycle: Cycle, counts: Counts, today: datetime.date, *, is_confirmed: bool) -> None:
    """Raises NotYet."""
    if today <= cycle.deadline or counts.extended:
        raise NotYet("early", counts)
    if counts.asked_time:
        raise NotYet("time", counts)
    if counts.waiting:
        raise NotYet("waiting", counts)
    if counts.not_handed_in and not is_confirmed:
        raise NotYet("confirm", counts)


@transaction.atomic
def reopen_year(cycle: Cycle, reason: str, *, by: User | None) -> CycleAct:
    """Open a year again that was closed, or is being closed; its members are told why.

    Files that were closed stay so: each is opened by its own step (`states.unclose`). Who had not
    handed in can do so again. Raises NotClosed or InvalidCycle.
    """
    locked = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if locked.closing_at is None:
        raise NotClosed
    reason = reason.strip()
    if problem := problem_of(reason):
        raise InvalidCycle(**problem)
    closed_at = locked.closed_at or locked.closing_at
    locked.closing_at = locked.closing_by = locked.closed_at = None
    locked.save(update_fields=["closing_at", "closing_by", "closed_at"])
    told = {"reason": reason, "closed_on": timezone.localdate(closed_at).isoformat()}
    act = write_down(locked, CycleAct.Kind.REOPENED, by=by, **told)
    enqueue(REOPENING, act_id=act.pk, after="")
    return act


def tell_reopening(act_id: UUID | str, after: str) -> None:
    """Tell the next companies that a year is open again."""
    act = CycleAct.objects.select_related("cycle").get(pk=act_id)
    words = {"year": act.cycle.year, "reason": act.data["reason"]}
    with transaction.atomic():
        slugs = tell_next(act.cycle, after, "cycle.reopened", f"cycle.reopened {act.pk}", words)
        if len(slugs) == A_STEP:
            enqueue(REOPENING, act_id=act.pk, after=slugs[-1])


def close_files(cycle_id: UUID | str) -> None:
    """Close the next accepted files of a year that is closing; without any the year is closed."""
    cycle = Cycle.objects.select_related("closing_by").get(pk=cycle_id)
    if cycle.closing_at is None:
        return
    files = files_to_close(cycle, A_STEP)
    with transaction.atomic():
        for company_id, file_id in files:
            close_file(company_id, file_id, by=cycle.closing_by)
        if files:
            enqueue(CLOSE, cycle_id=cycle.pk)
        else:
            finish(cycle)


def close_file(company_id: UUID, file_id: UUID, *, by: User | None) -> None:
    """Close one file, unless somebody did meanwhile."""
    with officer_scope(company_id):
        files = Assessment.objects.for_company(company_id).with_cycle().select_related("company")
        try:
            close(files.get(pk=file_id), by=by)
        except IllegalStep:
            return


def finish(cycle: Cycle) -> None:
    """Write down that everything is closed, once."""
    locked = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if locked.closed_at is None:
        locked.closed_at = timezone.now()
        locked.save(update_fields=["closed_at"])
        told: dict[str, Any] = {"closed": counts_of(locked, timezone.localdate()).closed}
        write_down(locked, CycleAct.Kind.CLOSED, by=cycle.closing_by, **told)
