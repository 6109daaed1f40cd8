"""Answers to a former questionnaire, and what it asked otherwise, as pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from diligence.framework.answer_text import AnswerText, answer_text
from diligence.framework.mapping import PairKind
from diligence.framework.mapping_words import Change, Summary
from diligence.framework.schema import Question
from diligence.models import Answer, Assessment
from diligence.services.versions.beside import Former, by_new_question, formers_of
from diligence.services.versions.taking import offer_of

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
    takes: str = ""
    """Where it goes (`taking.Place`); nothing where it is only to read."""
    url: str = ""
    """Where that is sent."""
    is_taken: bool = False
    may_undo: bool = False
    problem: str = ""
    """Why it could not be taken over just now."""

    @property
    def key(self) -> str:
        """Return the key of the former question."""
        return self.question.key


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
    return [kept_face(former) for former in formers]


def kept_face(former: Former, **more: Any) -> KeptFace:
    """Return one; `more` is what can be done with it here."""
    language = get_language() or "nl"
    return KeptFace(
        question=former.question,
        text=answer_text(former.question, former.given, former.edition, language),
        version=former.edition.code,
        note=former.note.get(language) if former.note else "",
        is_partly=bool(former.lost),
        means_otherwise=not former.may_be_taken,
        **more,
    )


def kept_by_question(
    assessment: Assessment,
    answers: Mapping[str, Answer],
    problems: Mapping[tuple[str, str], str] | None = None,
) -> dict[str, list[KeptFace]]:
    """Return what stands beside each question; asks nothing of a file that never moved.

    `problems` tells by question of now and then why taking over was refused just now.
    """
    found, told = by_new_question(formers_of(assessment)), problems or {}
    return {
        key: [
            kept_here(
                former, key, assessment, answers.get(key), told.get((key, former.question.key), "")
            )
            for former in formers
        ]
        for key, formers in found.items()
    }


def kept_here(
    former: Former, key: str, file: Assessment, now: Answer | None, problem: str
) -> KeptFace:
    """Return a former answer beside a question, with what can be done with it there."""
    question = file.edition.question(key)
    offer = offer_of(former, question, file.edition, now)
    made = former.move.taken.get(key, {}).get(former.question.key) if former.move else None
    stands = made is not None and now is not None and now.version == made
    return kept_face(
        former,
        takes="" if offer is None or stands else offer.place,
        url=reverse("diligence:take", args=[file.company.slug, file.cycle.year, question.part]),
        is_taken=made is not None,
        may_undo=stands and former.move is not None and former.move.may_undo,
        problem=problem,
    )


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
