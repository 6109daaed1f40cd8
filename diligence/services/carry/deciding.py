"""Decide about an earlier answer: still true, changed, or no longer applicable; and take it back.

What is taken over goes in as any other answer, so that its versions, its figures, the log and what
colleagues wrote meanwhile are dealt with in one place (diligence.services.answers).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone, translation

from companies.events import record
from companies.models import User
from diligence.framework.answers import State
from diligence.framework.values import InvalidValue
from diligence.models import Answer, AnswerRevision, Assessment, CarryDecision, Evidence
from diligence.services.answers import AnswerLocked, Change, Sheet, finish, lock, open_sheet, put
from diligence.services.carry.former import Former, has_room, look_back
from diligence.services.carry.proof import bring_proof, return_proof
from diligence.services.conflicts import entry_of
from diligence.services.entries import Entry
from diligence.services.places import place_of

Kind = CarryDecision.Kind


class Undecided(Exception):
    """The decision can't be made as it was asked; nothing has changed."""


class NothingSaid(Undecided):
    """Nothing was said about this question in an earlier year."""


class NotAsShown(Undecided):
    """What the person decides about was not shown to them, or changed since."""


class AlreadyAnswered(Undecided):
    """This year has an answer of its own; the earlier one does not take its place."""


class AlreadyDecided(Undecided):
    """Something else was decided before; take that back first. `decision` is what stands."""

    def __init__(self, decision: CarryDecision):
        super().__init__(decision.kind)
        self.decision = decision


class AsksAnew(Undecided):
    """The question asks something else than before: it needs a new answer."""


class ProofExpired(Undecided):
    """Proof of then holds no longer; `evidence` says which."""

    def __init__(self, evidence: Sequence[Evidence]):
        super().__init__(", ".join(str(one.pk) for one in evidence))
        self.evidence = tuple(evidence)


class NoLongerFits(Undecided):
    """The answer of then can't be given to the question of now, such as an option that is gone."""


class NotDecided(Exception):
    """There is no decision to take back."""


class ChangedSince(Exception):
    """The answer was changed after the decision; `answer` is what stands and stays."""

    def __init__(self, answer: Answer):
        super().__init__(answer.question)
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody says about an earlier answer, with the seal of what they were shown."""

    kind: str
    seal: str
    reason: str = ""
    """Why it applies no longer."""


@dataclass(slots=True)
class Outcome:
    """What became of deciding for several at once: by question what was refused, and why."""

    confirmed: list[str] = field(default_factory=list)
    refused: dict[str, Undecided] = field(default_factory=dict)


def decide(assessment: Assessment, question: str, choice: Choice, *, by: User) -> CarryDecision:
    """Decide about the earlier answer to one question. The same decision twice is one.

    Must run in the company's scope. Raises AssessmentClosed, one of the kinds of Undecided, or
    InvalidValue when the reason is not one.
    """
    desk = _Desk.of(assessment, by)
    decision = desk.decide(question, choice)
    desk.put_away()
    return decision


def confirm_shown(
    assessment: Assessment, seals: Mapping[str, str], part: str, *, by: User
) -> Outcome:
    """Say "still true" of all answers of a part that were shown, by question with their seals.

    What could be confirmed in the part and was not shown, or is not as it was shown, is refused
    and stays waiting; so is what belongs to another part. What needs a choice of its own (expired
    proof, another meaning) and was not sent stays waiting too. Raises AssessmentClosed.
    """
    desk, outcome = _Desk.of(assessment, by), Outcome()
    here = {question.key for question in assessment.edition.part(part).questions}
    for key in desk.asked_of(part, seals):
        try:
            if key not in here:
                raise NotAsShown(key)
            desk.decide(key, Choice(Kind.STILL_TRUE, seals.get(key, "")))
        except Undecided as refusal:
            outcome.refused[key] = refusal
        else:
            outcome.confirmed.append(key)
    desk.put_away()
    return outcome


def undo(assessment: Assessment, question: str, *, by: User) -> CarryDecision:
    """Take a decision back: the answer it made and the proof it brought go, as if undecided.

    What stood before it is the answer again. Raises AssessmentClosed, AnswerLocked, NotDecided, or
    ChangedSince when somebody went on with the answer.
    """
    locked = lock(assessment)
    mine = CarryDecision.objects.standing(locked).filter(question=question)
    decision = mine.select_for_update().first()
    if decision is None:
        raise NotDecided(question)
    sheet = open_sheet(locked)
    if decision.proof and not sheet.locks.is_free(question):
        raise AnswerLocked
    _take_back(sheet, decision, by)
    return_proof(locked, decision, by=by)
    decision.undone_at, decision.undone_by = timezone.now(), by
    decision.save(update_fields=["undone_at", "undone_by"])
    _tell("carry.undone", locked, decision, by)
    return decision


@dataclass(slots=True)
class _Desk:
    """A locked file with its answers, and those of the year before beside them."""

    file: Assessment
    sheet: Sheet
    formers: Mapping[str, Former]
    proof: Mapping
    by: User
    made: list[tuple[Former, CarryDecision]] = field(default_factory=list)

    @classmethod
    def of(cls, assessment: Assessment, by: User) -> "_Desk":
        locked = lock(assessment)
        locked.company = assessment.company
        back = look_back(locked)
        return cls(locked, open_sheet(locked), back.formers, back.proof, by)

    def asked_of(self, part: str, seals: Iterable[str]) -> list[str]:
        """Return what can be confirmed in this part, and whatever else was sent along."""
        shown = self.sheet.standing.situation.shown
        waiting = [
            question.key
            for question in self.file.edition.part(part).questions
            if question.key in shown
            and question.key in self.formers
            and self.formers[question.key].is_sure
            and self.formers[question.key].awaits(self.sheet.answer(question.key))
        ]
        return waiting + [key for key in seals if key not in waiting]

    def decide(self, key: str, choice: Choice) -> CarryDecision:
        former = self.formers.get(key)
        if former is None:
            raise NothingSaid(key)
        if former.decision is not None:
            if former.decision.kind == choice.kind:
                return former.decision
            raise AlreadyDecided(former.decision)
        now = self.sheet.answer(key)
        if not has_room(now):
            raise AlreadyAnswered(key)
        if choice.seal != former.seal(now, self.by):
            raise NotAsShown(key)
        decision = self.blank(former, choice.kind)
        WAYS[choice.kind](self, former, choice, decision)
        self.made.append((former, decision))
        return decision

    def blank(self, former: Former, kind: str) -> CarryDecision:
        one = former.answers[0]
        return CarryDecision(
            company_id=self.file.company_id,
            assessment=self.file,
            question=former.question.key,
            kind=kind,
            from_year=former.year,
            from_question=one.question.key,
            from_version=one.answer.version if len(former.answers) == 1 else 0,
            decided_by=self.by,
        )

    def still_true(self, former: Former, choice: Choice, decision: CarryDecision) -> None:
        if not former.may_be_still_true:
            raise AsksAnew(former.question.key)
        if expired := former.expired(timezone.localdate()):
            raise ProofExpired(expired)
        entry, is_whole = former.entry()
        if entry is None or not is_whole:
            raise NoLongerFits(former.question.key)
        try:
            with translation.override(former.answers[0].answer.language):
                self.write(former, entry, decision)
        except InvalidValue as error:
            raise NoLongerFits(former.question.key) from error

    def no_longer(self, former: Former, choice: Choice, decision: CarryDecision) -> None:
        self.write(former, Entry(State.NOT_APPLICABLE, reason=choice.reason), decision)

    def changed(self, former: Former, choice: Choice, decision: CarryDecision) -> None:
        """Leave the answer open: it is written anew, with the former one as a proposal."""

    def write(self, former: Former, entry: Entry, decision: CarryDecision) -> None:
        """Put it in as this year's answer, on top of the version that stands."""
        now = self.sheet.answer(former.question.key)
        put(self.sheet, Change(former.question, entry, now.version if now else 0), self.by)
        written = self.sheet.written.get(former.question.key)
        if written is None:
            raise NoLongerFits(former.question.key)
        decision.answer_version = written.version

    def put_away(self) -> None:
        """Store what was decided, with the answers and the proof that follow from it."""
        if not self.made:
            return
        finish(self.sheet, self.by)
        self.point_at_revisions()
        for former, decision in self.made:
            if decision.kind == Kind.STILL_TRUE:
                added = former.proof_beyond(self.proof.get(former.question.key, ()))
                decision.proof = bring_proof(self.file, former, added, by=self.by)
        CarryDecision.objects.bulk_create([decision for _former, decision in self.made])
        for _former, decision in self.made:
            _tell(f"carry.{decision.kind}", self.file, decision, self.by)

    def point_at_revisions(self) -> None:
        """Keep with each decision the very version it is about. One query."""
        alone = {f.answers[0].answer.pk: d for f, d in self.made if len(f.answers) == 1}
        mine = AnswerRevision.objects.for_company(self.file.company_id)
        for pk, answer, version in mine.filter(answer__in=alone).values_list(
            "pk", "answer_id", "version"
        ):
            if version == alone[answer].from_version:
                alone[answer].revision_id = pk


WAYS: Mapping[str, Callable[[_Desk, Former, Choice, CarryDecision], None]] = {
    Kind.STILL_TRUE: _Desk.still_true,
    Kind.CHANGED: _Desk.changed,
    Kind.NO_LONGER: _Desk.no_longer,
}


def _take_back(sheet: Sheet, decision: CarryDecision, by: User) -> None:
    """Make what stood before the decision the answer again."""
    answer = sheet.answer(decision.question)
    if decision.answer_version is None or answer is None or has_room(answer):
        return
    if answer.version != decision.answer_version:
        raise ChangedSince(answer)
    before = AnswerRevision.objects.for_company(sheet.file.company_id)
    before = before.filter(answer=answer, version=answer.version - 1).first()
    question = sheet.file.edition.question(decision.question)
    entry = entry_of(before) if before else Entry()
    put(sheet, Change(question, entry, answer.version), by)
    finish(sheet, by)


def _tell(verb: str, file: Assessment, decision: CarryDecision, by: User) -> None:
    place = place_of(file, decision.question)
    record(file.company, verb, by=by, from_year=decision.from_year, **place)
