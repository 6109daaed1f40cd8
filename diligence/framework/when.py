"""A condition as data: what must hold before a question, option or column shows, or a rule fires.

Section 6 of the format. `conditions.py` decides whether it holds; here is only its shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

ROW = "row"
BLOCKS = ("any_of", "none_of")


@dataclass(frozen=True, slots=True)
class Target:
    """What a test looks at: a question, a column of a table, or a cell of the row itself."""

    question: str
    """The question's key; empty for a cell of the same row."""
    column: str = ""

    @classmethod
    def parse(cls, written: str) -> Target:
        """Read `embed.hours`, `identify.sourcing.form` or `row.form`."""
        head, _, rest = written.partition(".")
        if head == ROW:
            return cls("", rest)
        subject, _, column = rest.partition(".")
        return cls(f"{head}.{subject}", column)

    @property
    def in_same_row(self) -> bool:
        return not self.question

    def __str__(self) -> str:
        if self.in_same_row:
            return f"{ROW}.{self.column}"
        return f"{self.question}.{self.column}" if self.column else self.question


@dataclass(frozen=True, slots=True)
class Test:
    """One line of a condition: `embed.policy: {at_least: 2}`."""

    __test__ = False  # pytest: a word of the format, not a test case

    target: Target
    name: str
    """`is`, `has_any`, `has_none`, `at_least`, `at_most`, `older_than_months`, `rows_at_most`,
    `some_row_is`, `no_row_is` or `empty`."""
    value: Any
    """A tuple of option keys, a number, or True, by the name of the test."""


@dataclass(frozen=True, slots=True)
class Block:
    """`any_of` or `none_of`: alternatives, each a group of tests that hold together."""

    kind: str
    alternatives: tuple[tuple[Test, ...], ...]


@dataclass(frozen=True, slots=True)
class When:
    """A whole condition: every line holds."""

    lines: tuple[Test | Block, ...]

    def tests(self) -> Iterator[Test]:
        """Every single test, those inside blocks too, in written order."""
        for line in self.lines:
            if isinstance(line, Test):
                yield line
            else:
                for alternative in line.alternatives:
                    yield from alternative


def when_from_document(written: Mapping[str, Any] | None) -> When | None:
    """Read a condition that the validator has accepted; None stays None."""
    if not written:
        return None
    lines: list[Test | Block] = []
    for name, body in written.items():
        if name in BLOCKS:
            lines.append(Block(name, tuple(tuple(_tests(group)) for group in body)))
        else:
            lines.extend(_tests({name: body}))
    return When(tuple(lines))


def _tests(group: Mapping[str, Any]) -> Iterator[Test]:
    for target, tests in group.items():
        for name, value in tests.items():
            held = tuple(value) if isinstance(value, list) else value
            yield Test(Target.parse(target), name, held)
