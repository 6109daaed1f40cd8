"""Every answer of a file in words, by step: to be checked before submitting, and to be read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from diligence.framework.answer_text import AnswerText, answer_text
from diligence.framework.conditions import Situation
from diligence.framework.schema import Question, Step
from diligence.services.check import BLOCKING, Finding

MOST_ROWS = 20  # of a table; the rest is read at the question itself


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAnswer:
    """One question with its answer in words, and the findings that name it."""

    question: Question
    answer: AnswerText
    weights: frozenset[str]

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the first rows of a table."""
        return self.answer.rows[:MOST_ROWS]

    @property
    def more_rows(self) -> int:
        """Return how many rows are not among them."""
        return len(self.answer.rows) - len(self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerList:
    """The answers of one step."""

    step: Step
    answers: tuple[ListedAnswer, ...]

    @property
    def provided(self) -> int:
        """Return how many questions have an answer."""
        return sum(not listed.answer.not_provided for listed in self.answers)

    @property
    def blocking(self) -> int:
        """Return how many questions stand in the way of submitting."""
        return sum(not BLOCKING.isdisjoint(listed.weights) for listed in self.answers)


def answer_lists(
    situation: Situation, findings: Iterable[Finding], language: str
) -> list[AnswerList]:
    """Return the shown questions with their answers, by step; hidden ones are not among them."""
    weights = weights_by_question(findings)
    lists = []
    for step in situation.edition.steps:
        shown = [question for question in step.questions if question.key in situation.shown]
        answers = tuple(listed(question, situation, weights, language) for question in shown)
        if answers:
            lists.append(AnswerList(step=step, answers=answers))
    return lists


def listed(
    question: Question, situation: Situation, weights: Mapping[str, set[str]], language: str
) -> ListedAnswer:
    """Return one question with its answer in words."""
    text = answer_text(
        question,
        situation.given.get(question.key),
        situation.edition,
        language,
        size=situation.size,
    )
    return ListedAnswer(
        question=question, answer=text, weights=frozenset(weights.get(question.key, ()))
    )


def weights_by_question(findings: Iterable[Finding]) -> dict[str, set[str]]:
    """Return the weights of the findings that name a question, by its key."""
    found: dict[str, set[str]] = {}
    for finding in findings:
        for question in finding.questions:
            found.setdefault(question.key, set()).add(finding.weight)
    return found
