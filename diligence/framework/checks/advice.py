"""Warnings: what an author should look at, but what does not stop an edition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from diligence.framework.checks.conditions import question_conditions
from diligence.framework.checks.draft import Draft, DraftQuestion, Item
from diligence.framework.when import BLOCKS

MOST_CONDITIONS = 10
LONGER_IN_DUTCH = 1.6
SHORT = 40
"""Below so many characters in Dutch a ratio says nothing: `Nee` is 1.5 times `No`."""

Path = tuple[str | int, ...]


def check_advice(draft: Draft) -> None:
    """All warnings, apart from law clauses that were not checked lately."""
    for question in draft.questions:
        if question.scores and not question.content.get("examples"):
            draft.warn(question, "A maturity question without 'examples'. Add one or two.")
        count = sum(_tests_in(when) for when in _conditions(question))
        if count > MOST_CONDITIONS:
            draft.warn(
                question,
                f"This question has {count} conditions; more than {MOST_CONDITIONS} is hard to "
                "follow. Split it.",
            )
    for item in (draft.header, *draft.steps, *draft.keyed()):
        for path, pair in _pairs(item.content, ()):
            _check_length(draft, item, path, pair)


def _conditions(question: DraftQuestion) -> Iterator[Any]:
    for _, when in question_conditions(question):
        yield when
    for column in question.columns:
        if "when" in column:
            yield column["when"]


def _tests_in(when: Any) -> int:
    """How many single tests a condition holds."""
    if not isinstance(when, dict):
        return 0
    return sum(
        sum(map(_tests_in, body)) if name in BLOCKS and isinstance(body, list) else 1
        for name, body in when.items()
    )


def _pairs(content: Any, path: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    """Every text inside, with its place; a step's own fields, not its questions."""
    if isinstance(content, list):
        for index, member in enumerate(content):
            yield from _pairs(member, (*path, index))
    elif isinstance(content, dict):
        if "nl" in content and "en" in content:
            yield path, content
        for name, member in content.items():
            if name not in ("questions", "measures", "rules", "when"):
                yield from _pairs(member, (*path, name))


def _check_length(draft: Draft, item: Item, path: Path, pair: dict[str, str]) -> None:
    dutch, english = len(pair["nl"]), len(pair["en"])
    if dutch >= SHORT and dutch > LONGER_IN_DUTCH * english:
        draft.warn(
            item,
            f"The Dutch text has {dutch} characters and the English {english}. Do both say the "
            "same?",
            *path,
        )
