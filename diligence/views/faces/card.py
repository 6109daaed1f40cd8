"""One question as a card: number and state, the question, its control, and what folds under it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diligence.forms import entry_of, name_of
from diligence.framework.answer_text import AnswerText, answer_text, paragraphs
from diligence.framework.answers import State
from diligence.framework.conditions import Situation, holds
from diligence.framework.reasons import why_shown
from diligence.framework.schema import Kind, Part, Question
from diligence.framework.typed_lists import lists_of
from diligence.framework.value_problems import InvalidValue
from diligence.framework.values import MOST_EXPLANATION, MOST_REASON, shortfalls
from diligence.models import Answer, ColleagueNote, SecretariatScore
from diligence.services.entries import Entry
from diligence.services.review.locks import Locks
from diligence.templatetags.diligence import anchor
from diligence.views.faces.conflict import ConflictFace
from diligence.views.faces.fields import FieldFace, texts, typed
from diligence.views.faces.former import FormerFace, proposed
from diligence.views.faces.kept import KeptFace
from diligence.views.faces.lines import Line, Place, lines_of, missing_lines
from diligence.views.faces.proof import ProofFace, kind_word
from diligence.views.faces.references import Reference, references_of, sources_of
from diligence.views.faces.rows import TableFace, table_face
from diligence.views.faces.status import Status, changed_by, status_of


@dataclass(frozen=True, slots=True)
class Proof:
    """What proof is expected at a question."""

    types: Sequence[str]
    note: str
    from_level: int | None


@dataclass(frozen=True, kw_only=True)
class QuestionFace:
    """A question on its page."""

    question: Question
    number: str
    situation: Situation
    answer: Answer | None
    entry: Entry
    """What stands in the form: the kept answer, or what was typed and refused."""
    error: InvalidValue | None = None
    conflict: ConflictFace | None = None
    """Two texts to choose from, before anything else can be answered here."""
    notes: Sequence[ColleagueNote] = ()
    proof: Sequence[ProofFace] = ()
    """The documents that stand here."""
    talks: Sequence[object] = ()
    """The conversations about it (diligence.views.review.faces.ThreadFace)."""
    is_locked: bool = False
    """The file came back with questions, but not about this answer: it is only read."""
    kept: Sequence[KeptFace] = ()
    """What was answered to the questions of a former questionnaire that this one replaces."""
    opened: Iterable[str] = field(default_factory=tuple)
    """Rows to show opened."""
    former: FormerFace | None = None
    """What was said the year before."""
    beside: SecretariatScore | None = None
    """The level that the secretariat sees, where it is another."""

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def anchor(self) -> str:
        """Return the id of the card."""
        return anchor(self.question)

    @property
    def is_shown(self) -> bool:
        """Tell whether this company gets the question."""
        return self.key in self.situation.shown

    @cached_property
    def why_shown(self) -> str:
        """Return why this company gets it; nothing when every company does."""
        return why_shown(self.question, self.situation, self.language, self.lists) or ""

    @property
    def language(self) -> str:
        return get_language() or "nl"

    @cached_property
    def lists(self):
        """Return the names that stand in tables of this file's answers to this question."""
        return lists_of(self.question, self.answer.value if self.answer else None)

    @property
    def version(self) -> int:
        """Return the version the reader looks at."""
        return self.answer.version if self.answer else 0

    @property
    def status(self) -> Status:
        return status_of(self.answer)

    @property
    def last_change(self) -> str:
        return changed_by(self.answer)

    @property
    def state(self) -> str:
        """Return which of the four ways of dealing with it is chosen."""
        return self.entry.state

    @property
    def states(self) -> list[tuple[str, str]]:
        """Return the four ways with their words."""
        return [
            (State.ANSWERED, _("Antwoord")),
            (State.DONT_KNOW, _("Weet ik niet")),
            (State.NOT_APPLICABLE, _("Niet van toepassing")),
            (State.LATER, _("Later")),
        ]

    @property
    def names(self) -> dict[str, str]:
        """Return the names of the controls beside the value."""
        parts = ("version", "state", "unsure", "explanation", "reason", "note")
        return {part: name_of(self.question, part) for part in parts}

    @property
    def most_explanation(self) -> int:
        return MOST_EXPLANATION

    @property
    def most_reason(self) -> int:
        return MOST_REASON

    @cached_property
    def field(self) -> FieldFace:
        """Return the control of a question that is no table."""
        value = typed(self.question, self.entry.value, as_kept=self.entry.as_kept)
        face_id = f"{self.anchor}-value"
        return FieldFace(
            field=self.question,
            edition=self.situation.edition,
            name=name_of(self.question, "value"),
            id=face_id,
            value=value,
            described_by=texts([f"{self.anchor}-hint", self.problem and f"{self.anchor}-error"]),
            problem=self.problem,
            hidden_options=hidden_options(self.question, self.situation),
            size=self.situation.size,
        )

    @cached_property
    def table(self) -> TableFace | None:
        """Return the rows of a table question."""
        if self.question.kind != Kind.TABLE:
            return None
        edition = self.situation.edition
        return table_face(self.question, self.entry, edition, error=self.error, opened=self.opened)

    @property
    def first_control(self) -> str:
        """Return the id an error leads to."""
        if self.state == State.NOT_APPLICABLE:
            return f"{self.anchor}-reason"
        return f"{self.anchor}-rows" if self.table else self.field.first

    @property
    def place(self) -> Place:
        """Return where lines about this question lead."""
        return Place(self.anchor, self.first_control)

    @cached_property
    def problem(self) -> str:
        """Return what is wrong, outside the rows of a table."""
        if self.error is None:
            return ""
        return " ".join(p.text(self.language) for p in self.error.problems if not p.row)

    @property
    def wrong_reason(self) -> bool:
        """Tell whether what is wrong is the reason why it does not apply."""
        problems = self.error.problems if self.error else ()
        return any(problem.code.startswith("reason_") for problem in problems)

    @property
    def open_notes(self) -> bool:
        """Tell whether a colleague's note still waits."""
        return any(note.done_at is None for note in self.notes)

    @property
    def problems(self) -> list[Line]:
        """Return all that is wrong, for the summary above the form."""
        return lines_of(self.error.problems if self.error else (), self.place)

    @property
    def missing(self) -> list[Line]:
        """Return what a kept answer still lacks before it counts as one."""
        answer = self.answer
        if answer is None or not answer.is_open or answer.value is None:
            return []
        return missing_lines(shortfalls(self.question, answer.value), self.place)

    @property
    def why(self) -> tuple[str, ...]:
        return paragraphs(self.question.why.text.get(self.language))

    @property
    def sources(self) -> list[str]:
        return sources_of(self.question)

    @property
    def references(self) -> list[Reference]:
        return references_of(self.question, self.situation)

    @property
    def example(self) -> tuple[str, ...]:
        """Return the example that fits this company's size."""
        example = self.question.example_for(self.situation.size)
        return paragraphs(example.text.get(self.language)) if example else ()

    @property
    def expected_proof(self) -> Proof | None:
        """Return what proof is expected."""
        return proof_of(self.question)

    @property
    def takes_proof(self) -> bool:
        """Tell whether documents can be put here: at everything but the profile."""
        return bool(self.question.sub_action)

    @property
    def has_measures(self) -> bool:
        """Tell whether a described level was chosen for which a measure would help."""
        answer, edition = self.answer, self.situation.edition
        if answer is None or answer.value is None or self.question.kind != Kind.MATURITY:
            return False
        return bool(edition.measures_for(self.key, answer.value, self.situation.size))

    @property
    def text(self) -> AnswerText:
        """Return the answer in words, for who only reads it."""
        given = self.answer.given() if self.answer else None
        edition, size = self.situation.edition, self.situation.size
        return answer_text(self.question, given, edition, self.language, size=size)


def proof_of(question: Question) -> Proof | None:
    """Return what proof is expected at a question, in words."""
    evidence = question.evidence
    if evidence is None:
        return None
    language = get_language() or "nl"
    note = evidence.note.get(language) if evidence.note else ""
    return Proof([kind_word(code) for code in evidence.types], note, evidence.from_level)


def hidden_options(question: Question, situation: Situation) -> frozenset[str]:
    """Return the options that this company does not get."""
    conditional = (option for option in question.options if option.when)
    return frozenset(option.key for option in conditional if not holds(option.when, situation))


def number_of(part: Part, place: int) -> str:
    """Return a question's number: by its place in the questionnaire, shown or not."""
    return f"{part.key}.{place}" if part.key[0].isdigit() else str(place)


def question_faces(
    part: Part,
    situation: Situation,
    answers: Mapping[str, Answer],
    *,
    typed: Mapping[str, Entry] | None = None,
    errors: Mapping[str, InvalidValue] | None = None,
    conflicts: Mapping[str, ConflictFace] | None = None,
    notes: Mapping[str, Sequence[ColleagueNote]] | None = None,
    proof: Mapping[str, Sequence[ProofFace]] | None = None,
    opened: Mapping[str, Sequence[str]] | None = None,
    formers: Mapping[str, FormerFace] | None = None,
    beside: Mapping[str, SecretariatScore] | None = None,
    talks: Mapping[str, Sequence[object]] | None = None,
    locks: Locks | None = None,
    kept: Mapping[str, Sequence[KeptFace]] | None = None,
) -> list[QuestionFace]:
    """Return the questions of a part, those that do not show among them."""
    return [
        QuestionFace(
            question=question,
            number=number_of(part, place),
            situation=situation,
            answer=answers.get(question.key),
            entry=(typed or {}).get(question.key)
            or proposed(formers, question.key)
            or entry_of(answers.get(question.key)),
            error=(errors or {}).get(question.key),
            conflict=(conflicts or {}).get(question.key),
            notes=(notes or {}).get(question.key, ()),
            proof=(proof or {}).get(question.key, ()),
            opened=(opened or {}).get(question.key, ()),
            former=(formers or {}).get(question.key),
            beside=(beside or {}).get(question.key),
            talks=(talks or {}).get(question.key, ()),
            is_locked=locks is not None and not locks.is_free(question.key),
            kept=(kept or {}).get(question.key, ()),
        )
        for place, question in enumerate(part.questions, 1)
    ]
