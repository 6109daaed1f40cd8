"""Which questions a company gets, given what it answered so far (section 6 of the format).

A test has three outcomes: true, false, and unknown when the company answered "don't know".
In `when` unknown counts as true: rather one question too many than one risk too few. In a rule
it counts as false: nobody contradicts themselves by not knowing. A hidden answer is kept, but
counts as missing here; a rule that looks at a hidden question cannot fire. A rule may also test
facts of chain, risks and plan (`facts.py`); where those were not looked up it cannot fire either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from diligence.framework.answers import Answers, Cell, Given, State
from diligence.framework.facts import FACTS, Values
from diligence.framework.schema import Edition, Kind, Option, Question, Rule, Size
from diligence.framework.when import Block, Test, When

Outcome = bool | None
"""True, false, or None: unknown."""

_TRUE_WHEN_MISSING = frozenset({"empty", "rows_at_most", "no_row_is"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What a condition may look at: the answers that are shown, and what follows from them."""

    edition: Edition
    given: Answers
    """The answers to shown questions only, without options that are hidden."""
    shown: frozenset[str]
    size: Size | None
    """None while the number of people is not known."""
    chain: frozenset[str]
    asks_every_size: bool
    """The company does not know its size: it gets the questions of every size."""
    asks_every_chain: bool
    today: date
    facts: Values | None = None
    """What is known of chain, risks and plan; None where only answers are looked at."""


def situation_of(edition: Edition, given: Answers, *, today: date | None = None) -> Situation:
    """Walk through the questions once, in order, and see which ones show.

    Conditions look back only, so one walk is enough. `today` is for tests of age.
    """
    heard: dict[str, Given] = {}
    shown: set[str] = set()
    now = Situation(
        edition=edition,
        given=heard,
        shown=frozenset(),
        size=None,
        chain=frozenset(),
        asks_every_size=False,
        asks_every_chain=False,
        today=today or date.today(),
    )
    for question in edition.questions:
        if not is_shown(question, now):
            continue
        shown.add(question.key)
        answer = _without_hidden_options(question, given.get(question.key), now)
        if answer is not None:
            heard[question.key] = answer
        if question.decides:
            now = _decided(question.decides, answer, now)
    return replace(now, shown=frozenset(shown))


def visible(edition: Edition, given: Answers, *, today: date | None = None) -> tuple[str, ...]:
    """The keys of the questions that show, in order."""
    shown = situation_of(edition, given, today=today).shown
    return tuple(question.key for question in edition.questions if question.key in shown)


def is_shown(question: Question, situation: Situation) -> bool:
    """Whether this question is for this company, given the answers before it."""
    return question.is_for_all or (
        _is_for_size(question, situation)
        and _is_for_chain(question, situation)
        and holds(question.when, situation)
    )


def holds(when: When | None, situation: Situation) -> bool:
    """Whether the condition of a question or option holds; unknown counts as holding."""
    return when is None or outcome(when, situation) is not False


def claims_proof(question: Question, situation: Situation) -> bool:
    """Whether the level that was chosen is one that a document has to show."""
    expected, answer = question.evidence, situation.given.get(question.key)
    if expected is None or expected.from_level is None or answer is None or not answer.is_answered:
        return False
    return answer.value >= expected.from_level


def row_holds(when: When | None, cells: Mapping[str, Cell]) -> bool:
    """Whether the condition of a column holds in a row, given the cells to its left."""

    def of_cell(test: Test) -> Outcome:
        return _compare(test, cells.get(test.target.column), None)

    return when is None or _all(when.lines, of_cell) is not False


def shown_options(options: Iterable[Option], situation: Situation) -> tuple[Option, ...]:
    """The options without those whose condition does not hold."""
    return tuple(option for option in options if holds(option.when, situation))


def consistency(edition: Edition, given: Answers, *, today: date | None = None) -> list[Rule]:
    """The rules whose answers contradict each other, in the order of the edition."""
    situation = situation_of(edition, given, today=today)
    return [rule for rule in edition.rules if fires(rule, situation)]


def fires(rule: Rule, situation: Situation) -> bool:
    """Whether a rule's condition certainly holds, on shown answers alone."""
    return outcome(rule.condition, situation, in_rule=True) is True


def as_json(when: When | None) -> dict[str, Any] | None:
    """The condition as its author wrote it, for the browser; None stays None."""
    if when is None:
        return None
    written: dict[str, Any] = {}
    for line in when.lines:
        if isinstance(line, Block):
            written[line.kind] = [_group_as_json(group) for group in line.alternatives]
        else:
            _add_as_json(written, line)
    return written


def outcome(when: When, situation: Situation, *, in_rule: bool = False) -> Outcome:
    """True, false or unknown, for a whole condition: all its lines together."""

    def of_test(test: Test) -> Outcome:
        return outcome_of(test, situation, in_rule=in_rule)

    return _all(when.lines, of_test)


def outcome_of(test: Test, situation: Situation, *, in_rule: bool = False) -> Outcome:
    """True, false or unknown, for one test."""
    key = test.target.question
    if key in FACTS:
        return outcome_of_fact(test, situation.facts)
    if in_rule and key not in situation.shown:
        return None
    answer = situation.given.get(key)
    if answer is not None and answer.state == State.DONT_KNOW:
        return None
    value = answer.value if answer is not None and answer.is_answered else None
    return _compare(test, value, situation.today)


def _is_for_size(question: Question, situation: Situation) -> bool:
    sizes = question.asked_of.sizes
    if not sizes or situation.asks_every_size:
        return True
    return situation.size is not None and situation.size.key in sizes


def _is_for_chain(question: Question, situation: Situation) -> bool:
    chain = question.asked_of.chain
    return not chain or situation.asks_every_chain or not situation.chain.isdisjoint(chain)


def _compare(test: Test, value: Any, today: date | None) -> bool:
    """The test on a value; a missing one is tested as empty. `today` None: no tests of age."""
    if value is None or value == "" or value == []:
        return test.name in _TRUE_WHEN_MISSING
    if test.name == "older_than_months":
        if today is None:
            raise ValueError("a cell is not tested on its age")
        return date.fromisoformat(value) < months_before(today, int(test.value))
    return _COMPARISONS[test.name](test, value)


def outcome_of_fact(test: Test, facts: Values | None) -> Outcome:
    """True or false; unknown where the fact was not looked up."""
    found = None if facts is None else facts.get(test.target.question)
    return None if found is None else _COMPARISONS[test.name](test, found)


def _some_row_is(test: Test, rows: list[dict[str, Any]]) -> bool:
    wanted = set(test.value)
    for row in rows:
        cell = row["cells"].get(test.target.column)
        if not wanted.isdisjoint([cell] if isinstance(cell, str) else cell or ()):
            return True
    return False


_COMPARISONS: Mapping[str, Callable[[Test, Any], bool]] = {
    "is": lambda test, value: value in test.value,
    "has_any": lambda test, value: not set(test.value).isdisjoint(value),
    "has_none": lambda test, value: set(test.value).isdisjoint(value),
    "at_least": lambda test, value: Decimal(str(value)) >= Decimal(str(test.value)),
    "at_most": lambda test, value: Decimal(str(value)) <= Decimal(str(test.value)),
    "rows_at_most": lambda test, value: len(value) <= test.value,
    "some_row_is": lambda test, value: _some_row_is(test, value),
    "no_row_is": lambda test, value: not _some_row_is(test, value),
    "empty": lambda test, value: False,
}
"""What each test asks of a value that is not empty."""


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(f"there is no day {months} months before {day}")


def _decided(what: str, answer: Given | None, now: Situation) -> Situation:
    unknown = answer is not None and answer.state == State.DONT_KNOW
    value = answer.value if answer is not None and answer.is_answered else None
    if what == "size":
        size = None if value is None else now.edition.size_for(Decimal(str(value)))
        return replace(now, size=size, asks_every_size=unknown)
    chain: frozenset[str] = frozenset(value or ())
    return replace(now, chain=chain, asks_every_chain=unknown)


def _without_hidden_options(
    question: Question, answer: Given | None, now: Situation
) -> Given | None:
    """The answer without options that no longer show; None when nothing of it is left."""
    if answer is None or not question.hides_options:
        return answer
    if not answer.is_answered:
        return answer
    open_keys = {option.key for option in shown_options(question.options, now)}
    if question.kind == Kind.CHOICE:
        return answer if answer.value in open_keys else None
    left = [key for key in answer.value if key in open_keys]
    return replace(answer, value=left) if left else None


def _all(lines: Iterable[Test | Block], of_test: Callable[[Test], Outcome]) -> Outcome:
    """All lines together; the first that is false settles it."""
    together: Outcome = True
    for line in lines:
        found = of_test(line) if isinstance(line, Test) else _block(line, of_test)
        if found is False:
            return False
        together = together and found
    return together


def _block(block: Block, of_test: Callable[[Test], Outcome]) -> Outcome:
    """Some alternative, or none of them; the first that is true settles it."""
    some: Outcome = False
    for group in block.alternatives:
        found = _all(group, of_test)
        if found:
            some = True
            break
        if found is None:
            some = None
    return some if block.kind == "any_of" else _not(some)


def _not(outcome: Outcome) -> Outcome:
    return None if outcome is None else not outcome


def _group_as_json(group: tuple[Test, ...]) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for test in group:
        _add_as_json(written, test)
    return written


def _add_as_json(written: dict[str, Any], test: Test) -> None:
    value = list(test.value) if isinstance(test.value, tuple) else test.value
    written.setdefault(str(test.target), {})[test.name] = value
