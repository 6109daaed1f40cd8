"""Somebody's own last days, as a calendar program shows them: their files and their actions.

Asked anew each time, in each company's scope in turn: who left a company finds its days gone.
What an action is called stays behind the link: calendars are kept by others, and shared.
"""

import datetime
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from companies.emails import address_of
from companies.models import CalendarFeed, Company, Membership, User
from companies.permissions import Permission
from convenant.icalendar import Day, calendar
from convenant.tenancy.scope import company_scope
from diligence.models import Action, Assessment, Cycle
from diligence.services.deadlines import deadline_of

BACK = timedelta(days=60)
"""Last days that went by stay in a calendar this long."""


def calendar_of(feed: CalendarFeed) -> str:
    """Return the calendar of who this address is of, in their language."""
    person = feed.person
    with translation.override(person.language):
        days = list(days_of(person, feed.made_at))
        title = _("uiterste dagen")
        name = f"{settings.PRODUCT_NAME}: {title}"
        return calendar(days, name=name, product=settings.PRODUCT_NAME, language=person.language)


def days_of(person: User, stamp: datetime.datetime) -> Iterator[Day]:
    """Return everything that has a last day for this person."""
    since = timezone.localdate() - BACK
    cycles = list(Cycle.objects.with_version().filter(deadline__gte=since).order_by("year"))
    if person.is_secretariat:
        yield from (day_of_cycle(cycle, stamp) for cycle in cycles)
        return
    seats = Membership.objects.active().filter(user=person).select_related("company")
    for seat in seats.order_by("company__name", "pk"):
        with company_scope(seat.company_id):
            days = list(days_in(seat, cycles, since, stamp))
        yield from days


def days_in(
    seat: Membership, cycles: list[Cycle], since: datetime.date, stamp: datetime.datetime
) -> Iterator[Day]:
    """Return the last days of one person in one company; call it in the company's scope."""
    company = seat.company
    if Permission.ANSWERS_CHANGE in seat.grants and company.status == Company.Status.MEMBER:
        mine = Assessment.objects.for_company(company).filter(cycle__in=cycles)
        files = {file.cycle_id: file for file in mine}
        for cycle in cycles:
            file = files.get(cycle.pk)
            if file is None or file.status == Assessment.Status.DRAFT:
                yield day_of_file(company, cycle, file, stamp)
    actions = Action.objects.for_company(company).still_open()
    for action in actions.filter(owner=seat.user_id, due_on__gte=since).order_by("due_on", "pk"):
        if action.due_on:
            yield day_of_action(company, action, action.due_on, stamp)


def day_of_file(
    company: Company, cycle: Cycle, file: Assessment | None, stamp: datetime.datetime
) -> Day:
    """Return the last day to hand in a file."""
    place = [company.slug, cycle.year] if file else [company.slug]
    link = address_of(reverse("diligence:overview" if file else "diligence:start", args=place))
    words = {"year": cycle.year, "company": company.name}
    return Day(
        uid=uid(f"file-{cycle.pk}-{company.pk}"),
        on=deadline_of(file, cycle),
        name=_("Zelfbeoordeling %(year)s indienen (%(company)s)") % words,
        text=_("Open het dossier: %(link)s") % {"link": link},
        url=link,
        changed_at=file.opened_at if file else stamp,
    )


def day_of_action(
    company: Company, action: Action, on: datetime.date, stamp: datetime.datetime
) -> Day:
    """Return the last day of an action, without what it is called."""
    link = address_of(reverse("diligence:action", args=[company.slug, action.pk]))
    return Day(
        uid=uid(f"action-{action.pk}"),
        on=on,
        name=_("Een actie afronden (%(company)s)") % {"company": company.name},
        text=_("Open de actie: %(link)s") % {"link": link},
        url=link,
        changed_at=action.changed_at or stamp,
    )


def day_of_cycle(cycle: Cycle, stamp: datetime.datetime) -> Day:
    """Return the last day of a year for all members, as the secretariat watches it."""
    link = address_of(reverse("home"))
    return Day(
        uid=uid(f"cycle-{cycle.pk}"),
        on=cycle.deadline,
        name=_("Uiterste dag van %(year)s voor alle deelnemers") % {"year": cycle.year},
        text=_("Open het overzicht: %(link)s") % {"link": link},
        url=link,
        changed_at=stamp,
    )


def uid(name: str) -> str:
    """Return the name by which calendar programs know an event, on any machine."""
    return f"{name}@{settings.PUBLIC_URL.partition('://')[2]}"
