"""When the secretariat last looked into a file; what it looks at is written down at the door."""

from datetime import datetime

from companies.models import Company, Event
from companies.services.reads import VERB


def last_visit(company: Company, year: int) -> datetime | None:
    """Return when the secretariat last read the file of this year; None when it never did."""
    visits = Event.objects.for_company(company).filter(verb=VERB, data__year=year)
    return visits.order_by("-at").values_list("at", flat=True).first()
