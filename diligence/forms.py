"""From a posted form to changes of answers, and from kept answers to what stands in the form.

Every control of a question is named `<question>:<what>`: `value`, `state`, `explanation`, `reason`,
`unsure`, `version`. A table posts the ids of its rows in order as `<question>:rows`, and each cell
as `<question>:<row>:<column>`. The page without JavaScript and autosave send the same names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import uuid4

from django.http import QueryDict

from diligence.framework import typed_lists
from diligence.framework.answers import State
from diligence.framework.schema import Field, Kind, Part, Question
from diligence.framework.typed import tidy_text
from diligence.models import Answer
from diligence.services.answers import Change
from diligence.services.entries import Entry

LANGUAGE = "language"
"""The language the form was written in: it decides what "1.250" means."""
ROW_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ACT = "act"
"""What a button beside a row asks: `up <question> <row>`."""


def name_of(question: Question | str, what: str) -> str:
    """Return the name of a control of this question."""
    key = question if isinstance(question, str) else question.key
    return f"{key}:{what}"


def cell_name(question: Question, row: str, column: Field) -> str:
    """Return the name of a cell's control."""
    return name_of(question, f"{row}:{column.key}")


def changes_in(part: Part, data: QueryDict) -> list[Change]:
    """Return what the form says of the questions that were on it, in their order."""
    return [change for question in part.questions if (change := change_in(question, data))]


def change_in(question: Question, data: QueryDict) -> Change | None:
    """Return what the form says of one question; None when the question was not on it."""
    seen = whole(data.get(name_of(question, "version")))
    if seen is None:
        return None
    unheard = whole(data.get(name_of(question, "unheard"))) or 0
    return Change(question, entry_in(question, data), seen, unheard)


def whole(typed: str | None) -> int | None:
    """Return a version number; None when it is none."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 9 else None


def entry_in(question: Question, data: QueryDict) -> Entry:
    """Return what was typed for one question, as it was typed."""
    state = data.get(name_of(question, "state"), State.ANSWERED)
    return Entry(
        state=state if state in list(State) else State.ANSWERED,
        value=value_in(question, data),
        explanation=data.get(name_of(question, "explanation"), ""),
        reason=data.get(name_of(question, "reason"), ""),
        unsure=name_of(question, "unsure") in data,
    )


def value_in(question: Question, data: QueryDict) -> object:
    """Return the typed value: a text, a list of keys, or rows."""
    if question.kind == Kind.TABLE:
        return rows_in(question, data)
    return typed_in(question, name_of(question, "value"), data)


def rows_in(question: Question, data: QueryDict) -> list[dict]:
    """Return the typed rows in their order; what was not posted of a row is empty.

    A row with an id that is none gets a new one; it is never left out.
    """
    return [
        {
            "id": row if is_row_id(row) else str(uuid4()),
            "cells": {
                column.key: typed_in(column, cell_name(question, row, column), data)
                for column in question.columns
            },
        }
        for row in data.getlist(name_of(question, "rows"))
    ]


def is_row_id(text: str) -> bool:
    """Tell whether this can be the lasting id of a row."""
    return bool(ROW_ID.fullmatch(text))


def typed_in(field: Field, name: str, data: QueryDict) -> str | list[str]:
    """Return one control's content."""
    if field.kind != Kind.MULTIPLE:
        typed = data.get(name, "")
        return tidy_text(typed, lines=False) if typed_lists.is_typed(field) else typed
    if not typed_lists.is_typed(field):
        return data.getlist(name)
    names = (tidy_text(line, lines=False) for line in data.get(name, "").splitlines())
    return list(dict.fromkeys(filter(None, names)))


def entry_of(answer: Answer | None) -> Entry:
    """Return what stands in the form for an answer that is kept."""
    if answer is None:
        return Entry()
    return Entry(
        answer.state or State.ANSWERED,
        answer.value,
        answer.explanation,
        answer.reason,
        answer.unsure,
        as_kept=True,
    )


def as_typed(field: Field, value: object, language: str) -> object:
    """Return a kept value as it is typed; only numbers differ: a comma in Dutch."""
    if value is None:
        return [] if field.kind == Kind.MULTIPLE else ""
    if field.kind == Kind.NUMBER and not language.startswith("en"):
        return str(value).replace(".", ",")
    return value if isinstance(value, list) else str(value)


@dataclass(frozen=True, slots=True)
class RowAct:
    """A button beside a row, for browsers without JavaScript."""

    what: str
    question: str
    row: str

    @classmethod
    def of(cls, data: QueryDict) -> "RowAct | None":
        """Read the pressed button; None when it was another one."""
        words = data.get(ACT, "").split(" ")
        if len(words) != 3 or words[0] not in ("add", "open", "remove", "up", "down"):
            return None
        what, question, row = words
        return cls(what, question, str(uuid4()) if what == "add" else row)

    def applied_to(self, changes: list[Change]) -> list[Change]:
        """Return the changes with the rows of this table as the button asks."""
        return [
            replace(change, entry=replace(change.entry, value=list(self.rows(change.entry.value))))
            if change.question.key == self.question and isinstance(change.entry.value, list)
            else change
            for change in changes
        ]

    def rows(self, rows: list[dict]) -> Iterator[dict]:
        """Return the rows after the act; an unknown row changes nothing."""
        place = next((n for n, row in enumerate(rows) if row["id"] == self.row), None)
        order = list(rows)
        if place is not None and self.what == "remove":
            del order[place]
        elif place is not None and self.what in ("up", "down"):
            other = place + (1 if self.what == "down" else -1)
            if 0 <= other < len(order):
                order[place], order[other] = order[other], order[place]
        return iter(order)

    @property
    def opens(self) -> str:
        """Return the row to show opened afterwards; none after one was removed."""
        return "" if self.what == "remove" else self.row
