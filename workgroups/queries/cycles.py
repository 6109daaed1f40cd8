"""What the pages of a monitoring year ask across companies."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from companies.models import Company
from convenant.tenancy.sector import sector_scope
from diligence.models import Assessment, Cycle, CycleSeat, Extension
from diligence.services.cycles import took_part
from workgroups.queries.members import members_in


@dataclass(frozen=True, slots=True)
class Asked:
    """A member that asked for more time, until a day."""

    slug: str
    name: str
    until: date


@dataclass(frozen=True, slots=True)
class Counts:
    """How many members of a year are how far."""

    members: int = 0
    idle: int = 0
    """No file yet, or not one question dealt with."""
    draft: int = 0
    submitted: int = 0
    questions_open: int = 0
    accepted: int = 0
    closed: int = 0
    extended: int = 0
    """Not handed in, with more time that is not over yet."""
    asked_time: tuple[Asked, ...] = ()
    """Who asked for more time and waits to hear, the longest waiting first."""

    @property
    def not_handed_in(self) -> int:
        """Return how many never handed in."""
        return self.idle + self.draft

    @property
    def waiting(self) -> int:
        """Return how many files the secretariat and the member still talk about."""
        return self.submitted + self.questions_open


def counts_of(cycle: Cycle, today: date) -> Counts:
    """Return how far the members of a year are. Three statements, however many there are."""
    with sector_scope():
        members = list(members_in(cycle))
        asked = tuple(Asked(*row) for row in time_rows(cycle))
    found = Counter("idle" if member.is_idle else member.status for member in members)
    waits = [one for one in members if one.extended and not one.is_handed_in]
    extended = sum(one.extended >= today for one in waits if one.extended)
    return Counts(members=len(members), extended=extended, asked_time=asked, **found)


def time_rows(cycle: Cycle) -> QuerySet:
    """Return who waits to hear whether there is more time, in the order of Asked's fields."""
    waiting = Extension.objects.waiting().filter(
        assessment__cycle=cycle, assessment__submitted_at=None
    )
    rows = waiting.order_by("asked_at", "pk")
    return rows.values_list("company__slug", "company__name", "until")


def members_after(cycle: Cycle, slug: str, most: int) -> list[str]:
    """Return the next members of a year by their name in addresses. One statement."""
    with sector_scope():
        rest = Company.objects.filter(took_part(cycle), slug__gt=slug).order_by("slug")
        return list(rest.values_list("slug", flat=True)[:most])


def files_to_close(cycle: Cycle, most: int) -> list[tuple[UUID, UUID]]:
    """Return the company and id of the next accepted files of a year. One statement."""
    with sector_scope():
        files = Assessment.objects.filter(cycle=cycle, status=Assessment.Status.ACCEPTED)
        return list(files.order_by("pk").values_list("company_id", "pk")[:most])


@dataclass(frozen=True, slots=True)
class Seat:
    """A company that takes part in a year, or does not, other than its membership says."""

    slug: str
    name: str
    is_in: bool
    reason: str
    decided_at: datetime
    decided_by: str | None


def seats_of(cycle: Cycle) -> list[Seat]:
    """Return what was decided about who takes part, by name. One statement."""
    with sector_scope():
        rows = CycleSeat.objects.filter(cycle=cycle).order_by("company__name", "pk")
        found = rows.values_list(
            *("company__slug", "company__name", "is_in", "reason", "decided_at"),
            "decided_by__name",
        )
        return [Seat(*row) for row in found]
