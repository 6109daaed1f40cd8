"""Every read across companies that the register of releases asks.

As in `workgroups.queries`: everything is fetched before the scope closes. Nothing that serves
parties, the public or members imports this.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import BooleanField, F, Func, OuterRef, Q, Subquery, Value

from companies.models import Company
from convenant.tenancy.sector import sector_scope
from diligence.models import Assessment, Basis, SummaryFact
from diligence.summary.measures import Measure
from workgroups.models import Release, ReleaseComment, ReleaseConsultation, ReleaseSource

Why = ReleaseConsultation.Why


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """The frozen file of one company that figures of a year are made from."""

    year: int
    company: UUID
    assessment: UUID
    sha256: str


def accepted_sources(years: Sequence[int]) -> list[Source]:
    """Return the frozen file of every company that counts in these years. One statement.

    The very rows that the gate counts: a file is in as long as it is accepted or closed.
    """
    files = Assessment.objects.filter(company=OuterRef("company"), cycle=OuterRef("cycle"))
    counted = SummaryFact.objects.filter(
        cycle__year__in=years, basis=Basis.ACCEPTED, measure=Measure.FILE
    )
    rows = counted.annotate(file=Subquery(files.values("pk")[:1])).values_list(
        "cycle__year", "company_id", "file", "sha256"
    )
    with sector_scope():
        return sorted(Source(*row) for row in rows)


def sources_of(release: Release) -> list[tuple[Source, str]]:
    """Return what a release was made from, each with the company's name, by year and name."""
    with sector_scope():
        rows = ReleaseSource.objects.filter(release=release).order_by("year", "company__name", "pk")
        found = rows.values_list("company__name", "year", "company_id", "assessment_id", "sha256")
        return [
            (Source(year, company, file, sha), name) for name, year, company, file, sha in found
        ]


@dataclass(frozen=True, slots=True)
class ToAsk:
    """A company that is to be asked what it thinks of figures, and why."""

    slug: str
    company: UUID
    why: str


def companies_to_ask(release: Release, *, asks_all: bool, after: str, most: int) -> list[ToAsk]:
    """Return the next companies to ask, in the order of their names in addresses. Three statements.

    Who is recognisable always; everybody whose file is in it, and every other member, when the
    secretariat wants all to see the figures first.
    """
    with sector_scope():
        sources = ReleaseSource.objects.filter(release=release)
        inside = set(sources.values_list("company_id", flat=True))
        recognisable = set(
            sources.filter(is_recognisable=True).values_list("company_id", flat=True)
        )
        wanted = Q(pk__in=recognisable)
        if asks_all:
            wanted |= Q(pk__in=inside) | Q(status=Company.Status.MEMBER)
        rows = Company.objects.filter(wanted, slug__gt=after).order_by("slug")
        found = list(rows.values_list("slug", "pk")[:most])
    return [
        ToAsk(slug, pk, why_of(pk, inside=inside, recognisable=recognisable)) for slug, pk in found
    ]


def why_of(company: UUID, *, inside: set[UUID], recognisable: set[UUID]) -> str:
    """Return the heaviest reason to ask this company."""
    if company in recognisable:
        return Why.RECOGNISABLE
    return Why.INSIDE if company in inside else Why.MEMBER


@dataclass(frozen=True, slots=True)
class Said:
    """What one company said of a release, newest first."""

    slug: str
    name: str
    why: str
    stands: str
    """`agree`, `object`, or nothing for who said neither."""
    comments: tuple[tuple[str, str, datetime, str], ...]
    """Kind, words, moment and who."""


def said_of(release: Release) -> list[Said]:
    """Return every company that was asked with what it said, by name. Two statements."""
    with sector_scope():
        asked = ReleaseConsultation.objects.filter(release=release).order_by("company__name", "pk")
        companies = list(asked.values_list("pk", "company__slug", "company__name", "why"))
        comments = ReleaseComment.objects.filter(consultation__release=release)
        rows = comments.order_by("-at", "pk").values_list(
            "consultation_id", "kind", "text", "at", "by__name"
        )
        said: dict[UUID, list] = {}
        for pk, *row in rows:
            said.setdefault(pk, []).append(tuple(row))
    return [
        Said(slug, name, why, stand_in(said.get(pk, [])), tuple(said.get(pk, [])))
        for pk, slug, name, why in companies
    ]


def stand_in(comments: Sequence[tuple]) -> str:
    """Return how a company stands: its newest word that agrees or objects."""
    stands = (kind for kind, *_ in comments if kind in ReleaseComment.STANDS)
    return next(stands, "")


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What of the members stands in the way of going out."""

    objecting: tuple[str, ...] = ()
    """Names of companies that object."""
    silent: int = 0
    """So many that were asked said neither yes nor no."""
    until: date | None = None
    """The last day on which they may, while it is not over and matters."""

    @property
    def is_none(self) -> bool:
        """Tell whether nothing stands in the way."""
        return not self.objecting and self.until is None


def hindrance_to(release: Release, today: date) -> Hindrance:
    """Return what of the members stands in the way. Two statements."""
    said = said_of(release)
    objecting = tuple(one.name for one in said if one.stands == ReleaseComment.Kind.OBJECT)
    silent = sum(not one.stands for one in said)
    last = release.comment_until
    waits = last is not None and last >= today and silent > 0
    return Hindrance(objecting, silent, last if waits else None)


def reviewed_files(release: Release, person: UUID) -> bool:
    """Tell whether this person had a part in reviewing a file in the release. One statement.

    The same function as the database asks when somebody signs.
    """
    asked = Func(
        Value(person),
        F("pk"),
        function="convenant.reviewed_in_release",
        output_field=BooleanField(),
    )
    with sector_scope():
        return Release.objects.filter(pk=release.pk).values_list(asked, flat=True).get()
