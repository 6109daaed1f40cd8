"""The log of a company: who did what, who of the secretariat read what, and when."""

import datetime
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import QueryDict
from django.template.defaultfilters import date as date_words
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.log.verbs import Kind
from companies.mixins import GrantRequired
from companies.permissions import Permission
from companies.services.log_check import head_of
from diligence.framework.schema import PROFILE
from diligence.services.logbook import (
    Filter,
    editions_asked,
    found,
    lines_of,
    page_of,
    people_in,
)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address of the page without it."""

    words: str
    url: str


class Log(GrantRequired, TemplateView):
    """One page of the log. The company and the secretariat's administrator see the same facts."""

    grants = {"get": Permission.LOG_VIEW}
    template_name = "diligence/log.html"

    def get_context_data(self, **kwargs) -> dict:
        """Read the filters from the address and the entries that fit. Five queries."""
        company = self.request.company
        editions = editions_asked()
        people = people_in(company)
        parts = parts_of(editions.by_year)
        asked = filter_in(self.request.GET, people, parts)
        page = page_of(found(company, asked, editions), self.request.GET.get("page"))
        may_invite = self.request.access.may(Permission.MEMBERS_CHANGE)
        query = urlencode(pairs_of(asked))
        return super().get_context_data(
            **kwargs | {"company": company},
            page=page,
            lines=lines_of(
                company, list(page.object_list), editions, people, shows_addresses=may_invite
            ),
            asked=asked,
            people=[(str(pk), name) for pk, name in people.items()],
            person=str(asked.person or ""),
            parts=list(parts.items()),
            kinds=[(Kind.CHANGE, _("Wijzigingen")), (Kind.READ, _("Inzage"))],
            chips=chips_of(asked, people, parts),
            query=query and f"{query}&",
            head=head_of(company),
        )


def parts_of(editions) -> dict[str, str]:
    """Return the parts of the newest questionnaire, with their titles."""
    if not editions:
        return {}
    language = get_language()
    parts = editions[max(editions)].parts
    return {
        part.key: part.title.get(language)
        if part.key == PROFILE
        else f"{part.key} {part.title.get(language)}"
        for part in parts
    }


def filter_in(query: QueryDict, people: dict[UUID, str], parts: dict[str, str]) -> Filter:
    """Return what an address asks for; words nobody knows are as if they were not there."""
    known = {str(pk): pk for pk in people}
    kind, part = query.get("kind", ""), query.get("part", "")
    return Filter(
        person=known.get(query.get("person", "")),
        kind=kind if kind in Kind.values else "",
        part=part if part in parts else "",
        since=day_in(query.get("since", "")),
        until=day_in(query.get("until", "")),
    )


def day_in(typed: str) -> datetime.date | None:
    """Return a day of this age; None for anything else."""
    try:
        day = datetime.date.fromisoformat(typed)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2999 else None


def pairs_of(asked: Filter) -> list[tuple[str, str]]:
    """Return a filter as the words of an address."""
    names = ("person", "kind", "part", "since", "until")
    return [(name, str(getattr(asked, name))) for name in names if getattr(asked, name)]


def chips_of(asked: Filter, people: dict[UUID, str], parts: dict[str, str]) -> list[Chip]:
    """Return a chip for each filter that is on."""
    empty = Filter()
    words = {
        "person": lambda: people.get(asked.person, ""),
        "kind": lambda: _("Inzage") if asked.kind == Kind.READ else _("Wijzigingen"),
        "part": lambda: parts[asked.part],
        "since": lambda: _("Vanaf %(day)s") % {"day": date_words(asked.since, "j F Y")},
        "until": lambda: _("Tot en met %(day)s") % {"day": date_words(asked.until, "j F Y")},
    }
    chips = []
    for name, _value in pairs_of(asked):
        left = urlencode(pairs_of(replace(asked, **{name: getattr(empty, name)})))
        chips.append(Chip(words[name](), f"?{left}"))
    return chips
