"""Move a file to the newer questionnaire of its year, and back, each in one transaction."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from companies.events import record
from companies.models import User
from diligence.framework.answers import Given
from diligence.framework.mapping import EditionMapping
from diligence.framework.moving import Moved, move_answers
from diligence.models import AnswerRevision, Assessment, VersionMove
from diligence.models.answer import BLANK
from diligence.services.answers import (
    AssessmentClosed,
    Sheet,
    blank,
    finish,
    lock,
    open_sheet,
    touch,
    write,
)


class NothingNewer(Exception):
    """There is no newer questionnaire for this file."""


class NotMoved(Exception):
    """This file did not move, or went back already: there is nothing to undo."""


class TooLate(Exception):
    """The move was more than thirty days ago."""


@transaction.atomic
def move(assessment: Assessment, *, by: User) -> VersionMove:
    """Move a file to the newer questionnaire; answers go along as the mapping tells.

    What can't go along stays stored under the question it was given to, with its history and
    proof, and stands beside its successors (`beside`). Moved already: the move that stands.
    Raises AssessmentClosed or NothingNewer, and then nothing has changed.
    """
    locked = lock_draft(assessment)
    standing = latest_move(locked)
    newer = locked.cycle.newer
    if standing is not None and standing.undone_at is None and locked.version_id:
        return standing
    if newer is None or locked.version_id == newer.pk:
        raise NothingNewer(locked.cycle.year)
    sheet = open_sheet(locked)
    before = locked.questionnaire
    stood = {key: row.version for key, row in sheet.rows.items()}
    locked.version = newer
    moved = moved_on(sheet)
    put(sheet, new_content(sheet, moved), by)
    made = VersionMove.objects.create(
        company_id=locked.company_id,
        assessment=locked,
        before=before,
        after=newer,
        stood=stood,
        wrote={key: answer.version for key, answer in sheet.written.items()},
        moved_by=by,
    )
    settle(sheet, by)
    tell("file.moved", made, by, kept=len(moved.leftovers))
    return made


@transaction.atomic
def undo(assessment: Assessment, *, by: User) -> VersionMove:
    """Put a file back on the questionnaire it came from, every answer as it then stood.

    What was answered since is kept in the history and listed (`VersionMove.since`). Undone
    already: that move. Raises AssessmentClosed, NotMoved or TooLate, and then nothing has changed.
    """
    locked = lock_draft(assessment)
    standing = latest_move(locked)
    if standing is None:
        raise NotMoved(locked.pk)
    if standing.undone_at is not None:
        return standing
    if not standing.may_undo:
        raise TooLate(standing.moved_at)
    sheet = open_sheet(locked)
    standing.since = given_since(sheet, standing)
    before = standing.before
    locked.version = None if before.pk == locked.cycle.version_id else before
    put(sheet, content_before(sheet, standing), by)
    standing.undone_at, standing.undone_by = timezone.now(), by
    standing.save(update_fields=["since", "undone_at", "undone_by"])
    settle(sheet, by)
    tell("file.moved_back", standing, by, kept=len(standing.since))
    return standing


def lock_draft(assessment: Assessment) -> Assessment:
    """Return the file locked, while it was never handed in or was taken back whole.

    With questions open only some answers may change, so it stays where it is. Raises
    AssessmentClosed.
    """
    locked = lock(assessment)
    if locked.status != Assessment.Status.DRAFT:
        raise AssessmentClosed(locked.status)
    locked.company = assessment.company
    return locked


def latest_move(assessment: Assessment) -> VersionMove | None:
    """Return the last move of a file, undone or not. One query."""
    moves = VersionMove.objects.for_company(assessment.company_id).filter(assessment=assessment)
    moves = moves.select_related("before", "after", "moved_by", "undone_by")
    moves = moves.defer("before__document", "after__document")
    return moves.order_by("-moved_at", "-pk").first()


def mapping_to(assessment: Assessment) -> EditionMapping:
    """Return the mapping to the newer questionnaire. Raises NothingNewer."""
    newer = assessment.cycle.newer
    mapping = newer.edition().mapping if newer else None
    if mapping is None:
        raise NothingNewer(assessment.cycle.year)
    return mapping


def moved_on(sheet: Sheet) -> Moved:
    """Return what becomes of the answers on a sheet whose file stands on the newer version."""
    every = {key: row_given(row) for key, row in sheet.rows.items()}
    mapping = mapping_to(sheet.file)
    return move_answers(mapping, sheet.file.edition, every, today=timezone.localdate())


def row_given(row) -> Given:
    """Return the content of a stored row, open or not."""
    return Given(row.state, row.value, row.explanation, row.reason, row.unsure)


def new_content(sheet: Sheet, moved: Moved) -> dict[str, Given | None]:
    """Return by question of the new edition what its answer becomes; None is open."""
    content: dict[str, Given | None] = dict(moved.answers)
    for left in moved.leftovers:
        if left.question in sheet.file.edition and left.question not in content:
            content[left.question] = None
    return content


def given_since(sheet: Sheet, standing: VersionMove) -> dict[str, int]:
    """Return by question the newest version that people gave after the move."""
    known: Mapping[str, int] = standing.stood | standing.wrote
    return {
        key: row.version
        for key, row in sheet.rows.items()
        if row.version > known.get(key, 0) and row_given(row) != Given(BLANK)
    }


def count_since(assessment: Assessment, standing: VersionMove) -> int:
    """Return how many answers people gave after the move. One query."""
    return len(given_since(open_sheet(assessment), standing))


def content_before(sheet: Sheet, standing: VersionMove) -> dict[str, Given | None]:
    """Return by question what stood before the move, for what is another version now. One query."""
    changed = {
        key: row for key, row in sheet.rows.items() if row.version != standing.stood.get(key, 0)
    }
    kept = AnswerRevision.objects.for_company(sheet.file.company_id)
    kept = kept.filter(answer__in=[row.id for row in changed.values()])
    texts = {(one.question, one.version): row_given(one) for one in kept}
    return {key: texts.get((key, standing.stood.get(key, 0))) for key in changed}


def put(sheet: Sheet, content: Mapping[str, Given | None], by: User) -> None:
    """Write what is another than before as the next version, in the language it was given in."""
    for key, given in content.items():
        answer = sheet.answer(key)
        if answer is None:
            if given is None:
                continue
            answer = blank(sheet.file, sheet.file.question(key))
        elif row_given(answer) == (given or Given(BLANK)):
            continue
        language = answer.language
        write(answer, given, by)
        answer.language = language
        sheet.written[key] = answer


def settle(sheet: Sheet, by: User) -> None:
    """Store the answers, the figures of the other edition, and on which one the file stands."""
    standing = finish(sheet, by)
    touch(sheet.file, standing, by)
    sheet.file.save(update_fields=["version", "figures", "touched_at", "touched_by"])


def tell(verb: str, move: VersionMove, by: User, *, kept: int) -> None:
    """Write it in the log."""
    file = move.assessment
    record(
        file.company,
        verb,
        by=by,
        year=file.cycle.year,
        kept=kept,
        from_version=move.before.code,
        to_version=move.after.code,
    )
