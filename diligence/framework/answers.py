"""What a company answered to one question, free of any table or form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypedDict

Cell = None | str | list[str]
"""A cell of a table row, in the same form as the value of a question of that kind."""


class Row(TypedDict):
    """One row of a table."""

    id: str
    """A UUID that stays with the row when it is edited or moved."""
    cells: dict[str, Cell]
    """By column key; an empty cell is absent."""


Value = None | int | str | list[str] | list[Row]
"""The value of an answer in its JSON form, by kind of question:

maturity int 0-4 · choice str · multiple list[str] in the order of the options ·
short_text and long_text str · number str, a decimal with a point · date str `YYYY-MM-DD` ·
link str · table list of rows.
"""


class State(StrEnum):
    """How a question was dealt with. A question without `Given` is not answered yet."""

    ANSWERED = "answered"
    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"
    LATER = "later"


SETTLED = frozenset({State.ANSWERED, State.DONT_KNOW, State.NOT_APPLICABLE})
"""The states that let a company submit."""


@dataclass(frozen=True, slots=True)
class Given:
    """One given answer. `value` counts only in the state "answered"."""

    state: str
    value: Any = None
    """A `Value`, whose form the kind of the question decides."""
    explanation: str = ""
    """The free words beside a maturity level."""
    reason: str = ""
    """Why the question does not apply; only with "not_applicable"."""
    unsure: bool = False
    """The company answered, and asks the reviewer to look twice."""

    @property
    def is_answered(self) -> bool:
        return self.state == State.ANSWERED

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED


Answers = Mapping[str, Given]
"""The answers of one company to one edition, by question key. An absent key is not answered."""
