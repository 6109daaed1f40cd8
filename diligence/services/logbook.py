"""A page of a company's log: filtered, a run of saves told as one, newest first."""

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from companies.log.telling import place_of, sentence_of
from companies.log.verbs import Kind, verb_of, verbs_of
from companies.models import Company, Event, User
from diligence.framework.schema import Edition
from diligence.models import Cycle

ON_A_PAGE = 50
LONGEST_RUN = datetime.timedelta(days=1)
"""A run of saves that goes on longer is told with what it was by then."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the log is asked for; what is empty asks for everything."""

    person: UUID | None = None
    kind: str = ""
    part: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words, with how often it went on and until when."""

    event: Event
    sentence: str
    place: str | None
    is_read: bool
    times: int
    until: datetime.datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """What the years ask: questionnaires a sentence may name a question of."""

    by_year: Mapping[int, Edition]
    newer: Sequence[Edition] = ()
    """Those that a year offers beside its own; a file may have moved to one."""

    @property
    def every(self) -> list[Edition]:
        """Return all of them."""
        return [*self.by_year.values(), *self.newer]


def editions_asked() -> Asked:
    """Return the questionnaire of every year, in memory after the first time. One query."""
    cycles = list(Cycle.objects.with_version().order_by("year"))
    newer = [cycle.newer.edition() for cycle in cycles if cycle.newer]
    return Asked({cycle.year: cycle.version.edition() for cycle in cycles}, newer)


def found(company: Company, asked: Filter, editions: Asked) -> QuerySet[Event]:
    """Return the entries that begin something and fit, newest first."""
    events = Event.objects.for_company(company).filter(goes_on=False)
    if asked.person:
        events = events.filter(actor=asked.person)
    if asked.kind:
        events = events.filter(verb__in=verbs_of(Kind(asked.kind)))
    if asked.part:
        events = events.filter(in_part(asked.part, editions.every))
    if asked.since:
        events = events.filter(at__gte=start_of(asked.since))
    if asked.until:
        events = events.filter(at__lt=start_of(asked.until + datetime.timedelta(days=1)))
    return events.order_by("-at", "-pk")


def in_part(part: str, editions: Iterable[Edition]) -> Q:
    """Return the condition for what happened in a part, in whatever year."""
    questions = {q.key for edition in editions for q in edition.questions if q.part == part}
    return Q(data__part=part) | Q(data__question__in=sorted(questions))


def start_of(day: datetime.date) -> datetime.datetime:
    """Return the first moment of a day here."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def page_of(events: QuerySet[Event], number: str | None) -> Page:
    """Return one page of entries; a number that makes no sense is the first or the last."""
    return Paginator(events, ON_A_PAGE).get_page(number)


def lines_of(
    company: Company,
    events: Sequence[Event],
    editions: Asked,
    people: Mapping[UUID, str],
    *,
    shows_addresses: bool,
) -> list[Line]:
    """Return the entries of a page in words. One query."""
    runs = runs_of(company, events)
    around = {
        "editions": editions.by_year,
        "newer_editions": editions.newer,
        "people": people,
    }
    return [
        Line(
            event=event,
            sentence=sentence_of(event, around, shows_addresses=shows_addresses),
            place=place_of(event, company.slug),
            is_read=verb_of(event.verb).kind == Kind.READ,
            times=1 + len(runs[event.pk]),
            until=max(runs[event.pk], default=event.at),
        )
        for event in events
    ]


def runs_of(company: Company, events: Sequence[Event]) -> Mapping[UUID, list[datetime.datetime]]:
    """Return by entry when the same was done again shortly after. One query."""
    runs: dict[UUID, list[datetime.datetime]] = defaultdict(list)
    if not events:
        return runs
    span = (events[-1].at, events[0].at + LONGEST_RUN)
    near = Event.objects.for_company(company).filter(at__range=span).order_by("at", "goes_on")
    begun: dict[tuple, UUID] = {}
    for event in near.only("at", "verb", "actor", "goes_on", "data", "company"):
        thing = (event.actor, same_thing(event.verb, event.data))
        if not event.goes_on:
            begun[thing] = event.pk
        elif thing in begun:
            runs[begun[thing]].append(event.at)
    return runs


def same_thing(verb: str, data: Mapping[str, Any]) -> str:
    """Return what tells whether two entries are about one thing: an answer, or a page."""
    return data.get("answer") or f"{verb} {json.dumps(data, sort_keys=True)}"


def people_in(company: Company) -> dict[UUID, str]:
    """Return who ever did something here, under the last name they had, by name. One query.

    Whose name went from every entry (with somebody else's, who left) is called as they are now.
    """
    acts = Event.objects.for_company(company).exclude(actor=None)
    now = Subquery(User.objects.filter(pk=OuterRef("actor")).values("name")[:1])
    acts = acts.alias(nameless=Q(actor_name="")).annotate(now=now)
    rows = acts.order_by("actor", "nameless", "-at").distinct("actor")
    names = {
        pk: then or today for pk, then, today in rows.values_list("actor", "actor_name", "now")
    }
    known = ((pk, name) for pk, name in names.items() if name)
    return dict(sorted(known, key=lambda row: (row[1].casefold(), row[0])))
