"""Answers of one edition, as answers of the next: what goes along, and what stays beside it.

Nothing is lost and nothing is guessed. An answer goes along when its question is the same or only
worded otherwise and the answer fits as it is; whatever else was said is left over, and stands
beside the questions that came in its place, for a person to read and take over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from diligence.framework import typed_lists
from diligence.framework.answers import SETTLED, Given, Row, State
from diligence.framework.mapping import EditionMapping, PairKind
from diligence.framework.schema import Edition, Field, Kind, Question
from diligence.framework.values import InvalidValue, clean, shortfalls

OPEN = ""
"""The state of an answer that something is still missing of."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """An answer that did not go along, or not whole, with where it is offered."""

    question: str
    """Its key in the edition it was given in."""
    kind: str
    """What became of its question; `same` and `reworded` when the answer itself did not fit."""
    given: Given
    beside: tuple[str, ...]
    """The questions of the new edition it stands beside; none when its question is retired."""
    lost: tuple[str, ...] = ()
    """The options and columns in it that are gone, where the rest went along."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of all answers of a file."""

    answers: Mapping[str, Given]
    """The answers of the new edition, by question."""
    leftovers: tuple[Leftover, ...]
    asks: tuple[str, ...] = ()
    """The questions of the new edition that want an answer that nobody gave as such before."""


@dataclass(slots=True)
class _Move:
    mapping: EditionMapping
    new: Edition
    today: date
    lost: list[str] = field(default_factory=list)

    def value(self, question: Question, value: Any) -> Any:
        """The value under today's options and columns; notes what it had to leave out."""
        if question.kind == Kind.TABLE and isinstance(value, list):
            return [self._row(question, row) for row in value]
        return self._cell(question, question.key, value)

    def _cell(self, field: Field, place: str, value: Any) -> Any:
        """The same for one field; options that come from a question are told of there."""
        place = field.options_from or place
        if field.kind == Kind.CHOICE:
            return self._option(place, value)
        if field.kind == Kind.MULTIPLE and isinstance(value, list):
            options = [self._option(place, option) for option in value]
            return list(dict.fromkeys(option for option in options if option is not None)) or None
        return value

    def _row(self, question: Question, row: Row) -> Row:
        cells = {}
        for key, cell in row["cells"].items():
            column = question.column(key)
            if column is None:
                self.lost.append(key)
                continue
            moved = self._cell(column, f"{question.key}.{key}", cell)
            if moved is not None:
                cells[key] = moved
        return {"id": row["id"], "cells": cells}

    def _option(self, place: str, option: Any) -> Any:
        if not isinstance(option, str):
            return option
        heirs = self.mapping.becomes(place, option)
        if len(heirs) == 1:
            return heirs[0]
        self.lost.append(option)
        return None


def move_answers(
    mapping: EditionMapping, new: Edition, given: Mapping[str, Given], *, today: date
) -> Moved:
    """Move the answers of the edition that `mapping` starts from to `new`.

    Every answer ends among the answers or the leftovers; one that went along without an option or
    column that is gone is in both. Answers to questions that neither edition knows are left over
    as retired.
    """
    heirs: dict[str, tuple[str, tuple[str, ...]]] = {}
    for pair in mapping.pairs:
        for key in pair.old:
            heirs[key] = (pair.kind, pair.new)
    answers: dict[str, Given] = {}
    leftovers: list[Leftover] = []
    for key, one in given.items():
        kind, beside = heirs.get(key, (str(PairKind.RETIRED), ()))
        if kind not in (PairKind.SAME, PairKind.REWORDED):
            leftovers.append(Leftover(key, kind, one, beside))
            continue
        move = _Move(mapping, new, today)
        moved = _fitting(move, new.question(beside[0]), one)
        if moved is not None:
            answers[beside[0]] = moved
        if moved is None or move.lost:
            leftovers.append(Leftover(key, kind, one, beside, tuple(dict.fromkeys(move.lost))))
    return Moved(answers, tuple(leftovers), tuple(_asks(mapping, new, answers)))


def _fitting(move: _Move, question: Question, one: Given) -> Given | None:
    """The answer as one to this question; None when it can't be one."""
    if one.value is None:
        return one
    try:
        value = move.value(question, one.value)
        fitting = clean(
            question,
            value,
            edition=move.new,
            today=move.today,
            lang=None,
            lists=typed_lists.lists_of(question, value),
            draft=True,
        )
    except InvalidValue:
        return None
    if fitting is None:
        return None
    value = one.value if value == one.value else fitting
    if one.state in (State.ANSWERED, OPEN):
        state = OPEN if shortfalls(question, value) else str(State.ANSWERED)
        return replace(one, state=state, value=value)
    return replace(one, value=value)


def _asks(mapping: EditionMapping, new: Edition, answers: Mapping[str, Given]) -> list[str]:
    """The questions that came in the place of others, or are new, and have no answer yet."""
    fresh = {key for pair in mapping.pairs if pair.kind not in _KEPT for key in pair.new}
    return [
        question.key
        for question in new.questions
        if question.key in fresh
        and (question.key not in answers or answers[question.key].state not in SETTLED)
    ]


_KEPT = (PairKind.SAME, PairKind.REWORDED)
