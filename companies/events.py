"""The one way to leave a trace."""

from datetime import datetime

from django.utils import timezone

from companies.models import Company, Event, User


def record(
    company: Company,
    verb: str,
    *,
    by: User | None,
    target: str = "",
    at: datetime | None = None,
    **data,
) -> Event:
    """Write down that this person did this; `data` holds what a sentence needs, JSON only.

    `at` is when: now, unless it is told afterwards.
    """
    return Event.objects.create(
        company=company,
        at=at or timezone.now(),
        actor=by.pk if by else None,
        actor_name=str(by) if by else "",
        by_secretariat=bool(by and by.is_secretariat),
        verb=verb,
        target=target,
        data=data,
    )
