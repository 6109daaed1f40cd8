"""A company's years: how far each is, and what was asked."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from companies.api.base import CompanyApi, etag_of
from companies.permissions import Permission, Scope
from convenant.api.pages import Pages, in_pages
from diligence.api.base import FileApi
from diligence.api.shapes import AssessmentSerializer
from diligence.models import Assessment
from diligence.services.figures import standing_of


class Assessments(CompanyApi):
    """The years of a company."""

    tag = "Year"
    operations = {"get": "assessments"}
    grants = {"get": Permission.FILE_VIEW}
    scopes = {"get": Scope.READ}
    pagination_class = Pages

    @extend_schema(responses=AssessmentSerializer(many=True))
    def get(self, request: Request, company: str) -> Response:
        """Return every year of the company, newest first."""
        files = Assessment.objects.for_company(request.company).with_cycle()
        found = files.select_related("touched_by").order_by("-cycle__year")
        return in_pages(found, lambda file: told(file, kept_standing(file)), self)


class OneAssessment(FileApi):
    """One year."""

    tag = "Year"
    operations = {"get": "assessment"}
    grants = {"get": Permission.FILE_VIEW}
    scopes = {"get": Scope.READ}

    @extend_schema(responses=AssessmentSerializer)
    def get(self, request: Request, company: str, year: int) -> Response:
        """Return the file of this year: its status, how far it is and its score."""
        standing = standing_of(self.assessment, self.answers())
        return Response(told(self.assessment, standing_as_data(standing.as_figures())))


class Questionnaire(FileApi):
    """What is asked, read only: a published questionnaire never changes."""

    tag = "Year"
    operations = {"get": "questionnaire"}
    grants = {"get": Permission.FILE_VIEW}
    scopes = {"get": Scope.READ}
    has_version = True

    @extend_schema(
        responses=OpenApiResponse(
            {"type": "object", "additionalProperties": True},
            description="The edition as it was published, in canonical JSON: its SHA-256 is the "
            "ETag, and stays the same for ever.",
        )
    )
    def get(self, request: Request, company: str, year: int) -> HttpResponse:
        """Return the whole questionnaire of this year, byte for byte as it was published."""
        version = self.assessment.questionnaire
        headers = {"ETag": etag_of(version.sha256)}
        return HttpResponse(version.document, content_type="application/json", headers=headers)


def kept_standing(file: Assessment) -> dict[str, Any]:
    """Return how far a file is, from the figures kept at its last save."""
    figures = file.figures or standing_of(file, ()).as_figures()
    if file.cycle.expected and figures["size"]:  # the year may expect something else since
        target = file.cycle.expected_for(figures["size"], file.membership_year)
        figures = figures | {"expected": target}
    return standing_as_data(figures)


def standing_as_data(figures: dict[str, Any]) -> dict[str, Any]:
    """Return the figures with the steps as a list, in their order."""
    steps = [{"key": key, **step} for key, step in figures["steps"].items()]
    return figures | {"steps": steps}


def told(file: Assessment, standing: dict[str, Any]) -> dict[str, Any]:
    """Return a file as the API shows it."""
    facts = {
        "year": file.cycle.year,
        "status": file.status,
        "deadline": file.deadline,
        "membership_year": file.membership_year,
        "opened_at": file.opened_at,
        "touched_at": file.touched_at,
        "touched_by": str(file.touched_by or ""),
        "submitted_at": file.submitted_at,
        "decided_at": file.decided_at,
        "questionnaire": file.questionnaire.sha256,
        "standing": standing,
    }
    return AssessmentSerializer(facts).data
