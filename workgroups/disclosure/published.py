"""A protected table, as it is published, kept and read back. Holds nothing that was withheld."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any


class Why(StrEnum):
    """Why a figure is not shown, or not shown exactly."""

    TOO_FEW = "too_few"
    """Too few members are behind it, or too few lack what it counts."""
    DOMINATED = "dominated"
    """One or two members make up most of it."""
    DERIVABLE = "derivable"
    """With the other figures, one could work out what one member said."""
    CHANGED_BY_FEW = "changed_by_few"
    """Since it was last published a few members came, went or corrected their file."""
    NO_MENU = "no_menu"
    """Nobody has anything to count here, or this table was never agreed on."""


class Kind(StrEnum):
    """What the figures of a table are."""

    COUNT = "count"
    SHARE = "share"
    SUM = "sum"
    MEAN = "mean"
    MEDIAN = "median"


Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishedCell:
    """One figure as it is shown.

    `value` is the figure in signs ("7", "35", "<5", "5–9"); None when it is withheld, and then
    `why` says why. A band has `low` and `high`, the ends of what it says, and may have a `why`.
    A share, a mean and a median are in per cent, without the sign for it.
    """

    key: Key
    value: str | None = None
    low: str | None = None
    high: str | None = None
    why: str = ""

    @property
    def is_withheld(self) -> bool:
        """Tell whether nothing is shown."""
        return self.value is None

    @property
    def is_band(self) -> bool:
        """Tell whether the figure is a band, not one number."""
        return self.low is not None

    def to_json(self) -> dict[str, Any]:
        """Return the cell as it is kept."""
        return {
            "key": list(self.key),
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "why": self.why,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PublishedCell:
        """Read a cell back."""
        return cls(tuple(data["key"]), data["value"], data["low"], data["high"], data["why"])


@dataclass(frozen=True)
class PublishedTable:
    """A table as it is shown.

    `dims` names the parts of a key, in order. `counted` and `of` are the base: "8" of "12" members
    stand behind this table; None when that cannot be said. `note` is "same_members" or empty.
    """

    name: str
    year: int
    dims: tuple[str, ...]
    kind: str
    counted: str | None = None
    of: str | None = None
    cells: tuple[PublishedCell, ...] = ()
    note: str = ""

    @cached_property
    def _by_key(self) -> Mapping[Key, PublishedCell]:
        return {cell.key: cell for cell in self.cells}

    def cell(self, *key: str) -> PublishedCell:
        """Return the figure with this key; one that the table does not have is withheld."""
        return self._by_key.get(key, PublishedCell(key, why=Why.NO_MENU))

    def keys(self, dim: str) -> Sequence[str]:
        """Return the values of this dimension, in the order of the table."""
        at = self.dims.index(dim)
        return list(dict.fromkeys(cell.key[at] for cell in self.cells))

    @property
    def is_withheld(self) -> bool:
        """Tell whether no figure of it is shown."""
        return all(cell.is_withheld for cell in self.cells)

    def to_json(self) -> dict[str, Any]:
        """Return the table as it is kept."""
        return {
            "name": self.name,
            "year": self.year,
            "dims": list(self.dims),
            "kind": str(self.kind),
            "counted": self.counted,
            "of": self.of,
            "cells": [cell.to_json() for cell in self.cells],
            "note": self.note,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PublishedTable:
        """Read a table back."""
        return cls(
            name=data["name"],
            year=data["year"],
            dims=tuple(data["dims"]),
            kind=data["kind"],
            counted=data["counted"],
            of=data["of"],
            cells=tuple(map(PublishedCell.from_json, data["cells"])),
            note=data["note"],
        )
