"""Telling a company of the last day to hand in its file: 30, 14 and 3 days before, and after it."""

import datetime
from datetime import timedelta

from django.urls import reverse

from companies.models import Company
from companies.permissions import Permission
from companies.services.notices import tell, who_may
from convenant.tenancy.scope import company_scope
from diligence.models import Assessment, Cycle
from diligence.plan.reminding import DAYS_BEFORE_FILE, Reminder, reminder_on

LONGEST_LATE = timedelta(days=60)
"""A year that ended longer ago is no news; an extension reaches no further."""
REACH = timedelta(days=max(DAYS_BEFORE_FILE.values()))


def remind_all(today: datetime.date) -> int:
    """Tell every member with a last day near; return how many people were told something.

    Each company in a transaction of its own. A day that was missed is made up for.
    """
    cycles = Cycle.objects.with_version().filter(
        opens_on__lte=today,
        deadline__gte=today - LONGEST_LATE,
        deadline__lte=today + REACH,
    )
    told = 0
    for cycle in cycles:
        for company in Company.objects.members().order_by("pk"):
            with company_scope(company.pk):
                told += remind(company, cycle, today)
    return told


def remind(company: Company, cycle: Cycle, today: datetime.date) -> int:
    """Tell who can work on a file that it is due; nobody of one that was handed in.

    Who never opened the year is told as well. Call it in the company's scope.
    """
    file = Assessment.objects.for_company(company).filter(cycle=cycle).first()
    if file is not None and file.status != Assessment.Status.DRAFT:
        return 0
    due = deadline_of(file, cycle)
    reminder = reminder_on(today, due, DAYS_BEFORE_FILE)
    if reminder is None or due < today - LONGEST_LATE:
        return 0
    place = [company.slug, cycle.year] if file else [company.slug]
    return tell(
        who_may(company, Permission.ANSWERS_CHANGE),
        "file.late" if reminder == Reminder.LATE else "file.due",
        company,
        key=f"due {cycle.pk} {due} {reminder}",
        url=reverse("diligence:overview" if file else "diligence:start", args=place),
        words={"year": cycle.year, "day": f"{due}"},
    )


def deadline_of(file: Assessment | None, cycle: Cycle) -> datetime.date:
    """Return the last day for this company."""
    return (file and file.extended_until) or cycle.deadline
