"""What was done to a release is written down; nobody takes it away."""

from datetime import datetime

from django.utils import timezone

from companies.models import User
from workgroups.models import Release, ReleaseAct


def write_down(
    release: Release, kind: str, *, by: User | None, at: datetime | None = None, **data
) -> ReleaseAct:
    """Write down that this person did this; `data` holds what the sentence needs."""
    moment = at or timezone.now()
    return ReleaseAct.objects.create(release=release, kind=kind, by=by, at=moment, data=data)
