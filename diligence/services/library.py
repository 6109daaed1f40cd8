"""The library of a company: every document, filtered, what needs attention first."""

import datetime
from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from companies.models import Company
from diligence.models import Evidence
from diligence.models.evidence import SOON

EXPIRED, SOON_GONE, UNUSED, STOPPED, REMOVED = "expired", "soon", "unused", "stopped", "removed"
STATES = (EXPIRED, SOON_GONE, UNUSED, STOPPED, REMOVED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents somebody looks for."""

    words: str = ""
    kind: str = ""
    state: str = ""


def documents(company: Company, wanted: Wanted, today: datetime.date) -> QuerySet[Evidence]:
    """Return the documents with `file` and `used` (answers they stand at): expired ones first."""
    found = Evidence.objects.for_company(company).with_file()
    found = found.filter(removed_at__isnull=wanted.state != REMOVED)
    if wanted.words:
        words = Q(title__icontains=wanted.words) | Q(description__icontains=wanted.words)
        named = Q(pk__in=Evidence.objects.filter(versions__name__icontains=wanted.words))
        found = found.filter(words | named)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    found = found.annotate(used=Count("uses", distinct=True))
    return in_order(in_state(found, wanted.state, today), today)


def in_state(found: QuerySet, state: str, today: datetime.date) -> QuerySet:
    """Return the documents in one of the states people filter on."""
    match state:
        case "expired":
            return found.filter(valid_until__lt=today)
        case "soon":
            return found.filter(valid_until__range=(today, today + SOON))
        case "unused":
            return found.filter(uses=None)
        case "stopped":
            return found.filter(file__state__in=("infected", "refused"))
    return found


def in_order(found: QuerySet[Evidence], today: datetime.date) -> QuerySet[Evidence]:
    """Return what expired first, then what soon will, then the newest."""
    urgency = Case(
        When(valid_until__lt=today, then=Value(0)),
        When(valid_until__lte=today + SOON, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    last_day = Coalesce(F("valid_until"), Value(datetime.date.max))
    return found.order_by(
        urgency, Case(When(valid_until__lte=today + SOON, then=last_day)), "-created_at", "pk"
    )
