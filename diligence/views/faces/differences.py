"""What differs between two states of an answer, as sentences: who changed what, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from diligence.framework.answer_text import AnswerText, answer_text
from diligence.framework.conditions import Situation
from diligence.framework.difference import Aspect, Difference, File, Part, Side, difference
from diligence.framework.schema import Question
from diligence.framework.word_difference import Mark, words_with
from diligence.models.answer import AnswerContent
from diligence.templatetags.diligence import moment
from diligence.views.faces.status import Status, person, status_of


@dataclass(frozen=True, kw_only=True)
class VersionFace:
    """One version in words, and what differs from the one before it."""

    question: Question
    content: AnswerContent
    situation: Situation
    earlier: AnswerContent | None = None
    """The version before; None before the first."""

    @property
    def status(self) -> Status:
        """Return how the question was dealt with."""
        return status_of(self.content)

    @property
    def by(self) -> str:
        """Return who wrote it."""
        return person(self.content)

    @property
    def text(self) -> AnswerText:
        """Return what it said."""
        edition, size = self.situation.edition, self.situation.size
        given, language = self.content.given(), get_language() or "nl"
        return answer_text(self.question, given, edition, language, size=size)

    @cached_property
    def difference(self) -> Difference:
        """Return what differs from the version before."""
        before, after = (
            side_of(self.question, row, self.situation) for row in (self.earlier, self.content)
        )
        return difference(before, after, get_language() or "nl")

    @property
    def sentence(self) -> str:
        """Return who changed what and when, in one sentence."""
        words = {"who": self.by, "when": moment(self.content.changed_at)}
        words["what"] = what_changed(self.difference)
        return sentence_for(self.difference.mark) % words


def side_of(
    question: Question | None,
    content: AnswerContent | None,
    situation: Situation,
    files: Iterable[File] = (),
) -> Side:
    """Return a kept answer, or None for no answer, as one side of a comparison."""
    return Side(
        question=question,
        given=content.given() if content else None,
        edition=situation.edition,
        language=content.language if content else "nl",
        size=situation.size,
        files=tuple(files),
    )


def sentence_for(mark: Mark) -> str:
    """Return the sentence that tells what somebody did to an answer, still to be filled in."""
    return {
        Mark.ADDED: _("%(who)s gaf het antwoord, %(when)s."),
        Mark.REMOVED: _("%(who)s maakte het antwoord leeg, %(when)s."),
        Mark.CHANGED: _("%(who)s wijzigde het antwoord %(when)s: %(what)s."),
        Mark.SAME: _("%(who)s bewaarde hetzelfde antwoord opnieuw, %(when)s."),
    }[mark]


def what_changed(apart: Difference) -> str:
    """Return what differs, counted: "3 woorden erbij, 1 woord weg, ander bewijs"."""
    return ", ".join(part_in_words(part) for part in apart.changed)


def part_in_words(part: Part) -> str:
    """Return what differs in one aspect."""
    match part.aspect:
        case Aspect.REASON:
            return _("een andere reden")
        case Aspect.DOUBT:
            return _("of het bedrijf twijfelt")
        case Aspect.PROOF:
            return _("ander bewijs")
        case Aspect.EXPLANATION:
            return _("in de toelichting %(what)s") % {"what": words_in_words(part)}
    if part.rows:
        return rows_in_words(part)
    if part.items:
        return choices_in_words(part)
    return words_in_words(part) if part.is_written else _("een ander antwoord")


def words_in_words(part: Part) -> str:
    """Return how many words came and went; of commas and line ends only that they changed."""
    came, went = (words_with(mark, part.pieces) for mark in (Mark.ADDED, Mark.REMOVED))
    told = []
    if came:
        told.append(ngettext("%(n)s woord erbij", "%(n)s woorden erbij", came) % {"n": came})
    if went:
        told.append(ngettext("%(n)s woord weg", "%(n)s woorden weg", went) % {"n": went})
    return ", ".join(told) or _("andere leestekens of regels")


def rows_in_words(part: Part) -> str:
    """Return how many rows came, went, changed and moved."""
    counts = part.counts()
    came, went, other = (counts[mark] for mark in (Mark.ADDED, Mark.REMOVED, Mark.CHANGED))
    moved = sum(row.is_moved for row in part.rows)
    told = [
        (came, ngettext("%(n)s rij erbij", "%(n)s rijen erbij", came)),
        (went, ngettext("%(n)s rij weg", "%(n)s rijen weg", went)),
        (other, ngettext("%(n)s rij gewijzigd", "%(n)s rijen gewijzigd", other)),
        (moved, ngettext("%(n)s rij verplaatst", "%(n)s rijen verplaatst", moved)),
    ]
    return ", ".join(words % {"n": n} for n, words in told if n)


def choices_in_words(part: Part) -> str:
    """Return how many choices came and went."""
    counts = part.counts()
    came, went = counts[Mark.ADDED], counts[Mark.REMOVED]
    told = [
        (came, ngettext("%(n)s keuze erbij", "%(n)s keuzes erbij", came)),
        (went, ngettext("%(n)s keuze weg", "%(n)s keuzes weg", went)),
    ]
    return ", ".join(words % {"n": n} for n, words in told if n)
