"""A workbook that comes back: read into a preview, then taken over or dropped, and undone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, override

from companies.events import record
from companies.models import User
from diligence.framework.answers import Given
from diligence.framework.cell_words import CellWords
from diligence.framework.schema import Question, UnknownQuestion
from diligence.framework.values import InvalidValue
from diligence.models import Answer, AnswerImport, AnswerRevision, Assessment
from diligence.models.answer import BLANK
from diligence.services.answer_sheets.comparing import Comparison
from diligence.services.answer_sheets.mark import SheetMark, read_mark
from diligence.services.answer_sheets.reading import check_columns, read_upload
from diligence.services.answer_sheets.words import States
from diligence.services.answers import Change, Outcome, lock, same, save_answers
from diligence.services.entries import Entry, clean_entry
from diligence.services.evidence_files import Upload
from diligence.services.review.locks import locks_of

State = AnswerImport.State
MINE, THEIRS = "mine", "theirs"


class NotThisState(Exception):
    """The import was already taken over, dropped or undone; `state` says which."""

    def __init__(self, state: str):
        super().__init__(state)
        self.state = state


class StillUndecided(Exception):
    """These questions were answered anew meanwhile; a person must still choose about them."""

    def __init__(self, questions: list[str]):
        super().__init__(questions)
        self.questions = questions


class NoLongerFits(Exception):
    """Something that was right when it was read is not any more; nothing was taken over."""

    def __init__(self, outcome: Outcome):
        super().__init__(", ".join([*outcome.invalid, *outcome.stale, *outcome.locked]))
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class Proposed:
    """One question of a preview: what stands now, and what the workbook makes of it."""

    question: Question
    entry: Entry
    made: Given
    stands: Answer | None
    seen: int
    cells: list[str]

    @property
    def version(self) -> int:
        """Return the version that stands now; 0 when there is none."""
        return self.stands.version if self.stands else 0

    @property
    def is_outdated(self) -> bool:
        """Tell whether somebody changed the answer since the workbook was made."""
        return self.version != self.seen

    @property
    def is_done(self) -> bool:
        """Tell whether this is what stands already."""
        if self.stands is None:
            return self.made == Given(BLANK)
        return same(self.stands, self.made)


@dataclass(slots=True)
class Preview:
    """What taking an import over would do."""

    fresh: list[Proposed] = field(default_factory=list)
    outdated: list[Proposed] = field(default_factory=list)
    done: list[Proposed] = field(default_factory=list)
    shut: list[Proposed] = field(default_factory=list)
    """The secretariat has no question about these answers, so they can't change now."""
    unfit: list[str] = field(default_factory=list)
    """Cells of questions that the file has no more, or that take no such answer any more: it moved
    to a newer questionnaire since the workbook was read."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking an import back did; `left` were changed by somebody since."""

    back: int
    left: int


def take_in(assessment: Assessment, upload: Upload, *, by: User) -> AnswerImport:
    """Keep what a workbook changes as a preview; the file itself is not kept.

    Raises Refused when it is no safe workbook, ForeignSheet when it is not one of this file, and
    AssessmentClosed.
    """
    name, book = read_upload(upload)
    mark = read_mark(book.mark, assessment)
    sheet = check_columns(book)
    lock(assessment)
    edition = assessment.edition
    size = edition.size(mark.size) if mark.size else None
    compared = Comparison(
        edition=edition,
        mark=mark,
        book=book,
        bases=bases_of(assessment, mark),
        words=CellWords(edition, mark.language, size),
        states=States.of(mark.language),
        today=timezone.localdate(),
        language=get_language() or "nl",
    )
    compared.run(sheet)
    found = AnswerImport.objects.create(
        company_id=assessment.company_id,
        assessment=assessment,
        file=name[:150],
        language=mark.language,
        made_at=mark.made,
        proposals=[proposal.as_data() for proposal in compared.proposals],
        faults=[fault.as_data() for fault in compared.faults],
        created_by=by,
    )
    tell("answers.import_read", found, len(compared.proposals), by=by)
    return found


def bases_of(assessment: Assessment, mark: SheetMark) -> dict[str, Given]:
    """Return the answers as they stood when a workbook was made. One query."""
    revisions = AnswerRevision.objects.for_company(assessment.company_id)
    revisions = revisions.filter(
        answer__assessment=assessment, version__in=set(mark.versions.values())
    )
    return {
        row.question: row.given()
        for row in revisions
        if mark.versions.get(row.question) == row.version
    }


def preview_of(batch: AnswerImport) -> Preview:
    """Return what taking this import over would do as things stand now.

    One query; three when the secretariat has questions.
    """
    answers = Answer.objects.for_company(batch.company_id).filter(assessment=batch.assessment)
    stands = {answer.question: answer for answer in answers.select_related("changed_by")}
    locks = locks_of(batch.assessment)
    preview = Preview()
    for row in batch.proposals:
        try:
            one = proposed(batch, row, stands.get(row["question"]))
        except (UnknownQuestion, InvalidValue):
            preview.unfit.extend(row["cells"])
            continue
        if one.is_done:
            preview.done.append(one)
        elif not locks.is_free(one.question.key):
            preview.shut.append(one)
        else:
            (preview.outdated if one.is_outdated else preview.fresh).append(one)
    return preview


def proposed(batch: AnswerImport, row: Mapping[str, Any], stands: Answer | None) -> Proposed:
    """Return one question of a preview. Raises UnknownQuestion or InvalidValue."""
    edition = batch.assessment.edition
    question = edition.question(row["question"])
    entry = Entry(**row["entry"], as_kept=True)
    day = timezone.localdate(batch.created_at)
    made = clean_entry(edition, question, entry, today=day) or Given(BLANK)
    return Proposed(question, entry, made, stands, row["seen"], row["cells"])


@transaction.atomic
def accept(batch: AnswerImport, choices: Mapping[str, str], *, by: User) -> int:
    """Take the answers of an import over; return how many changed.

    `choices` says for each question that somebody answered meanwhile which text stays, with the
    version of the colleague's that was shown: "mine:4" or "theirs:4". Must run in the company's
    scope. Raises AssessmentClosed, NotThisState, StillUndecided or NoLongerFits, and then nothing
    has changed.
    """
    lock(batch.assessment)
    batch = locked(batch, State.PREVIEW)
    preview = preview_of(batch)
    wanted, open_ones = list(preview.fresh), []
    for one in preview.outdated:
        choice = choices.get(one.question.key, "")
        if choice not in (f"{MINE}:{one.version}", f"{THEIRS}:{one.version}"):
            open_ones.append(one.question.key)
        elif choice.startswith(MINE):
            wanted.append(one)
    if open_ones:
        raise StillUndecided(open_ones)
    batch.written = save(batch, {one.question.key: one.entry for one in wanted}, by=by)
    conclude(batch, State.ACCEPTED)
    tell("answers.imported", batch, len(batch.written), by=by)
    return len(batch.written)


def save(batch: AnswerImport, entries: Mapping[str, Entry], *, by: User) -> dict[str, int]:
    """Save these answers over what stands; return the versions they became. Raises NoLongerFits.

    They are written in the language of the workbook, whatever the language of the page.
    """
    edition = batch.assessment.edition
    mine = Answer.objects.for_company(batch.company_id).filter(assessment=batch.assessment)
    mine = mine.filter(question__in=entries)
    seen = dict(mine.values_list("question", "version"))
    changes = [
        Change(edition.question(key), entry, seen.get(key, 0)) for key, entry in entries.items()
    ]
    with override(batch.language):
        outcome = save_answers(batch.assessment, changes, by=by)
    if outcome.invalid or outcome.stale or outcome.locked:
        raise NoLongerFits(outcome)
    return dict(mine.filter(question__in=outcome.saved).values_list("question", "version"))


@transaction.atomic
def drop(batch: AnswerImport, *, by: User) -> None:
    """Throw a preview away; of what it held nothing stays. Raises NotThisState."""
    batch = locked(batch, State.PREVIEW)
    batch.proposals, batch.faults = [], []
    conclude(batch, State.DROPPED)
    tell("answers.import_dropped", batch, 0, by=by)


@transaction.atomic
def undo(batch: AnswerImport, *, by: User) -> Undone:
    """Put back what stood before an import, where nobody wrote since.

    Each goes back as a new version, so the history keeps both. Raises AssessmentClosed,
    NotThisState or NoLongerFits.
    """
    lock(batch.assessment)
    batch = locked(batch, State.ACCEPTED)
    revisions = AnswerRevision.objects.for_company(batch.company_id).filter(
        answer__assessment=batch.assessment, question__in=batch.written
    )
    before: dict[str, AnswerRevision] = {}
    for row in revisions.order_by("version"):
        if row.version < batch.written[row.question]:
            before[row.question] = row
    mine = Answer.objects.for_company(batch.company_id).filter(assessment=batch.assessment)
    stands = dict(mine.values_list("question", "version"))
    entries = {
        key: entry_of(before.get(key))
        for key, version in batch.written.items()
        if stands.get(key) == version
    }
    save(batch, entries, by=by)
    conclude(batch, State.UNDONE)
    tell("answers.import_undone", batch, len(entries), by=by)
    return Undone(len(entries), len(batch.written) - len(entries))


def entry_of(row: AnswerRevision | None) -> Entry:
    """Return what stood in a version, to be sent in again; None empties the answer."""
    if row is None:
        return Entry()
    said = (row.value, row.explanation, row.reason, row.unsure)
    return Entry(row.state or "answered", *said, as_kept=True)


def locked(batch: AnswerImport, state: str) -> AnswerImport:
    """Return the import, locked until the transaction ends. Raises NotThisState."""
    found = AnswerImport.objects.for_company(batch.company_id).select_for_update().get(pk=batch.pk)
    if found.state != state:
        raise NotThisState(found.state)
    found.assessment = batch.assessment
    return found


def conclude(batch: AnswerImport, state: str) -> None:
    """Store what became of an import."""
    batch.state, batch.decided_at = state, timezone.now()
    batch.save(update_fields=["state", "decided_at", "proposals", "faults", "written"])


def tell(verb: str, batch: AnswerImport, count: int, *, by: User) -> None:
    """Write down in the log what happened to an import."""
    year = batch.assessment.cycle.year
    record(batch.assessment.company, verb, by=by, year=year, answers=count)
