"""The one place where a release takes a step: in the sector scope, so that the database sees all.

A trigger looks at the objections and the reviewers of every company before figures go out. It can
only see them in the sector scope, and refuses without. Nothing of a company is read or written
here, which is why this module may open that scope beside the queries.
"""

from django.db import transaction

from convenant.tenancy.sector import sector_scope
from workgroups.models import Release


class WrongState(Exception):
    """The release is elsewhere by now: somebody else took a step."""

    def __init__(self, release: Release):
        super().__init__(release.state)
        self.release = release


@transaction.atomic
def locked(release: Release, *states: str) -> Release:
    """Return the release, held until the transaction ends. Raises WrongState."""
    found = Release.objects.select_for_update().get(pk=release.pk)
    if found.state not in states:
        raise WrongState(found)
    return found


def move(release: Release, state: str, **fields) -> None:
    """Let a release that is held take a step; the database refuses what its rules forbid."""
    release.state = state
    for name, value in fields.items():
        setattr(release, name, value)
    with sector_scope():
        release.save(update_fields=["state", *fields])
