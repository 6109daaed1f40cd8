"""What a file said under a former questionnaire, beside the questions that came in its place."""

from collections.abc import Mapping
from dataclasses import dataclass

from diligence.framework.answers import Given
from diligence.framework.mapping import CARRIES, PairKind
from diligence.framework.moving import move_answers
from diligence.framework.schema import Edition, Question
from diligence.framework.texts import Text
from diligence.models import Answer, AnswerRevision, Assessment, VersionMove
from diligence.models.answer import BLANK
from diligence.services.versions.moving import latest_move, row_given


@dataclass(frozen=True, slots=True)
class Former:
    """An answer to a former question, that did not go along or not whole."""

    question: Question
    edition: Edition
    given: Given
    kind: str
    beside: tuple[str, ...]
    note: Text | None = None
    lost: tuple[str, ...] = ()
    language: str = "nl"
    """In which it was given."""
    move: VersionMove | None = None
    """With which it was left behind."""

    @property
    def may_be_taken(self) -> bool:
        """Tell whether its words may be used again: never when the meaning changed."""
        return self.kind != PairKind.CHANGED_MEANING


def formers_of(assessment: Assessment) -> list[Former]:
    """Return what did not go along when this file moved, in the order of the former edition.

    Asks nothing of a file that stands where its year began. Two queries of another.
    """
    if assessment.version_id is None:
        return []
    move = latest_move(assessment)
    if move is None or move.undone_at is not None:
        return []
    old, new = move.before.edition(), move.after.edition()
    mapping = new.mapping
    if mapping is None:
        return []
    rows = rows_of(move, move.stood)
    stood = {key: row_given(row) for key, row in rows.items()}
    day = move.moved_at.date()
    left = move_answers(mapping, new, stood, today=day).leftovers
    notes = {key: pair.note for pair in mapping.pairs for key in pair.old}
    formers = [
        Former(
            question=old.question(one.question),
            edition=old,
            given=one.given,
            kind=one.kind,
            beside=one.beside,
            note=None if one.kind in CARRIES else notes.get(one.question),
            lost=one.lost,
            language=rows[one.question].language,
            move=move,
        )
        for one in left
        if one.question in old and one.given != Given(BLANK)
    ]
    place = {question.key: order for order, question in enumerate(old.questions)}
    return sorted(formers, key=lambda former: place[former.question.key])


def by_new_question(formers: list[Former]) -> Mapping[str, list[Former]]:
    """Return the same by the question of the new edition they stand beside."""
    found: dict[str, list[Former]] = {}
    for former in formers:
        for key in former.beside:
            found.setdefault(key, []).append(former)
    return found


def given_since(move: VersionMove) -> list[Former]:
    """Return what was given between a move and its undoing, as it was. One query."""
    new = move.after.edition()
    return [
        Former(new.question(key), new, row_given(row), str(PairKind.SAME), ())
        for key, row in rows_of(move, move.since).items()
        if key in new
    ]


def rows_of(move: VersionMove, versions: Mapping[str, int]) -> dict[str, AnswerRevision]:
    """Return these versions of answers, by question. One query."""
    answers = Answer.objects.for_company(move.company_id).filter(assessment=move.assessment_id)
    rows = AnswerRevision.objects.for_company(move.company_id)
    rows = rows.filter(answer__in=answers.values("pk"), question__in=list(versions))
    return {row.question: row for row in rows if versions[row.question] == row.version}
