"""The pages about the sector, and each of them as an Excel file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from companies.mixins import SectorGrantRequired
from companies.permissions import SectorPermission
from convenant.downloads import file_response
from convenant.limits import EXPORTS
from diligence.models import Cycle
from diligence.summary.measures import Measure
from workgroups.services.insight import plan, progress, risks, transparency
from workgroups.services.insight.looking import Look, look_at
from workgroups.services.insight.shape import Panel
from workgroups.services.insight.sheets import workbook
from workgroups.views.insight.asked import asked_in, chips_of, filters_of, query_of

MEMBERS = ("basis", "size", "position")


@dataclass(frozen=True, slots=True)
class Subject:
    """One page: what it is called, what it reads, and how its panels are made."""

    title: str | Promise
    measures: tuple[Measure, ...]
    panels_of: Callable[[Look], list[Panel]]
    filters: tuple[str, ...] = MEMBERS
    has_trend: bool = True
    """Shows other years beside the one that is looked at."""


SUBJECTS: Mapping[str, Subject] = {
    "risks": Subject(
        gettext_lazy("Risico’s in de sector"),
        risks.MEASURES,
        risks.panels_of,
        (*MEMBERS, "metal_group", "theme_group", "region"),
        has_trend=False,
    ),
    "progress": Subject(
        gettext_lazy("Voortgang van de sector"), progress.MEASURES, progress.panels_of
    ),
    "plan": Subject(gettext_lazy("Acties en klachten in de sector"), plan.MEASURES, plan.panels_of),
    "transparency": Subject(
        gettext_lazy("Hoe ver de sector zijn keten kent"),
        transparency.MEASURES,
        transparency.panels_of,
        (*MEMBERS, "metal_group", "region"),
    ),
}


class Sight(SectorGrantRequired):
    """What page and file share: the sums that the address asks for."""

    grants = {"get": SectorPermission.SECTOR_VIEW}
    subject = ""

    @property
    def about(self) -> Subject:
        """Return what the page is about."""
        return SUBJECTS[self.subject]

    def look(self) -> Look:
        """Return the sums. Two statements. Raises Http404 for a year that is not there."""
        asked = partial(asked_in, self.request.GET)
        try:
            return look_at(
                self.kwargs["year"],
                asked,
                self.about.measures,
                has_trend=self.about.has_trend,
            )
        except Cycle.DoesNotExist as error:
            raise Http404 from error


class Page(Sight, TemplateView):
    """A page: what was chosen, and the panels that follow from it."""

    template_name = "workgroups/insight/page.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather it."""
        look = self.look()
        filters = filters_of(look, self.about.filters)
        return super().get_context_data(
            **kwargs,
            look=look,
            here=self.subject,
            title=self.about.title,
            filters=filters,
            chips=chips_of(look.asked, filters),
            query=query_of(look.asked),
            panels=self.about.panels_of(look),
            now=timezone.localtime(),
        )


class Workbook(Sight, View):
    """The same as an Excel file; `panel` in the address asks for one of them."""

    limits = {"get": EXPORTS}

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        """Hand out the file."""
        look = self.look()
        panels = self.about.panels_of(look)
        if wanted := request.GET.get("panel"):
            panels = [panel for panel in panels if panel.id == wanted]
            if not panels:
                raise Http404
        filters = filters_of(look, self.about.filters)
        chosen = [(_("Monitoringjaar"), look.year), (_("Dossiers die tellen"), look.files())]
        told = [(one.label, one.words or one.everything) for one in filters]
        name = f"{self.about.title} {look.year}"
        content = workbook(name, panels, [*chosen, *told], timezone.localtime())
        return file_response(content, f"{name}.xlsx")
