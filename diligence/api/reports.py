"""Progress reports: ask for one, see how far it is, fetch it."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from companies.api.base import etag_of
from companies.api.idempotency import once
from companies.permissions import Permission, Scope
from convenant.api.pages import Pages, in_pages
from convenant.api.problems import NOT_FOUND, Refusal
from convenant.downloads import headers_for
from convenant.limits import REPORTS
from diligence.api.base import FileApi
from diligence.api.refusals import REPORT_GONE, REPORT_NOT_READY
from diligence.api.report_shapes import GIVEN_UP, ReportInput, ReportSerializer
from diligence.models import ProgressReport
from diligence.services.reports import hand_out, is_given_up, request_report

LOCATION = OpenApiParameter(
    "Location",
    str,
    OpenApiParameter.HEADER,
    description="Where the report is.",
    response=[202],
)


class ReportsApi(FileApi):
    """The reports of one company and year."""

    tag = "Reports"

    def reports(self):
        """Return them with what they were made from, without the large text of that."""
        mine = ProgressReport.objects.for_company(self.request.company)
        mine = mine.filter(snapshot__assessment=self.assessment)
        return mine.select_related("snapshot", "requested_by").defer("snapshot__content")

    def report(self) -> ProgressReport:
        """Return the report in the address. Raises Refusal."""
        report = self.reports().filter(pk=self.kwargs["pk"]).first()
        if report is None:
            raise Refusal(NOT_FOUND)
        report.company = self.request.company
        return report


class Reports(ReportsApi):
    """The reports of a year."""

    operations = {"get": "reports", "post": "request_report"}
    grants = {"get": Permission.FILE_VIEW, "post": Permission.REPORT_REQUEST}
    scopes = {"get": Scope.REPORTS, "post": Scope.REPORTS}
    pagination_class = Pages

    @extend_schema(responses=ReportSerializer(many=True))
    def get(self, request: Request, company: str, year: int) -> Response:
        """Return the reports of this year, newest first."""
        found = self.reports().order_by("-requested_at", "pk")
        return in_pages(found, lambda report: told(report, report.status), self)

    @extend_schema(
        request=ReportInput,
        responses={202: ReportSerializer},
        parameters=[LOCATION],
        examples=[OpenApiExample("In English", {"language": "en"}, request_only=True)],
    )
    @once
    def post(self, request: Request, company: str, year: int) -> Response:
        """Ask for the PDF of the file as it stands, or of its extract for one law or standard.

        The same content in the same language, variant and standard is one report: asking again
        returns it.
        """
        sent = ReportInput(data=request.data)
        sent.is_valid(raise_exception=True)
        if REPORTS.is_passed(request.user.pk):
            raise Throttled(wait=REPORTS.seconds)
        said = sent.validated_data
        report = request_report(
            self.assessment,
            said["language"],
            by=request.user,
            variant=said["variant"],
            standard=said["standard"],
        )
        where = reverse("file-api:report", args=[company, year, report.pk])
        return Response(told(report, report.status), 202, headers={"Location": where})


class OneReport(ReportsApi):
    """One report."""

    operations = {"get": "report"}
    grants = {"get": Permission.FILE_VIEW}
    scopes = {"get": Scope.REPORTS}

    @extend_schema(responses=ReportSerializer)
    def get(self, request: Request, company: str, year: int, pk: str) -> Response:
        """Say how far the making of a report is; ask again every few seconds."""
        report = self.report()
        return Response(told(report, GIVEN_UP if is_given_up(report) else report.status))


class ReportFile(ReportsApi):
    """The PDF."""

    operations = {"get": "report_pdf"}
    grants = {"get": Permission.FILE_VIEW}
    scopes = {"get": Scope.REPORTS}
    refusals = {"get": (REPORT_NOT_READY, REPORT_GONE)}
    has_version = True

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request: Request, company: str, year: int, pk: str) -> HttpResponse:
        """Return the PDF itself."""
        report = self.report()
        if not report.is_ready:
            raise Refusal(REPORT_NOT_READY, report_status=report.status)
        content = hand_out(report, by=request.user, year=self.assessment.cycle.year)
        if content is None:
            raise Refusal(REPORT_GONE)
        kind = f"-{report.standard}" if report.standard else ""
        kind += f"-{report.variant}" if report.variant != report.Variant.FULL else ""
        name = f"{request.company.slug}-{year}-{report.language}{kind}.pdf"
        headers = headers_for(name) | {"ETag": etag_of(report.sha256)}
        return HttpResponse(content, content_type="application/pdf", headers=headers)


def told(report: ProgressReport, status: str) -> dict[str, Any]:
    """Return a report as the API shows it."""
    facts = {
        "id": report.pk,
        "language": report.language,
        "variant": report.variant,
        "standard": report.standard,
        "status": status,
        "percent": report.percent,
        "requested_at": report.requested_at,
        "requested_by": str(report.requested_by or ""),
        "finished_at": report.finished_at,
        "snapshot": report.snapshot.sha256,
        "pages": report.pages,
        "size": report.size,
        "sha256": report.sha256,
        "code": report.code,
        "error_code": report.error_code,
    }
    return ReportSerializer(facts).data
