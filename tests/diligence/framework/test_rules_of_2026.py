"""The consistency rules of 2026: each fires on the answers it is about, and on those alone."""

from __future__ import annotations

import datetime
import functools

import pytest

from diligence.framework.answers import Given, State
from diligence.framework.choices import options_of
from diligence.framework.conditions import fires, situation_of
from diligence.framework.loader import EDITIONS, edition_from_folder
from diligence.framework.schema import Edition, Kind, Rule
from diligence.framework.when import Block, Test

DAY = datetime.date(2026, 11, 22)
PROFILE = {
    "profile.fte": "140",
    "profile.chain_positions": ["semis", "recycling"],
    "profile.metals": ["ME-SN", "ME-CO"],
    "profile.forms_bought": ["primary", "scrap"],
    "profile.buys_outside_eu": "over_75",
    "profile.residues_sold": "partly",
    "profile.changes": ["new_supplier"],
}
"""A company that gets nearly every question."""


@functools.cache
def edition() -> Edition:
    return edition_from_folder(EDITIONS / "2026")


def rules() -> list[Rule]:
    return list(edition().rules)


def all_tests(rule: Rule) -> list[Test]:
    """The tests that make the rule fire: every line, and of a block the first alternative."""
    found: list[Test] = []
    for line in rule.condition.lines:
        found += line.alternatives[0] if isinstance(line, Block) else [line]
    return found


def value_for(test: Test, so_far: object) -> object:
    """An answer on which this test holds, beside what other tests of the rule asked for."""
    question = edition().question(test.target.question)
    if question.kind == Kind.TABLE:
        if test.name in ("rows_at_most", "empty"):
            return [{"id": "1", "cells": {}}] * test.value if test.name == "rows_at_most" else None
        cell = test.value[0] if test.name == "some_row_is" else other_key(test)
        rows = [dict(row["cells"]) for row in so_far or ()]
        if not rows or test.target.column in rows[-1]:
            rows.append({})
        rows[-1][test.target.column] = cell
        return [{"id": str(place), "cells": cells} for place, cells in enumerate(rows)]
    if test.name == "empty":
        return None
    if test.name == "is":
        return test.value[0]
    if test.name == "has_any":
        return [test.value[0]]
    if test.name == "has_none":
        return [key for key in keys_of(question) if key not in test.value][:1]
    if test.name == "older_than_months":
        return "2020-01-01"
    return test.value


def other_key(test: Test) -> str:
    column = edition().question(test.target.question).column(test.target.column)
    return next(key for key in keys_of(column) if key not in test.value)


def keys_of(field) -> list[str]:
    return [option.key for option in options_of(field, edition())]


def firing(rule: Rule) -> dict[str, Given]:
    """Answers of a company on which this rule fires, with whatever it takes to get asked."""
    answers = {key: Given(State.ANSWERED, value) for key, value in PROFILE.items()}
    wanted: dict[str, object] = {}
    for test in all_tests(rule):
        key = test.target.question
        wanted[key] = value_for(test, wanted.get(key))
    for key in [*wanted]:
        for test in edition().question(key).when.tests() if edition().question(key).when else ():
            wanted.setdefault(test.target.question, None)
            if wanted[test.target.question] is None and test.target.question not in PROFILE:
                wanted[test.target.question] = value_for(test, None)
    for key, value in wanted.items():
        if value is not None:
            answers[key] = Given(State.ANSWERED, value)
        elif key not in PROFILE:
            answers.pop(key, None)
    return answers


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.key)
def test_each_rule_fires_on_the_answers_it_is_about(rule: Rule) -> None:
    assert fires(rule, situation_of(edition(), firing(rule), today=DAY))


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.key)
def test_no_rule_fires_for_who_does_not_know(rule: Rule) -> None:
    for test in all_tests(rule):
        answers = firing(rule) | {test.target.question: Given(State.DONT_KNOW)}
        assert not fires(rule, situation_of(edition(), answers, today=DAY)), test


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.key)
def test_no_rule_fires_on_the_profile_alone(rule: Rule) -> None:
    answers = {key: Given(State.ANSWERED, value) for key, value in PROFILE.items()}
    named = {test.target.question for test in all_tests(rule)}
    if not named <= set(PROFILE):
        assert not fires(rule, situation_of(edition(), answers, today=DAY))


def test_messages_differ_and_name_a_way_out() -> None:
    texts = [rule.message.nl for rule in rules()] + [rule.message.en for rule in rules()]
    assert len(set(texts)) == len(texts)
    assert len(rules()) == 52
    assert sum(rule.severity == "stop" for rule in rules()) == 3
