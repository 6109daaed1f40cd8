"""The end of every log leaves the system once a day."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from companies.models import Company, LogDay
from companies.services.log_check import head_of
from convenant.queue.outbox import enqueue
from convenant.tenancy.scope import company_scope


def keep_heads() -> LogDay | None:
    """Keep where every log ends today and let it be mailed; None when today's are kept already.

    Safe to run at any time and twice at once: a day has one set of heads, and one mail.
    """
    today = timezone.localdate()
    if LogDay.objects.filter(day=today).exists():
        return None
    text = "".join(heads_now())
    try:
        with transaction.atomic():
            day = LogDay.objects.create(day=today, text=text)
            enqueue("companies.tasks.send_log_heads", day=today.isoformat())
    except IntegrityError:
        return None
    return day


def heads_now():
    """Yield a line for each company that has a log. Two statements and a scope for each."""
    for company in Company.objects.order_by("pk"):
        with company_scope(company.pk):
            head = head_of(company)
        if head is not None:
            yield f"{head.company_id} {head.seq} {head.hash}\n"
