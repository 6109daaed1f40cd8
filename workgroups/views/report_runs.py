"""Making all members' reports of a year, watching it, and fetching the ZIP."""

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView, TemplateView
from django.views.generic.detail import SingleObjectMixin

from companies.mixins import SectorGrantRequired
from companies.permissions import SectorPermission
from convenant import files
from convenant.limits import REPORT_RUNS
from diligence.models import Cycle
from workgroups.aggregation.report_run import Making
from workgroups.models import ReportRun
from workgroups.services import report_runs
from workgroups.services.report_taken import take_along
from workgroups.services.report_zip import words_for

MOST_RUNS = 50


class ReportRuns(SectorGrantRequired, TemplateView):
    """What a run would make, and the runs there were; posting starts one."""

    grants = {"get": SectorPermission.REPORTS_MAKE, "post": SectorPermission.REPORTS_MAKE}
    limits = {"post": REPORT_RUNS}
    template_name = "workgroups/report_runs.html"

    def get_context_data(self, **kwargs) -> dict:
        """Return who is in, who is not, and the former runs."""
        cycle = get_object_or_404(Cycle, year=self.kwargs["year"])
        files = report_runs.files_now(cycle, get_language())
        runs = ReportRun.objects.filter(cycle=cycle).select_related("requested_by")
        return super().get_context_data(
            **kwargs,
            cycle=cycle,
            runs=runs.order_by("-requested_at", "pk")[:MOST_RUNS],
            included=[file for file in files if file.is_handed_in],
            left_out=in_words(file.left_out() for file in files if not file.is_handed_in),
            languages=settings.LANGUAGES,
        )

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        """Start a run, or go to the one that is going already."""
        cycle = get_object_or_404(Cycle, year=year)
        language = request.POST.get("language")
        if language not in dict(settings.LANGUAGES):
            messages.error(request, _("Kies de taal van de verslagen."))
            return redirect("sector:report-runs", year)
        run = report_runs.start_run(cycle, language, by=request.user)
        return redirect("sector:report-run", year, run.pk)


class RunOfYear(SectorGrantRequired, SingleObjectMixin):
    """One run; of another year than the address says it is a 404."""

    grants = {"get": SectorPermission.REPORTS_MAKE}
    context_object_name = "run"

    def get_queryset(self):
        """Return the runs of this year."""
        runs = ReportRun.objects.filter(cycle__year=self.kwargs["year"])
        return runs.select_related("cycle", "requested_by")


class ReportRunDetail(RunOfYear, DetailView):
    """How far a run is; when it is over: the ZIP, and who is not in it."""

    template_name = "workgroups/report_run.html"

    def get_context_data(self, **kwargs) -> dict:
        """Count what is made at this moment while the run goes on; else tell what was kept."""
        run, left_out = self.object, report_runs.left_out_of(self.object)
        if going := report_runs.is_running(run):
            files = report_runs.files_of(run)
            report_runs.count(run, files)
            left_out = [file.left_out() for file in files[Making.FAILED]]
        return super().get_context_data(
            **kwargs,
            is_running=going,
            made=run.done - (sum(one.is_failure for one in left_out) if going else 0),
            failures=in_words(one for one in left_out if one.is_failure),
            left_out=in_words(one for one in left_out if not one.is_failure),
        )


class ReportRunProgress(ReportRunDetail):
    """The part of that page that changes, for the script that keeps it up to date."""

    template_name = "workgroups/_report_run.html"


class ReportRunFile(RunOfYear, View):
    """The ZIP itself: kept by nobody on the way, and never taken for anything but a file."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Hand out the file; 404 while there is none."""
        run = self.get_object()
        if run.status != ReportRun.Status.READY:
            raise Http404
        try:
            content = take_along(run, by=request.user)
        except files.FileGone as gone:
            raise Http404 from gone
        name = _("Verslagen %(year)s %(language)s.zip") % {
            "year": run.cycle.year,
            "language": run.language,
        }
        return FileResponse(
            content,
            as_attachment=True,
            filename=name,
            content_type="application/zip",
            headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
        )


def in_words(left_out) -> list[tuple[str, str]]:
    """Return names, and why they are not in the ZIP."""
    return [(one.name, words_for(one)) for one in left_out]
