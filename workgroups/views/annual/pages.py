"""The annual reports by year, and one of them: its chapters and what was made of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from diligence.models import Cycle
from workgroups.models import AnnualEdition, AnnualReport
from workgroups.services.annual.chapters import begin_report
from workgroups.services.annual.making import releases_for
from workgroups.views.annual.base import MAKE, VIEW, WRITE, AnnualMixin


class AnnualReports(AnnualMixin, TemplateView):
    """Every year, with its annual report when somebody began one."""

    template_name = "workgroups/annual/list.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather the years, newest first."""
        cycles = Cycle.objects.select_related("annual_report").order_by("-year")
        return super().get_context_data(**kwargs, cycles=cycles)


class Annual(AnnualMixin, TemplateView):
    """The chapters of one year in their order, and what was made; posting begins the report."""

    grants = {"get": VIEW, "post": WRITE}
    template_name = "workgroups/annual/report.html"

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        """Begin the report of this year."""
        begin_report(self.cycle, by=request.user)
        return redirect("sector:annual", year)

    def get_context_data(self, **kwargs) -> dict:
        """Gather the chapters; none while nobody began."""
        report = AnnualReport.objects.select_related("cycle").filter(cycle=self.cycle).first()
        context = {
            "cycle": self.cycle,
            "report": report,
            "chapters": report.chapters.select_related("changed_by") if report else [],
            "editions": editions_of(report) if report else [],
            "releases": releases_for(report) if report else [],
            "may_write": self.may(WRITE),
            "may_make": self.may(MAKE),
        }
        return super().get_context_data(**context | kwargs)


def editions_of(report: AnnualReport):
    """Return what was made of a report, the newest first."""
    mine = AnnualEdition.objects.filter(content__report=report)
    return mine.select_related("content__release", "requested_by").defer("content__content")
