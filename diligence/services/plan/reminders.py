"""Reminding the owners of actions of the last day: what is told today, and to whom."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from companies.models import Company, Membership, User
from companies.services.notices import tell
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
        """Return the name of this event: another day or owner is another, tomorrow is not."""
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


def tell_due(company: Company, today: datetime.date) -> None:
    """Tell the owners of a company's actions, each once; call it in the company's scope.

    How they hear of it is their own choice (companies.services.digests).
    """
    for due in due_reminders(company, today):
        action = due.action
        tell(
            [due.owner],
            "action.late" if due.is_late else "action.due",
            company,
            about=action,
            key=due.key,
            url=reverse("diligence:action", args=[company.slug, action.pk]),
            words={"title": action.title, "day": f"{action.due_on}"},
        )


def due_reminders(company: Company, today: datetime.date) -> Iterator[Due]:
    """Return what is to be told on a day to owners who still have a seat. One query."""
    seats = Membership.objects.active().filter(company=company, user__is_active=True)
    mine = Action.objects.for_company(company).still_open().select_related("owner")
    last = today + datetime.timedelta(days=MOST_DAYS)
    for action in mine.filter(due_on__lte=last, owner__in=seats.values("user")).in_order():
        reminder = reminder_on(today, action.due_on) if action.due_on else None
        if reminder and action.owner:
            yield Due(action, action.owner, reminder)
