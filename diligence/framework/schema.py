"""The questionnaire of one year as frozen objects: what it says, never what anyone answered.

The words are those of the format (`edition.yaml`, the step files); nothing here reads a file.
Percentages are plain numbers from 0 to 100, minutes are those of a small company.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from diligence.framework.header import Band, ChainPosition, Scoring, Size
from diligence.framework.mapping import EditionMapping
from diligence.framework.question import (
    PROFILE,
    AskedOf,
    Column,
    Evidence,
    Example,
    Field,
    Kind,
    Level,
    Option,
    Question,
    Refs,
    Why,
)
from diligence.framework.texts import Text
from diligence.framework.when import When

__all__ = [
    "PROFILE",
    "AskedOf",
    "Band",
    "ChainPosition",
    "Column",
    "Edition",
    "Evidence",
    "Example",
    "Field",
    "Kind",
    "Level",
    "Measure",
    "Option",
    "Part",
    "Question",
    "Refs",
    "Rule",
    "Scoring",
    "Size",
    "Step",
    "SubAction",
    "Text",
    "UnknownQuestion",
    "Why",
]


class UnknownQuestion(LookupError):
    """The edition has no question with this key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubAction:
    key: str
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A model action, offered at certain levels of certain questions."""

    key: str
    offered_at: Mapping[str, tuple[int, ...]]
    """Question key to the levels at which it is offered (`for` in the format)."""
    effort: str
    """`light` up to 8 hours, `medium` up to 40, `heavy` more."""
    title: Text
    smart: Text
    indicator: Text
    sizes: tuple[str, ...] = ()

    def is_offered(self, question: str, level: int, size: Size | None) -> bool:
        """Whether a company of this size (None: unknown) on this level is offered it."""
        fits = size is None or not self.sizes or size.key in self.sizes
        return fits and level in self.offered_at.get(question, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Answers and facts that contradict each other, and where to go.

    `goes_to` names questions, or facts (`facts.py`): what a fact counted is listed one by one.
    """

    key: str
    severity: str
    """`ask` (may submit with a remark) or `stop` (may not)."""
    condition: When
    goes_to: tuple[str, ...]
    message: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The profile (number 0) or one of the six OECD steps."""

    key: str
    number: int
    title: Text
    intro: Text
    sub_actions: tuple[SubAction, ...]
    questions: tuple[Question, ...]
    measures: tuple[Measure, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A row of the task list: the profile or one sub-action."""

    key: str
    title: Text
    step: Step
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Edition:
    """One year's questionnaire. Two editions are equal when their hashes are."""

    hash: str
    code: str
    year: int
    follows: str
    languages: tuple[str, ...]
    title: Text
    scoring: Scoring
    bands: tuple[Band, ...]
    sizes: tuple[Size, ...]
    chain_positions: tuple[ChainPosition, ...]
    expected: Mapping[str, tuple[int, ...]]
    steps: tuple[Step, ...]
    """The profile, then the six steps."""
    mapping: EditionMapping | None
    questions: tuple[Question, ...] = field(init=False, repr=False)
    """All questions in the order of the pages, profile first."""
    parts: tuple[Part, ...] = field(init=False, repr=False)
    """The rows of the task list: the profile and the sub-actions."""
    rules: tuple[Rule, ...] = field(init=False, repr=False)
    """All rules, in the order of the steps."""
    _by_key: Mapping[str, Question] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        questions = tuple(question for step in self.steps for question in step.questions)
        object.__setattr__(self, "questions", questions)
        rules = tuple(rule for step in self.steps for rule in step.rules)
        object.__setattr__(self, "parts", tuple(_parts(self.steps)))
        object.__setattr__(self, "rules", rules)
        object.__setattr__(self, "_by_key", {question.key: question for question in questions})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Edition) and self.hash == other.hash

    def __hash__(self) -> int:
        return hash(self.hash)

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def question(self, key: str) -> Question:
        """Raises `UnknownQuestion`."""
        try:
            return self._by_key[key]
        except KeyError:
            raise UnknownQuestion(f"edition {self.code} has no question {key!r}") from None

    def part(self, key: str) -> Part:
        """The row `profile` or `1.1` of the task list. Raises `LookupError`."""
        for part in self.parts:
            if part.key == key:
                return part
        raise LookupError(f"edition {self.code} has no part {key!r}")

    def step(self, key: str) -> Step:
        """The step `profile`, `embed`... Raises `LookupError`."""
        for step in self.steps:
            if step.key == key:
                return step
        raise LookupError(f"edition {self.code} has no step {key!r}")

    def deciding(self, what: str) -> Question | None:
        """The profile question that sets the `size` or the `chain`."""
        return next((question for question in self.questions if question.decides == what), None)

    def size(self, key: str) -> Size:
        """The size class with this key. Raises `LookupError`."""
        for size in self.sizes:
            if size.key == key:
                return size
        raise LookupError(f"edition {self.code} has no size {key!r}")

    def size_for(self, fte: Decimal | float) -> Size:
        """The size class of a company with this many full-time equivalents."""
        fits = (size for size in self.sizes if size.up_to is None or fte <= size.up_to)
        return next(fits)

    def band_for(self, percent: Decimal | float) -> Band:
        """The band a score belongs to: a lower bound belongs to its own band."""
        return next(band for band in reversed(self.bands) if percent >= band.start)

    def expected_for(self, size: Size | str, membership_year: int) -> int:
        """The target in per cent; after the last year written down, that of the last year.

        It changes what is expected, never the score. Raises `ValueError` for a year below 1.
        """
        return target_in(
            self.expected, size.key if isinstance(size, Size) else size, membership_year
        )

    def measures_for(self, question: str, level: int, size: Size | None) -> tuple[Measure, ...]:
        """The measures offered to a company of this size on this level of a question."""
        every = (measure for step in self.steps for measure in step.measures)
        return tuple(m for m in every if m.is_offered(question, level, size))


def target_in(targets: Mapping[str, Sequence[int]], size: str, membership_year: int) -> int:
    """The target of a size class in a year of membership; after the last year, that of the last.

    Raises `ValueError` for a year below 1.
    """
    if membership_year < 1:
        raise ValueError(f"{membership_year} is not a year of membership")
    own = targets[size]
    return own[min(membership_year, len(own)) - 1]


def _parts(steps: tuple[Step, ...]) -> list[Part]:
    parts = []
    for step in steps:
        if not step.sub_actions:
            parts.append(Part(key=step.key, title=step.title, step=step, questions=step.questions))
        for sub in step.sub_actions:
            own = tuple(q for q in step.questions if q.sub_action == sub.key)
            parts.append(Part(key=sub.key, title=sub.title, step=step, questions=own))
    return parts
