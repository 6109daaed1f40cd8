"""Answers to a former questionnaire, and what it asked otherwise, as pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from diligence.framework.answer_text import AnswerText, answer_text
from diligence.framework.mapping import PairKind
from diligence.framework.mapping_words import Change, Summary
from diligence.framework.schema import Question
from diligence.models import Assessment
from diligence.services.versions.beside import Former, by_new_question, formers_of

KINDS: dict[str, str | Promise] = {
    PairKind.REWORDED: _("Anders geformuleerd"),
    PairKind.CHANGED_MEANING: _("Vraagt nu iets anders"),
    PairKind.SPLIT: _("Eén vraag werd er meer"),
    PairKind.MERGED: _("Meer vragen werden er één"),
    PairKind.NEW: _("Nieuw"),
    PairKind.RETIRED: _("Vervalt"),
}
MEANING: dict[str, str | Promise] = {
    PairKind.REWORDED: _("Uw antwoord gaat mee."),
    PairKind.CHANGED_MEANING: _("Uw oude antwoord blijft leesbaar bij de nieuwe vraag."),
    PairKind.SPLIT: _("Uw oude antwoord blijft leesbaar bij elk van de vragen."),
    PairKind.MERGED: _("Uw oude antwoorden blijven leesbaar bij de nieuwe vraag."),
    PairKind.NEW: _("Deze vraag beantwoordt u voor het eerst."),
    PairKind.RETIRED: _("Uw antwoord blijft bewaard."),
}


@dataclass(frozen=True, slots=True)
class KeptFace:
    """An answer to a former question, in words."""

    question: Question
    text: AnswerText
    version: str
    """The code of the questionnaire it answered."""
    note: str
    is_partly: bool
    """The rest of it went along; only an option or column did not."""
    means_otherwise: bool


@dataclass(frozen=True, slots=True)
class ChangeFace:
    """One thing that is asked otherwise."""

    kind: str
    word: str | Promise
    means: str | Promise
    note: str
    before: Sequence[Question]
    now: Sequence[Question]


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """All changes of one kind."""

    word: str | Promise
    means: str | Promise
    changes: Sequence[ChangeFace]


def kept_faces(formers: Iterable[Former]) -> list[KeptFace]:
    """Return former answers in words, in the language of the page."""
    language = get_language() or "nl"
    return [
        KeptFace(
            question=former.question,
            text=answer_text(former.question, former.given, former.edition, language),
            version=former.edition.code,
            note=former.note.get(language) if former.note else "",
            is_partly=bool(former.lost),
            means_otherwise=not former.may_be_taken,
        )
        for former in formers
    ]


def kept_by_question(assessment: Assessment) -> dict[str, list[KeptFace]]:
    """Return what stands beside each question; asks nothing of a file that never moved."""
    found = by_new_question(formers_of(assessment))
    return {key: kept_faces(formers) for key, formers in found.items()}


def change_faces(summary: Summary) -> list[ChangeGroup]:
    """Return the changes by kind, in the order in which they concern people."""
    groups: dict[str, list[ChangeFace]] = {}
    for change in summary.changes:
        groups.setdefault(change.kind, []).append(change_face(change))
    return [ChangeGroup(KINDS[kind], MEANING[kind], faces) for kind, faces in groups.items()]


def change_face(change: Change) -> ChangeFace:
    """Return one change."""
    return ChangeFace(
        kind=change.kind,
        word=KINDS[change.kind],
        means=MEANING[change.kind],
        note=change.note.get(get_language()) if change.note else "",
        before=change.before,
        now=change.now,
    )
