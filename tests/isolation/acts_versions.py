"""Acts of a company that tries a newer questionnaire and goes back."""

from diligence.services.versions import moving
from diligence.services.versions.offering import offer
from tests.factories import published_version
from tests.isolation.acts import Act, Story


def move(story: Story) -> None:
    """Move to what the year offers."""
    offer(story.file.cycle, published_version("2027"))
    moving.move(story.file, by=story.editor)


VERSIONS: list[Act] = [
    ("file.moved", move),
    ("file.moved_back", lambda s: moving.undo(s.file, by=s.editor)),
]
