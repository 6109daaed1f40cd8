"""Figures that went out and figures to go out, and what the victim says of those."""

from django.utils import timezone

from convenant.tenancy.scope import company_scope, officer_scope
from tests.factories import ReviewerFactory
from tests.isolation.world.words import CANARY, YEAR
from tests.workgroups.releases.made import prepared, published
from workgroups.models import Release, ReleaseConsultation
from workgroups.services.releases.commenting import say

READERS = ("figures", "public-figures")
STEPS = ("", "-comments", "-time", "-sign", "-publish", "-withdraw", "-drop")


def release_objects(file, owner) -> dict[str, object]:
    """Make a release that is out and one before the members, on which the victim comments."""
    out = published(prepared([file], years=(YEAR,)))
    waiting = before_members(file, owner)
    return {
        **{
            f"{space}:{page} number": out.number
            for space in READERS
            for page in ("release", "file")
        },
        "figures-api:release number": out.number,
        **{f"sector:release{step} number": waiting.number for step in STEPS},
        "own-figures:comment number": waiting.number,
    }


def before_members(file, owner) -> Release:
    """Lay figures before the victim alone, and let it object."""
    release = prepared([file], by=ReviewerFactory())
    Release.objects.filter(pk=release.pk).update(comment_until=timezone.localdate())
    with officer_scope(file.company_id):
        asked = ReleaseConsultation.objects.create(
            company=file.company, release=release, why="recognisable"
        )
    Release.objects.filter(pk=release.pk).update(state="in_comment")
    with company_scope(file.company_id):
        say(asked, "object", f"Dit verraadt {CANARY}.", by=owner)
    return Release.objects.get(pk=release.pk)
