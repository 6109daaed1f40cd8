"""Gather what an annual report is made from: chapters as they stand, and one release's tables."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from diligence.framework.bridge import is_same_method
from diligence.framework.document import canonical_json, sha256_of
from diligence.models import Cycle
from workgroups.annual.content import FORMAT, VERSION
from workgroups.annual.figures import figure_of
from workgroups.annual.outline import FIGURES
from workgroups.annual.prose import BadMarker, markers_in
from workgroups.annual.reading import annual_in
from workgroups.annual.words import labels_of
from workgroups.disclosure.published import PublishedTable
from workgroups.models import AnnualChapter, AnnualReport, Release
from workgroups.released_queries import latest, tables_in, tables_of

LANGUAGES = ("nl", "en")
MOST_YEARS = 5
"""So many years before the release's own are looked back on."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a report can't be made: `kind` is no_text, bad_marker or not_told; at which chapter."""

    kind: str
    chapter: AnnualChapter
    language: str
    name: str = ""


def content_of(report: AnnualReport, release: Release) -> dict[str, Any]:
    """Return the content of a report with this release, as it is stored."""
    earlier = releases_before(release)
    tables = [*tables_in(release), *(table for one in earlier.values() for table in one.tables)]
    cycles = cycles_of({*release.years, *earlier})
    editions = {cycle.year: cycle.version.edition() for cycle in cycles}
    edition = editions[report.cycle.year]
    return {
        "format": FORMAT,
        "version": VERSION,
        "year": report.cycle.year,
        "release": {
            "number": release.number,
            "title_nl": release.title_nl,
            "title_en": release.title_en,
            "audience": release.audience,
            "rules": release.rules,
            "fixed_on": release.fixed_on.isoformat(),
            "signed_on": release.signed_at and release.signed_at.date().isoformat(),
            "code": release.code,
        },
        "earlier": {str(year): one.number for year, one in earlier.items()},
        "methods": methods_of(editions),
        "tables": [table.to_json() for table in tables],
        "labels": {language: labels_of(tables, edition, language) for language in LANGUAGES},
        "chapters": [
            {"key": chapter.key} | chapter.words()
            for chapter in report.chapters.all()
            if chapter.is_shown
        ],
    }


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was published of an earlier year, for the same readers."""

    number: str
    tables: Sequence[PublishedTable]


def releases_before(release: Release) -> dict[int, Earlier]:
    """Return by year, the newest first, what these readers may read of the years before it."""
    first = min(release.years)
    found: dict[int, Earlier] = {}
    for year in range(first - 1, first - 1 - MOST_YEARS, -1):
        if one := latest(release.audience, year):
            mine = [table for table in tables_of(one) if table.year == year]
            found[year] = Earlier(one.number, mine)
    return found


def cycles_of(years: Collection[int]) -> Sequence[Cycle]:
    """Return these monitoring years, the oldest first."""
    return list(Cycle.objects.with_version().filter(year__in=years).order_by("year"))


def methods_of(editions: dict[int, Any]) -> dict[str, int]:
    """Return for each year a number: years with the same number were scored alike."""
    found: dict[str, int] = {}
    number, before = 0, None
    for year, edition in sorted(editions.items()):
        if before is None or not is_same_method(before.scoring, edition.scoring):
            number += 1
        found[str(year)] = number
        before = edition
    return found


def problems_in(report: AnnualReport, content: dict[str, Any]) -> Iterator[Problem]:
    """Yield why the report can't be made from this content; nothing when it can."""
    chapters = {chapter.key: chapter for chapter in report.chapters.all()}
    for kept in content["chapters"]:
        chapter = chapters[kept["key"]]
        for language in LANGUAGES:
            text = kept[f"text_{language}"]
            if not text.strip() and chapter.key != FIGURES:
                yield Problem("no_text", chapter, language)
            yield from markers_that_fail(chapter, text, language, content)


def markers_that_fail(
    chapter: AnnualChapter, text: str, language: str, content: dict[str, Any]
) -> Iterator[Problem]:
    """Yield the markers of a text that this release can't fill."""
    annual = annual_in(content, language)
    try:
        with translation.override(language):
            for _line, kind, name in markers_in(text):
                told = figure_of(name, annual) if kind == "figure" else annual.table(name)
                if told is None:
                    yield Problem("not_told", chapter, language, name)
    except BadMarker as bad:
        yield Problem("bad_marker", chapter, language, bad.marker)


def canonical(content: dict[str, Any]) -> tuple[str, str]:
    """Return the content as it is kept, and its hash."""
    return canonical_json(content), sha256_of(content)
