"""One question and all that belongs to it, as frozen objects; `schema.py` holds the edition."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from diligence.framework.header import Size
from diligence.framework.texts import Text
from diligence.framework.when import When

PROFILE = "profile"


class Kind(StrEnum):
    MATURITY = "maturity"
    CHOICE = "choice"
    MULTIPLE = "multiple"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    LINK = "link"
    TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    key: str
    text: Text
    alone: bool = False
    """Chosen alone: it excludes the other options."""
    when: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What a question and a column have in common: a kind, and what a value must be."""

    key: str
    kind: str
    text: Text
    when: When | None = None
    options: tuple[Option, ...] = ()
    options_from: str = ""
    """A question's key or `chain_positions`/`sizes`: its options are the options here."""
    catalogue: str = ""
    min_choices: int = 0
    max_length: int | None = None
    unit: Text | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    decimals: int = 0
    earliest: str = ""
    """`YYYY-MM-DD`, `today`, or empty."""
    latest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Field):
    """A column of a table. Its `key` is the last part only: `supplier`."""

    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    level: int
    text: Text
    micro: Text | None = None
    """Other means, same bar: the wording for up to 10 people."""

    def text_for(self, size: Size | str | None) -> Text:
        key = size.key if isinstance(size, Size) else size
        return self.micro if key == "micro" and self.micro else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    sizes: tuple[str, ...]
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    text: Text
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    types: tuple[str, ...]
    from_level: int | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refs:
    oecd: str = ""
    guidelines: tuple[str, ...] = ()
    ungp: tuple[str, ...] = ()
    sdg: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOf:
    """The companies that get a question; an empty tuple means all."""

    sizes: tuple[str, ...] = ()
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Field):
    """One question, with everything the page, the reviewer and the sums need of it."""

    step: str
    sub_action: str
    """`1.1`; empty in the profile."""
    hint: Text
    why: Why
    minutes: int
    decides: str = ""
    """`size` or `chain`: the profile answer that sets it; empty elsewhere."""
    weight: int = 0
    """1 to 3 for maturity questions; 0 for all others, which never score."""
    levels: tuple[Level, ...] = ()
    check: Text | None = None
    """One line for the reviewer, never shown to companies."""
    examples: tuple[Example, ...] = ()
    asked_of: AskedOf = AskedOf()
    evidence: Evidence | None = None
    refs: Refs = Refs()
    columns: tuple[Column, ...] = ()
    min_rows: int = 0
    max_rows: int | None = None
    row_name: Text | None = None
    hides_options: bool = field(init=False, repr=False)
    """Whether some of its options show to some companies only."""
    is_for_all: bool = field(init=False, repr=False)
    """Whether every company gets it, whatever it answers."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "hides_options", any(option.when for option in self.options))
        asked_of = self.asked_of
        is_for_all = not (self.when or asked_of.sizes or asked_of.chain)
        object.__setattr__(self, "is_for_all", is_for_all)

    @property
    def scores(self) -> bool:
        return self.kind == Kind.MATURITY

    @property
    def part(self) -> str:
        """The key of its row on the task list: `profile` or the sub-action."""
        return self.sub_action or PROFILE

    def option(self, key: str) -> Option | None:
        """One of its own options; None when it has none of that key."""
        return next((option for option in self.options if option.key == key), None)

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)

    def example_for(self, size: Size | None) -> Example | None:
        """The example written for this size, or else the first."""
        fitting = (e for e in self.examples if size is not None and size.key in e.sizes)
        return next(fitting, self.examples[0] if self.examples else None)
