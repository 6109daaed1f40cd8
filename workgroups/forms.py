"""What the reader of the dashboard asked for: from the address, and back into addresses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diligence.framework.schema import Edition
from workgroups.aggregation.selection import (
    BEST_FIRST,
    HANDED_IN,
    NO_BAND,
    SORTS,
    STATUSES,
    Selection,
)

MOST_LETTERS = 80

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Filter:
    """One list to choose from: its name in the address, its label, and `(value, words)` pairs."""

    name: str
    label: str
    everything: str
    choices: Choices
    chosen: str

    @property
    def words(self) -> str:
        """Return the words of what was chosen; empty when nothing was."""
        return dict(self.choices).get(self.chosen, "")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address of the page without it."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A column that can be sorted by: its words, its address, and how it is sorted now."""

    name: str
    words: str
    url: str
    sorted: str
    """`ascending`, `descending`, or empty: the value of aria-sort."""


def selection_in(query: QueryDict, edition: Edition) -> Selection:
    """Return what this address asks for; words nobody knows are as if they were not there."""
    choices = choices_of(edition)
    wanted = query.get("sort", "")
    sort = wanted.removeprefix("-")
    return Selection(
        words=" ".join(query.get("q", "")[:MOST_LETTERS].replace("\0", "").split()),
        late=query.get("late") == "1",
        sort=sort if sort in SORTS else "name",
        descending=sort in SORTS and wanted.startswith("-"),
        **{
            name: value
            for name, known in choices.items()
            if (value := query.get(name, "")) in dict(known)
        },
    )


def choices_of(edition: Edition) -> dict[str, Choices]:
    """Return what can be chosen in each list, in the reader's language."""
    language = get_language()
    return {
        "status": status_choices(),
        "band": [
            *((band.key, band.name.get(language)) for band in edition.bands),
            (NO_BAND, _("Nog geen score")),
        ],
        "size": [(size.key, size.name.get(language)) for size in edition.sizes],
        "chain": [(place.key, place.name.get(language)) for place in edition.chain_positions],
    }


def status_choices() -> Choices:
    """Return the states of a file as lists name them, in the order of the work."""
    words = {
        "idle": _("Nog niet begonnen"),
        "draft": _("Concept"),
        "submitted": _("Ingediend"),
        "questions_open": _("Vragen open"),
        "accepted": _("Akkoord"),
        "closed": _("Gesloten"),
    }
    every = (HANDED_IN, _("Ingediend of verder"))
    return [*((status, words[status]) for status in STATUSES), every]


def filters_of(selection: Selection, edition: Edition) -> list[Filter]:
    """Return the lists above the table."""
    labels = {
        "status": (_("Status"), _("Alle")),
        "band": (_("Niveau"), _("Alle")),
        "size": (_("Bedrijfsgrootte"), _("Alle")),
        "chain": (_("Plaats in de keten"), _("Alle")),
    }
    return [
        Filter(name, *labels[name], choices, getattr(selection, name))
        for name, choices in choices_of(edition).items()
    ]


def chips_of(selection: Selection, filters: Sequence[Filter]) -> list[Chip]:
    """Return a chip for each filter that is on."""
    chips = [
        Chip(f"{one.label}: {one.words}", address(without(selection, one.name)))
        for one in filters
        if one.chosen
    ]
    if selection.late:
        chips.append(Chip(_("Te laat"), address(replace(selection, late=False))))
    if selection.words:
        words = _("Naam: “%s”") % selection.words
        chips.append(Chip(words, address(without(selection, "words"))))
    return chips


def without(selection: Selection, name: str) -> Selection:
    """Return the selection without one of its filters."""
    cleared: dict[str, Any] = {name: ""}
    return replace(selection, **cleared)


def headings_of(selection: Selection, words: Mapping[str, str]) -> dict[str, Heading]:
    """Return a heading for each column: following it sorts, following it again turns it round."""
    return {name: heading(selection, name, text) for name, text in words.items()}


def heading(selection: Selection, name: str, words: str) -> Heading:
    """Return the heading of one column."""
    is_current = selection.sort == name
    down = not selection.descending if is_current else name in BEST_FIRST
    now = ("descending" if selection.descending else "ascending") if is_current else ""
    return Heading(name, words, address(replace(selection, sort=name, descending=down)), now)


def address(selection: Selection) -> str:
    """Return the address of a selection on the same page, at the list."""
    return f"?{query_of(selection)}#leden"


def query_of(selection: Selection) -> str:
    """Return a selection as the query of an address: only what differs from everything."""
    return urlencode(list(pairs_of(selection)))


def pairs_of(selection: Selection) -> Iterator[tuple[str, str]]:
    """Yield the words of an address."""
    for name in ("status", "band", "size", "chain"):
        if value := getattr(selection, name):
            yield name, value
    if selection.late:
        yield "late", "1"
    if selection.words:
        yield "q", selection.words
    if selection.sort != "name" or selection.descending:
        yield "sort", f"{'-' * selection.descending}{selection.sort}"
