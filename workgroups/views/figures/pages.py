"""The list of what was released, one release, and its files."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import TemplateView, View

from companies.models import Membership
from convenant.downloads import file_response
from convenant.limits import FIGURES
from workgroups.figures.files import figures_csv, figures_json, figures_workbook
from workgroups.models import Release
from workgroups.released_queries import (
    once_out,
    released,
    replaced_by,
    tables_of,
)
from workgroups.services.figures import about, in_chapters, names_in

KEPT = "public, max-age=300"
"""What is for everybody may be kept for five minutes, on the way too."""


class PartiesMixin:
    """What is for the parties and the members: after signing in, and for nobody else."""

    audience = Release.Audience.PARTIES
    space = "figures"

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        """Ask nobody to sign in; who is of no party and no member is not told it is there."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not takes_part(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


def takes_part(user) -> bool:
    """Tell whether somebody is of the secretariat, of a party or of a member. At most one query."""
    if user.is_secretariat or user.party_id:
        return True
    return Membership.objects.active().filter(user=user).exists()


class PublicMixin:
    """What is for everybody: nobody signs in, and each address is bounded."""

    audience = Release.Audience.PUBLIC
    space = "public-figures"

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        """Answer, unless this address asked too often."""
        if FIGURES.is_passed(get_adapter().get_client_ip(request)):
            return render(request, "429.html", status=429)
        return super().dispatch(request, *args, **kwargs)


class FiguresList(TemplateView):
    """Everything that was released for this audience, the newest on top."""

    template_name = "workgroups/figures/list.html"
    audience = ""
    space = ""

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        """Gather the releases. Two queries."""
        found = list(released(self.audience).defer("tables"))
        return super().get_context_data(**kwargs, releases=found, space=self.space)


class ReleaseMixin:
    """One release that is or was out for this audience."""

    audience = ""
    space = ""

    def find(self) -> Release:
        """Return the release of the address, or answer 404."""
        found = once_out(self.audience, self.kwargs["number"])
        if found is None:
            raise Http404
        return found


class FiguresRelease(ReleaseMixin, TemplateView):
    """One release: its tables with their drawings, who stand behind them, and how to check it.

    Of one that was superseded or withdrawn only that is told.
    """

    template_name = "workgroups/figures/release.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Show the figures, or what became of them."""
        release = self.find()
        if not release.is_out:
            later = replaced_by(release)
            context = {"release": release, "later": later, "space": self.space}
            return render(request, "workgroups/figures/gone.html", context)
        return self.render_to_response(self.context(release))

    def context(self, release: Release) -> dict[str, Any]:
        """Gather the tables of the year that is looked at. Two queries."""
        tables = tables_of(release)
        years = sorted({table.year for table in tables}, reverse=True)
        year = self.year_of(years)
        mine = [table for table in tables if table.year == year]
        names = names_in([year])
        return {
            "release": release,
            "about": about(release, self.space),
            "space": self.space,
            "years": years,
            "year": year,
            "chapters": in_chapters(mine, names[year]) if year in names else [],
        }

    def year_of(self, years: list[int]) -> int:
        """Return the year that the address asks for, else the newest."""
        asked = self.request.GET.get("year", "")
        return int(asked) if asked.isdigit() and int(asked) in years else (years or [0])[0]


class FiguresFile(ReleaseMixin, View):
    """All figures of a release as a file: CSV, JSON or Excel."""

    def get(self, request: HttpRequest, number: str, form: str) -> HttpResponse:
        """Hand out the file; of a release that is no longer out there is none."""
        release = self.find()
        if not release.is_out or form not in ("csv", "json", "xlsx"):
            raise Http404
        tables = tables_of(release)
        names = names_in(table.year for table in tables)
        told = about(release, self.space)
        if form == "csv":
            content = figures_csv(tables, names)
        elif form == "json":
            content = figures_json(told, tables, names)
        else:
            content = figures_workbook(told, tables, names, settings.PRODUCT_NAME)
        response = file_response(content, f"{release.number}.{form}")
        if release.is_public and not request.user.is_authenticated:
            response.headers["Cache-Control"] = KEPT
        return response


class PartyList(PartiesMixin, FiguresList):
    """For the parties and the members."""


class PartyRelease(PartiesMixin, FiguresRelease):
    """For the parties and the members."""


class PartyFile(PartiesMixin, FiguresFile):
    """For the parties and the members."""


class PublicList(PublicMixin, FiguresList):
    """For everybody."""


class PublicRelease(PublicMixin, FiguresRelease):
    """For everybody."""


class PublicFile(PublicMixin, FiguresFile):
    """For everybody."""
