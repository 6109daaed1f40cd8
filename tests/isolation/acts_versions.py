"""Acts of a company that tries a newer questionnaire and goes back."""

from diligence.models import Assessment
from diligence.services.versions import moving, taking
from diligence.services.versions.offering import offer
from tests.factories import published_version
from tests.isolation.acts import Act, Story

OLD, NEW = "identify.postponed", "identify.postponed_risks"


def again(story: Story) -> Assessment:
    """Return the file as it stands, on another questionnaire than the story began with."""
    return Assessment.objects.with_cycle().select_related("company").get(pk=story.file.pk)


def move(story: Story) -> None:
    """Move to what the year offers."""
    offer(story.file.cycle, published_version("2027"), by=None)
    moving.move(story.file, by=story.editor)


VERSIONS: list[Act] = [
    ("file.moved", move),
    ("file.taken_over", lambda s: taking.take(again(s), NEW, OLD, seen=0, by=s.editor)),
    ("file.given_back", lambda s: taking.give_back(again(s), NEW, OLD, by=s.editor)),
    ("file.moved_back", lambda s: moving.undo(s.file, by=s.editor)),
]
