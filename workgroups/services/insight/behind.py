"""The members behind a figure, and telling them that somebody looked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from companies.events import record
from companies.models import Company, Event, User
from convenant.queue.outbox import enqueue
from convenant.tenancy.scope import company_scope
from diligence.summary.measures import Measure
from workgroups.services.insight.looking import Asked
from workgroups.services.insight.shape import Key
from workgroups.summary_queries import InCell, drill

TASK = "workgroups.tasks.tell_looked_behind"
VERB = "figure.looked_behind"
IN_THE_LIST = frozenset(
    {
        *(Measure.FILE, Measure.BAND, Measure.STEP_BAND, Measure.SIZE, Measure.POSITION),
        *(Measure.MEMBERSHIP, Measure.JOINED, Measure.EXPECTED, Measure.MOVED),
    }
)
"""What follows from score and profile, as in the list of members, where it is no reading either."""
FOLLOWED = IN_THE_LIST | {
    *(Measure.METAL, Measure.METAL_GROUP, Measure.COUNTRY, Measure.REGION, Measure.POLICY),
    *(Measure.THEME, Measure.THEME_GROUP, Measure.METAL_THEME, Measure.GROUP_THEME),
    *(Measure.COUNTRY_THEME, Measure.REGION_THEME, Measure.STAGE_THEME),
    *(Measure.ACTION_STATUS, Measure.ACTION_EFFECT, Measure.CHAIN_LINES, Measure.CHAIN_KNOWN),
    *(Measure.COMPLAINTS, Measure.COMPLAINT_STATUS, Measure.COMPLAINT_THEME),
    Measure.COMPLAINT_SATISFIED,
}
"""The figures that can be followed to members."""


def members_behind(year: int, asked: Asked, key: Key) -> list[InCell]:
    """Return the members behind a figure, the highest value first. One statement."""
    return drill(year, asked.counted, *key, filters=asked.members)


def tell_members(year: int, key: Key, shown: Sequence[InCell], *, by: User) -> None:
    """Let the members that were shown read in their log who looked, and at what (decision 36).

    It is certain before the page is shown, and written in the background.
    """
    measure, a, b = key
    if measure in IN_THE_LIST or not shown:
        return
    enqueue(
        TASK,
        year=year,
        figure=str(measure),
        a=a,
        b=b,
        companies=" ".join(str(one.company) for one in shown),
        person_id=by.pk,
        at=timezone.now().isoformat(),
    )


def tell_looked_behind(
    companies: Sequence[str], person_id: str, at: datetime, **figure: Any
) -> None:
    """Write it in every log that does not tell it yet. Safe to run twice."""
    by = User.objects.get(pk=person_id)
    for company in Company.objects.filter(pk__in=companies):
        with company_scope(company.pk):
            told = Event.objects.for_company(company).filter(verb=VERB, actor=by.pk, at=at)
            if not told.exists():
                record(company, VERB, by=by, at=at, **figure)
