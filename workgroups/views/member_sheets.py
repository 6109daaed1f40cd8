"""The list of members as a file: what the dashboard shows with these filters, all of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from companies.mixins import SectorGrantRequired
from companies.permissions import SectorPermission
from convenant.downloads import file_response
from convenant.limits import EXPORTS
from diligence.models import Cycle
from workgroups import forms
from workgroups.queries.members import sector_year
from workgroups.services.member_sheets import Listing, members_csv, members_workbook
from workgroups.views.dashboard import stage_words


class MemberList(SectorGrantRequired, View):
    """The members that the address asks for; a subclass says in which form."""

    grants = {"get": SectorPermission.SECTOR_VIEW}
    limits = {"get": EXPORTS}
    ending = ""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        """Hand out the file; a year that is not there is a 404."""
        try:
            sector = sector_year(year)
        except Cycle.DoesNotExist as error:
            raise Http404 from error
        now = timezone.localtime()
        selection = forms.selection_in(request.GET, sector.edition)
        chips = forms.chips_of(selection, forms.filters_of(selection, sector.edition))
        listing = Listing(
            sector=sector,
            members=selection.of(sector.members, sector.cycle.deadline, now.date()),
            filters=[chip.words for chip in chips],
            statuses=stage_words(),
            at=now,
            language=get_language() or "nl",
        )
        name = _("Leden %(year)s, stand van %(day)s") % {"year": year, "day": now.date()}
        return file_response(self.content(listing), f"{name}.{self.ending}")

    def content(self, listing: Listing) -> bytes:
        """Return the file."""
        raise NotImplementedError


class MemberWorkbook(MemberList):
    """As an Excel file."""

    ending = "xlsx"

    def content(self, listing: Listing) -> bytes:
        """Return the workbook."""
        return members_workbook(listing)


class MemberCsv(MemberList):
    """As CSV."""

    ending = "csv"

    def content(self, listing: Listing) -> bytes:
        """Return the lines."""
        return members_csv(listing)
