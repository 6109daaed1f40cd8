"""The crosswalk: which clause of which law or standard a company's file answers, and with what.

Read from the shared lists. What a clause is called stands in its own register, that a question
answers a clause stands at the question; the list `crosswalk` ties both to sub-actions and parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from diligence.framework.catalogues import Entry, catalogue
from diligence.framework.conditions import months_before
from diligence.framework.question import Question
from diligence.framework.texts import Text
from diligence.framework.when import When, when_from_document

NAME = "crosswalk"
OWN, LAWS, UNGP, SDG, SUB_ACTIONS = "own", "laws", "ungp", "sdg", "sub_actions"
REGISTERS = (LAWS, SUB_ACTIONS, UNGP, SDG, OWN)
PURPOSES = ("covenant", "customer", "csrd_cap", "cmr", "flr")
READINGS = ("read", "known", "unsure")
MONTHS_A_CHECK_LASTS = 6
"""After so many months a row must be held against its law again."""


class Part(StrEnum):
    """A part of the file that is no question."""

    CHAIN = "chain"
    RISKS = "risks"
    PLAN = "plan"
    REMEDY = "remedy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """From and until when a text counts, and who read it when."""

    valid_from: str
    """`YYYY-MM-DD`, or empty where no day is known."""
    valid_until: str
    reading: str
    """`read`, `known` (not read again for this list) or `unsure`."""
    checked_on: str

    def is_old(self, today: date) -> bool:
        """Tell whether nobody held it against its source for half a year."""
        return date.fromisoformat(self.checked_on) < months_before(today, MONTHS_A_CHECK_LASTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause(Validity):
    """One clause, and what in a file answers it."""

    key: str
    title: Text
    names: frozenset[str]
    """What a question may call it: its key, and the ranges and wider clauses that hold it."""
    sub_actions: tuple[str, ...]
    questions: tuple[str, ...]
    parts: tuple[Part, ...]
    is_partial: bool
    """The file tells a part of what the clause asks, however complete it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard(Validity):
    """A law or standard with the clauses that ask something of a company."""

    key: str
    name: Text
    version: Text
    """Its number, or the day of its text."""
    use: Text
    """What an extract of it is good for."""
    state: str
    """`in_force`, `adopted` or `proposal`; empty for what is no law."""
    status: Text | None
    applies_to: Text | None
    condition: When | None
    """To which companies it applies, as their profile tells; None: to every participant."""
    purposes: tuple[str, ...]
    note: Text | None
    follows: str
    """The standard whose extract serves while this one has no rows."""
    register: str
    rows: tuple[Clause, ...]
    elsewhere: tuple[tuple[str, Text], ...]
    """Clauses that ask what this file has no place for."""

    @property
    def address(self) -> str:
        """Return its key as it stands in an address."""
        return self.key.lower()


def names_at(question: Question, standard: Standard) -> frozenset[str]:
    """Return the clauses of a standard that the references of a question name."""
    refs = question.refs
    match standard.register:
        case "laws":
            opening = f"{standard.key} "
            return frozenset(
                code.removeprefix(opening) for code in refs.laws if code.startswith(opening)
            )
        case "ungp":
            return frozenset(code.partition("(")[0] for code in refs.ungp)
        case "sdg":
            return frozenset(refs.sdg)
        case "sub_actions":
            return frozenset([refs.oecd] if refs.oecd else ())
    return frozenset()


@lru_cache(maxsize=1)
def standards() -> tuple[Standard, ...]:
    """Return every standard of the crosswalk, in the order of the list. Read once per process."""
    listed = catalogue(NAME)
    return tuple(_standard(entry, listed.checked_on) for entry in listed)


def standard_at(address: str) -> Standard | None:
    """Return the standard of an address; None when there is none."""
    return next((each for each in standards() if each.address == address), None)


def _standard(entry: Entry, checked_on: str) -> Standard:
    register = entry.get("register")
    law = catalogue(LAWS).entry(entry.key) if register == LAWS else None
    told: Mapping[str, Any] = law.fields if law else entry.fields
    source = catalogue("sources").entry(entry.get("source"))
    validity = {
        "valid_from": told.get("from") or entry.get("valid_from", ""),
        "valid_until": told.get("until") or entry.get("valid_until", ""),
        "reading": told.get("reading", "known"),
        "checked_on": told.get("checked_on") or checked_on,
    }
    titles = dict(_titles(entry, law))
    return Standard(
        **validity,
        key=entry.key,
        name=law.text if law else source.text,
        version=_version(law, source),
        use=entry.text,
        state=told.get("state", "") if law else "",
        status=Text.from_document(told.get("status")) if law else None,
        applies_to=Text.from_document(told.get("applies_to")) if law else None,
        condition=when_from_document(told.get("condition")) if law else None,
        purposes=tuple(entry.get("purposes", ())),
        note=Text.from_document(entry.get("note")),
        follows=entry.get("follows", ""),
        register=register,
        rows=tuple(_clause(row, titles, validity) for row in entry.get("rows", ())),
        elsewhere=tuple((key, titles[key]) for key in entry.get("elsewhere", ())),
    )


def _version(law: Entry | None, source: Entry) -> Text:
    if law:
        return Text(law.get("reference")["nl"], law.get("reference")["en"])
    publisher, year = source.get("publisher"), source.get("date")
    return Text(f"{publisher['nl']}, {year}", f"{publisher['en']}, {year}")


def _titles(entry: Entry, law: Entry | None) -> Iterator[tuple[str, Text]]:
    """Yield what each clause is called, from the register it stands in."""
    if law:
        for clause in law.get("clauses", ()):
            yield clause["key"], Text(clause["nl"], clause["en"])
    elif entry.get("register") == OWN:
        for row in entry.get("rows", ()):
            yield row["clause"], Text(row["nl"], row["en"])
    else:
        for listed in catalogue(entry.get("register")):
            yield listed.key, listed.text


def _clause(
    row: Mapping[str, Any], titles: Mapping[str, Text], standing: Mapping[str, str]
) -> Clause:
    own = {name: row.get(name, value) for name, value in standing.items()}
    return Clause(
        **own,
        key=row["clause"],
        title=titles[row["clause"]],
        names=frozenset((row["clause"], *row.get("also", ()))),
        sub_actions=tuple(row.get("sub_actions", ())),
        questions=tuple(row.get("questions", ())),
        parts=tuple(map(Part, row.get("parts", ()))),
        is_partial=row.get("partial", False),
    )
