"""Who works on which part, and calling a part complete."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from companies.events import record
from companies.models import Membership, User
from diligence.models import Assessment, PartWork
from diligence.services import telling
from diligence.services.answers import lock


class NotAColleague(Exception):
    """Work can be given to people with a seat in this company only."""


@dataclass(frozen=True, slots=True)
class Team:
    """The people of a company, who of them works on a part, and who called it complete when."""

    people: Sequence[User]
    assigned_to: User | None
    completed_at: datetime | None
    completed_by: str


def team_of(assessment: Assessment, part: str) -> Team:
    """Return who could work on a part and who does. One query."""
    work = PartWork.objects.for_company(assessment.company_id)
    work = work.filter(assessment=assessment, part=part)
    seats = Membership.objects.of_company(assessment.company_id).annotate(
        is_assigned=Exists(work.filter(assigned_to=OuterRef("user_id"))),
        part_completed_at=Subquery(work.values("completed_at")[:1]),
        part_completed_by=Subquery(work.values("completed_by__name")[:1]),
    )
    found = list(seats)
    if not found:
        return Team((), None, None, "")
    assigned = next((seat.user for seat in found if seat.is_assigned), None)
    first = found[0]
    people = [seat.user for seat in found]
    return Team(people, assigned, first.part_completed_at, first.part_completed_by or "")


def work_on(assessment: Assessment, part: str) -> PartWork:
    """Return the row of this part, made when it is not there yet.

    Raises LookupError, or AssessmentClosed when nobody works on this file now.
    """
    assessment.edition.part(part)
    lock(assessment)
    work, _ = PartWork.objects.get_or_create(
        company_id=assessment.company_id, assessment=assessment, part=part
    )
    return work


def assign(assessment: Assessment, part: str, person: User | None, *, by: User) -> PartWork:
    """Give a part to a colleague, or to nobody.

    Raises NotAColleague, LookupError or AssessmentClosed.
    """
    if person is not None:
        seats = Membership.objects.active().filter(company_id=assessment.company_id, user=person)
        if not seats.exists():
            raise NotAColleague(person)
    work = work_on(assessment, part)
    work.assigned_to = person
    work.save(update_fields=["assigned_to"])
    year = assessment.cycle.year
    if person is None:
        record(assessment.company, "part.unassigned", by=by, year=year, part=part)
    else:
        record(
            assessment.company,
            "part.assigned",
            by=by,
            about=person.pk,
            names={"person": str(person)},
            year=year,
            part=part,
        )
        telling.part_given(assessment, part, person, by=by)
    return work


def declare_complete(assessment: Assessment, part: str, *, by: User) -> PartWork:
    """Note that this person calls the part complete; changing an answer does not undo it.

    Raises LookupError or AssessmentClosed.
    """
    work = work_on(assessment, part)
    work.completed_at, work.completed_by = timezone.now(), by
    work.save(update_fields=["completed_at", "completed_by"])
    record(assessment.company, "part.completed", by=by, year=assessment.cycle.year, part=part)
    return work


def reopen(assessment: Assessment, part: str, *, by: User) -> PartWork:
    """Take the word back: the part is being worked on again. Raises as `declare_complete`."""
    work = work_on(assessment, part)
    work.completed_at = work.completed_by = None
    work.save(update_fields=["completed_at", "completed_by"])
    record(assessment.company, "part.reopened", by=by, year=assessment.cycle.year, part=part)
    return work
