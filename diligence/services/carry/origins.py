"""Which question of an earlier edition a question of this one continues, and its answer with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from diligence.framework.answers import Given
from diligence.framework.mapping import (
    EditionMapping,
    Origin,
    PairKind,
    carry_over_through,
)
from diligence.framework.moving import move_answers
from diligence.framework.schema import Edition, Question
from diligence.models import QuestionnaireVersion

MOST_STEPS = 10


@dataclass(frozen=True, slots=True)
class Way:
    """How one edition follows from another."""

    origins: Mapping[str, Origin]
    """By question of the new edition; those that come from nothing are left out."""
    steps: Sequence[tuple[EditionMapping, Edition]] = field(default_factory=tuple)
    """Each mapping on the way with the edition it leads to, the oldest first; none when the
    editions are the same, or nobody told how the one became the other."""

    def moved(self, key: str, given: Given) -> tuple[Given | None, bool]:
        """Return an answer of then under the options and columns of now, and whether it is whole.

        None when nothing of it fits.
        """
        now = {key: given}
        is_whole = True
        for mapping, edition in self.steps:
            moved = move_answers(mapping, edition, now, today=timezone.localdate())
            is_whole = is_whole and not moved.leftovers
            now = dict(moved.answers)
        return next(iter(now.values()), None), is_whole


def way_between(old: Edition, new: Edition) -> Way:
    """Return how the new edition follows from the old one, over the editions in between.

    Without mappings all the way, a question under the same key means the same only when its words
    did not change; otherwise it is shown and not taken over. One query for each edition in between.
    """
    steps = steps_between(old, new)
    if steps:
        origins = carry_over_through([mapping for mapping, _edition in steps])
        return Way({key: origin for key, origin in origins.items() if origin.old}, steps)
    return Way(
        {
            question.key: since(old.question(question.key), question)
            for question in new.questions
            if question.key in old
        }
    )


def steps_between(old: Edition, new: Edition) -> list[tuple[EditionMapping, Edition]]:
    """Return the mappings from old to new, the oldest first; none when they do not join."""
    steps: list[tuple[EditionMapping, Edition]] = []
    edition: Edition | None = new
    while edition is not None and edition != old and len(steps) < MOST_STEPS:
        if edition.mapping is None:
            return []
        steps.append((edition.mapping, edition))
        code = edition.mapping.from_code
        edition = old if code == old.code else published(code)
    return steps[::-1] if edition == old else []


def published(code: str) -> Edition | None:
    """Return the edition that was published under this code."""
    versions = QuestionnaireVersion.objects.published().without_document()
    version = versions.filter(code=code).first()
    return version.edition() if version else None


def since(before: Question, now: Question) -> Origin:
    """Return how a question under the same key follows from the one of then."""
    kind = PairKind.SAME if asks(before) == asks(now) else PairKind.CHANGED_MEANING
    return Origin(kind=kind, old=(before.key,), note=None)


def asks(question: Question) -> tuple:
    """Return what makes a question this one: its words, and what can be answered."""
    return question.text, question.kind, question.options, question.levels, question.columns
