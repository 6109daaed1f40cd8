"""One answer under review: this year beside last year, and all that is said of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diligence.framework.answer_text import AnswerText
from diligence.framework.answers import Given, State
from diligence.framework.scoring import QuestionScore
from diligence.models import Agreement, Answer, SecretariatScore
from diligence.services.check import CheckList, Weight
from diligence.services.figures import is_weak
from diligence.services.years_apart import Former, QuestionApart, YearOfFile
from diligence.templatetags.diligence import anchor
from diligence.views.faces.proof import ProofFace
from diligence.views.faces.status import Status, status_of
from workgroups.views.desk.talks import Talk

CHANGED, TALK, WEAK, UNSURE, NO_PROOF, CLASHING, TODO = (
    *("changed", "talk", "weak", "unsure", "no_proof", "clashing"),
    "todo",
)
PROOF_WEIGHTS = frozenset({Weight.NO_PROOF, Weight.EXPIRED_PROOF})
CLASH_WEIGHTS = frozenset({Weight.CONTRADICTION, Weight.DOUBTFUL, Weight.DOUBTFUL_WORK})


def mark_words() -> dict[str, str]:
    """Return what an answer can be picked and jumped to by, with its words."""
    return {
        CHANGED: _("Gewijzigd"),
        TALK: _("Gesprek loopt"),
        WEAK: _("Zwak"),
        UNSURE: _("Onzeker"),
        NO_PROOF: _("Zonder geldig bewijs"),
        CLASHING: _("Tegenstrijdig"),
        TODO: _("Nog te beoordelen"),
    }


KEYS = {CHANGED: "g", TALK: "d", WEAK: "z", UNSURE: "o", NO_PROOF: "b", CLASHING: "t", TODO: "r"}
"""The key that jumps to the next of each."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One question of the file under review."""

    apart: QuestionApart
    part_title: str
    now: YearOfFile
    then: YearOfFile | None
    score: QuestionScore | None
    """How it counts; None for a question without levels."""
    beside: SecretariatScore | None
    agreement: Agreement | None
    proof: Sequence[ProofFace]
    weights: frozenset[str]
    """What the check before submitting found here."""
    talk: Talk

    @property
    def key(self) -> str:
        return self.apart.question.key

    @property
    def number(self) -> str:
        return self.apart.number

    @property
    def anchor(self) -> str:
        return anchor(self.apart.question)

    @property
    def which_now(self) -> str:
        """Return what sets this year's rows apart from others on the page."""
        return f"{self.number}, {self.now.year}"

    @property
    def which_then(self) -> str:
        """Return what sets last year's rows apart."""
        return f"{self.number}, {self.then.year}" if self.then else ""

    @property
    def answer(self) -> Answer | None:
        return self.apart.now

    @property
    def version(self) -> int:
        """Return the version that is looked at; 0 when nothing was answered."""
        return self.answer.version if self.answer else 0

    @property
    def language(self) -> str:
        """Return the language in which the company wrote."""
        return self.answer.language if self.answer else "nl"

    @property
    def status(self) -> Status:
        return status_of(self.answer)

    @cached_property
    def words(self) -> AnswerText:
        """Return the answer of this year."""
        return self.now.text(self.key, get_language() or "nl")

    @property
    def formers(self) -> Sequence[Former]:
        """Return what stood at other questions that this one came from."""
        return self.apart.formers

    @cached_property
    def former_words(self) -> AnswerText | None:
        """Return the answer of last year to the same question; None when there was none."""
        if self.then is None or self.apart.then is None:
            return None
        return self.then.text(self.apart.then.question, get_language() or "nl")

    @property
    def former_table(self) -> AnswerText | None:
        """Return the rows of last year alone."""
        words = self.former_words
        return words and replace(words, explanation=(), reason=(), unsure=False)

    @property
    def former_language(self) -> str:
        return self.apart.then.language if self.apart.then else "nl"

    @property
    def is_changed(self) -> bool:
        """Tell whether there was a last year to differ from, and it does."""
        is_compared = self.apart.asked_then and self.then is not None
        return is_compared and self.apart.differs

    @property
    def is_new(self) -> bool:
        """Tell whether the question was not asked last year, while there was a file."""
        return self.then is not None and not self.apart.asked_then

    @property
    def own_level(self) -> int | None:
        """Return the level the company chose."""
        return level_of(self.answer.given() if self.answer else None)

    @property
    def former_level(self) -> int | None:
        """Return the level of last year."""
        then = self.apart.then if self.then is not None else None
        return level_of(then.given() if then else None)

    @property
    def has_levels(self) -> bool:
        return self.score is not None

    @property
    def levels(self) -> list[tuple[int, str]]:
        """Return the levels there are, with their words."""
        size, language = self.now.situation.size, get_language()
        levels = self.apart.question.levels
        return [(one.level, one.text_for(size).get(language)) for one in levels]

    @property
    def is_agreed(self) -> bool:
        """Tell whether a reviewer agreed with the version that stands."""
        return self.agreement is not None and self.agreement.version == self.version

    @property
    def was_agreed(self) -> bool:
        """Tell whether a reviewer agreed with an earlier version."""
        return self.agreement is not None and not self.is_agreed

    @cached_property
    def marks(self) -> frozenset[str]:
        """Return what this answer can be picked by."""
        is_honest = self.answer is not None and (
            self.answer.unsure or self.answer.state in (State.LATER, State.DONT_KNOW)
        )
        found = {
            CHANGED: self.is_changed,
            TALK: self.talk.is_going,
            WEAK: self.score is not None and is_weak(self.score),
            UNSURE: is_honest,
            NO_PROOF: bool(self.weights & PROOF_WEIGHTS),
            CLASHING: bool(self.weights & CLASH_WEIGHTS),
            TODO: not self.is_agreed,
        }
        return frozenset(mark for mark, is_so in found.items() if is_so)

    @property
    def flags(self) -> list[Status]:
        """Return what asks for a look, as words with a colour."""
        looks = {
            CHANGED: ("brand", "git-compare"),
            WEAK: ("warn", "trending-down"),
            NO_PROOF: ("warn", "paperclip"),
            CLASHING: ("err", "triangle-alert"),
        }
        words = mark_words()
        found = [Status(words[mark], *looks[mark]) for mark in looks if mark in self.marks]
        if self.is_new:
            found.append(Status(_("Nieuwe vraag"), "brand", "plus"))
        if self.was_agreed:
            found.append(Status(_("Gewijzigd na akkoord"), "accent", "rotate-ccw"))
        return found


def level_of(given: Given | None) -> int | None:
    """Return the level of an answer; None when it has none."""
    is_level = given is not None and given.state == State.ANSWERED and isinstance(given.value, int)
    return given.value if given and is_level else None


def weights_by_question(checks: CheckList) -> dict[str, frozenset[str]]:
    """Return what the check found, by question."""
    found: dict[str, set[str]] = {}
    for finding in checks.findings:
        for question in finding.questions:
            found.setdefault(question.key, set()).add(str(finding.weight))
    return {key: frozenset(weights) for key, weights in found.items()}


def counts_of(items: Iterable[Item]) -> Mapping[str, int]:
    """Return how many answers carry each mark."""
    counted = dict.fromkeys(mark_words(), 0)
    for item in items:
        for mark in item.marks:
            counted[mark] += 1
    return counted
