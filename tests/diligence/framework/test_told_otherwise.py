"""The sums of a save against the same sums told the long way: every question looked at anew.

A save counts in one walk and stops at the first test that settles a condition. Here nothing is
skipped, each number has a walk of its own, and both must agree on any answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from diligence.framework.answers import Given, State
from diligence.framework.conditions import Situation, fires, outcome_of, situation_of
from diligence.framework.loader import EDITIONS as FOLDER
from diligence.framework.loader import edition_from_folder
from diligence.framework.schema import Question, Rule
from diligence.framework.scoring import score_in, weighing_of
from diligence.framework.typed_lists import TYPED_LISTS, option_of
from diligence.framework.when import Block, Test, When
from diligence.progress import progress_in
from diligence.services.check import findings_in, tally
from tests.diligence.framework import sample
from tests.diligence.framework.strategies import answers, thorough

TYPED = dict.fromkeys(TYPED_LISTS, (option_of("Jansen"), option_of("Öz")))
EDITIONS = {
    "sample": (sample.edition(), sample.lists()),
    "2026": (edition_from_folder(FOLDER / "2026"), TYPED),
}
drawn = settings(thorough, max_examples=15)


def both(test):
    """Run a test on random answers to the small edition and to the real one."""

    @pytest.mark.parametrize("name", EDITIONS)
    @drawn
    @for_all(data=st.data())
    def on_each(name: str, data: st.DataObject) -> None:
        edition, lists = EDITIONS[name]
        given = data.draw(answers(edition, lists))
        test(situation_of(edition, given, today=sample.TODAY), given)

    on_each.__name__ = test.__name__
    return on_each


@both
def test_which_questions_show(situation: Situation, given: Mapping[str, Given]) -> None:
    for question in situation.edition.questions:
        assert (question.key in situation.shown) == shows(question, situation)


@both
def test_how_far_it_is(situation: Situation, given: Mapping[str, Given]) -> None:
    whole = progress_in(situation)

    assert numbers(whole) == counted(situation.edition.questions, situation)
    for row in whole.parts:
        assert numbers(row) == counted(row.part.questions, situation)


@both
def test_the_score(situation: Situation, given: Mapping[str, Given]) -> None:
    found = score_in(situation)
    scoring = situation.edition.scoring
    weigh = weighing_of(scoring.rule, scoring.version)
    lines = {
        question.key: line(question, situation, weigh(question))
        for question in situation.edition.questions
        if question.scores
    }

    assert {row.question.key: (row.points, row.maximum) for row in found.questions} == lines
    assert found.points == sum(points for points, _ in lines.values())
    assert found.maximum == sum(most for _, most in lines.values())
    for step in found.steps:
        for part in step.parts:
            own = [q.key for q in step.step.questions if q.sub_action == part.key and q.scores]
            assert part.points == sum(lines[key][0] for key in own)


@both
def test_what_to_look_at(situation: Situation, given: Mapping[str, Given]) -> None:
    edition = situation.edition
    fired = {rule.key for rule in edition.rules if fires(rule, situation)}
    assert fired == {rule.key for rule in edition.rules if certain(rule, situation)}

    shown = [question for question in edition.questions if question.key in situation.shown]
    heard = [situation.given.get(question.key) for question in shown]
    tallied = tally(findings_in(situation))
    assert tallied.get("open", 0) == sum(answer is None for answer in heard)
    for state in (State.LATER, State.DONT_KNOW, State.NOT_APPLICABLE):
        assert tallied.get(state, 0) == sum(a is not None and a.state == state for a in heard)


def shows(question: Question, situation: Situation) -> bool:
    """Tell whether a question is for this company; what decides comes before it."""
    sizes, chain = question.asked_of.sizes, question.asked_of.chain
    size = situation.size.key if situation.size else None
    fits = situation.asks_every_size or not sizes or size in sizes
    in_chain = situation.asks_every_chain or not chain or bool(set(chain) & situation.chain)
    return fits and in_chain and told(question.when, situation) is not False


def certain(rule: Rule, situation: Situation) -> bool:
    """Tell whether a rule's condition certainly holds."""
    return told(rule.condition, situation, in_rule=True) is True


def told(when: When | None, situation: Situation, *, in_rule: bool = False) -> bool | None:
    """Return the outcome of a condition with every test of it done."""

    def all_of(found: list[bool | None]) -> bool | None:
        return False if False in found else None if None in found else True

    def of_line(line: Test | Block) -> bool | None:
        if isinstance(line, Test):
            return outcome_of(line, situation, in_rule=in_rule)
        groups = [all_of([of_line(test) for test in group]) for group in line.alternatives]
        some = True if True in groups else None if None in groups else False
        if line.kind == "any_of":
            return some
        return None if some is None else not some

    return True if when is None else all_of([of_line(line) for line in when.lines])


def numbers(row) -> dict:
    """Return what a row of the progress says."""
    names = ("asked", "settled", "later", "unsure", "minutes_left", "next_question")
    return {name: getattr(row, name) for name in names}


def counted(questions: tuple[Question, ...], situation: Situation) -> dict:
    """Count each number by itself."""
    shown = [question for question in questions if question.key in situation.shown]
    heard = [(question, situation.given.get(question.key)) for question in shown]
    waiting = [question.key for question, answer in heard if answer is None]
    put_off = [q.key for q, answer in heard if answer is not None and answer.state == State.LATER]
    unsettled = [q.minutes for q, answer in heard if answer is None or not answer.is_settled]
    pace = situation.size.pace if situation.size else Decimal(1)
    return {
        "asked": len(shown),
        "settled": len(shown) - len(unsettled),
        "later": len(put_off),
        "unsure": sum(answer.unsure for _, answer in heard if answer is not None),
        "minutes_left": int((sum(unsettled) * pace).to_integral_value(ROUND_CEILING)),
        "next_question": next(iter([*waiting, *put_off]), None),
    }


def line(question: Question, situation: Situation, weight: int) -> tuple[int, int]:
    """Return the points of a question and their maximum."""
    scoring = situation.edition.scoring
    answer = situation.given.get(question.key)
    most = scoring.highest_level * weight
    if question.key not in situation.shown:
        return 0, 0
    if answer is None or answer.state == State.LATER:
        return 0, most
    if answer.state == State.NOT_APPLICABLE:
        return 0, most if scoring.not_applicable_counts else 0
    level = scoring.dont_know_counts_as if answer.state == State.DONT_KNOW else answer.value
    return (level or 0) * weight, most
