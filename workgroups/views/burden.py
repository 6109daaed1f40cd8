"""What filling in costs the members, and the questions that tell nothing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from companies.mixins import SectorGrantRequired
from companies.permissions import SectorPermission
from convenant.downloads import file_response
from convenant.limits import EXPORTS
from diligence.models import Cycle
from workgroups.aggregation.burden import FEWEST
from workgroups.queries.burden import burden_year
from workgroups.services.burden import (
    Ledger,
    how_times_are_found,
    ledger_csv,
    ledger_of,
    ledger_workbook,
)


def ledger_or_404(year: int) -> Ledger:
    """Return what filling in cost in a year; a year that is not there is a 404."""
    try:
        return ledger_of(burden_year(year))
    except Cycle.DoesNotExist as error:
        raise Http404 from error


class Burden(SectorGrantRequired, TemplateView):
    """Time per part, questions that never differ, and the list to talk about dropping."""

    grants = {"get": SectorPermission.SECTOR_VIEW}
    template_name = "workgroups/burden.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather it. Five queries."""
        ledger = ledger_or_404(self.kwargs["year"])
        return super().get_context_data(
            **kwargs,
            ledger=ledger,
            cycle=ledger.year.cycle,
            years=ledger.year.years,
            before=ledger.year.cycle.year - 1,
            fewest=FEWEST,
            method=how_times_are_found(),
        )


class BurdenFile(SectorGrantRequired, View):
    """The same as a file; a subclass says in which form."""

    grants = {"get": SectorPermission.SECTOR_VIEW}
    limits = {"get": EXPORTS}
    ending = ""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        """Hand out the file."""
        name = _("Wat invullen kost %(year)s") % {"year": year}
        return file_response(self.content(ledger_or_404(year)), f"{name}.{self.ending}")

    def content(self, ledger: Ledger) -> bytes:
        """Return the file."""
        raise NotImplementedError


class BurdenWorkbook(BurdenFile):
    """As an Excel file."""

    ending = "xlsx"

    def content(self, ledger: Ledger) -> bytes:
        """Return the workbook."""
        return ledger_workbook(ledger, get_language() or "nl", timezone.localtime())


class BurdenCsv(BurdenFile):
    """The questions as CSV."""

    ending = "csv"

    def content(self, ledger: Ledger) -> bytes:
        """Return the lines."""
        return ledger_csv(ledger, get_language() or "nl")
