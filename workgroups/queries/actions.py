"""The actions of members that need somebody."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q

from companies.models import Company
from convenant.tenancy.sector import sector_scope
from diligence.models import Action


@dataclass(frozen=True, slots=True)
class MembersAction:
    """An open action of a member that is late or stuck."""

    company: str
    """The member's name in addresses."""
    name: str
    pk: UUID
    title: str
    due_on: date | None
    delays: int
    stuck_since: datetime | None


def actions_that_need_help(today: date) -> list[MembersAction]:
    """Return the open actions of all members that are late or stuck. One statement.

    Those that ask for help come first, the longest waiting on top; then those that are late.
    """
    with sector_scope():
        mine = Action.objects.still_open().filter(company__status=Company.Status.MEMBER)
        rows = mine.filter(Q(due_on__lt=today) | Q(help_asked_at__isnull=False)).values_list(
            *("company__slug", "company__name", "pk", "title"),
            *("due_on", "delays", "help_asked_at"),
        )
        ordered = rows.order_by(F("help_asked_at").asc(nulls_last=True), "due_on", "pk")
        return [MembersAction(*row) for row in ordered]
