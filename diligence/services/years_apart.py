"""Two years of one file beside each other, question by question, whatever the questionnaires."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from diligence.framework.answer_text import AnswerText, answer_text
from diligence.framework.conditions import Situation
from diligence.framework.difference import Difference, File, Side, difference
from diligence.framework.lineage import origins
from diligence.framework.mapping import CARRIES, Origin, PairKind
from diligence.framework.schema import Edition, Part, Question
from diligence.framework.texts import Text
from diligence.framework.word_difference import Mark, Piece, difference_of
from diligence.models import Answer, Assessment, EvidenceUse
from diligence.reports.words import number_of
from diligence.services.evidence_at import evidence_of
from diligence.services.figures import standing_of


@dataclass(frozen=True)
class YearOfFile:
    """What a company answered in one year, and what stands there as proof."""

    file: Assessment
    answers: Mapping[str, Answer]
    files: Mapping[str, tuple[File, ...]]
    situation: Situation

    @property
    def year(self) -> int:
        return self.file.cycle.year

    def side(self, key: str) -> Side:
        """Return the answer to a question as one side; a hidden question was not asked."""
        asked = key in self.situation.edition and key in self.situation.shown
        answer = self.answers.get(key) if asked else None
        return Side(
            question=self.situation.edition.question(key) if asked else None,
            given=answer.given() if answer else None,
            edition=self.situation.edition,
            language=answer.language if answer else "nl",
            size=self.situation.size,
            files=self.files.get(key, ()) if asked else (),
        )

    def text(self, key: str, lang: str) -> AnswerText:
        """Return the answer to a question in words."""
        side = self.side(key)
        question = self.situation.edition.question(key)
        return answer_text(question, side.given, side.edition, lang, size=side.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """An old question that this one came from, with the answer of then in words."""

    question: Question
    number: str
    answer: AnswerText
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionApart:
    """One question in two years."""

    question: Question
    number: str
    kind: str
    """How it follows from the questions of then: a `PairKind`."""
    note: Text | None = None
    difference: Difference | None = None
    """None when the questions are not the same, so that the answers can only stand side by side."""
    formers: tuple[Former, ...] = ()
    """What stood at the old questions, when there is no difference to show."""
    answer: AnswerText | None = None
    wording: tuple[Piece, ...] = ()
    """How the question itself was worded anew; nothing when it was not."""
    then: Answer | None = None
    now: Answer | None = None
    asked_then: bool = True
    asked_now: bool = True

    @property
    def differs(self) -> bool:
        """Tell whether there is something to look at."""
        if self.difference is not None:
            return not self.difference.is_same
        answers = [former.answer for former in self.formers] + [self.answer]
        return any(answer is not None and not answer.not_provided for answer in answers)


@dataclass(frozen=True, slots=True)
class PartApart:
    """One sub-action in two years; the questions that were dropped stand in a part of their own."""

    part: Part | None
    questions: tuple[QuestionApart, ...]

    @property
    def differing(self) -> tuple[QuestionApart, ...]:
        return tuple(one for one in self.questions if one.differs)


def year_of_file(file: Assessment) -> YearOfFile:
    """Return a year with its answers and proof. Two queries."""
    answers = Answer.objects.for_company(file.company_id).filter(assessment=file)
    rows = {answer.question: answer for answer in answers.select_related("changed_by")}
    uses = evidence_of(file).items()
    files = {key: tuple(map(document_at, standing)) for key, standing in uses}
    return YearOfFile(file, rows, files, standing_of(file, rows.values()).situation)


def document_at(use: EvidenceUse) -> File:
    """Return a document that stands at an answer, with its newest file (a query `standing`)."""
    newest: dict[str, Any] = getattr(use, "file", None) or {}
    return File(
        key=str(use.evidence_id),
        name=use.evidence.title,
        number=newest.get("number", 0),
        sha256=newest.get("sha256", ""),
    )


@dataclass(frozen=True)
class YearsApart:
    """Two years of one company, the older one as `then`."""

    then: YearOfFile
    now: YearOfFile
    known: Iterable[Edition]
    """The editions of all years, to follow a question through the years in between."""
    lang: str

    @cached_property
    def origins(self) -> Mapping[str, Origin]:
        return origins(self.now.situation.edition, self.then.situation.edition, self.known)

    @cached_property
    def parts(self) -> tuple[PartApart, ...]:
        """Return every part of now, and what is not asked any more behind them."""
        parts = [
            PartApart(part, tuple(filter(None, map(self.question, part.questions))))
            for part in self.now.situation.edition.parts
        ]
        gone = PartApart(None, tuple(self.retired()))
        return tuple(part for part in (*parts, gone) if part.questions)

    def question(self, question: Question) -> QuestionApart | None:
        """Return one question in both years; None when it was asked in neither."""
        origin = self.origins[question.key]
        asked_now = question.key in self.now.situation.shown
        olds = [key for key in origin.old if key in self.then.situation.shown]
        if not asked_now and not olds:
            return None
        own: dict[str, Any] = {
            "question": question,
            "number": number_of(question, self.now.situation.edition),
            "kind": origin.kind,
            "note": origin.note,
            "now": self.now.answers.get(question.key) if asked_now else None,
            "asked_now": asked_now,
            "asked_then": bool(olds),
        }
        if origin.kind in CARRIES or not olds:
            return QuestionApart(**own, **self.compared(question, olds))
        answer = self.now.text(question.key, self.lang)
        return QuestionApart(**own, answer=answer, formers=tuple(map(self.former, olds)))

    def compared(self, question: Question, olds: list[str]) -> dict:
        """Return the difference with the one question it was, and how that was worded."""
        old = olds[0] if olds else ""
        before, after = self.then.side(old), self.now.side(question.key)
        wording: tuple[Piece, ...] = ()
        if before.question is not None:
            texts = (before.question.text.get(self.lang), question.text.get(self.lang))
            pieces = difference_of(*texts)
            wording = pieces if any(piece.mark != Mark.SAME for piece in pieces) else ()
        return {
            "difference": difference(before, after, self.lang),
            "wording": wording,
            "then": self.then.answers.get(old),
        }

    def former(self, key: str) -> Former:
        """Return an old question with its answer in words."""
        edition = self.then.situation.edition
        question = edition.question(key)
        return Former(
            question=question,
            number=number_of(question, edition),
            answer=self.then.text(key, self.lang),
            language=self.then.side(key).language,
        )

    def retired(self) -> Iterator[QuestionApart]:
        """Return the questions that were answered then and led on to none of now."""
        edition = self.then.situation.edition
        went_on = {key for origin in self.origins.values() for key in origin.old}
        nothing = Side(question=None, given=None, edition=self.now.situation.edition)
        for question in edition.questions:
            side = self.then.side(question.key)
            if question.key not in went_on and not side.is_empty:
                yield QuestionApart(
                    question=question,
                    number=number_of(question, edition),
                    kind=PairKind.RETIRED,
                    difference=difference(side, nothing, self.lang),
                    then=self.then.answers.get(question.key),
                    asked_now=False,
                )
