"""Offer a newer questionnaire to who already began a year."""

from django.db import transaction

from companies.models import User
from diligence.models import Cycle, CycleAct, QuestionnaireVersion
from diligence.services.cycles import lock, tell


class NotNewer(Exception):
    """This version does not follow the one that the year is asked, so nobody can move to it."""


@transaction.atomic
def offer(cycle: Cycle, version: QuestionnaireVersion, *, by: User | None) -> Cycle:
    """Let files of this year move to a newer version; files opened from now on start on it.

    Nothing in an open file changes: each company moves on its own click. Offering the same again
    changes nothing. `by` is None for the command of an operator. Raises CycleClosed, or NotNewer
    when it is not published, is not mapped from the version of the year, or another one was
    offered before.
    """
    locked = lock(cycle)
    if locked.newer_id == version.pk:
        return locked
    if locked.newer_id is not None:
        raise NotNewer(f"{locked.year} offers {locked.newer} already")
    if version.published_at is None:
        raise NotNewer(f"{version.code} is not published")
    if not follows(version, locked):
        raise NotNewer(f"{version.code} does not follow {locked.version.code}")
    locked.newer = version
    locked.save(update_fields=["newer"])
    codes = {"before": locked.version.code, "after": version.code}
    tell(locked, CycleAct.Kind.OFFERED, by=by, **codes)
    return locked


def follows(version: QuestionnaireVersion, cycle: Cycle) -> bool:
    """Tell whether a version is mapped from the one that the year is asked."""
    mapping = version.edition().mapping
    return mapping is not None and mapping.from_code == cycle.version.code


def versions_to_offer(cycle: Cycle) -> list[QuestionnaireVersion]:
    """Return the published versions that files of this year could move to, the newest first.

    None once one was offered, or when the year is closed. One query.
    """
    if cycle.newer_id is not None or cycle.is_closing:
        return []
    later = QuestionnaireVersion.objects.published().filter(year__gte=cycle.version.year)
    others = (
        later.exclude(pk=cycle.version_id).without_document().order_by("-year", "-published_at")
    )
    return [version for version in others if follows(version, cycle)]
