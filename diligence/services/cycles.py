"""Opening a monitoring year, its days, what it expects and who takes part. Closing is elsewhere.

Closing goes past the files of all members: `workgroups.services.closing`.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from companies.events import record
from companies.models import Company, User
from diligence.models import Assessment, Cycle, CycleAct, CycleSeat, QuestionnaireVersion

MOST_REASON = 500
LEAST_REASON = 10
"""Characters of a reason: less says nothing to who reads it next year."""
FIRST_YEAR, LAST_YEAR = 2017, 2100
"""The covenant began in 2017."""
Kind = CycleAct.Kind


class InvalidCycle(Exception):
    """What was asked of a year does not hold; `problems` gives a code by field."""

    def __init__(self, **problems: str):
        super().__init__(problems)
        self.problems = problems


class CycleClosed(Exception):
    """The year is closed or being closed: nothing about it changes any more."""


class CycleExists(Exception):
    """There is a file of this year already, with another questionnaire or other days."""

    def __init__(self, cycle: Cycle):
        super().__init__(cycle.year)
        self.cycle = cycle


class HasBegun(Exception):
    """The company opened its file of this year, so it takes part."""


class NotAMember(Exception):
    """Only who takes part in the covenant now can be added to a year."""


@transaction.atomic
def open_cycle(
    year: int,
    version: QuestionnaireVersion,
    *,
    opens_on: datetime.date,
    deadline: datetime.date,
    by: User | None,
) -> tuple[Cycle, bool]:
    """Return the year, and whether it is new; members see it from `opens_on` on.

    Asked again with the same words it returns the one there is. `by` is None for the command of an
    operator. Raises InvalidCycle, or CycleExists when it is there with other words.
    """
    check_days(year, version, opens_on, deadline)
    try:
        with transaction.atomic():
            cycle = Cycle.objects.create(
                year=year, version=version, opens_on=opens_on, deadline=deadline
            )
    except IntegrityError:
        cycle = Cycle.objects.with_version().get(year=year)
        asked = (version.pk, opens_on, deadline)
        if (cycle.version_id, cycle.opens_on, cycle.deadline) != asked:
            raise CycleExists(cycle) from None
        return cycle, False
    days = {"opens_on": opens_on.isoformat(), "deadline": deadline.isoformat()}
    tell(cycle, Kind.OPENED, by=by, questionnaire=version.code, **days)
    return cycle, True


def check_days(
    year: int, version: QuestionnaireVersion, opens_on: datetime.date, deadline: datetime.date
) -> None:
    """Raises InvalidCycle when a year cannot be opened like this."""
    problems = {}
    if not FIRST_YEAR <= year <= LAST_YEAR:
        problems["year"] = "out_of_range"
    if version.published_at is None:
        problems["version"] = "not_published"
    if deadline <= opens_on:
        problems["deadline"] = "before_opening"
    if problems:
        raise InvalidCycle(**problems)


@transaction.atomic
def change_days(
    cycle: Cycle,
    *,
    opens_on: datetime.date,
    deadline: datetime.date,
    reason: str,
    today: datetime.date,
    by: User | None,
) -> CycleAct | None:
    """Move the days of a year; return the act, or None when they are those already.

    Once it began the opening stays, the last day can't be in the past, and a reason is needed:
    members read it. Raises CycleClosed or InvalidCycle.
    """
    locked = lock(cycle)
    if (locked.opens_on, locked.deadline) == (opens_on, deadline):
        return None
    has_begun, reason = locked.opens_on <= today, reason.strip()
    problems = {}
    if has_begun and opens_on != locked.opens_on:
        problems["opens_on"] = "begun"
    if deadline <= opens_on:
        problems["deadline"] = "before_opening"
    elif has_begun and deadline < today:
        problems["deadline"] = "past"
    if has_begun:
        problems |= problem_of(reason)
    if problems:
        raise InvalidCycle(**problems)
    before = {"opens_before": locked.opens_on, "deadline_before": locked.deadline}
    locked.opens_on, locked.deadline = opens_on, deadline
    locked.save(update_fields=["opens_on", "deadline"])
    days = before | {"opens_on": opens_on, "deadline": deadline}
    told = {name: day.isoformat() for name, day in days.items()}
    return tell(locked, Kind.DATES, by=by, reason=reason, **told)


@transaction.atomic
def change_expected(
    cycle: Cycle, targets: Mapping[str, Sequence[int]] | None, reason: str, *, by: User | None
) -> CycleAct | None:
    """Set what is expected in this year; None leaves it to the questionnaire.

    It moves the target, never a score; what was frozen before keeps the target of then. Return the
    act, or None when it is so already. Raises CycleClosed or InvalidCycle.
    """
    locked = lock(cycle)
    own = locked.version.edition().expected
    if targets is not None:
        check_targets(targets, own)
        targets = {size: list(one) for size, one in targets.items()}
        if targets == {size: list(one) for size, one in own.items()}:
            targets = None
    if targets == locked.expected:
        return None
    if problem := problem_of(reason.strip()):
        raise InvalidCycle(**problem)
    before, locked.expected = locked.expected, targets
    locked.save(update_fields=["expected"])
    changed = {"before": before, "after": targets}
    return tell(locked, Kind.EXPECTED, by=by, reason=reason.strip(), **changed)


def check_targets(targets: Mapping[str, Sequence[int]], own: Mapping[str, Sequence[int]]) -> None:
    """Raises InvalidCycle when targets are not those of the same sizes and years, 0 to 100."""
    if {size: len(one) for size, one in targets.items()} != {
        size: len(one) for size, one in own.items()
    }:
        raise InvalidCycle(expected="incomplete")
    problems = {}
    for size, one in targets.items():
        for number, target in enumerate(one, 1):
            if not 0 <= target <= 100:
                problems[f"expected-{size}-{number}"] = "out_of_range"
            elif number > 1 and target < one[number - 2]:
                problems[f"expected-{size}-{number}"] = "falls"
    if problems:
        raise InvalidCycle(**problems)


@transaction.atomic
def seat(company: Company, cycle: Cycle, *, is_in: bool, reason: str, by: User | None) -> bool:
    """Say that a company takes part in a year, or does not; tell whether that was new.

    Must run in the company's scope. Raises CycleClosed, InvalidCycle, NotAMember, or HasBegun when
    the company opened its file.
    """
    locked = lock(cycle)
    reason = reason.strip()
    if problem := problem_of(reason):
        raise InvalidCycle(**problem)
    if is_in and company.status != Company.Status.MEMBER:
        raise NotAMember
    if not is_in and Assessment.objects.for_company(company).filter(cycle=locked).exists():
        raise HasBegun
    if takes_part(company, locked) == is_in:
        return False
    CycleSeat.objects.update_or_create(
        company=company,
        cycle=locked,
        defaults={
            "is_in": is_in,
            "reason": reason,
            "decided_by": by,
            "decided_at": timezone.now(),
        },
    )
    verb = "cycle.included" if is_in else "cycle.excluded"
    record(company, verb, by=by, year=locked.year, reason=reason)
    return True


def takes_part(company: Company, cycle: Cycle) -> bool:
    """Tell whether a company takes part in a year: as was decided, else by its membership.

    Must run in the company's scope. One query. The same rule as `took_part`.
    """
    own = CycleSeat.objects.for_company(company).filter(cycle=cycle).first()
    if own is not None:
        return own.is_in
    if company.joined_on is not None and company.joined_on > cycle.deadline:
        return False
    if company.status == Company.Status.LEFT:
        return company.left_on is not None and company.left_on > cycle.deadline
    return company.status == Company.Status.MEMBER


def took_part(cycle: Cycle) -> Q:
    """Return the condition for a company to be among the members of a year: on its last day.

    Unless the secretariat decided otherwise. For lists of companies what `takes_part` is for one.
    """
    own = CycleSeat.objects.filter(cycle=cycle, company=OuterRef("pk"))
    added = Q(Exists(own.filter(is_in=True)), status=Company.Status.MEMBER)
    return by_membership(cycle) & ~Exists(own.filter(is_in=False)) | added


def by_membership(cycle: Cycle) -> Q:
    """Return the condition for a company to be a member on the last day of a year."""
    had_joined = Q(joined_on=None) | Q(joined_on__lte=cycle.deadline)
    is_member = Q(status=Company.Status.MEMBER)
    left_later = Q(status=Company.Status.LEFT, left_on__gt=cycle.deadline)
    return had_joined & (is_member | left_later)


def is_left_out(company: Company, cycle: Cycle) -> bool:
    """Tell whether it was decided that a company does not take part. In its scope; one query."""
    own = CycleSeat.objects.for_company(company).filter(cycle=cycle, is_in=False)
    return own.exists()


def problem_of(reason: str) -> dict[str, str]:
    """Return what is wrong with a reason, as a code by field; nothing when it will do."""
    if len(reason) < LEAST_REASON:
        return {"reason": "too_short"}
    return {"reason": "too_long"} if len(reason) > MOST_REASON else {}


def lock(cycle: Cycle) -> Cycle:
    """Return the year locked until the transaction ends. Raises CycleClosed."""
    locked = Cycle.objects.with_version().select_for_update(of=("self",)).get(pk=cycle.pk)
    if locked.is_closing:
        raise CycleClosed
    return locked


def tell(cycle: Cycle, kind: str, *, by: User | None, **data: Any) -> CycleAct:
    """Write down what was done to a year."""
    return CycleAct.objects.create(cycle=cycle, kind=kind, by=by, data=data)
