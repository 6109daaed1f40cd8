"""What a page or a file tells of a release."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.urls import reverse

from diligence.models import Cycle
from diligence.services.codes import check_address
from workgroups.disclosure.published import PublishedTable
from workgroups.figures.files import About
from workgroups.figures.names import CHAPTERS, Names
from workgroups.figures.shown import ShownTable, shown
from workgroups.models import Release


def names_in(years: Iterable[int]) -> dict[int, Names]:
    """Return what keys are called in each of these years. One query."""
    cycles = Cycle.objects.with_version().filter(year__in=set(years))
    return {cycle.year: Names(cycle.version.edition()) for cycle in cycles}


def about(release: Release, space: str) -> About:
    """Return what a release is; `space` is whose pages it is read on: figures or public-figures."""
    own = reverse(f"{space}:release", args=[release.number])
    published = release.published_at
    return About(
        number=release.number,
        title=release.title,
        audience=release.audience,
        years=tuple(release.years),
        fixed_on=release.fixed_on,
        published_on=published.date() if published else None,
        companies=release.companies,
        rules=release.rules,
        sha256=release.sha256,
        sources_sha256=release.sources_sha256,
        code=release.code,
        address=f"{settings.PUBLIC_URL}{own}",
        check=check_address(),
        corrects=release.corrects.number if release.corrects else "",
        correction=release.correction,
    )


def in_chapters(
    tables: Sequence[PublishedTable], names: Names
) -> list[tuple[str, str, list[ShownTable]]]:
    """Return the tables of one year as the chapters of a page; what no chapter names comes last."""
    by_name = {table.name: table for table in tables}
    found = []
    for anchor, head, wanted in CHAPTERS:
        mine = [shown(by_name.pop(name), names) for name in wanted if name in by_name]
        if mine:
            found.append((anchor, str(head), mine))
    if by_name:
        found.append(("meer", "", [shown(table, names) for table in by_name.values()]))
    return found
