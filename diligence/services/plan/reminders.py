"""Reminding the owners of actions of the last day: which mails go out today."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from companies.models import Company, Membership, User
from convenant.queue.outbox import enqueue
from convenant.tenancy.scope import company_scope
from diligence.models import Action
from diligence.plan.reminding import MOST_DAYS, Reminder, reminder_on

TASK = "diligence.tasks.send_reminders"


@dataclass(frozen=True, slots=True)
class Due:
    """An owner who is told something of an action."""

    action: Action
    owner: User
    reminder: Reminder

    @property
    def is_late(self) -> bool:
        """Tell whether the day has gone by."""
        return self.reminder == Reminder.LATE

    @property
    def key(self) -> str:
        """Return the name of this mail: another day or owner is another mail, tomorrow is not."""
        action = self.action
        return f"action {action.pk} {action.due_on} {self.reminder} {self.owner.pk}"


def remind_all(today: datetime.date) -> int:
    """Put a task on the queue for each company with somebody to remind; return how many."""
    asked = 0
    for company in Company.objects.order_by("pk"):
        with company_scope(company.pk):
            if any(due_reminders(company, today)):
                enqueue(TASK, company_id=company.pk, day=today.isoformat())
                asked += 1
    return asked


def due_reminders(company: Company, today: datetime.date) -> Iterator[Due]:
    """Return what is to be told on a day to owners who still have a seat. One query."""
    seats = Membership.objects.active().filter(company=company, user__is_active=True)
    mine = Action.objects.for_company(company).still_open().select_related("owner")
    last = today + datetime.timedelta(days=MOST_DAYS)
    for action in mine.filter(due_on__lte=last, owner__in=seats.values("user")).in_order():
        reminder = reminder_on(today, action.due_on) if action.due_on else None
        if reminder and action.owner:
            yield Due(action, action.owner, reminder)
