"""Nobody's score may fall because they do better."""

from __future__ import annotations

from typing import Any

from diligence.framework.checks.draft import Draft
from diligence.framework.when import BLOCKS, Target


def check_fairness(draft: Draft) -> None:
    """No question that scores may appear because of a level.

    It would come with 0 points of its maximum, so that a company that rises on one question
    would fall on the whole.
    """
    hangs_on_level: set[str] = set()
    for question in draft.questions:
        causes = _tested(question.content.get("when")) & hangs_on_level
        if causes and question.scores:
            draft.refuse(
                question,
                f"This question scores, but shows by the level of '{min(causes)}': rising there "
                "would lower the score. Test a profile answer, or ask it always.",
                "when",
            )
        if causes or question.scores:
            hangs_on_level.add(question.key)


def _tested(when: Any) -> set[str]:
    """The questions that a condition looks at."""
    if isinstance(when, list):
        return set().union(*map(_tested, when))
    if not isinstance(when, dict):
        return set()
    found: set[str] = set()
    for name, body in when.items():
        found |= _tested(body) if name in BLOCKS else {Target.parse(name).question}
    return found
