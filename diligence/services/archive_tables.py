"""What of a company's chain, risks, plan and complaints goes in its archive, as tables.

The column names in the JSON are those of the models and stay when the interface changes; the pages
show the same rows in words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Choices, Model, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext

from diligence.framework.catalogues import catalogue

Words = Callable[[Any], str]
"""Tells a value in the language of the page."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the name of a field, or a path to it with dots, and how it is told."""

    name: str
    title: str | Promise
    words: Words | None = None
    is_for_programs: bool = False
    """Whether it stands in the JSON alone: what ties rows together tells a person nothing."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind, each value as it is stored."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Any]]

    @property
    def shown(self) -> list[Column]:
        """Return the columns that a page has."""
        return [one for one in self.columns if not one.is_for_programs]

    def in_words(self) -> list[list[str]]:
        """Return the rows as a person reads them."""
        return [[told(row[one.name], one.words) for one in self.shown] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Tables that belong together: one page and one JSON file, `place` without its ending."""

    place: str
    title: str
    tables: Sequence[Table]
    note: str = ""

    @property
    def root(self) -> str:
        """Return the way from the page to the root of the archive."""
        return "../" * self.place.count("/")

    def as_data(self) -> dict[str, Any]:
        """Return it for a program."""
        tables = {table.name: list(table.rows) for table in self.tables}
        return {"title": self.title, "note": self.note, **tables}


def table(
    name: str, title: str | Promise, columns: Sequence[Column], found: Iterable[Model] | QuerySet
) -> Table:
    """Return these rows as a table, titles in the language that is active now."""
    rows = [{one.name: plain(value_of(row, one.name)) for one in columns} for row in found]
    return Table(name, str(title), columns, rows)


def value_of(row: Model, path: str) -> Any:
    """Follow a path such as `supplier.name`; nothing where the way ends."""
    value: Any = row
    for name in path.split("."):
        value = getattr(value, name, None)
    return value


def plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | str | list | dict):
        return value
    return str(value)


def told(value: Any, words: Words | None) -> str:
    """Return a value in words; nothing for nothing."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nee")
    if isinstance(value, list):
        return ", ".join(told(one, words) for one in value)
    return words(value) if words else str(value)


def listed(name: str) -> Words:
    """Return how a key of this catalogue is told: by its name."""

    def words(key: str) -> str:
        entry = catalogue(name).get(key)
        return entry.text.get(get_language() or "nl") if entry else key

    return words


def chosen(choices: type[Choices]) -> Words:
    """Return how a choice is told."""
    labels = dict(choices.choices)
    return lambda value: str(labels.get(value, value))


def on_day(value: str) -> str:
    """Tell a day."""
    return date_format(date.fromisoformat(value[:10]), "j F Y")


def answered(name: str, *said: Words) -> Words:
    """Return how answers by key of this catalogue are told: each after its question."""

    def words(value: Mapping[str, Any]) -> str:
        key_in_words = listed(name)
        return "; ".join(f"{key_in_words(key)}: {said_of(one)}" for key, one in value.items())

    def said_of(one: Any) -> str:
        if not isinstance(one, Mapping):
            return str(one)
        level, note = said[0](one.get("meets", "")), one.get("note", "")
        return f"{level} ({note})" if note else level

    return words
