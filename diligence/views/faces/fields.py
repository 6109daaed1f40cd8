"""One control: of a question, or of a cell in a table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.utils import timezone
from django.utils.translation import get_language

from diligence.forms import as_typed
from diligence.framework import typed_lists
from diligence.framework.answer_text import date_text
from diligence.framework.catalogues import catalogue
from diligence.framework.choices import Lists, options_of
from diligence.framework.cleaning import TODAY
from diligence.framework.schema import Edition, Field, Kind, Option, Size
from diligence.framework.values import MOST_EXPLANATION

LONG_LIST = 12
"""With more entries than this a shared list folds away, or gets a search box."""
WIDE_TEXT = 160
"""A cell whose text may be longer gets a line of its own."""
LONG_OPTION = 28
"""Longer options get wide tiles."""
MOST_TYPED: Mapping[str, int] = {
    Kind.SHORT_TEXT: 200,
    Kind.LONG_TEXT: 4000,
    Kind.LINK: 2000,
    Kind.NUMBER: 40,
    Kind.DATE: 40,
}
"""Characters a control takes when the questionnaire names no number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionFace:
    """One option of a choice."""

    key: str
    text: str
    alone: bool
    is_hidden: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelFace:
    """One step of the ladder of a maturity question."""

    level: int
    text: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class FieldFace:
    """A control with what stands in it."""

    field: Field
    edition: Edition
    name: str
    id: str
    value: object
    """As it is typed: a text, or a list of keys."""
    described_by: str = ""
    label: str = ""
    """What a cell is called; a question is its own label."""
    in_row: bool = False
    problem: str = ""
    """What is wrong with what stands in it."""
    is_missing: bool = False
    """It is empty and has to be filled in before the question is answered."""
    is_open: bool = True
    """A cell that the cells to its left do not ask for is closed."""
    hidden_options: frozenset[str] = frozenset()
    lists: Lists | None = None
    list_id: str = ""
    """Where the names typed before stand in the page."""
    size: Size | None = None

    @property
    def template(self) -> str:
        """Return the template of this kind of control."""
        return f"diligence/_question_{self.looks_like}.html"

    @property
    def looks_like(self) -> str:
        """Return which control fits: kind, number of options and place decide."""
        kind = self.field.kind
        if typed_lists.is_typed(self.field):
            return "names" if kind == Kind.MULTIPLE else "name"
        if kind == Kind.CHOICE:
            return "select" if self.in_row or self.is_long else "radios"
        if kind == Kind.MULTIPLE:
            return "search" if self.is_long else "checks"
        texts: Mapping[str, str] = {Kind.SHORT_TEXT: "line", Kind.LONG_TEXT: "text"}
        return texts.get(kind, str(kind))

    @property
    def is_group(self) -> bool:
        """Tell whether it is several controls, named by a legend instead of a label."""
        return self.looks_like in ("radios", "checks", "search", "maturity")

    @cached_property
    def is_long(self) -> bool:
        """Tell whether it is a shared list with too many entries to show side by side.

        Options that were written for the question are all there to be read, however many.
        """
        return bool(self.field.catalogue) and len(self.all_options) > LONG_LIST

    @cached_property
    def all_options(self) -> tuple[Option, ...]:
        """Return the options, those hidden by a condition too."""
        return options_of(self.field, self.edition, self.lists)

    @cached_property
    def options(self) -> list[OptionFace]:
        """Return the options as the page shows them."""
        language, chosen = get_language(), self.chosen
        return [
            OptionFace(
                key=option.key,
                text=option.text.get(language),
                alone=option.alone,
                is_hidden=option.key in self.hidden_options and option.key not in chosen,
                is_chosen=option.key in chosen,
            )
            for option in self.all_options
        ]

    @cached_property
    def chosen(self) -> list[str]:
        """Return the chosen keys, of one choice or of several."""
        return self.value if isinstance(self.value, list) else [str(self.value)]

    @cached_property
    def told(self) -> str:
        """Return what stands in it on one line, for who only reads it; nothing when empty."""
        value = self.value
        if self.field.kind in (Kind.CHOICE, Kind.MULTIPLE):
            names = names_of(self.field, self.edition, self.lists)
            return ", ".join(names.get(key, key) for key in self.chosen if key)
        if self.field.kind == Kind.DATE and value and self.is_iso_date:
            return date_text(str(value), get_language() or "nl", short=True)
        return f"{value} {self.unit}".strip() if value else ""

    @property
    def sent(self) -> list[str]:
        """Return the values that its control sends."""
        if not isinstance(self.value, list):
            return [str(self.value)]
        return [self.names] if typed_lists.is_typed(self.field) else self.value

    @property
    def names(self) -> str:
        """Return typed names, one on a line."""
        return "\n".join(self.chosen)

    @property
    def levels(self) -> list[LevelFace]:
        """Return the described levels, in the wording for this company's size."""
        language = get_language()
        return [
            LevelFace(
                level=level.level,
                text=level.text_for(self.size).get(language),
                is_chosen=str(level.level) == self.value,
            )
            for level in self.field.levels
        ]

    @property
    def max_length(self) -> int:
        """Return how many characters fit."""
        if typed_lists.is_typed(self.field):
            return typed_lists.MOST_NAME
        return self.field.max_length or MOST_TYPED.get(self.field.kind, MOST_EXPLANATION)

    @property
    def unit(self) -> str:
        """Return what a number counts."""
        return self.field.unit.get(get_language()) if self.field.unit else ""

    @property
    def is_wide(self) -> bool:
        """Tell whether a cell needs the whole width of its row."""
        wide = ("checks", "search", "names", "text")
        return self.looks_like in wide or (self.field.max_length or 0) > WIDE_TEXT

    @property
    def has_long_options(self) -> bool:
        """Tell whether the options need wide tiles."""
        return any(len(option.text) > LONG_OPTION for option in self.options)

    @property
    def first_day(self) -> str:
        """Return the first day that fits; nothing when every day does."""
        return day_of(self.field.earliest)

    @property
    def last_day(self) -> str:
        """Return the last day that fits; nothing when every day does."""
        return day_of(self.field.latest)

    @property
    def is_iso_date(self) -> bool:
        """Tell whether a date box can show this; other typed text needs a text box."""
        value = str(self.value)
        return not value or (len(value) == 10 and value[4] == value[7] == "-")

    @property
    def first(self) -> str:
        """Return the id to lead to: the first control of a group, or the control."""
        return f"{self.id}-1" if self.is_group else self.id


def day_of(written: str) -> str:
    """Return a bound as a day: "today" is the day the page is made."""
    return timezone.localdate().isoformat() if written == TODAY else written


def names_of(field: Field, edition: Edition, lists: Lists | None) -> Mapping[str, str]:
    """Return the names of all options by key, in the language of the page."""
    language = get_language() or "nl"
    if field.catalogue and not typed_lists.is_typed(field):
        return catalogue_names(field.catalogue, language)
    return {o.key: o.text.get(language) for o in options_of(field, edition, lists)}


@lru_cache(maxsize=64)
def catalogue_names(name: str, language: str) -> Mapping[str, str]:
    """Return the names of a shared list by key; once per language and process."""
    return {entry.key: entry.text.get(language) for entry in catalogue(name)}


def typed(field: Field, value: object, *, as_kept: bool) -> object:
    """Return what stands in the control: kept values are written as people type them."""
    if as_kept or value is None:
        return as_typed(field, value, get_language() or "nl")
    return value


def texts(lines: Iterable[str]) -> str:
    """Return ids in one attribute, without the empty ones."""
    return " ".join(filter(None, lines))
