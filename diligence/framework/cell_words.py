"""An answer as the cells of a sheet that people fill in, and back again.

What `cell` writes, `read` takes for the same value: labels of options in a list, several of them
below each other, numbers and days as real ones. A cell is what `diligence/uploads/cells.py` gives:
None, a text, `{"n": "12.5"}`, `{"d": "2026-03-12"}`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from diligence.framework.choices import options_of
from diligence.framework.cleaning import Cleaner
from diligence.framework.schema import Edition, Field, Kind, Question, Size
from diligence.framework.typed import number_as_written, tidy_text
from diligence.framework.typed_lists import is_typed
from diligence.framework.value_problems import invalid

CellIn = None | str | Mapping[str, Any]
LONGEST_LABEL = 250
_LEVEL = re.compile(r"\s*(\d{1,2})\s*(?:[:.\-–]|$)", re.DOTALL)


def is_formula(cell: CellIn) -> bool:
    """Whether a cell holds a formula, whose outcome nobody can be sure of."""
    return isinstance(cell, Mapping) and "f" in cell


def canonical(cell: CellIn) -> str:
    """A cell as one text, so that two that mean the same are equal; an empty one is empty."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return tidy_text(cell, lines=True)
    if "n" in cell:
        return number_as_written(Decimal(cell["n"]))
    return str(cell.get("d", cell.get("b", "=")))


def as_cell(value: Any) -> CellIn:
    """What a value that was written in a cell is read back as."""
    if value is None or value == "":
        return None
    if isinstance(value, Decimal):
        return {"n": format(value, "f")}
    return {"d": value.isoformat()} if isinstance(value, date) else str(value)


@dataclass(frozen=True, slots=True)
class CellWords:
    """Writes and reads the cells of one edition in one language."""

    edition: Edition
    lang: str
    size: Size | None = None
    _labels: dict[int, dict[str, str]] = field(default_factory=dict)

    def labels(self, asked: Field) -> dict[str, str]:
        """What each option is called in a cell, by its key; each name stands there once."""
        known = self._labels.get(id(asked))
        if known is None:
            known = self._labels[id(asked)] = self._named(asked)
        return known

    def _named(self, asked: Field) -> dict[str, str]:
        if asked.kind == Kind.MATURITY and isinstance(asked, Question):
            texts = {
                str(one.level): f"{one.level}: {one.text_for(self.size).get(self.lang)}"
                for one in asked.levels
            }
        elif asked.kind in (Kind.CHOICE, Kind.MULTIPLE) and not is_typed(asked):
            options = options_of(asked, self.edition)
            texts = {option.key: option.text.get(self.lang) for option in options}
        else:
            return {}
        short = {key: tidy_text(text, lines=False)[:LONGEST_LABEL] for key, text in texts.items()}
        times = Counter(map(_folded, short.values()))
        return {
            key: f"{text} ({key})" if times[_folded(text)] > 1 else text
            for key, text in short.items()
        }

    def cell(self, asked: Field, value: Any) -> str | Decimal | date | None:
        """The content of a cell for a kept value; None for an empty one."""
        if value in (None, "", []):
            return None
        match asked.kind:
            case Kind.MATURITY | Kind.CHOICE:
                return self.labels(asked).get(str(value), str(value))
            case Kind.MULTIPLE:
                labels = self.labels(asked)
                return "\n".join(labels.get(key, key) for key in value)
            case Kind.NUMBER:
                return Decimal(value)
            case Kind.DATE:
                return date.fromisoformat(value)
        return str(value)

    def read(self, asked: Field, cell: CellIn, cleaner: Cleaner) -> Any:
        """The value to keep of a cell that somebody filled in. Raises `InvalidValue`."""
        if is_formula(cell):
            raise invalid("formula")
        text = canonical(cell)
        if not text:
            return None
        match asked.kind:
            case Kind.MATURITY:
                return cleaner.value(asked, self._level(asked, text))
            case Kind.CHOICE:
                return cleaner.value(asked, self._key(asked, text))
            case Kind.MULTIPLE:
                return cleaner.value(asked, self._keys(asked, text))
            case Kind.NUMBER:
                is_number = isinstance(cell, Mapping) and "n" in cell
                return cleaner.value(asked, Decimal(text) if is_number else text)
        return cleaner.value(asked, text)

    def _level(self, asked: Field, text: str) -> str:
        """A level by its words, or by its number before them."""
        named = {_folded(label): key for key, label in self.labels(asked).items()}
        begins = _LEVEL.match(text)
        return named.get(_folded(text)) or (begins[1] if begins else text)

    def _key(self, asked: Field, text: str) -> str:
        """An option by its label or its key; whatever else is left for the cleaner to refuse."""
        labels = self.labels(asked)
        named = {_folded(label): key for key, label in labels.items()}
        return named.get(_folded(text), text)

    def _keys(self, asked: Field, text: str) -> list[str]:
        """Several options, below each other or with semicolons in between."""
        known = {_folded(label) for label in self.labels(asked).values()}
        pieces: list[str] = []
        for line in text.splitlines():
            pieces += [line] if _folded(line) in known else line.split(";")
        return [self._key(asked, piece.strip()) for piece in pieces if piece.strip()]


def _folded(text: str) -> str:
    """A label as people retype it: capitals and spaces do not matter."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
