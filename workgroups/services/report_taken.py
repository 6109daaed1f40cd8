"""A ZIP with members' reports leaves: every company in it can read who took it, and when."""

from datetime import datetime
from typing import IO

from django.utils import timezone

from companies.events import record, through_key
from companies.models import ApiKey, Company, Event, User
from convenant import files
from convenant.queue.outbox import enqueue
from convenant.tenancy.scope import company_scope
from workgroups.models import ReportRun

TASK = "workgroups.tasks.tell_taken"
VERB = "report.taken"


def take_along(run: ReportRun, *, by: User, key: ApiKey | None = None) -> IO[bytes]:
    """Open the ZIP of a run to hand it out; it is told in the log of each company in it.

    The telling is certain before the file leaves, and done in the background: there may be a
    thousand logs. Raises FileGone or StoreDown, and then nothing is told.
    """
    if not run.file:
        raise files.FileGone(str(run.pk))
    content = files.open_file(run.file)
    at = timezone.now().isoformat()
    enqueue(TASK, run_id=run.pk, person_id=by.pk, key_id=key.pk if key else "", at=at)
    return content


def tell_taken(run_id: str, person_id: str, key_id: str, at: datetime) -> None:
    """Write it in every log that does not tell it yet. Safe to run twice."""
    run = ReportRun.objects.select_related("cycle").get(pk=run_id)
    by = User.objects.get(pk=person_id)
    key = ApiKey.objects.filter(pk=key_id).first() if key_id else None
    with through_key(key.name if key else ""):
        for company in Company.objects.filter(pk__in=run.inside):
            with company_scope(company.pk):
                told = Event.objects.for_company(company).filter(verb=VERB, actor=by.pk, at=at)
                if not told.exists():
                    record(company, VERB, by=by, at=at, year=run.cycle.year)
