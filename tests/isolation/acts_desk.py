"""Acts of the secretariat on its side of a file: whose it is, and what it makes of answers."""

from diligence.services.desk.assigning import assign
from diligence.services.desk.holding import hold, let_go, take_over
from diligence.services.desk.verdicts import (
    agree,
    answer_of,
    disagree,
    score_beside,
    take_score_away,
)
from tests.factories import ReviewerFactory
from tests.isolation.acts import Act, Story, officer

LEVELS = "embed.training"


def taken_over(story: Story) -> None:
    """Let a colleague of the secretariat take the file over, and take it back."""
    colleague = ReviewerFactory()
    take_over(story.file, story.secretariat.pk, by=colleague)
    take_over(story.file, colleague.pk, by=story.secretariat)


def agreed(story: Story) -> None:
    """Agree with an answer as it stands."""
    version = answer_of(story.file, LEVELS).version
    agree(story.file, LEVELS, seen=version, by=story.secretariat)


def scored(story: Story, level: int) -> None:
    """Set another level beside the company's own."""
    score_beside(story.file, LEVELS, level, "Niet iedereen deed mee.", by=story.secretariat)


DESK: list[Act] = [
    (
        "review.assigned",
        officer(lambda s: assign(s.file, s.secretariat, seen=None, by=s.secretariat)),
    ),
    (
        "review.unassigned",
        officer(lambda s: assign(s.file, None, seen=s.secretariat.pk, by=s.secretariat)),
    ),
    ("review.held", officer(lambda s: hold(s.file, by=s.secretariat))),
    ("review.let_go", officer(lambda s: let_go(s.file, by=s.secretariat))),
    ("review.held", officer(lambda s: hold(s.file, by=s.secretariat))),
    ("review.taken_over", officer(taken_over)),
]
VERDICTS: list[Act] = [
    ("review.agreed", officer(agreed)),
    ("review.unagreed", officer(lambda s: disagree(s.file, LEVELS, by=s.secretariat))),
    ("review.scored", officer(lambda s: scored(s, 1))),
    ("review.scored", officer(lambda s: scored(s, 0))),
    ("review.unscored", officer(lambda s: take_score_away(s.file, LEVELS, by=s.secretariat))),
]
