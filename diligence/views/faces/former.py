"""What was said the year before, beside a question: words, proof, and what can be decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from companies.models import User
from diligence.framework.answer_text import AnswerText, answer_text
from diligence.framework.mapping import PairKind
from diligence.framework.values import InvalidValue
from diligence.models import Answer, Assessment, CarryDecision, Evidence, EvidenceUse
from diligence.services.answers import Change
from diligence.services.carry.deciding import ProofExpired, Undecided
from diligence.services.carry.former import Former, FormerAnswer, LookBack, look_back
from diligence.services.entries import Entry, clean_entry
from diligence.templatetags.diligence import anchor, moment
from diligence.views.faces.proof import ProofFace, faces_of
from diligence.views.faces.status import changed_by
from diligence.views.faces.words_of_carry import words_of_kind, words_of_refusal

Kind = CarryDecision.Kind
PROPOSAL = "proposal:"
"""Before the key of a question whose form holds a former answer, not saved."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A remark about an answer of then."""

    text: str
    by: str
    at: datetime
    is_ours: bool
    """Said by the secretariat."""


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of then in words; the question too, when it was asked otherwise."""

    question: str
    text: AnswerText
    by: str
    remarks: Sequence[Spoken] = ()


@dataclass(frozen=True, kw_only=True)
class FormerFace:
    """The panel of one question."""

    former: Former
    now: Answer | None
    seal: str
    file: Assessment
    reason: str = ""
    """What was typed and refused as the reason why it applies no longer."""
    problem: str = ""
    """Why the decision that was asked could not be made."""
    here: Sequence[EvidenceUse] = ()
    """The documents at this year's answer."""

    @property
    def key(self) -> str:
        return self.former.question.key

    @property
    def anchor(self) -> str:
        """Return the id of the panel."""
        return f"{anchor(self.former.question)}-former"

    @property
    def url(self) -> str:
        """Return where a decision is sent."""
        args = [self.file.company.slug, self.file.cycle.year, self.former.question.part]
        return reverse("diligence:carry", args=args)

    @property
    def year(self) -> int:
        return self.former.year

    @property
    def is_waiting(self) -> bool:
        """Tell whether somebody must still decide."""
        return self.former.awaits(self.now)

    @property
    def is_proposed(self) -> bool:
        """Tell whether it stands in the form, not saved."""
        return self.former.is_proposed(self.now)

    @property
    def decision(self) -> CarryDecision | None:
        return self.former.decision

    @property
    def decided(self) -> str:
        """Return what was decided, in a sentence; nothing while it waits."""
        return words_of_kind(self.decision) if self.decision else ""

    @property
    def decided_when(self) -> str:
        """Return who decided and when."""
        if self.decision is None:
            return ""
        who = self.decision.decided_by or _("een oud-collega")
        return f"{who}, {moment(self.decision.decided_at)}"

    @property
    def is_changed_since(self) -> bool:
        """Tell whether somebody went on with the answer after it was taken over."""
        made = self.decision.answer_version if self.decision else None
        return made is not None and self.now is not None and self.now.version != made

    @property
    def may_undo(self) -> bool:
        """Tell whether taking the decision back is still possible."""
        return self.decision is not None and not self.is_changed_since

    @property
    def may_be_still_true(self) -> bool:
        return self.former.may_be_still_true

    @property
    def is_sure(self) -> bool:
        """Tell whether "still true" is offered."""
        return self.former.is_sure

    @property
    def note(self) -> str:
        """Return how the question changed since, in words; nothing when it did not."""
        words = {
            PairKind.REWORDED: _("De vraag is anders geformuleerd, maar vraagt hetzelfde."),
            PairKind.SPLIT: _("Deze vraag was vorig jaar deel van een andere vraag."),
            PairKind.MERGED: _("Deze vraag komt uit meer vragen van vorig jaar."),
            PairKind.CHANGED_MEANING: _(
                "Deze vraag vraagt nu iets anders. Geef daarom een nieuw antwoord."
            ),
        }.get(PairKind(self.former.origin.kind), "")
        note = self.former.origin.note
        return " ".join(
            filter(None, [str(words), note.get(get_language() or "nl") if note else ""])
        )

    @cached_property
    def said(self) -> list[Said]:
        """Return the answers of then."""
        return [self.said_in(one) for one in self.former.answers]

    def said_in(self, one: FormerAnswer) -> Said:
        """Return one answer of then."""
        language, then = get_language() or "nl", self.former.situation
        given = one.answer.given()
        text = answer_text(one.question, given, then.edition, language, size=then.size)
        words = one.question.text.get(language)
        is_same = words == self.former.question.text.get(language)
        return Said("" if is_same else words, text, changed_by(one.answer), spoken_at(one))

    @cached_property
    def proof(self) -> list[ProofFace]:
        """Return the documents of then."""
        slug = self.file.company.slug
        return [face for one in self.former.answers for face in faces_of(one.proof, slug)]

    @cached_property
    def to_choose(self) -> list[ProofFace]:
        """Return the documents of then to choose from for the changed answer."""
        if not self.former.awaits_proof:
            return []
        missing = {evidence.pk for evidence in self.former.proof_beyond(self.here)}
        faces = {face.evidence.pk: face for face in self.proof if face.evidence.pk in missing}
        return list(faces.values())

    @cached_property
    def expired(self) -> list[Evidence]:
        return self.former.expired(timezone.localdate())

    @property
    def blocked(self) -> str:
        """Return why "still true" can't be said now, and what to do."""
        if not self.may_be_still_true or not self.expired:
            return ""
        return words_of_refusal(ProofExpired(self.expired))


def spoken_at(one: FormerAnswer) -> list[Spoken]:
    """Return what company and secretariat said about an answer of then."""
    return [
        Spoken(
            text=remark["text"],
            by=remark["by"] or _("een oud-collega"),
            at=datetime.fromisoformat(remark["at"]),
            is_ours=remark["by_secretariat"],
        )
        for remark in one.remarks
    ]


def former_faces(
    back: LookBack,
    file: Assessment,
    answers: Mapping[str, Answer],
    reader: User,
    *,
    problems: Mapping[str, Undecided | str] | None = None,
    reasons: Mapping[str, str] | None = None,
) -> dict[str, FormerFace]:
    """Return the panels, by question; `problems` and `reasons` are of what was refused just now."""
    return {
        key: FormerFace(
            former=former,
            now=answers.get(key),
            seal=former.seal(answers.get(key), reader),
            file=file,
            reason=(reasons or {}).get(key, ""),
            problem=str((problems or {}).get(key, "")),
            here=back.proof.get(key, ()),
        )
        for key, former in back.formers.items()
    }


def waiting_on(faces: Iterable) -> list[FormerFace]:
    """Return the panels of shown questions on which somebody must still decide."""
    panels = [face.former for face in faces if face.former and face.is_shown]
    return [panel for panel in panels if panel.is_waiting]


def proposed(formers: Mapping[str, FormerFace] | None, key: str) -> Entry | None:
    """Return what stands in the form for a question that changed: the former answer, not saved."""
    face = (formers or {}).get(key)
    return face.former.entry()[0] if face and face.is_proposed else None


def written(assessment: Assessment, changes: list[Change], data: QueryDict) -> list[Change]:
    """Return the changes without proposals that nobody touched: those are not an answer yet.

    The form says which it holds; `keep` names the one that was pressed to be saved as it stands.
    """
    held = {name.removeprefix(PROPOSAL) for name in data if name.startswith(PROPOSAL)}
    held.discard(data.get("keep", ""))
    if not held:
        return changes
    formers = look_back(assessment).formers
    return [
        change
        for change in changes
        if change.question.key not in held
        or change.question.key not in formers
        or is_touched(assessment, formers[change.question.key], change)
    ]


def is_touched(assessment: Assessment, former: Former, change: Change) -> bool:
    """Tell whether somebody changed the proposal; what is no answer was typed by somebody."""
    proposal = former.entry()[0] or Entry()
    try:
        given = clean_entry(assessment.edition, change.question, change.entry)
        return given != clean_entry(assessment.edition, change.question, proposal)
    except InvalidValue:
        return True
