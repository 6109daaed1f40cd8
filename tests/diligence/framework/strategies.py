"""Random answers to an edition, as Hypothesis draws them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from diligence.framework.answers import Given, State
from diligence.framework.choices import Lists, options_of
from diligence.framework.schema import Edition, Field, Kind, Question

thorough = settings(deadline=None, max_examples=150, database=None)

_OTHER_STATES = st.sampled_from([State.DONT_KNOW, State.NOT_APPLICABLE, State.LATER])


def values(field: Field, edition: Edition, lists: Lists) -> st.SearchStrategy[Any]:
    """Any value that may be kept for a question or cell."""
    match field.kind:
        case Kind.MATURITY:
            return st.integers(0, edition.scoring.highest_level)
        case Kind.CHOICE:
            return st.sampled_from([option.key for option in options_of(field, edition, lists)])
        case Kind.MULTIPLE:
            return _choices(field, edition, lists)
        case Kind.NUMBER:
            return _numbers(field)
        case Kind.DATE:
            return st.dates(date(2015, 1, 1), date(2031, 5, 2)).map(date.isoformat)
        case Kind.LINK:
            return st.sampled_from(["https://example.nl/verslag", "https://example.org"])
        case Kind.TABLE:
            return st.lists(_row(field, edition, lists), min_size=1, max_size=3)
    letters = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=40)
    return letters.map(lambda text: f"a {text}")


def _numbers(field: Field) -> st.SearchStrategy[str]:
    scale = 10**field.decimals
    least = int((field.min or Decimal(0)) * scale)
    whole = st.integers(least, 900 * scale)
    return whole.map(lambda number: format((Decimal(number) / scale).normalize(), "f"))


def _choices(field: Field, edition: Edition, lists: Lists) -> st.SearchStrategy[list[str]]:
    options = options_of(field, edition, lists)
    keys = [option.key for option in options if not option.alone]
    some = st.sets(st.sampled_from(keys), min_size=1).map(
        lambda chosen: [key for key in keys if key in chosen]
    )
    alone = [[option.key] for option in options if option.alone]
    return st.one_of(some, st.sampled_from(alone)) if alone else some


def _row(question: Question, edition: Edition, lists: Lists) -> st.SearchStrategy[dict[str, Any]]:
    cells = {column.key: values(column, edition, lists) for column in question.columns}
    return st.builds(
        lambda row_id, filled: {"id": str(row_id), "cells": filled},
        st.uuids(version=4),
        st.fixed_dictionaries({}, optional=cells),
    )


def answers(edition: Edition, lists: Lists) -> st.SearchStrategy[dict[str, Given]]:
    """Answers to some of the questions, in every state, fitting or not."""

    def of(question: Question) -> st.SearchStrategy[Given]:
        value = values(question, edition, lists)
        answered = st.builds(Given, st.just(State.ANSWERED), value, unsure=st.booleans())
        return st.one_of(answered, _OTHER_STATES.map(Given))

    return st.fixed_dictionaries({}, optional={q.key: of(q) for q in edition.questions})
