"""What to look at before submitting: the same list for the company and the secretariat."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from diligence.framework.answers import Given, State
from diligence.framework.conditions import Situation, claims_proof, fires
from diligence.framework.facts import FACTS, Facts, Place, looks_at_facts
from diligence.framework.schema import Part, Question, Rule
from diligence.models import EvidenceUse
from diligence.models.evidence import PENDING, STOPPED


class Weight(StrEnum):
    """How much a finding weighs: the first three stand in the way of submitting."""

    OPEN = "open"
    LATER = "later"
    CONTRADICTION = "contradiction"
    UNSURE = "unsure"
    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"
    DOUBTFUL = "doubtful"
    DOUBTFUL_WORK = "doubtful_work"
    NO_PROOF = "no_proof"
    EXPIRED_PROOF = "expired_proof"
    WAITING_PROOF = "waiting_proof"
    STOPPED_PROOF = "stopped_proof"


MOST_PLACES = 5
BLOCKING = frozenset({Weight.OPEN, Weight.LATER, Weight.CONTRADICTION})


Proofs = Mapping[str, Iterable[EvidenceUse]]
"""The documents at each question, as `diligence.services.evidence_at.evidence_of` gives them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at, with the questions it is about."""

    weight: str
    questions: tuple[Question, ...]
    rule: Rule | None = None
    places: tuple[Place, ...] = ()
    """Of a rule about chain, risks or plan: where what it found is."""
    note: str = ""
    """What the company wrote beside an honest state: the reason, or its explanation.

    Of proof: what the document is called.
    """
    expired_on: date | None = None
    """The last day of proof that does not hold any more."""
    document: UUID | None = None
    """Of proof that is not counted: which document it is."""
    older_counts: bool = False
    """Of stopped proof: an earlier version of the document counts instead."""

    @property
    def blocks(self) -> bool:
        """Tell whether it must be dealt with before submitting."""
        return self.weight in BLOCKING

    @property
    def question(self) -> Question:
        """Return the question to go to first; of a rule about work alone there is none."""
        return self.questions[0]

    @property
    def listed_places(self) -> tuple[Place, ...]:
        """Return the first places: a list of fifty helps nobody on."""
        return self.places[:MOST_PLACES]

    @property
    def more_places(self) -> int:
        """Return how many places are not among them."""
        return len(self.places) - len(self.listed_places)


@dataclass(frozen=True, slots=True)
class OpenPart:
    """A part with questions that wait for an answer."""

    part: Part
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class CheckList:
    """The findings of a file, by weight, in the order of the questionnaire."""

    findings: tuple[Finding, ...]
    parts: tuple[Part, ...]

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """Return what stands in the way of submitting."""
        return tuple(finding for finding in self.findings if finding.blocks)

    @property
    def open_parts(self) -> list[OpenPart]:
        """Return the open questions by part, so that a long list stays short."""
        waiting = {finding.question.key for finding in self.of(Weight.OPEN)}
        grouped = (
            OpenPart(
                part, tuple(question for question in part.questions if question.key in waiting)
            )
            for part in self.parts
        )
        return [row for row in grouped if row.questions]

    @property
    def later(self) -> list[Finding]:
        """Return what the company put off."""
        return self.of(Weight.LATER)

    @property
    def contradictions(self) -> list[Finding]:
        """Return the answers that can't both be right."""
        return self.of(Weight.CONTRADICTION)

    @property
    def doubtful(self) -> list[Finding]:
        """Return the answers that seldom go together."""
        return self.of(Weight.DOUBTFUL)

    @property
    def doubtful_work(self) -> list[Finding]:
        """Return where the chain, the risks or the plan does not fit, or is not finished."""
        return self.of(Weight.DOUBTFUL_WORK)

    @property
    def proof(self) -> list[Finding]:
        """Return the answers whose proof is missing or has expired."""
        return self.of(Weight.NO_PROOF, Weight.EXPIRED_PROOF)

    @property
    def not_counted(self) -> list[Finding]:
        """Return the documents whose file would be left out of what is handed in now."""
        return self.of(Weight.WAITING_PROOF, Weight.STOPPED_PROOF)

    @property
    def missed(self) -> int:
        """Return how many documents that is: one may stand at several answers."""
        return len({finding.document for finding in self.not_counted})

    @property
    def honest(self) -> list[Finding]:
        """Return what the company said it is not sure of, does not know or does not apply."""
        return self.of(Weight.UNSURE, Weight.DONT_KNOW, Weight.NOT_APPLICABLE)

    def of(self, *weights: str) -> list[Finding]:
        """Return the findings of these weights."""
        return [finding for finding in self.findings if finding.weight in weights]


def check_list(situation: Situation, proofs: Proofs, facts: Facts | None = None) -> CheckList:
    """Return what to look at in this situation, by weight.

    `proofs` is what stands at answers; `facts` what the company knows and does beside them.
    """
    findings = (*findings_in(situation, facts), *proof_findings(situation, proofs))
    return CheckList(findings, situation.edition.parts)


def findings_in(situation: Situation, facts: Facts | None = None) -> list[Finding]:
    """Return what to look at, contradictions first. Without facts only answers are compared."""
    return [*contradictions(situation, facts), *single_answers(situation)]


def tally(findings: Iterable[Finding]) -> dict[str, int]:
    """Count findings by weight, for lists; what does not occur is left out."""
    return dict(Counter(str(finding.weight) for finding in findings))


def contradictions(situation: Situation, facts: Facts | None = None) -> Iterator[Finding]:
    """Find what contradicts each other. Severity `stop` blocks, `ask` may stay."""
    known = replace(situation, facts=facts.values) if facts else situation
    for rule in situation.edition.rules:
        if fires(rule, known):
            asked = [key for key in rule.goes_to if key not in FACTS]
            keys = [key for key in asked if key in situation.shown] or asked
            names = [key for key in rule.goes_to if key in FACTS]
            places = [place for name in names if facts for place in facts.places_of(name)]
            questions = tuple(map(situation.edition.question, keys))
            yield Finding(weight_of_rule(rule), questions, rule, tuple(dict.fromkeys(places)))


def weight_of_rule(rule: Rule) -> Weight:
    """Return how much a rule weighs that fired."""
    if rule.severity == "stop":
        return Weight.CONTRADICTION
    return Weight.DOUBTFUL_WORK if looks_at_facts(rule) else Weight.DOUBTFUL


def proof_findings(situation: Situation, proofs: Proofs) -> Iterator[Finding]:
    """Find levels without a document, and documents that do not hold any more."""
    for question in situation.edition.questions:
        if question.key not in situation.shown:
            continue
        standing = proofs.get(question.key, ())
        yield from not_counted(question, standing)
        usable = [use for use in standing if is_usable(use)]
        for use in usable:
            if use.evidence.is_expired(situation.today):
                title, last_day = use.evidence.title, use.evidence.valid_until
                yield Finding(Weight.EXPIRED_PROOF, (question,), note=title, expired_on=last_day)
        if not usable and claims_proof(question, situation):
            yield Finding(Weight.NO_PROOF, (question,))


def not_counted(question: Question, standing: Iterable[EvidenceUse]) -> Iterator[Finding]:
    """Find documents that wait for the scanner or were stopped: they are not frozen."""
    for use in standing:
        file = getattr(use, "file", None) or {}
        told: dict[str, Any] = {"note": use.evidence.title, "document": use.evidence_id}
        if file.get("newest_state") in STOPPED:
            older = file["state"] not in STOPPED
            yield Finding(Weight.STOPPED_PROOF, (question,), older_counts=older, **told)
        elif file.get("state") == PENDING:
            yield Finding(Weight.WAITING_PROOF, (question,), **told)


def is_usable(use: EvidenceUse) -> bool:
    """Tell whether a document has a file that was not stopped."""
    file = getattr(use, "file", None)
    return file is not None and file["state"] not in STOPPED


def single_answers(situation: Situation) -> Iterator[Finding]:
    """Find questions that are open, put off, unsure, unknown or said not to apply."""
    for question in situation.edition.questions:
        if question.key not in situation.shown:
            continue
        weight = weight_of(situation.given.get(question.key))
        if weight is not None:
            yield Finding(weight, (question,), note=note_of(situation.given.get(question.key)))


def weight_of(answer: Given | None) -> Weight | None:
    """Return how much one answer weighs; None when there is nothing to look at."""
    if answer is None:
        return Weight.OPEN
    if answer.state != State.ANSWERED:
        return Weight(answer.state)
    return Weight.UNSURE if answer.unsure else None


def note_of(answer: Given | None) -> str:
    """Return what the company wrote beside its answer."""
    return (answer.reason or answer.explanation) if answer else ""
