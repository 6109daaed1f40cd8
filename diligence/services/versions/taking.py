"""Take what was said under a former questionnaire over at a question that came in its place.

A person presses for each; what they take is an answer as any other, or words in its explanation.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from django.db import transaction
from django.utils import translation
from django.utils.translation import get_language

from companies.events import record
from companies.models import User
from diligence.framework.answer_text import AnswerText, answer_text
from diligence.framework.answers import Given, State
from diligence.framework.row_difference import WRITTEN
from diligence.framework.schema import Edition, Kind, Question
from diligence.framework.values import InvalidValue
from diligence.models import Answer, AnswerRevision, Assessment, VersionMove
from diligence.services.answers import Change, Sheet, finish, is_stale, lock, open_sheet, put
from diligence.services.carry.former import has_room
from diligence.services.conflicts import entry_of
from diligence.services.entries import Entry, clean_entry
from diligence.services.places import place_of
from diligence.services.versions.beside import Former, formers_of
from diligence.services.versions.moving import TooLate


class NotTaken(Exception):
    """It can't be taken over or back as it was asked; nothing has changed."""


class NothingKept(NotTaken):
    """No answer to this former question stands beside this question."""


class DoesNotFit(NotTaken):
    """It fits here no longer: there is an answer meanwhile, or its words stand there already."""


class ChangedMeanwhile(NotTaken):
    """Somebody changed the answer since it was shown, or since it was taken over."""


class Place(StrEnum):
    """Where a former answer goes."""

    ANSWER = "answer"
    BEHIND = "behind"
    """Its words come behind the text that is the answer now."""
    EXPLANATION = "explanation"
    """Its words come behind what stands in the explanation."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What an answer to a former question can be here."""

    entry: Entry
    place: Place


def offer_of(
    former: Former, question: Question, edition: Edition, now: Answer | None
) -> Offer | None:
    """Return what a former answer can be at a question; None when it is only there to read.

    It is the answer when there is none yet and the value fits as it is (words for a text); else its
    words may go behind a text or into an explanation. Never when the meaning changed.
    """
    if not former.may_be_taken:
        return None
    if has_room(now) and not former.lost and (entry := as_answer(former, question, edition)):
        return Offer(entry, Place.ANSWER)
    if now is not None and now.state == State.NOT_APPLICABLE:
        return None
    words, stands = words_of(former), entry_of(now) if now else Entry()
    if question.kind == Kind.LONG_TEXT:
        before = stands.value if isinstance(stands.value, str) else ""
        place, entry = Place.BEHIND, replace(stands, value=behind(before, words))
    elif question.scores:
        before = stands.explanation
        place, entry = Place.EXPLANATION, replace(stands, explanation=behind(before, words))
    else:
        return None
    if not words or words in before:
        return None
    entry = replace(entry, as_kept=True)
    return Offer(entry, place) if cleaned(edition, question, entry) else None


def as_answer(former: Former, question: Question, edition: Edition) -> Entry | None:
    """Return the former answer as one to this question; None when it is none."""
    given = former.given
    value, explanation = given.value, given.explanation
    if question.kind in WRITTEN and value is not None and not isinstance(value, str):
        value = "\n".join(lines_of(words_in(former)))
    if explanation and not question.scores:
        if question.kind not in WRITTEN:
            return None  # its words would be left behind
        value, explanation = behind(value or "", explanation), ""
    entry = Entry(
        given.state or State.ANSWERED, value, explanation, given.reason, given.unsure, as_kept=True
    )
    fitting = cleaned(edition, question, entry)
    says = fitting is not None and (fitting.is_settled or fitting.value is not None)
    return entry if says else None


def cleaned(edition: Edition, question: Question, entry: Entry) -> Given | None:
    """Return what is kept of this; None when it is no answer, such as a text that is too long."""
    try:
        return clean_entry(edition, question, entry)
    except InvalidValue:
        return None


def behind(before: str, words: str) -> str:
    """Return a text with other words in a paragraph behind it."""
    return "\n\n".join(filter(None, (before, words)))


def words_of(former: Former) -> str:
    """Return all that was said, paragraph by paragraph."""
    text = words_in(former)
    return "\n\n".join(["\n".join(lines_of(text)), *text.explanation, *text.reason]).strip()


def words_in(former: Former) -> AnswerText:
    """Return the former answer in words, in the language of the page."""
    return answer_text(former.question, former.given, former.edition, get_language() or "nl")


def lines_of(text: AnswerText) -> list[str]:
    """Return an answer line by line; a row of a table is one."""
    return [*text.lines, *("; ".join(row) for row in text.rows)]


@transaction.atomic
def take(
    assessment: Assessment, question: str, former: str, *, seen: int, unheard: int = 0, by: User
) -> Answer:
    """Take the answer to a former question over at this one; twice is once.

    `seen` and `unheard` are as in `Change`. Raises AssessmentClosed, AnswerLocked, UnknownQuestion
    or one of the kinds of NotTaken, and then nothing has changed.
    """
    sheet, kept = opened(assessment, question, former)
    asked, now = sheet.file.edition.question(question), sheet.answer(question)
    taken = kept.move.taken.get(question, {}) if kept.move else {}
    if now is not None and taken.get(former) == now.version:
        return now
    if (now.version if now else 0) != seen and (
        now is None or is_stale(now, Change(asked, Entry(), seen, unheard), by)
    ):
        raise ChangedMeanwhile(question)
    offer = offer_of(kept, asked, sheet.file.edition, now)
    if offer is None:
        raise DoesNotFit(question)
    language = (get_language() or "nl") if offer.place != Place.ANSWER else kept.language
    written = written_on(sheet, asked, offer.entry, language, by)
    mark(kept.move, question, former, written.version)
    tell("file.taken_over", sheet.file, question, by)
    return written


@transaction.atomic
def give_back(assessment: Assessment, question: str, former: str, *, by: User) -> Answer:
    """Undo taking over, within the days in which the move can be undone: as it stood before.

    Raises AssessmentClosed, AnswerLocked, UnknownQuestion, TooLate, or one of the kinds of
    NotTaken: nothing was taken, or somebody went on with the answer.
    """
    sheet, kept = opened(assessment, question, former)
    move, answer = kept.move, sheet.answer(question)
    version = move.taken.get(question, {}).get(former) if move else None
    if move is None or version is None or answer is None:
        raise NothingKept(former)
    if not move.may_undo:
        raise TooLate(move.moved_at)
    if answer.version != version:
        raise ChangedMeanwhile(question)
    earlier = AnswerRevision.objects.for_company(sheet.file.company_id)
    before = earlier.filter(answer=answer, version=version - 1).first()
    entry, language = (entry_of(before), before.language) if before else (Entry(), answer.language)
    asked = sheet.file.edition.question(question)
    written = written_on(sheet, asked, entry, language, by)
    mark(move, question, former, None)
    tell("file.given_back", sheet.file, question, by)
    return written


def opened(assessment: Assessment, question: str, former: str) -> tuple[Sheet, Former]:
    """Return the answers of the locked file, and the one that was kept beside this question."""
    locked = lock(assessment)
    locked.company = assessment.company
    for kept in formers_of(locked):
        if kept.question.key == former and question in kept.beside:
            return open_sheet(locked), kept
    raise NothingKept(former)


def written_on(sheet: Sheet, asked: Question, entry: Entry, language: str, by: User) -> Answer:
    """Return the answer that this makes, stored, in the language it was given in."""
    now = sheet.answer(asked.key)
    with translation.override(language):
        put(sheet, Change(asked, entry, now.version if now else 0), by)
    finish(sheet, by)
    written = sheet.written.get(asked.key)
    if written is None:
        raise DoesNotFit(asked.key)
    return written


def mark(move: VersionMove | None, question: str, former: str, version: int | None) -> None:
    """Keep which version came of taking over; None forgets it."""
    if move is None:
        return
    taken = dict(move.taken.get(question, {}))
    if version is None:
        taken.pop(former, None)
    else:
        taken[former] = version
    move.taken = move.taken | {question: taken}
    move.save(update_fields=["taken"])


def tell(verb: str, file: Assessment, question: str, by: User) -> None:
    """Write it in the log."""
    record(file.company, verb, by=by, **place_of(file, question))
