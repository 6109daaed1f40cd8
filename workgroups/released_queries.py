"""What was released, for everybody who is not the secretariat: published releases and no others.

The pages of the parties and of the public, a member's own place, the API and the annual report read
the figures of the sector here and nowhere else. No table of a company is read.
"""

from collections.abc import Sequence

from django.db.models import QuerySet

from workgroups.disclosure.published import PublishedTable
from workgroups.models import Release

Audience, State = Release.Audience, Release.State
READS: dict[str, tuple[str, ...]] = {
    Audience.PUBLIC: (Audience.PUBLIC,),
    Audience.PARTIES: (Audience.PARTIES, Audience.PUBLIC),
}
"""Which releases an audience reads: what is for the public is for the parties too."""
WAS_OUT = (State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN)


def released(audience: str) -> QuerySet[Release]:
    """Return what this audience may read now, the newest first."""
    mine = Release.objects.filter(audience__in=READS[audience], state=State.PUBLISHED)
    return mine.select_related("corrects").order_by("-published_at", "-number")


def latest(audience: str, year: int) -> Release | None:
    """Return the newest release with figures of this year, or None. One query."""
    return released(audience).filter(years__contains=[year]).first()


def once_out(audience: str, number: str) -> Release | None:
    """Return a release that is or was out: who holds an old address is told what became of it.

    Of one that was superseded or withdrawn only that is to be told, never its figures (`tables_of`
    gives none). One query.
    """
    mine = Release.objects.filter(audience__in=READS[audience], state__in=WAS_OUT, number=number)
    return mine.select_related("corrects").first()


def replaced_by(release: Release) -> Release | None:
    """Return the erratum that took the place of a release; the last one of a row. Two queries."""
    found, seen = release, {release.pk}
    while found.state == State.SUPERSEDED:
        later = Release.objects.filter(corrects=found, state__in=WAS_OUT).first()
        if later is None or later.pk in seen:
            return None
        found = later
        seen.add(found.pk)
    return found if found is not release and found.is_out else None


def tables_of(release: Release) -> Sequence[PublishedTable]:
    """Return the tables of a release that is out; none of any other."""
    return tables_in(release) if release.is_out else ()


def tables_in(release: Release) -> list[PublishedTable]:
    """Return the tables of a release in whatever state: for who prepares, signs or comments."""
    return [PublishedTable.from_json(one) for one in release.tables]


def table(name: str, year: int, audience: str) -> tuple[Release, PublishedTable] | None:
    """Return the newest released table of this name and year with its release, or None."""
    for release in released(audience).filter(years__contains=[year]):
        for one in tables_of(release):
            if one.name == name and one.year == year:
                return release, one
    return None
