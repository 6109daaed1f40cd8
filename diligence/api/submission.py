"""Hand the file in."""

from typing import Any

from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from companies.api.idempotency import once
from companies.permissions import Permission, Scope
from convenant.api.problems import NOT_FOUND, Refusal
from diligence.api.base import FileApi
from diligence.api.refusals import ALREADY_SUBMITTED, NOT_READY
from diligence.api.report_shapes import NotReadyProblem, SubmissionInput, SubmissionSerializer
from diligence.models import Assessment, Snapshot
from diligence.services.assessments import NotReady, latest_receipt, submit
from diligence.services.check import Finding
from diligence.services.states import IllegalStep


class Submission(FileApi):
    """What was handed in, and handing in."""

    tag = "Year"
    operations = {"get": "submission", "post": "submit"}
    grants = {"get": Permission.FILE_VIEW, "post": Permission.FILE_SUBMIT}
    scopes = {"get": Scope.READ, "post": Scope.WRITE}
    refusals = {"post": (ALREADY_SUBMITTED, NOT_READY)}
    problem_shapes = {422: NotReadyProblem}

    @extend_schema(responses=SubmissionSerializer)
    def get(self, request: Request, company: str, year: int) -> Response:
        """Return the receipt of what was last handed in; 404 before that."""
        receipt = latest_receipt(self.assessment)
        if receipt is None:
            raise Refusal(NOT_FOUND)
        return Response(told(self.assessment, receipt))

    @extend_schema(
        request=SubmissionInput,
        responses={201: SubmissionSerializer},
        examples=[OpenApiExample("On behalf of us", {"authority": True}, request_only=True)],
    )
    @once
    def post(self, request: Request, company: str, year: int) -> Response:
        """Hand the file to the secretariat as it stands, frozen. The sender gets a receipt."""
        sent = SubmissionInput(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            snapshot = submit(self.assessment, by=request.user)
        except IllegalStep as error:
            raise Refusal(ALREADY_SUBMITTED, file_status=self.assessment.status) from error
        except NotReady as error:
            raise Refusal(NOT_READY, findings=list(map(in_words, error.findings))) from error
        return Response(told(self.assessment, snapshot), 201)


def told(file: Assessment, snapshot: Snapshot) -> dict[str, Any]:
    """Return a receipt."""
    facts = {
        "year": file.cycle.year,
        "submitted_at": snapshot.made_at,
        "sha256": snapshot.sha256,
    }
    return SubmissionSerializer(facts).data


def in_words(finding: Finding) -> dict[str, Any]:
    """Return one thing that stands in the way."""
    return {
        "code": str(finding.weight),
        "questions": [question.key for question in finding.questions],
        "detail": finding.rule.message.get(get_language()) if finding.rule else "",
    }
