"""All members' reports at once: ask, watch, fetch the ZIP."""

from typing import Any

from django.http import FileResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from companies.api.base import SectorApi
from companies.api.idempotency import once
from companies.permissions import Scope, SectorPermission
from convenant import files
from convenant.api.pages import Pages, in_pages
from convenant.api.problems import NOT_FOUND, Code, Refusal
from diligence.models import Cycle
from workgroups.api.shapes import RunInput, RunSerializer
from workgroups.models import ReportRun
from workgroups.services import report_runs
from workgroups.services.report_taken import take_along

RUN_NOT_READY = Code("run_not_ready", 409, _("De verslagen zijn nog niet allemaal klaar."))
RUN_GONE = Code("run_gone", 410, _("Dit bestand is er niet meer. Laat de verslagen opnieuw maken."))
LOCATION = OpenApiParameter(
    "Location", str, OpenApiParameter.HEADER, description="Where the run is.", response=[202]
)


class RunsApi(SectorApi):
    """The runs of one year."""

    tag = "Secretariat"

    def cycle(self) -> Cycle:
        """Return the year in the address. Raises Refusal."""
        cycle = Cycle.objects.filter(year=self.kwargs["year"]).first()
        if cycle is None:
            raise Refusal(NOT_FOUND)
        return cycle

    def run(self) -> ReportRun:
        """Return the run in the address. Raises Refusal."""
        runs = ReportRun.objects.filter(cycle__year=self.kwargs["year"], pk=self.kwargs["pk"])
        run = runs.first()
        if run is None:
            raise Refusal(NOT_FOUND)
        return run


class Runs(RunsApi):
    """The runs there were, and starting one."""

    operations = {"get": "report_runs", "post": "start_report_run"}
    grants = {"get": SectorPermission.REPORTS_MAKE, "post": SectorPermission.REPORTS_MAKE}
    scopes = {"get": Scope.REPORTS, "post": Scope.REPORTS}
    pagination_class = Pages

    @extend_schema(responses=RunSerializer(many=True))
    def get(self, request: Request, year: int) -> Response:
        """Return the runs of this year, newest first."""
        found = ReportRun.objects.filter(cycle=self.cycle()).order_by("-requested_at", "pk")
        return in_pages(found, told, self)

    @extend_schema(
        request=RunInput,
        responses={202: RunSerializer},
        parameters=[LOCATION],
        examples=[OpenApiExample("In Dutch", {"language": "nl"}, request_only=True)],
    )
    @once
    def post(self, request: Request, year: int) -> Response:
        """Start making the reports of all members, or return the run that is going already."""
        cycle = self.cycle()
        sent = RunInput(data=request.data)
        sent.is_valid(raise_exception=True)
        run = report_runs.start_run(cycle, sent.validated_data["language"], by=request.user)
        where = reverse("sector-api:report-run", args=[year, run.pk])
        return Response(told(run), 202, headers={"Location": where})


class OneRun(RunsApi):
    """One run."""

    operations = {"get": "report_run"}
    grants = {"get": SectorPermission.REPORTS_MAKE}
    scopes = {"get": Scope.REPORTS}

    @extend_schema(responses=RunSerializer)
    def get(self, request: Request, year: int, pk: str) -> Response:
        """Say how far a run is, and in the end who is not in the ZIP."""
        return Response(told(self.run()))


class RunFile(RunsApi):
    """The ZIP."""

    operations = {"get": "report_run_zip"}
    grants = {"get": SectorPermission.REPORTS_MAKE}
    scopes = {"get": Scope.REPORTS}
    refusals = {"get": (RUN_NOT_READY, RUN_GONE)}

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request: Request, year: int, pk: str) -> FileResponse:
        """Return the ZIP with all reports."""
        run = self.run()
        if run.status != ReportRun.Status.READY:
            raise Refusal(RUN_NOT_READY, run_status=run.status)
        try:
            content = take_along(run, by=request.user, key=request.api_key)
        except files.FileGone as gone:
            raise Refusal(RUN_GONE) from gone
        return FileResponse(
            content,
            as_attachment=True,
            filename=f"{year}-{run.language}.zip",
            content_type="application/zip",
        )


def told(run: ReportRun) -> dict[str, Any]:
    """Return a run as the API shows it."""
    facts = {
        "id": run.pk,
        "language": run.language,
        "status": run.status,
        "percent": run.percent,
        "total": run.total,
        "done": run.done,
        "left_out": [one.as_dict() for one in report_runs.left_out_of(run)],
        "requested_at": run.requested_at,
        "finished_at": run.finished_at,
        "size": run.size,
        "error_code": run.error_code,
    }
    return RunSerializer(facts).data
