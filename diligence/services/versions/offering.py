"""Offer a newer questionnaire to who already began a year."""

from django.db import transaction

from diligence.models import Cycle, QuestionnaireVersion


class NotNewer(Exception):
    """This version does not follow the one that the year is asked, so nobody can move to it."""


@transaction.atomic
def offer(cycle: Cycle, version: QuestionnaireVersion) -> Cycle:
    """Let files of this year move to a newer version; files opened from now on start on it.

    Nothing in an open file changes: each company moves on its own click. Offering the same again
    changes nothing. Raises NotNewer when it is not published, is not mapped from the version of
    the year, or another one was offered before.
    """
    locked = Cycle.objects.select_for_update(of=("self",)).with_version().get(pk=cycle.pk)
    if locked.newer_id == version.pk:
        return locked
    if locked.newer_id is not None:
        raise NotNewer(f"{locked.year} offers {locked.newer} already")
    mapping = version.edition().mapping
    if version.published_at is None:
        raise NotNewer(f"{version.code} is not published")
    if mapping is None or mapping.from_code != locked.version.code:
        raise NotNewer(f"{version.code} does not follow {locked.version.code}")
    locked.newer = version
    locked.save(update_fields=["newer"])
    return locked
