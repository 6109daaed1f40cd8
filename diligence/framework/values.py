"""Cleaning an answer: from what a form, a file or the API sends to the value that is kept.

`clean` gives the JSON form of `answers.Value`, or None when nothing was filled in. With `draft`
it keeps what is not complete yet, so that saving never loses a half-typed row; `shortfalls` says
what is still missing of a kept value.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from diligence.framework.answers import Value
from diligence.framework.choices import Lists
from diligence.framework.cleaning import Cleaner, not_longer
from diligence.framework.rows import clean_rows, row_shortfalls
from diligence.framework.schema import Edition, Kind, Question
from diligence.framework.typed import tidy_text
from diligence.framework.value_problems import (
    PROBLEM_TEXTS,
    InvalidValue,
    ValueProblem,
    invalid,
)

__all__ = [
    "PROBLEM_TEXTS",
    "InvalidValue",
    "ValueProblem",
    "clean",
    "clean_explanation",
    "clean_reason",
    "shortfalls",
]

LEAST_REASON = 20
MOST_REASON = 1000
MOST_EXPLANATION = 4000


def clean(
    question: Question,
    raw: Any,
    *,
    edition: Edition,
    today: date,
    lang: str | None = "nl",
    lists: Lists | None = None,
    draft: bool = False,
) -> Value:
    """The value to keep for what was sent to a question; None when it is empty.

    `lists` holds the lists that live outside the files (`own_suppliers`, `smelters`). `lang` is
    that of the person who typed; None for machines. Raises `InvalidValue` with every problem.
    """

    cleaner = Cleaner(edition, today, lang, lists)
    if question.kind == Kind.TABLE:
        rows = clean_rows(question, raw, cleaner)
        value: Value = rows or None
    else:
        value = cleaner.value(question, raw)
    if not draft and value is not None:
        missing = shortfalls(question, value)
        if missing:
            raise InvalidValue(missing)
    return value


def shortfalls(question: Question, value: Any) -> tuple[ValueProblem, ...]:
    """What a kept value still lacks before the question is answered: cells, rows, choices."""
    if question.kind == Kind.TABLE:
        return row_shortfalls(question, value)
    if question.kind == Kind.MULTIPLE and len(value) < question.min_choices:
        params = {"least": question.min_choices, "count": len(value)}
        return (ValueProblem("too_few_choices", params),)
    return ()


def clean_reason(raw: Any) -> str:
    """Why a question does not apply. Raises `InvalidValue`."""
    reason = tidy_text(raw if isinstance(raw, str) else "", lines=True)
    if not reason:
        raise invalid("reason_missing")
    if len(reason) < LEAST_REASON:
        raise invalid("reason_too_short", least=LEAST_REASON, typed=reason)
    return not_longer(reason, MOST_REASON)


def clean_explanation(raw: Any) -> str:
    """The free words beside a maturity level; may be empty. Raises `InvalidValue`."""
    return not_longer(tidy_text(raw if isinstance(raw, str) else "", lines=True), MOST_EXPLANATION)
