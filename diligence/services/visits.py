"""The secretariat looking into a file leaves a trace that the company can see."""

from datetime import datetime, timedelta

from django.utils import timezone

from companies.events import record
from companies.models import Company, Event, User

VERB = "file.read"
ONCE_PER = timedelta(hours=1)


def note_visit(company: Company, year: int, *, by: User) -> None:
    """Write down that this person read the file of this year, at most once an hour."""
    visits = Event.objects.for_company(company).filter(
        verb=VERB, actor=by.pk, target=str(year), at__gt=timezone.now() - ONCE_PER
    )
    if not visits.exists():
        record(company, VERB, by=by, target=str(year))


def last_visit(company: Company, year: int) -> datetime | None:
    """Return when the secretariat last read the file of this year; None when it never did."""
    visits = Event.objects.for_company(company).filter(verb=VERB, target=str(year))
    return visits.order_by("-at").values_list("at", flat=True).first()
