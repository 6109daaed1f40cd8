"""What a company said the year before, beside each question of this year. Nothing of it counts."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.crypto import salted_hmac

from companies.models import User
from diligence.framework.answers import State
from diligence.framework.conditions import Situation, situation_of
from diligence.framework.mapping import Origin
from diligence.framework.schema import Question
from diligence.models import (
    Answer,
    Assessment,
    CarryDecision,
    Evidence,
    EvidenceUse,
    Remark,
)
from diligence.models.questionnaire import edition_of
from diligence.services.carry.origins import Way, way_between
from diligence.services.entries import Entry
from diligence.services.evidence_at import ByQuestion, evidence_in, evidence_of
from diligence.services.years_before import answered_before

Kind = CarryDecision.Kind


@dataclass(frozen=True, slots=True)
class FormerAnswer:
    """An answer of then, with the question as it was asked and the proof that stood there."""

    question: Question
    answer: Answer
    proof: Sequence[EvidenceUse] = ()

    @property
    def remarks(self) -> Sequence[Mapping[str, Any]]:
        """Return what was said about it then, oldest first (see `remarks_at`)."""
        return getattr(self.answer, "remarks", None) or ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """What was said before about one question of this year, and what was decided about it."""

    question: Question
    """As it is asked now."""
    file: UUID
    """This year's file."""
    year: int
    """The year it was said in."""
    situation: Situation
    """Of that year."""
    origin: Origin
    way: Way
    answers: tuple[FormerAnswer, ...]
    """More than one when this question was made of several."""
    decision: CarryDecision | None = None

    @property
    def may_be_still_true(self) -> bool:
        """Tell whether it asks the same as then, so that the answer may be taken over."""
        return self.origin.carries and len(self.answers) == 1

    def expired(self, today: datetime.date) -> list[Evidence]:
        """Return the proof whose last day has passed."""
        uses = (use for former in self.answers for use in former.proof)
        return [use.evidence for use in uses if use.evidence.is_expired(today)]

    def proof_beyond(self, stands: Sequence[EvidenceUse]) -> list[Evidence]:
        """Return the documents of then that do not stand at this year's answer, each once."""
        here = {use.evidence_id for use in stands}
        then = {use.evidence_id: use.evidence for one in self.answers for use in one.proof}
        return [evidence for pk, evidence in then.items() if pk not in here]

    @property
    def awaits_proof(self) -> bool:
        """Tell whether somebody must still choose which proof goes to the changed answer."""
        one = self.decision
        return one is not None and one.kind == Kind.CHANGED and one.proof_chosen_at is None

    @property
    def is_sure(self) -> bool:
        """Tell whether "still true" can be said today, as far as this is known."""
        return self.may_be_still_true and not self.expired(timezone.localdate())

    def awaits(self, now: Answer | None) -> bool:
        """Tell whether somebody must still decide; who answered this year has."""
        return self.decision is None and has_room(now)

    def is_proposed(self, now: Answer | None) -> bool:
        """Tell whether it stands in the form as a proposal: "changed", and nothing new yet."""
        changed = self.decision is not None and self.decision.kind == Kind.CHANGED
        return changed and self.may_be_still_true and has_room(now)

    def entry(self) -> tuple[Entry | None, bool]:
        """Return the answer of then as one to the question of now, and whether it is whole.

        An option that goes on under another key goes along; one that is gone does not.
        """
        one = self.answers[0]
        given, is_whole = self.way.moved(one.question.key, one.answer.given())
        if given is None:
            return None, False
        state = given.state or State.ANSWERED
        more = (given.explanation, given.reason, given.unsure)
        return Entry(state, given.value, *more, as_kept=True), is_whole

    def seal(self, now: Answer | None, reader: User) -> str:
        """Return what a decision must bring along: the mark of all this, as shown to this person.

        Only who was sent this page has it, and any change to what it showed makes another one.
        """
        shown = [str(self.file), self.question.key, str(now.version if now else 0)]
        for former in self.answers:
            shown += [str(former.answer.pk), str(former.answer.version)]
            for use in former.proof:
                number = (getattr(use, "file", None) or {}).get("number")
                shown += [str(use.evidence_id), str(use.evidence.valid_until), str(number)]
        mark = salted_hmac("diligence.carry", f"{reader.pk} {' '.join(shown)}", algorithm="sha256")
        return mark.hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class LookBack:
    """This year's proof, and what was said before by question of this year."""

    proof: ByQuestion
    year: int | None = None
    formers: Mapping[str, Former] = field(default_factory=dict)

    def awaiting(self, answers: Mapping[str, Answer], shown: frozenset[str]) -> list[Former]:
        """Return what waits for a decision, of the questions that this company gets."""
        return [
            former
            for key, former in self.formers.items()
            if key in shown and former.awaits(answers.get(key))
        ]


def has_room(now: Answer | None) -> bool:
    """Tell whether nothing was answered this year: deciding takes nothing away."""
    if now is None:
        return True
    return not (now.given().is_settled or now.value or now.explanation)


def look_back(assessment: Assessment) -> LookBack:
    """Return what was said before. Three queries; two without an earlier year."""
    before = earlier_answers(assessment, with_remarks=True)
    if not before:
        return LookBack(evidence_of(assessment))
    files = [assessment.pk, before[0].assessment_id]
    proof = evidence_in(assessment.company_id, files)
    decisions = CarryDecision.objects.standing(assessment).select_related("decided_by")
    formers = formers_of(assessment, before, proof[files[1]], decisions)
    return LookBack(proof[assessment.pk], before[0].year, formers)


def awaiting_by_part(
    assessment: Assessment, answers: Mapping[str, Answer], shown: frozenset[str]
) -> tuple[int | None, Mapping[str, int]]:
    """Return the earlier year, and by part how many of its answers wait for a decision.

    Two queries; one without an earlier year, none for a file that can't be changed.
    """
    before = earlier_answers(assessment) if assessment.is_open else []
    if not before:
        return None, {}
    formers = formers_of(assessment, before, {}, CarryDecision.objects.standing(assessment))
    waiting = LookBack({}, before[0].year, formers).awaiting(answers, shown)
    return before[0].year, Counter(former.question.part for former in waiting)


def earlier_answers(assessment: Assessment, *, with_remarks: bool = False) -> list:
    """Return the answers of the earlier year of `years_before`, each with `year` and `sha256`, the
    hash of the questionnaire of then; `remarks` when asked for. One query."""
    mine = Answer.objects.for_company(assessment.company_id)
    newest = answered_before(assessment).values("pk")[:1]
    if with_remarks:
        mine = mine.annotate(remarks=remarks_at())
    return list(
        mine.filter(assessment=newest)
        .annotate(year=F("assessment__cycle__year"), sha256=F("assessment__cycle__version__sha256"))
        .select_related("changed_by")
    )


def remarks_at() -> ArraySubquery:
    """Return what company and secretariat said at an answer: text, who, and when."""
    said = Remark.objects.filter(
        company=OuterRef("company"),
        thread__assessment=OuterRef("assessment"),
        thread__question=OuterRef("question"),
    )
    parts = {
        "text": F("text"),
        "by": F("by__name"),
        "by_secretariat": F("by_secretariat"),
        "at": F("at"),
    }
    return ArraySubquery(said.order_by("at", "pk").values(said=JSONObject(**parts)))


def formers_of(
    assessment: Assessment, before: Sequence, proof: ByQuestion, decisions
) -> dict[str, Former]:
    """Put answers of then beside the questions of now; what was hidden or put off says nothing."""
    now, then = assessment.edition, edition_of(before[0].sha256)
    by_key = {answer.question: answer for answer in before}
    given = {key: answer.given() for key, answer in by_key.items() if not answer.is_open}
    situation = situation_of(then, given)
    said = {
        key: FormerAnswer(then.question(key), by_key[key], proof.get(key, ()))
        for key, answer in situation.given.items()
        if answer.is_settled
    }
    decided = {decision.question: decision for decision in decisions}
    way = way_between(then, now)
    return {
        key: Former(
            question=now.question(key),
            file=assessment.pk,
            year=before[0].year,
            situation=situation,
            origin=origin,
            way=way,
            answers=tuple(said[old] for old in origin.old if old in said),
            decision=decided.get(key),
        )
        for key, origin in way.origins.items()
        if any(old in said for old in origin.old)
    }
