"""What the pages of the annual report have in common: who may come, and which report it is."""

from functools import cached_property

from django.http import Http404
from django.shortcuts import get_object_or_404

from companies.access import sector_grants
from companies.mixins import SectorGrantRequired
from companies.permissions import SectorPermission
from diligence.models import Cycle
from workgroups.models import AnnualChapter, AnnualReport

VIEW, WRITE = SectorPermission.SECTOR_VIEW, SectorPermission.ANNUAL_WRITE
MAKE = SectorPermission.ANNUAL_MAKE


class AnnualMixin(SectorGrantRequired):
    """A page of the secretariat about the annual report of one year."""

    grants = {"get": VIEW}

    @cached_property
    def cycle(self) -> Cycle:
        """Return the year of the address."""
        return get_object_or_404(Cycle, year=self.kwargs["year"])

    @cached_property
    def report(self) -> AnnualReport:
        """Return the report of that year; 404 when nobody has begun it."""
        reports = AnnualReport.objects.select_related("cycle")
        return get_object_or_404(reports, cycle__year=self.kwargs["year"])

    @cached_property
    def chapter(self) -> AnnualChapter:
        """Return the chapter of the address."""
        chapters = AnnualChapter.objects.select_related("report__cycle", "changed_by")
        found = chapters.filter(report__cycle__year=self.kwargs["year"])
        return get_object_or_404(found, key=self.kwargs["chapter"])

    def may(self, grant: SectorPermission) -> bool:
        """Tell whether this person may do that."""
        return grant in sector_grants(self.request.user)

    def whole(self, name: str) -> int:
        """Return a whole number that was posted; 404 for anything else."""
        try:
            return int(self.request.POST.get(name, ""))
        except ValueError as error:
            raise Http404 from error
