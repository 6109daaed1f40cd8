"""What was read from a workbook, as plain data that can be stored and read again."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

VERSION = 1
"""Of this shape; goes up when a field gets another meaning."""


@dataclass(frozen=True, slots=True)
class Company:
    """Who declares, and what for. Persons stay in the workbook; only their firm is taken over."""

    name: str
    scope: str
    """"A" the company, "B" products, "C" something the company describes; empty when not said."""
    scope_text: str
    unique_id: str
    id_authority: str
    day: str
    """YYYY-MM-DD; empty when not filled in or not to be read."""
    day_as_written: str
    missing: tuple[str, ...]
    """Which fields that the template asks for are empty."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: what it comes down to, what was written, and the cell it stands in."""

    value: str
    """Empty when nothing is filled in, "?" when it is not one of the template's answers."""
    written: str
    remark: str
    cell: str


@dataclass(frozen=True, slots=True)
class Declared:
    """What the declaration says of one mineral."""

    mineral: str
    """Our key; empty for one that we don't know, and then `label` is its name."""
    label: str
    answers: Mapping[str, Answer]
    """By subject: added, remains, covered, cahra, recycled, share, identified, reported."""

    @property
    def is_in_scope(self) -> bool:
        """Tell whether it is in the product or its making, so that smelters are to be named."""
        added, remains = self.answers.get("added"), self.answers.get("remains")
        if added is None or added.value != "yes":
            return False
        return remains is None or remains.value not in ("no", "unknown")

    @property
    def is_denied(self) -> bool:
        """Tell whether the supplier says that it is not there."""
        firsts = [self.answers.get(one) for one in ("added", "remains")]
        return any(one is not None and one.value == "no" for one in firsts)


@dataclass(frozen=True, slots=True)
class Smelter:
    """One smelter of the list, with all its rows together."""

    kind: str
    """"listed" with an identifier, "named" without, "not_listed", "not_identified"."""
    mineral: str
    label: str
    """The mineral as written, when we don't know it."""
    id: str
    name: str
    country: str
    """A code of two letters; empty when not said or not known, see `country_as_written`."""
    country_as_written: str
    place: str
    mines: str
    mine_countries: tuple[str, ...]
    recycled: str
    rows: tuple[int, ...]
    details_from: str
    """"row", or where name and country come from for a row that only has an identifier: the
    "workbook" (its own look-up list), our "reference" list, or "" when nobody knows it."""

    @property
    def key(self) -> tuple[str, str]:
        """Return what makes it the same smelter in another declaration."""
        about = self.mineral or self.label.casefold()
        return about, self.id or f"{self.name.casefold()}|{self.country}"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to know before taking the declaration over; the words are elsewhere."""

    code: str
    severity: str
    """"contradiction", "gap", or "note"."""
    about: str = ""
    """The mineral it is about, when it is about one."""
    cells: tuple[str, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Declaration:
    """Everything of one workbook."""

    template: str
    version: str
    company: Company
    minerals: tuple[Declared, ...]
    company_answers: Mapping[str, Answer]
    smelters: tuple[Smelter, ...]
    row_count: int
    """Rows of the smelter list that hold anything."""
    unread_rows: tuple[int, ...]
    """Those that name no smelter and no mineral."""
    checker: Mapping[str, int]
    """What the workbook's own check counts: "required" and "open"; empty without outcome."""
    product_count: int
    mine_count: int
    findings: tuple[Finding, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Return it to be stored as JSON."""
        return {"shape": VERSION, **dataclasses.asdict(self)}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Declaration:
        """Return what was stored."""
        given = {name: value for name, value in data.items() if name != "shape"}
        company = given.pop("company")
        return cls(
            company=Company(**company | {"missing": tuple(company["missing"])}),
            minerals=tuple(
                Declared(one["mineral"], one["label"], answers_of(one["answers"]))
                for one in given.pop("minerals")
            ),
            company_answers=answers_of(given.pop("company_answers")),
            smelters=tuple(smelter_of(one) for one in given.pop("smelters")),
            unread_rows=tuple(given.pop("unread_rows")),
            findings=tuple(
                Finding(**one | {"cells": tuple(one["cells"])}) for one in given.pop("findings")
            ),
            **given,
        )


def answers_of(data: Mapping[str, Mapping[str, str]]) -> dict[str, Answer]:
    """Return stored answers in the order of the questions; the database keeps none."""
    found = {subject: Answer(**one) for subject, one in data.items()}
    return dict(sorted(found.items(), key=lambda one: row_of(one[1].cell)))


def row_of(cell: str) -> int:
    """Return the row of a cell such as D26."""
    return int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0)


def smelter_of(data: Mapping[str, Any]) -> Smelter:
    """Return a stored smelter."""
    lists = {name: tuple(data[name]) for name in ("mine_countries", "rows")}
    return Smelter(**{**data, **lists})
