"""The files that the secretariat reviews."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from companies.models import Company
from convenant.tenancy.sector import sector_scope
from diligence.models import Assessment, Cycle, Risk
from workgroups.aggregation.desk import GRAVE, Waiting
from workgroups.queries.fields import number, of_figures, seconds

OWN_FILES = 8
"""So many of somebody's own files stand beside the one under review."""


@dataclass(frozen=True, slots=True)
class Queue:
    """The files of one monitoring year that were handed in, and the years there are."""

    year: int
    years: tuple[int, ...]
    """Newest first."""
    files: tuple[Waiting, ...]


def review_queue(year: int) -> Queue:
    """Return what the secretariat reviews in this year. Two statements, however many files.

    Always of the primary: who holds a file is never some seconds old. Raises Cycle.DoesNotExist.
    """
    with sector_scope():
        years = tuple(Cycle.objects.order_by("-year").values_list("year", flat=True))
        if year not in years:
            raise Cycle.DoesNotExist(year)
        return Queue(year, years, tuple(Waiting(*row) for row in review_rows(year)))


def own_queue(year: int, person: UUID) -> list[Waiting]:
    """Return the files in review that are this person's, the longest waiting first. One statement.

    Asked on the page of one file, inside that company's scope, which is open again after it.
    """
    with sector_scope():
        mine = Q(reviews__assigned_to=person) | Q(reviews__held_by=person)
        rows = review_rows(year).filter(mine, status__in=["submitted", "questions_open"])
        return [Waiting(*row) for row in rows.order_by("submitted_at", "pk")[:OWN_FILES]]


def review_rows(year: int) -> QuerySet:
    """Return the members' files of a year that were handed in, in the order of Waiting's fields."""
    files = Assessment.objects.filter(
        company__status=Company.Status.MEMBER, cycle__year=year, submitted_at__isnull=False
    )
    kept = Risk.objects.kept().filter(assessment=OuterRef("pk")).order_by().values("assessment")
    grave = kept.filter(severity__gte=GRAVE).values(n=Count("pk"))
    zero = Value("0", TextField())
    return files.values_list(
        "company__slug",
        "company__name",
        "status",
        seconds("submitted_at"),
        number(Coalesce(of_figures("weak"), zero)),
        number(Coalesce(of_figures("unsure"), zero)),
        number(of_figures("changed")),
        Coalesce(of_figures("checks"), Value("{}", TextField())),
        Subquery(kept.values(gravest=Max("severity"))),
        Coalesce(Subquery(grave), 0),
        "reviews__assigned_to",
        Coalesce("reviews__assigned_to__name", Value("")),
        "reviews__held_by",
        Coalesce("reviews__held_by__name", Value("")),
        seconds("reviews__held_since"),
    )
