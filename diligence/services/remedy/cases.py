"""Complaints: received, worked on by named people only, ended, and counted for everybody."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from companies.events import record
from companies.models import Company, Membership, User
from diligence.models import CaseNote, CaseSeat, GrievanceChannel, RemedyCase
from diligence.remedy.case import ENDED, check_step


class StaleCase(Exception):
    """A colleague changed the complaint since its writer last saw it; `case` is what stands."""

    def __init__(self, case: RemedyCase):
        super().__init__(case.pk)
        self.case = case


class NoSeat(Exception):
    """This person has no seat in the company, so can't be named at a complaint."""


class LastSeat(Exception):
    """Somebody must be able to open the complaint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDetails:
    """What is written of a complaint."""

    received_on: date
    channel: GrievanceChannel | None = None
    complainant: str = RemedyCase.Complainant.ANONYMOUS
    country: str = ""
    theme: str = ""
    is_urgent: bool = False
    due_on: date | None = None
    story: str = ""
    outcome: str = ""
    forms: Sequence[str] = ()
    satisfied: str = RemedyCase.Satisfied.UNKNOWN
    lessons: str = ""


FIELDS = tuple(field.name for field in fields(CaseDetails))


@transaction.atomic
def receive(company: Company, details: CaseDetails, *, by: User) -> RemedyCase:
    """Write down a complaint; only its writer opens it until somebody else is named.

    Raises NoSeat.
    """
    check_seat(company, by)
    Company.objects.select_for_update().get(pk=company.pk)  # one number at a time
    mine = RemedyCase.objects.for_company(company)
    number = (mine.aggregate(last=Max("number"))["last"] or 0) + 1
    values = {name: getattr(details, name) for name in FIELDS} | {"forms": list(details.forms)}
    case = RemedyCase.objects.create(company=company, number=number, **values)
    CaseSeat.objects.create(company=company, case=case, user=by, added_by=by)
    tell("case.received", case, by=by)
    return case


@transaction.atomic
def change_case(case: RemedyCase, details: CaseDetails, *, seen: int, by: User) -> RemedyCase:
    """Write the complaint anew. Raises StaleCase."""
    locked = locked_case(case, seen)
    for name in FIELDS:
        setattr(locked, name, getattr(details, name))
    locked.forms = list(details.forms)
    locked.version += 1
    locked.save()
    tell("case.changed", locked, by=by)
    return locked


@transaction.atomic
def step_case(case: RemedyCase, status: str, *, seen: int, by: User, text: str = "") -> RemedyCase:
    """Bring the complaint a step further. Raises StaleCase, IllegalStep or WordsNeeded."""
    locked = locked_case(case, seen)
    before = locked.status
    check_step(before, status, text)
    locked.status = status
    locked.closed_on = timezone.localdate() if status in ENDED else None
    locked.version += 1
    locked.save()
    keep_note(locked, before, status, text, by)
    tell("case.moved", locked, by=by, case_status=status)
    return locked


def note(case: RemedyCase, text: str, *, by: User) -> None:
    """Write down what was done or heard."""
    keep_note(case, "", "", text, by)
    tell("case.noted", case, by=by)


@transaction.atomic
def name_person(case: RemedyCase, user: User, *, by: User) -> None:
    """Let a colleague open the complaint. Raises NoSeat."""
    check_seat(case.company, user)
    _, is_new = CaseSeat.objects.get_or_create(
        company_id=case.company_id, case=case, user=user, ended_at=None, defaults={"added_by": by}
    )
    if is_new:
        record(case.company, "case.opened_to", by=by, names={"person": str(user)}, n=case.number)


@transaction.atomic
def end_seat(case: RemedyCase, user: User, *, by: User) -> None:
    """Close the complaint to somebody. Raises LastSeat."""
    seats = CaseSeat.objects.for_company(case.company_id).filter(case=case, ended_at=None)
    held = list(seats.select_for_update())
    if [seat.user_id for seat in held] == [user.pk]:
        raise LastSeat
    if seats.filter(user=user).update(ended_at=timezone.now()):
        record(case.company, "case.closed_to", by=by, names={"person": str(user)}, n=case.number)


@dataclass(frozen=True, slots=True)
class Numbers:
    """What everybody may know of the complaints: how many, never who or what."""

    total: int
    is_open: int
    late: int
    by_theme: dict[str, int]
    by_status: dict[str, int]
    satisfied: dict[str, int]


def numbers(company: Company, today: date) -> Numbers:
    """Count the complaints. One query; it reads no words of anybody."""
    rows = RemedyCase.objects.for_company(company).values_list(
        "status", "theme", "satisfied", "due_on"
    )
    found = list(rows)
    going = [row for row in found if row[0] not in ENDED]
    return Numbers(
        total=len(found),
        is_open=len(going),
        late=sum(due is not None and due < today for _, _, _, due in going),
        by_theme=dict(Counter(theme for _, theme, _, _ in found if theme)),
        by_status=dict(Counter(status for status, _, _, _ in found)),
        satisfied=dict(Counter(said for status, _, said, _ in found if status == "closed")),
    )


def check_seat(company: Company, user: User) -> None:
    """Raises NoSeat."""
    if not Membership.objects.of_company(company).filter(user=user).exists():
        raise NoSeat(user.pk)


def locked_case(case: RemedyCase, seen: int) -> RemedyCase:
    """Return the complaint, locked. Raises StaleCase."""
    mine = RemedyCase.objects.for_company(case.company_id).select_related("company")
    locked = mine.select_for_update(of=("self",)).get(pk=case.pk)
    if locked.version != seen:
        raise StaleCase(locked)
    return locked


def keep_note(case: RemedyCase, before: str, after: str, text: str, by: User) -> None:
    """Add a line of the history."""
    CaseNote.objects.create(
        company_id=case.company_id, case=case, before=before, after=after, text=text.strip(), by=by
    )


def tell(verb: str, case: RemedyCase, *, by: User, **data) -> None:
    """Write down in the log that something happened: the number alone, no word of the content."""
    record(case.company, verb, by=by, n=case.number, **data)
