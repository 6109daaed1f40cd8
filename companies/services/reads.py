"""The secretariat looking into a file leaves a trace that the company can see."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from companies.events import record
from companies.log.pages import is_read
from companies.models import Company, Event, User

VERB = "file.read"
ONE_VISIT = timedelta(hours=1)
"""Reading the same page again within this time is told as one visit; each read is written down."""


def note_read(company: Company, page: str, place: Mapping[str, object], *, by: User) -> None:
    """Write down that this person of the secretariat read a page of the file.

    `page` is the name of its address, `place` the words in the address. Two statements; none for
    a page that shows nothing. Must run in the company's scope.
    """
    if not is_read(page):
        return
    data: dict[str, Any] = {
        key: one if isinstance(one, int) else str(one) for key, one in place.items()
    }
    data["page"] = page
    earlier = Event.objects.for_company(company).filter(
        verb=VERB, actor=by.pk, data=data, at__gt=timezone.now() - ONE_VISIT
    )
    record(company, VERB, by=by, goes_on=earlier.exists(), **data)
