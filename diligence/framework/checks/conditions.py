"""Conditions: every test names something that exists, comes before, and can be tested that way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from diligence.framework.checks.draft import Content, Draft, DraftQuestion, Item
from diligence.framework.checks.problem import did_you_mean
from diligence.framework.checks.spot import shown
from diligence.framework.facts import FACTS, FAMILIES
from diligence.framework.schema import Kind
from diligence.framework.when import BLOCKS, Target

_COLUMN_TESTS = ("some_row_is", "no_row_is")
_TESTS_OF: dict[str, tuple[str, ...]] = {
    Kind.MATURITY: ("at_least", "at_most", "empty"),
    Kind.CHOICE: ("is", "empty"),
    Kind.MULTIPLE: ("has_any", "has_none", "empty"),
    Kind.SHORT_TEXT: ("empty",),
    Kind.LONG_TEXT: ("empty",),
    Kind.NUMBER: ("at_least", "at_most", "empty"),
    Kind.DATE: ("older_than_months", "empty"),
    Kind.LINK: ("empty",),
    Kind.TABLE: ("rows_at_most", "empty"),
}
_ALL_TESTS = sorted({*_COLUMN_TESTS, *(test for tests in _TESTS_OF.values() for test in tests)})
_ON_OPTIONS = frozenset({"is", "has_any", "has_none", *_COLUMN_TESTS})
_MOST_LISTED = 12


def check_conditions(draft: Draft) -> None:
    """The conditions of questions, their options and columns, and of rules."""
    for question in draft.questions:
        for path, when in question_conditions(question):
            _Condition(draft, question, path, "when", before=question.order).check(when)
        for index, column in enumerate(question.content.get("columns", [])):
            if "when" in column:
                path = ("columns", index, "when")
                left = question.content["columns"][:index]
                _Condition(draft, question, path, "when", row=left).check(column["when"])
    for rule in draft.rules:
        if "if" in rule.content:
            _Condition(draft, rule, ("if",), "if").check(rule.content["if"])
        _check_way_out(draft, rule)


def _check_way_out(draft: Draft, rule: Item) -> None:
    """A rule leads to questions and facts that exist, and that it looked at."""
    tested = set(tested_questions(rule.content.get("if")))
    for key in rule.content.get("goes_to", ()):
        if draft.question(key) is None and key not in FACTS:
            near = did_you_mean(key, [*draft.keys, *FACTS])
            text = f"'goes_to' names '{key}', which does not exist.{near}"
            draft.refuse(rule, text, "goes_to")
        elif tested and key not in tested:
            text = f"'goes_to' names '{key}', but the rule does not look at it."
            draft.refuse(rule, text, "goes_to")


def tested_questions(when: Any) -> Iterator[str]:
    """The questions that a condition looks at, as far as its shape is right."""
    for target, body in when.items() if isinstance(when, dict) else ():
        if target not in BLOCKS:
            yield Target.parse(target).question
            continue
        for group in body if isinstance(body, list) else ():
            yield from tested_questions(group)


def question_conditions(
    question: DraftQuestion,
) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """The conditions of a question itself and of its options, with their places."""
    if "when" in question.content:
        yield ("when",), question.content["when"]
    for index, option in enumerate(question.content.get("options", [])):
        if "when" in option:
            yield ("options", index, "when"), option["when"]


@dataclass(frozen=True, slots=True)
class _Condition:
    """One condition at its place: `before` is the order of its question, `row` what is left of
    its column; a rule has neither and may look anywhere."""

    draft: Draft
    item: Item
    path: tuple[str | int, ...]
    name: str
    before: int | None = None
    row: list[Content] | None = None

    def refuse(self, message: str, *path: str | int) -> None:
        self.draft.refuse(self.item, message, *self.path, *path)

    def check(self, written: Any) -> None:
        if not isinstance(written, dict) or not written:
            self.refuse(f"'{self.name}' must be a block of tests; found {shown(written)}.")
            return
        for target, tests in written.items():
            if target in BLOCKS:
                self._check_block(target, tests)
            else:
                self._check_line(target, tests, ())

    def _check_block(self, kind: str, groups: Any) -> None:
        if not isinstance(groups, list) or not groups:
            self.refuse(f"'{kind}' must be a list of blocks; found {shown(groups)}.", kind)
            return
        for index, group in enumerate(groups):
            if not isinstance(group, dict) or not group:
                self.refuse(
                    f"'{kind}' holds blocks of tests; found {shown(group)}.",
                    kind,
                    index,
                )
                continue
            for target, tests in group.items():
                if target in BLOCKS:
                    text = f"'{target}' stands inside '{kind}'. Blocks go one deep."
                    self.refuse(text, kind, index, target)
                else:
                    self._check_line(target, tests, (kind, index))

    def _check_line(self, target: str, tests: Any, path: tuple[str | int, ...]) -> None:
        here = (*path, target)
        tested = self._tested(target, here)
        if not isinstance(tests, dict) or not tests:
            self.refuse(f"'{target}' needs a test; found {shown(tests)}.", *here)
            return
        if tested is None:
            return
        content, allowed = tested
        for test, value in tests.items():
            spot = (*here, test)
            if test not in _ALL_TESTS:
                self.refuse(f"'{test}' is not a test.{did_you_mean(test, _ALL_TESTS)}", *spot)
            elif test not in allowed:
                self.refuse(_misfit(test, target, content, allowed), *spot)
            else:
                self._check_value(test, value, target, content, spot)

    def _tested(
        self, written: str, here: tuple[str | int, ...]
    ) -> tuple[Content, tuple[str, ...]] | None:
        """What a line looks at, and the tests that fit it; None after a refusal."""
        target = Target.parse(written)
        if target.question.partition(".")[0] in FAMILIES and self.row is None:
            return self._fact(written, target, here)
        if target.in_same_row or self.row is not None:
            return self._cell(written, target, here)
        question = self.draft.question(target.question)
        if question is None:
            near = did_you_mean(target.question, self.draft.keys)
            self.refuse(
                f"'{self.name}' tests '{target.question}', which does not exist.{near}",
                *here,
            )
            return None
        if self.before is not None and question.order >= self.before:
            self.refuse(
                f"'{self.name}' tests '{target.question}', which comes later. "
                "Conditions look back only.",
                *here,
            )
            return None
        if not target.column:
            return question.content, _TESTS_OF[question.kind]
        column = question.column(target.column)
        if column is None or column.get("kind") not in (Kind.CHOICE, Kind.MULTIPLE):
            self._refuse_column(question, target, column, here)
            return None
        return column, _COLUMN_TESTS

    def _fact(
        self, written: str, target: Target, here: tuple[str | int, ...]
    ) -> tuple[Content, tuple[str, ...]] | None:
        if self.name != "if":
            text = f"Only a rule tests '{written}'. Whether a question shows follows from answers."
            self.refuse(text, *here)
            return None
        fact = FACTS.get(written)
        if fact is None:
            near = did_you_mean(written, FACTS)
            self.refuse(f"'if' tests '{written}', which is no fact.{near}", *here)
            return None
        return fact.as_field(), fact.tests

    def _refuse_column(
        self,
        question: DraftQuestion,
        target: Target,
        column: Content | None,
        here: tuple[str | int, ...],
    ) -> None:
        if column is not None:
            self.refuse(
                f"'{target}' is not a choice. Only a column with options is tested.",
                *here,
            )
            return
        near = did_you_mean(target.column, [own["key"] for own in question.columns])
        text = f"'{target.question}' has no column '{target.column}'.{near}"
        self.refuse(text, *here)

    def _cell(
        self, written: str, target: Target, here: tuple[str | int, ...]
    ) -> tuple[Content, tuple[str, ...]] | None:
        if self.row is None:
            self.refuse("Only a column tests 'row.<column>'. Name the question.", *here)
            return None
        if not target.in_same_row:
            self.refuse("The 'when' of a column tests 'row.<column>' only.", *here)
            return None
        cell = next((own for own in self.row if own.get("key") == target.column), None)
        if cell is not None and "kind" in cell:
            tests = tuple(t for t in _TESTS_OF[cell["kind"]] if t != "older_than_months")
            return cell, tests
        columns = self.item.content["columns"]
        if any(own.get("key") == target.column for own in columns):
            text = f"'{self.name}' tests '{written}', which comes later. Conditions look back only."
        else:
            near = did_you_mean(target.column, [own.get("key", "") for own in self.row])
            text = f"'{self.name}' tests '{written}', which does not exist.{near}"
        self.refuse(text, *here)
        return None

    def _check_value(
        self,
        test: str,
        value: Any,
        target: str,
        content: Content,
        spot: tuple[str | int, ...],
    ) -> None:
        if test in _ON_OPTIONS:
            self._check_options(test, value, target, content, spot)
        elif test == "empty":
            if value is not True:
                self.refuse(f"'empty' takes true; found {shown(value)}.", *spot)
        elif isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(f"'{test}' takes a number; found {shown(value)}.", *spot)
        elif content["kind"] == Kind.MATURITY and value not in range(self.draft.highest_level + 1):
            highest = self.draft.highest_level
            self.refuse(f"'{test}' is {value}; levels go from 0 to {highest}.", *spot)
        elif test in ("older_than_months", "rows_at_most") and (
            not isinstance(value, int) or value < 0
        ):
            self.refuse(f"'{test}' takes a whole number from 0; found {value}.", *spot)

    def _check_options(
        self,
        test: str,
        value: Any,
        target: str,
        content: Content,
        spot: tuple[str | int, ...],
    ) -> None:
        if not isinstance(value, list) or not value:
            self.refuse(f"'{test}' takes a list of options; found {shown(value)}.", *spot)
            return
        known = self.draft.option_keys(content)
        for option in value:
            if not isinstance(option, str):
                self.refuse(
                    f"{shown(option)} is not a key. Put it in quotes, or choose a word.",
                    *spot,
                )
            elif known is not None and option not in known:
                listed = ", ".join(known[:_MOST_LISTED]) + (", …" * (len(known) > _MOST_LISTED))
                self.refuse(f"'{target}' has no option '{option}'. It has: {listed}.", *spot)


def _misfit(test: str, target: str, content: Content, allowed: tuple[str, ...]) -> str:
    fitting = [f"'{name}'" for name in allowed if name != "empty"] or ["'empty'"]
    what = "column" if allowed == _COLUMN_TESTS else content["kind"].replace("_", " ")
    return f"'{test}' does not fit a {what}. Use {' or '.join(fitting)}."
