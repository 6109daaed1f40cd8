"""The consistency rules of 2026: each fires on the answers it is about, and on those alone."""

from __future__ import annotations

import datetime
import functools
from dataclasses import replace

import pytest

from diligence.framework.answers import Given, State
from diligence.framework.choices import options_of
from diligence.framework.conditions import Situation, fires, situation_of
from diligence.framework.facts import FACTS, looks_at_facts
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


def facts_for(rule: Rule) -> dict[str, object]:
    """Return facts on which the rule fires; what it does not look at is nothing at all."""
    found: dict[str, object] = {name: () if fact.is_set else 0 for name, fact in FACTS.items()}
    for test in all_tests(rule):
        if test.target.question in FACTS and test.name != "has_none":
            found[test.target.question] = test.value
    return found


def looking(rule: Rule, answers: dict[str, Given], **facts: object) -> Situation:
    """Return the situation of these answers, with the facts that the rule is about."""
    told = facts_for(rule) | facts
    return replace(situation_of(edition(), answers, today=DAY), facts=told)


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
        if key in FACTS:
            continue
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
    assert fires(rule, looking(rule, firing(rule)))


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.key)
def test_no_rule_fires_for_who_does_not_know(rule: Rule) -> None:
    for test in all_tests(rule):
        if test.target.question in FACTS:
            continue
        answers = firing(rule) | {test.target.question: Given(State.DONT_KNOW)}
        assert not fires(rule, looking(rule, answers)), test


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.key)
def test_no_rule_fires_on_the_profile_alone(rule: Rule) -> None:
    answers = {key: Given(State.ANSWERED, value) for key, value in PROFILE.items()}
    named = {test.target.question for test in all_tests(rule)}
    if not named <= set(PROFILE):
        assert not fires(rule, situation_of(edition(), answers, today=DAY))
        nothing = {name: () if fact.is_set else 0 for name, fact in FACTS.items()}
        assert not fires(rule, looking(rule, answers, **nothing))


BESIDE = [rule for rule in rules() if looks_at_facts(rule)]


@pytest.mark.parametrize("rule", BESIDE, ids=lambda rule: rule.key)
def test_a_rule_about_chain_risks_or_plan_is_silent_where_those_were_not_looked_up(rule) -> None:
    assert not fires(rule, situation_of(edition(), firing(rule), today=DAY))


@pytest.mark.parametrize("rule", BESIDE, ids=lambda rule: rule.key)
def test_a_fact_one_short_of_what_a_rule_asks_leaves_it_silent(rule: Rule) -> None:
    one_off = {"at_least": lambda value: value - 1, "at_most": lambda value: value + 1}
    for test in all_tests(rule):
        if test.target.question not in FACTS:
            continue
        short = one_off[test.name](test.value) if test.name in one_off else ()
        if test.name == "has_none":
            short = test.value[:1]
        assert not fires(rule, looking(rule, firing(rule), **{test.target.question: short})), test


def test_every_fact_is_asked_for_or_leads_somewhere() -> None:
    """A fact that no rule looks at is counted for nobody."""
    looked_at = {test.target.question for rule in rules() for test in rule.condition.tests()}
    assert set(FACTS) <= looked_at


def test_messages_differ_and_name_a_way_out() -> None:
    texts = [rule.message.nl for rule in rules()] + [rule.message.en for rule in rules()]
    assert len(set(texts)) == len(texts)
    assert len(rules()) == 72
    assert sum(rule.severity == "stop" for rule in rules()) == 3
