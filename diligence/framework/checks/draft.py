"""An edition under examination: its files as far as they are sound, and the findings so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from diligence.framework.catalogues import Catalogue
from diligence.framework.checks.problem import Problem
from diligence.framework.checks.spot import finding
from diligence.framework.choices import HEADER_LISTS
from diligence.framework.schema import PROFILE, Edition, Kind
from diligence.framework.source import SourceFile

Content = dict[str, Any]
ELSEWHERE = frozenset({"own_suppliers", "smelters"})
"""Lists that live in the database: their keys are not known here."""


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A piece of a file that findings are about: a question, a measure, a rule, a field."""

    file: SourceFile
    path: tuple[str | int, ...]
    subject: str
    content: Content
    """What it says, without what was refused already."""

    def line(self, *path: str | int) -> int:
        return self.file.line(*self.path, *path)

    def wrote(self, name: str) -> bool:
        """Whether its author wrote this field, sound or not."""
        return (*self.path, name) in self.file.lines


@dataclass(frozen=True, slots=True, eq=False)
class DraftQuestion(Item):
    step: str
    order: int
    """Its place among all questions, profile first."""

    @property
    def key(self) -> str:
        return self.content["key"]

    @property
    def kind(self) -> str:
        return self.content["kind"]

    @property
    def columns(self) -> list[Content]:
        return [column for column in self.content.get("columns", []) if "key" in column]

    def column(self, key: str) -> Content | None:
        return next((column for column in self.columns if column["key"] == key), None)

    @property
    def scores(self) -> bool:
        return self.kind == Kind.MATURITY


@dataclass(slots=True, kw_only=True)
class Draft:
    """The whole edition, and what it is compared with."""

    header: Item
    steps: list[Item] = field(default_factory=list)
    questions: list[DraftQuestion] = field(default_factory=list)
    measures: list[Item] = field(default_factory=list)
    rules: list[Item] = field(default_factory=list)
    mapping: Item | None = None
    catalogues: Mapping[str, Catalogue]
    previous: Edition | None
    retired: Mapping[str, str]
    """Keys that may not come back, with the code of the last edition that had them."""
    today: date
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, item: Item, message: str, *path: str | int) -> None:
        """Note an error at a place inside an item."""
        self.problems.append(finding(item.file, (*item.path, *path), item.subject, message))

    def warn(self, item: Item, message: str, *path: str | int) -> None:
        """Note what an author should look at, at a place inside an item."""
        where = (*item.path, *path)
        warning = finding(item.file, where, item.subject, message, is_warning=True)
        self.problems.append(warning)

    def question(self, key: str) -> DraftQuestion | None:
        return next((question for question in self.questions if question.key == key), None)

    @property
    def keys(self) -> list[str]:
        return [question.key for question in self.questions]

    @property
    def sizes(self) -> list[str]:
        return self._keys_of("sizes")

    @property
    def chain_positions(self) -> list[str]:
        return self._keys_of("chain_positions")

    @property
    def highest_level(self) -> int:
        return self.header.content.get("scoring", {}).get("highest_level", 4)

    def keyed(self) -> Iterator[Item]:
        """Everything whose key is unique in an edition, in the order of the files."""
        yield from self.questions
        yield from self.measures
        yield from self.rules

    def option_keys(self, content: Content) -> list[str] | None:
        """The option keys of a question or column; None when they are not known here."""
        if "options" in content:
            return [option["key"] for option in content["options"] if "key" in option]
        name = content.get("catalogue")
        if name is not None:
            known = self.catalogues.get(name)
            return None if known is None else [entry.key for entry in known]
        source = content.get("options_from")
        if source in HEADER_LISTS:
            return self._keys_of(source)
        named = self.question(source) if source else None
        if named is None or named.content is content:
            return None
        return self.option_keys(named.content)

    def _keys_of(self, name: str) -> list[str]:
        return [item["key"] for item in self.header.content.get(name, []) if "key" in item]


def is_profile(question: DraftQuestion) -> bool:
    return question.step == PROFILE
