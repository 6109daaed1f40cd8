"""The secretariat's view of the covenant in one year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.mixins import SectorGrantRequired
from companies.permissions import SectorPermission
from diligence.models import Cycle
from workgroups import forms
from workgroups.aggregation.members import Member, Stage
from workgroups.aggregation.overview import (
    Cell,
    attention,
    band_years,
    heat_row,
    latest,
    totals_of,
)
from workgroups.queries.members import SectorYear, sector_year

ON_A_PAGE = 50
LEAST_OF_A_NEED, ROWS_IN_QUEUE = 3, 7
MOST_LATEST = 5
TONES = {
    Stage.DRAFT: "brand",
    Stage.SUBMITTED: "warn",
    Stage.QUESTIONS_OPEN: "accent",
    Stage.ACCEPTED: "ok",
    Stage.CLOSED: "ok",
}


class SectorHome(SectorGrantRequired, TemplateView):
    """The way in: the year that runs, or a word that there is none yet."""

    grants = {"get": SectorPermission.SECTOR_VIEW}
    template_name = "workgroups/no_year.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Go to the year that runs, else to the newest one."""
        cycles = Cycle.objects.all()
        cycle = cycles.latest_open(timezone.localdate()) or cycles.order_by("-year").first()
        if cycle is None:
            return super().get(request, *args, **kwargs)
        return redirect("sector:dashboard", cycle.year)


class Dashboard(SectorGrantRequired, TemplateView):
    """All members of one year: the figures, what needs attention, and the list behind them."""

    grants = {"get": SectorPermission.SECTOR_VIEW}
    template_name = "workgroups/dashboard.html"

    def get_context_data(self, **kwargs) -> dict:
        """Read the sector once; everything on the page follows from it."""
        try:
            sector = sector_year(self.kwargs["year"])
        except Cycle.DoesNotExist as error:
            raise Http404 from error
        now = timezone.localtime()
        return super().get_context_data(
            **kwargs,
            **state_of(sector, now),
            **table_of(sector, self.request.GET, now.date()),
        )


def state_of(sector: SectorYear, now) -> dict:
    """Return what stands above the list: figures, attention, bands, latest activity."""
    deadline, bands = sector.cycle.deadline, sector.edition.bands
    needs = attention(sector.members, deadline, now)
    most = max(LEAST_OF_A_NEED, ROWS_IN_QUEUE // max(1, sum(map(bool, needs.values()))))
    return {
        "cycle": sector.cycle,
        "years": sector.years,
        "now": now,
        "days_left": (deadline - now.date()).days,
        "days_late": (now.date() - deadline).days,
        "totals": totals_of(sector.members, deadline, now),
        "needs": [(need, items[:most], len(items)) for need, items in needs.items()],
        "nothing_waits": not any(needs.values()),
        "latest": latest(sector.members, MOST_LATEST),
        "bands": [(band.key, band.name.get(get_language())) for band in bands],
        "band_years": band_years(sector.bands, [band.key for band in bands], sector.breaks),
    }


def table_of(sector: SectorYear, query: QueryDict, today: date) -> dict:
    """Return the list of members as the address asks for it: filters, chips, one page of rows."""
    edition, language = sector.edition, get_language()
    selection = forms.selection_in(query, edition)
    filters = forms.filters_of(selection, edition)
    found = selection.of(sector.members, sector.cycle.deadline, today)
    page = Paginator(found, ON_A_PAGE).get_page(query.get("page"))
    kept = forms.query_of(selection)
    return {
        "selection": selection,
        "sort": query.get("sort", ""),
        "filters": filters,
        "chips": forms.chips_of(selection, filters),
        "headings": forms.headings_of(selection, heading_words()),
        "query": kept and f"{kept}&",
        "page": page,
        "steps": [
            (step.number, step.title.get(language)) for step in edition.steps if step.sub_actions
        ],
        "rows": rows_of(page.object_list, sector, today),
    }


@dataclass(frozen=True, slots=True)
class Row:
    """A member in the list, in words."""

    member: Member
    status: str
    tone: str
    is_late: bool
    band: str
    cells: list[tuple[Cell, str]]
    """Each step with the name of its band; empty without one."""


def rows_of(members: Sequence[Member], sector: SectorYear, today: date) -> list[Row]:
    """Return the rows of one page."""
    edition, language = sector.edition, get_language()
    steps = [step.key for step in edition.steps if step.sub_actions]
    starts = [band.start for band in edition.bands]
    names = [band.name.get(language) for band in edition.bands]
    by_key = dict(zip((band.key for band in edition.bands), names, strict=True))
    words = stage_words()
    return [
        Row(
            member=member,
            status=words[member.stage],
            tone=TONES.get(member.stage, ""),
            is_late=member.is_late(sector.cycle.deadline, today),
            band=by_key.get(member.band, ""),
            cells=[
                (cell, "" if cell.band is None else names[cell.band])
                for cell in heat_row(member, steps, starts)
            ],
        )
        for member in members
    ]


def stage_words() -> dict[Stage, str]:
    """Return how the list names where a member stands."""
    words = dict(forms.status_choices())
    idle = {Stage.NO_FILE: words["idle"], Stage.NOT_STARTED: words["idle"]}
    return idle | {stage: words[stage] for stage in Stage if stage not in idle}


def heading_words() -> dict[str, str]:
    """Return the columns that can be sorted by."""
    return {
        "name": _("Lid"),
        "status": _("Status"),
        "progress": _("Ingevuld"),
        "score": _("Score"),
        "activity": _("Laatst bijgewerkt"),
    }
