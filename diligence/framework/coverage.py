"""How far one file answers the clauses of a standard: counted, never judged.

"Whole" says that the file tells something about everything a clause asks. It never says that a
company complies: who reads an extract decides that for themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from functools import cached_property

from diligence.framework.answers import Given, State
from diligence.framework.catalogues import catalogue
from diligence.framework.conditions import Situation, outcome
from diligence.framework.crosswalk import SDG, Clause, Part, Standard, names_at, standards
from diligence.framework.question import Question

Named = Sequence[tuple[Question, frozenset[str]]]
"""The questions of a file, each with the clauses that it names."""


class Covered(StrEnum):
    """How far a clause is answered."""

    WHOLE = "whole"
    PARTLY = "partly"
    OPEN = "open"
    NOT_ASKED = "not_asked"
    """The questions about it are not for this company."""


@dataclass(frozen=True, slots=True)
class Holds:
    """What the parts of a file hold, beside its answers."""

    chain: int
    """Lines of the chain."""
    themes: tuple[str, ...]
    """The theme of each kept risk."""
    plan: int
    """Actions of the year."""
    remedy: int
    """Places to complain."""

    def number_of(self, part: Part, clause: Clause, standard: Standard) -> int:
        """Return how many things of a part tell about a clause; a goal counts its own risks."""
        match part:
            case Part.CHAIN:
                return self.chain
            case Part.PLAN:
                return self.plan
            case Part.REMEDY:
                return self.remedy
        if standard.register != SDG:
            return len(self.themes)
        known = catalogue("themes")
        entries = [known.get(theme) for theme in self.themes]
        return sum(clause.key in entry.get("sdg", ()) for entry in entries if entry)


@dataclass(frozen=True, slots=True)
class Piece:
    """A question that answers a clause, with what the company said to it."""

    question: Question
    given: Given | None

    @property
    def is_done(self) -> bool:
        """Tell whether it says something: a reason why it does not apply does so too."""
        return self.given is not None and self.given.state in (
            State.ANSWERED,
            State.NOT_APPLICABLE,
        )

    @property
    def is_unknown(self) -> bool:
        """Tell whether the company said that it does not know."""
        return self.given is not None and self.given.state == State.DONT_KNOW


@dataclass(frozen=True, slots=True)
class Held:
    """A part of the file that answers a clause, and how many things it holds."""

    part: Part
    number: int


@dataclass(frozen=True)
class Row:
    """A clause with all that answers it in this file."""

    clause: Clause
    pieces: tuple[Piece, ...]
    held: tuple[Held, ...]
    is_direct: bool
    """The questions name this clause themselves, and not only their sub-action."""
    pace: Decimal = field(default=Decimal(1))

    @property
    def asked(self) -> int:
        """Return how many things could answer it."""
        return len(self.pieces) + len(self.held)

    @property
    def done(self) -> int:
        """Return how many of them do."""
        return sum(piece.is_done for piece in self.pieces) + sum(
            bool(held.number) for held in self.held
        )

    @property
    def state(self) -> Covered:
        """Return how far the clause is answered."""
        if not self.asked:
            return Covered.NOT_ASKED
        if not self.done:
            return Covered.OPEN
        is_whole = self.done == self.asked and not self.clause.is_partial
        return Covered.WHOLE if is_whole else Covered.PARTLY

    @cached_property
    def missing(self) -> tuple[Piece, ...]:
        """Return the questions that wait for an answer, the quickest first."""
        waiting = [piece for piece in self.pieces if not piece.is_done]
        return tuple(sorted(waiting, key=lambda piece: piece.question.minutes))

    @property
    def empty(self) -> tuple[Held, ...]:
        """Return the parts that hold nothing yet."""
        return tuple(held for held in self.held if not held.number)

    @property
    def cheapest(self) -> Piece | None:
        """Return the question that takes least time; None when none is missing."""
        return self.missing[0] if self.missing else None

    @property
    def minutes(self) -> int:
        """Return how long the cheapest step takes this company, in minutes."""
        return _minutes(self.missing[0].question, self.pace) if self.missing else 0

    @property
    def has_gap(self) -> bool:
        """Tell whether something can still be filled in for it."""
        return bool(self.missing or self.empty)


@dataclass(frozen=True)
class Coverage:
    """A standard held against one file."""

    standard: Standard
    applies: bool | None
    """None while the profile does not tell."""
    rows: tuple[Row, ...]

    @cached_property
    def counts(self) -> Mapping[Covered, int]:
        """Return how many clauses stand in each state."""
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in Covered}

    def share(self, state: Covered) -> int:
        """Return the share of a state in whole per cent of the clauses that were asked."""
        asked = len(self.rows) - self.counts[Covered.NOT_ASKED]
        return round(100 * self.counts[state] / asked) if asked else 0

    @cached_property
    def gaps(self) -> tuple[Row, ...]:
        """Return the clauses with something missing: the quickest to fill first."""
        rows = [row for row in self.rows if row.has_gap]
        return tuple(sorted(rows, key=lambda row: (not row.missing, row.minutes)))


def coverage_of(standard: Standard, situation: Situation, holds: Holds) -> Coverage:
    """Hold one standard against a file."""
    named = [
        (each, names_at(each, standard))
        for each in situation.edition.questions
        if each.key in situation.shown
    ]
    rows = tuple(_row(clause, standard, named, situation, holds) for clause in standard.rows)
    return Coverage(standard, applies(standard, situation), rows)


def coverages(situation: Situation, holds: Holds) -> list[Coverage]:
    """Hold every standard against a file, in the order of the crosswalk."""
    return [coverage_of(standard, situation, holds) for standard in standards()]


def applies(standard: Standard, situation: Situation) -> bool | None:
    """Tell whether a standard is for this company; None when an answer it hangs on is missing."""
    if standard.condition is None:
        return True
    held = outcome(standard.condition, situation)
    if held is False and any(
        test.target.question in situation.shown and test.target.question not in situation.given
        for test in standard.condition.tests()
    ):
        return None
    return held


def _row(
    clause: Clause, standard: Standard, named: Named, situation: Situation, holds: Holds
) -> Row:
    direct = [
        question
        for question, names in named
        if question.key in clause.questions or not clause.names.isdisjoint(names)
    ]
    chosen = direct or [each for each, _names in named if each.sub_action in clause.sub_actions]
    held = [Held(part, holds.number_of(part, clause, standard)) for part in clause.parts]
    if standard.register == SDG:  # that a company has no risk for a goal is no gap
        held = [each for each in held if each.number]
    pieces = tuple(Piece(question, situation.given.get(question.key)) for question in chosen)
    pace = situation.size.pace if situation.size is not None else Decimal(1)
    return Row(clause, pieces, tuple(held), bool(direct), pace)


@dataclass(frozen=True, slots=True)
class UsefulStep:
    """One open question, and how many clauses it would tell about."""

    question: Question
    clauses: int
    standards: tuple[Standard, ...]
    minutes: int


def useful_steps(found: Iterable[Coverage], count: int) -> Iterator[UsefulStep]:
    """Yield the open questions that serve most clauses, the quickest first among equals."""
    clauses: Counter[str] = Counter()
    serving: dict[str, dict[str, Standard]] = {}
    questions: dict[str, tuple[Question, Decimal]] = {}
    for coverage in found:
        if coverage.applies is False:
            continue
        for row in coverage.rows:
            for piece in row.missing:
                key = piece.question.key
                clauses[key] += 1
                serving.setdefault(key, {})[coverage.standard.key] = coverage.standard
                questions[key] = piece.question, row.pace
    ranked = sorted(clauses, key=lambda key: (-clauses[key], questions[key][0].minutes, key))
    for key in ranked[:count]:
        question, pace = questions[key]
        standards = tuple(serving[key].values())
        yield UsefulStep(question, clauses[key], standards, _minutes(question, pace))


def _minutes(question: Question, pace: Decimal) -> int:
    return int((question.minutes * pace).to_integral_value(ROUND_CEILING))
