"""Save answers: each at the version its writer saw, keeping what it replaces."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language

from companies.events import record
from companies.models import Company, User
from convenant.prepared import Prepared, Write
from diligence.framework.answers import Given, State
from diligence.framework.row_merge import RowsClash, merge_rows
from diligence.framework.schema import Edition, Kind, Question
from diligence.framework.values import InvalidValue
from diligence.models import Answer, AnswerConflict, AnswerRevision, Assessment
from diligence.models.answer import BLANK, given_in
from diligence.services.entries import Entry, clean_entry, clean_value, state_of
from diligence.services.figures import Standing, standing_with
from diligence.services.places import place_of
from diligence.services.review.locks import Locks, locks_of

CONTENT = (
    *("state", "value", "explanation", "reason", "unsure", "language"),
    *("version", "changed_at", "changed_by"),
)
TOUCHED = ("figures", "touched_at", "touched_by")
LOCKED: Prepared[Assessment] = Prepared(
    lambda company, year: (
        Assessment.objects.for_company(company)
        .with_cycle()
        .of_year(year)
        .select_for_update(of=("self",))
    ),
    company=UUID,
    year=int,
)
ANSWERS: Prepared[Answer] = Prepared(
    lambda company, file: Answer.objects.for_company(company).filter(assessment=file),
    company=UUID,
    file=UUID,
)


class AssessmentClosed(Exception):
    """The file is with the secretariat, accepted or closed: answers can't change now.

    `status` says which.
    """

    def __init__(self, status: str):
        super().__init__(status)
        self.status = status


class AnswerLocked(AssessmentClosed):
    """The secretariat gave the file back with questions, but not about this answer."""

    def __init__(self) -> None:
        super().__init__("locked")


class StaleAnswer(Exception):
    """A colleague changed the answer since its writer last saw it.

    `answer` is what stands; `conflict` keeps the text that was not saved.
    """

    def __init__(self, answer: Answer, conflict: AnswerConflict):
        super().__init__(answer.question)
        self.answer = answer
        self.conflict = conflict


@dataclass(frozen=True, slots=True)
class Change:
    """One answer somebody sends in.

    `seen` is the version they looked at, 0 when there was none. `unheard` counts what the same
    browser sent on top of it without hearing back; so that its own earlier text is no conflict.
    """

    question: Question
    entry: Entry
    seen: int
    unheard: int = 0


@dataclass(frozen=True, slots=True)
class Saved:
    """The answer as it now stands, and how far the file is with it."""

    answer: Answer
    standing: Standing
    changed: bool
    is_merged: bool = False
    """It holds a colleague's rows beside those that were sent."""


@dataclass(slots=True)
class Sheet:
    """A locked file with its answers by question; what saving works on."""

    file: Assessment
    rows: dict[str, Any]
    """What is stored, as plain rows: of all the answers only few are looked at one by one."""
    locks: Locks
    written: dict[str, Answer] = field(default_factory=dict)
    """What is another than before, not stored yet."""

    def answer(self, key: str) -> Answer | None:
        """Return the answer to a question as it now stands."""
        if key in self.written:
            return self.written[key]
        return ANSWERS.made(self.rows[key]) if key in self.rows else None

    @property
    def given(self) -> dict[str, Given]:
        """Return all answers by question as plain data; open ones are left out."""
        now = self.rows | self.written
        return {key: given_in(row) for key, row in now.items() if row.state != BLANK}

    @property
    def standing(self) -> Standing:
        """Return how the file stands with these answers."""
        return standing_with(self.file, self.given)

    @property
    def is_touched(self) -> bool:
        """Tell whether anything on it changed."""
        return bool(self.written)


@dataclass(slots=True)
class Outcome:
    """What became of a whole form: by question what is wrong, what came second, what is locked."""

    standing: Standing
    saved: list[str] = field(default_factory=list)
    invalid: dict[str, InvalidValue] = field(default_factory=dict)
    stale: dict[str, StaleAnswer] = field(default_factory=dict)
    locked: set[str] = field(default_factory=set)


def save_answer(
    assessment: Assessment,
    question: Question,
    entry: Entry,
    *,
    seen: int,
    by: User,
    unheard: int = 0,
) -> Saved:
    """Store one answer and bring the file's figures up to date.

    Must run in the company's scope (a transaction). Raises InvalidValue, AssessmentClosed or
    AnswerLocked, and then nothing has changed; raises StaleAnswer after having kept the losing
    text, so the caller must let that commit. Rows of a table that a colleague changed meanwhile
    are merged.
    """
    return save_in(lock(assessment), Change(question, entry, seen, unheard), by=by)


def save_in(locked: Assessment, change: Change, *, by: User) -> Saved:
    """Do what `save_answer` does, in a file that is locked already."""
    sheet = open_sheet(locked)
    is_merged = put(sheet, change, by)
    answer = sheet.answer(change.question.key) or blank(locked, change.question)
    return Saved(answer, finish(sheet, by), sheet.is_touched, is_merged)


def save_answers(assessment: Assessment, changes: Iterable[Change], *, by: User) -> Outcome:
    """Store what is sound of a whole form, and say of the rest what is wrong.

    Raises AssessmentClosed, and then nothing has changed.
    """
    sheet = open_sheet(lock(assessment))
    outcome = Outcome(sheet.standing)
    for change in changes:
        key = change.question.key
        try:
            put(sheet, change, by)
        except AnswerLocked:
            outcome.locked.add(key)
        except InvalidValue as error:
            outcome.invalid[key] = error
        except StaleAnswer as error:
            outcome.stale[key] = error
        else:
            if key in sheet.written and key not in outcome.saved:
                outcome.saved.append(key)
    if sheet.is_touched:
        outcome.standing = finish(sheet, by)
    return outcome


def lock(assessment: Assessment) -> Assessment:
    """Return the assessment locked until the transaction ends. Raises AssessmentClosed."""
    return lock_year(assessment.company_id, assessment.cycle.year)


def lock_year(company: Company | UUID, year: int) -> Assessment:
    """Return a company's file of a year, locked until the transaction ends.

    Raises Assessment.DoesNotExist or AssessmentClosed.
    """
    locked = LOCKED.first(company=getattr(company, "pk", company), year=year)
    if locked is None:
        raise Assessment.DoesNotExist(year)
    if not locked.is_open:
        raise AssessmentClosed(locked.status)
    return locked


def open_sheet(locked: Assessment) -> Sheet:
    """Return the answers of a locked file. One query; three when questions are open."""
    rows = ANSWERS.rows(company=locked.company_id, file=locked.pk)
    return Sheet(locked, {row.question: row for row in rows}, locks_of(locked))


def put(sheet: Sheet, change: Change, by: User) -> bool:
    """Write one answer on the sheet, if it is another; tell whether rows had to be merged.

    It is stored when the sheet is finished. Raises InvalidValue, AnswerLocked and StaleAnswer.
    """
    question = change.question
    given = clean_entry(sheet.file.edition, question, change.entry)
    answer = sheet.answer(question.key)
    is_merged = False
    if answer is None:
        if given is None:
            return False
    elif same(answer, given):
        return False
    if not sheet.locks.is_free(question.key):
        raise AnswerLocked
    if answer is not None and is_stale(answer, change, by):
        is_merged = True
        together = merged(sheet.file.edition, question, answer, given, change.seen)
        if together is None:
            raise StaleAnswer(answer, keep_loser(sheet.file, answer, given, by))
        given = together
    answer = answer or blank(sheet.file, question)
    write(answer, given, by)
    sheet.written[question.key] = answer
    return is_merged


def finish(sheet: Sheet, by: User) -> Standing:
    """Return how the file stands now; store what changed, and that beside it. One statement."""
    standing = sheet.standing
    if sheet.is_touched:
        rows = Write()
        for answer in sheet.written.values():
            if answer.version == 1:
                rows.insert(answer)
            else:
                rows.update(answer, CONTENT)
        touch(sheet.file, standing, by)
        rows.update(sheet.file, TOUCHED)
        rows.send()
    return standing


def is_news(edition: Edition, answer: Answer | None, change: Change) -> bool:
    """Tell whether a change says something that is not kept yet; what is no answer is news too."""
    try:
        given = clean_entry(edition, change.question, change.entry)
    except InvalidValue:
        return True
    return given is not None if answer is None else not same(answer, given)


def same(answer: Answer, given: Given | None) -> bool:
    """Tell whether this is what stands already."""
    return answer.given() == (given or Given(BLANK))


def is_stale(answer: Answer, change: Change, by: User) -> bool:
    """Tell whether somebody else wrote since the version that was seen.

    What this browser sent itself without hearing back is no reason to ask: only its own texts
    stand in between.
    """
    ahead = answer.version - change.seen
    if ahead == 0:
        return False
    if not 0 < ahead <= change.unheard:
        return True
    between = AnswerRevision.objects.for_company(answer.company_id)
    between = between.filter(answer=answer, version__gt=change.seen)
    return between.exclude(changed_by=by).exists()


def merged(
    edition: Edition, question: Question, answer: Answer, given: Given | None, seen: int
) -> Given | None:
    """Return a table with the rows of both writers; None when a person has to choose."""
    if question.kind != Kind.TABLE or given is None or not isinstance(answer.value, list):
        return None
    if not {given.state, answer.state} <= {BLANK, State.ANSWERED}:
        return None
    base = AnswerRevision.objects.for_company(answer.company_id).filter(answer=answer, version=seen)
    rows_seen = base.values_list("value", flat=True).first() if seen else []
    try:
        rows = merge_rows(rows_seen or [], answer.value, given.value or [])
        value = clean_value(edition, question, Entry(value=rows, as_kept=True))
    except (RowsClash, InvalidValue):
        return None
    return replace(given, state=state_of(question, value), value=value)


def blank(assessment: Assessment, question: Question) -> Answer:
    """Return an answer that is not one yet, not stored."""
    return Answer(
        company_id=assessment.company_id, assessment=assessment, question=question.key, version=0
    )


def write(answer: Answer, given: Given | None, by: User) -> None:
    """Make the content the next version; the database keeps the revision once it is stored."""
    fill(answer, given or Given(BLANK), by)
    answer.version += 1
    answer.changed_at = timezone.now()


def fill(row: Answer | AnswerConflict, given: Given, by: User) -> None:
    """Put this content in a row, with who wrote it and in which language."""
    row.state, row.value, row.unsure = given.state, given.value, given.unsure
    row.explanation, row.reason = given.explanation, given.reason
    row.language, row.changed_by = (get_language() or "nl")[:2], by


def touch(assessment: Assessment, standing: Standing, by: User) -> None:
    """Put the figures of lists beside the file, and who was here last; stores nothing."""
    assessment.figures = standing.as_figures()
    assessment.touched_at, assessment.touched_by = timezone.now(), by


def keep_loser(file: Assessment, answer: Answer, given: Given | None, by: User) -> AnswerConflict:
    """Keep the text that came second until its writer has chosen.

    Typing on replaces it. Another text of the same person, from another window, does not: the
    earlier one waits no longer, and stays among the texts that were not chosen.
    """
    waiting = AnswerConflict.objects.for_company(answer.company_id)
    waiting = waiting.filter(answer=answer, changed_by=by, resolved_at=None)
    given = given or Given(BLANK)
    conflict = next((row for row in waiting if goes_on(row.given(), given)), None)
    if conflict is None:
        waiting.update(resolved_at=timezone.now())
        conflict = AnswerConflict(
            company_id=answer.company_id, answer=answer, question=answer.question
        )
        record(file.company, "conflict.kept", by=by, **place_of(file, answer.question))
    fill(conflict, given, by)
    conflict.version, conflict.changed_at = answer.version, timezone.now()
    conflict.save()
    return conflict


def goes_on(earlier: Given, given: Given) -> bool:
    """Tell whether all words of the earlier text stand in this one."""
    if earlier.state != given.state or not given.explanation.startswith(earlier.explanation):
        return False
    if isinstance(earlier.value, str) and isinstance(given.value, str):
        return given.value.startswith(earlier.value)
    return earlier.value == given.value
