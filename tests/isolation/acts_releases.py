"""Acts on figures of the sector: a file counted in them, and what the company says of them."""

import datetime

from django.utils import timezone

from tests.isolation.acts import Act, Story
from tests.workgroups.releases.made import prepared
from workgroups.models import Release, ReleaseConsultation
from workgroups.services.releases.commenting import ask_members, open_comments, say


def prepare(story: Story) -> None:
    """Count the file of the year in figures."""
    prepared([story.file], by=story.secretariat)


def ask(story: Story) -> None:
    """Lay them before the members."""
    release = Release.objects.get()
    until = timezone.localdate() + datetime.timedelta(days=21)
    open_comments(release, until=until, asks_all=True, by=story.secretariat)
    ask_members(release.pk, "")


def told(story: Story, kind: str) -> None:
    """Let the company say something of them."""
    asked = ReleaseConsultation.objects.select_related("company").get()
    say(asked, kind, "Wij zijn de enige met tin.", by=story.admin)


RELEASES: list[Act] = [
    ("release.counted", prepare),
    ("release.asked", ask),
    ("release.remarked", lambda s: told(s, "remark")),
    ("release.objected", lambda s: told(s, "object")),
    ("release.agreed", lambda s: told(s, "agree")),
]
