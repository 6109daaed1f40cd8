"""A release before it goes out: what is shown, what is withheld and why, beside last time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workgroups.disclosure.published import PublishedCell, PublishedTable
from workgroups.figures.names import WHYS, Names, head_of, title_of, unit_of
from workgroups.figures.shown import WITHHELD, coverage_of, in_words, telling
from workgroups.models import Release
from workgroups.released_queries import released, tables_in
from workgroups.services.figures import names_in


@dataclass(frozen=True, slots=True)
class Line:
    """One figure now and last time."""

    label: str
    now: str
    why: str
    last: str
    """Nothing when it was not in the last release."""


@dataclass(frozen=True, slots=True)
class Preview:
    """One table: its figures beside last time, and how many are withheld for which reason."""

    id: str
    title: str
    year: int
    unit: str
    coverage: str
    shown: int
    total: int
    whys: tuple[tuple[str, int], ...]
    last: str
    """The number of the release it stood in last."""
    lines: tuple[Line, ...]

    @property
    def withheld(self) -> int:
        """Return how many figures are not shown."""
        return self.total - self.shown


def previews(release: Release) -> list[Preview]:
    """Return every table of a release beside the last time it was released. Three queries."""
    before = former_tables(release)
    tables = tables_in(release)
    names = names_in(table.year for table in tables)
    return [preview_of(table, names[table.year], before) for table in tables]


Former = dict[tuple[str, int], tuple[str, PublishedTable]]


def former_tables(release: Release) -> Former:
    """Return the newest released table of each name and year, with the number of its release."""
    found: Former = {}
    earlier = released(Release.Audience.PARTIES).exclude(pk=release.pk)
    for one in earlier.filter(years__overlap=release.years):
        for table in tables_in(one):
            found.setdefault((table.name, table.year), (one.number, table))
    return found


def preview_of(table: PublishedTable, names: Names, before: Former) -> Preview:
    """Return one table beside last time."""
    number, last = before.get((table.name, table.year), ("", None))
    whys = Counter(str(WHYS.get(cell.why, cell.why)) for cell in table.cells if cell.is_withheld)
    return Preview(
        id=f"{table.name.replace('_', '-')}-{table.year}",
        title=title_of(table.name),
        year=table.year,
        unit=unit_of(table.name, table.kind),
        coverage=coverage_of(table),
        shown=sum(not cell.is_withheld for cell in table.cells),
        total=len(table.cells),
        whys=tuple(whys.most_common()),
        last=number,
        lines=tuple(lines_of(table, names, last)),
    )


def lines_of(table: PublishedTable, names: Names, last: PublishedTable | None) -> Iterator[Line]:
    """Yield the figures of a table, each with what it was."""
    was = {cell.key: cell for cell in last.cells} if last else {}
    shown = {cell.key for cell in telling(table)}
    for cell in table.cells:
        if cell.key not in shown and not cell.is_withheld:
            continue  # of a long table what is above nought, and what is withheld
        told = in_words(cell, table.kind)
        former = was.get(cell.key)
        yield Line(
            label=" · ".join(label_parts(table.dims, cell, names)),
            now=told.text,
            why=told.why,
            last=in_words(former, table.kind).text if former else "",
        )


def label_parts(dims: Sequence[str], cell: PublishedCell, names: Names) -> Iterator[str]:
    """Yield the words of a key."""
    for dim, key in zip(dims, cell.key, strict=True):
        yield names.of(dim, key)


__all__ = ["WITHHELD", "Line", "Preview", "head_of", "previews"]
