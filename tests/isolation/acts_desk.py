"""Acts of the secretariat on its side of a file: giving it, taking it, letting it go."""

from diligence.services.desk.assigning import assign
from diligence.services.desk.holding import hold, let_go, take_over
from tests.factories import ReviewerFactory
from tests.isolation.acts import Act, Story


def taken_over(story: Story) -> None:
    """Let a colleague of the secretariat take the file over."""
    take_over(story.file, story.secretariat.pk, by=ReviewerFactory())


DESK: list[Act] = [
    ("review.assigned", lambda s: assign(s.file, s.secretariat, seen=None, by=s.secretariat)),
    (
        "review.unassigned",
        lambda s: assign(s.file, None, seen=s.secretariat.pk, by=s.secretariat),
    ),
    ("review.held", lambda s: hold(s.file, by=s.secretariat)),
    ("review.let_go", lambda s: let_go(s.file, by=s.secretariat)),
    ("review.held", lambda s: hold(s.file, by=s.secretariat)),
    ("review.taken_over", taken_over),
]
