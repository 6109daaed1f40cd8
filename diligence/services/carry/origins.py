"""Which question of an earlier edition a question of this one continues."""

from collections.abc import Mapping

from diligence.framework.mapping import Origin, PairKind, carry_over
from diligence.framework.schema import Edition, Question


def origins_between(old: Edition, new: Edition) -> Mapping[str, Origin]:
    """Return, by question of the new edition, what it comes from in the old one.

    Questions that come from nothing are left out. A mapping tells of two editions in a row. With a
    year in between there is none, and then only a question whose words did not change means the
    same; under the same key it is shown, but its answer is not taken over.
    """
    if new.mapping is not None and new.mapping.from_code == old.code and new != old:
        found = carry_over(new.mapping)
        return {key: origin for key, origin in found.items() if origin.old}
    return {
        question.key: since(old.question(question.key), question)
        for question in new.questions
        if question.key in old
    }


def since(before: Question, now: Question) -> Origin:
    """Return how a question under the same key follows from the one of then."""
    kind = PairKind.SAME if asks(before) == asks(now) else PairKind.CHANGED_MEANING
    return Origin(kind=kind, old=(before.key,), note=None)


def asks(question: Question) -> tuple:
    """Return what makes a question this one: its words, and what can be answered."""
    return question.text, question.kind, question.options, question.levels, question.columns
