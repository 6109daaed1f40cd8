"""A company's own data, whole: a year as JSON or Excel, and how far it answers each law."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from companies.permissions import Permission, Scope
from convenant.api.problems import NOT_FOUND, Refusal
from convenant.downloads import CONTENT_TYPES, headers_for
from convenant.limits import EXPORTS
from diligence.api.base import FileApi
from diligence.framework.conditions import situation_of
from diligence.framework.coverage import Coverage, Covered, coverages
from diligence.framework.crosswalk import Standard, standard_at
from diligence.services.exports import FORMS, export_year
from diligence.services.laws.extracts import export_law
from diligence.services.laws.standing import holds_of

OBJECT = {"type": "object", "additionalProperties": True}
AS_FILE = {
    (200, CONTENT_TYPES["json"]): OBJECT,
    (200, CONTENT_TYPES["xlsx"]): OpenApiTypes.BINARY,
}
FORM = OpenApiParameter("form", str, OpenApiParameter.PATH, enum=FORMS)
VARIANT = OpenApiParameter(
    "variant",
    str,
    enum=("public", "full"),
    default="public",
    description="`public` leaves out suppliers, volumes and your own explanations.",
)


class LawSerializer(serializers.Serializer):
    """How far a year answers one law or standard; never whether it complies."""

    standard = serializers.CharField(help_text="As in the address of its extract.")
    key = serializers.CharField()
    name = serializers.CharField()
    version = serializers.CharField(help_text="Which text.")
    valid_from = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)
    checked_on = serializers.DateField(help_text="When it was last held against its source.")
    reading = serializers.ChoiceField(choices=["read", "known", "unsure"])
    applies = serializers.BooleanField(
        allow_null=True, help_text="What follows from your profile; null while it does not tell."
    )
    whole = serializers.IntegerField(help_text="Clauses with an answer to everything they ask.")
    partly = serializers.IntegerField()
    open = serializers.IntegerField()
    not_asked = serializers.IntegerField(help_text="Clauses whose questions are not for you.")
    has_extract = serializers.BooleanField()


class OwnDataApi(FileApi):
    """What a company takes along: all of it is told in its log."""

    tag = "Own data"

    def form(self) -> str:
        """Return the form in the address. Raises Refusal, and Throttled when asked too often."""
        if self.kwargs["form"] not in FORMS:
            raise Refusal(NOT_FOUND)
        if EXPORTS.is_passed(self.request.user.pk):
            raise Throttled(wait=EXPORTS.seconds)
        return self.kwargs["form"]

    def file(self, content: bytes, name: str) -> HttpResponse:
        """Return a file under a name that says whose and of which year it is."""
        form, year = self.kwargs["form"], self.assessment.cycle.year
        headers = headers_for(f"{self.request.company.slug}-{year}{name}.{form}")
        return HttpResponse(content, content_type=CONTENT_TYPES[form], headers=headers)


class YearFile(OwnDataApi):
    """A whole year."""

    operations = {"get": "export_year"}
    grants = {"get": Permission.FILE_VIEW}
    scopes = {"get": Scope.READ}

    @extend_schema(responses=AS_FILE, parameters=[FORM])
    def get(self, request: Request, company: str, year: int, form: str) -> HttpResponse:
        """Return the whole year as it stands: answers, proof, chain, risks, plan and score.

        `docs/assessment.schema.json` describes the JSON; words are in `Accept-Language`.
        """
        content = export_year(self.assessment, self.form(), language(), by=request.user)
        return self.file(content, "")


class Laws(OwnDataApi):
    """Every law and standard beside a year."""

    operations = {"get": "laws"}
    grants = {"get": Permission.FILE_VIEW}
    scopes = {"get": Scope.READ}

    @extend_schema(responses=LawSerializer(many=True))
    def get(self, request: Request, company: str, year: int) -> Response:
        """Return how far this year answers each law and standard, in counts of clauses."""
        given = {one.question: one.given() for one in self.answers() if not one.is_open}
        situation = situation_of(self.edition, given)
        found = coverages(situation, holds_of(self.assessment))
        return Response([law_told(each, language()) for each in found])


class LawFile(OwnDataApi):
    """An extract for one law or standard."""

    operations = {"get": "law_extract"}
    grants = {"get": Permission.FILE_VIEW}
    scopes = {"get": Scope.READ}

    @extend_schema(responses=AS_FILE, parameters=[FORM, VARIANT])
    def get(
        self, request: Request, company: str, year: int, standard: str, form: str
    ) -> HttpResponse:
        """Return the extract of this year for one law or standard, made with reference to it."""
        found = self.standard()
        content = export_law(
            self.assessment,
            found,
            self.form(),
            language(),
            by=request.user,
            public=request.query_params.get("variant") != "full",
        )
        return self.file(content, f"-{found.address}")

    def standard(self) -> Standard:
        """Return the standard of the address. Raises Refusal."""
        found = standard_at(self.kwargs["standard"])
        if found is None or not found.rows:
            raise Refusal(NOT_FOUND)
        return found


def language() -> str:
    """Return the language that the caller asked for."""
    return (get_language() or "nl")[:2]


def law_told(coverage: Coverage, lang: str) -> dict[str, Any]:
    """Return a standard beside a file as the API shows it."""
    standard, counts = coverage.standard, coverage.counts
    facts = {
        "standard": standard.address,
        "key": standard.key,
        "name": standard.name.get(lang),
        "version": standard.version.get(lang),
        "valid_from": standard.valid_from or None,
        "valid_until": standard.valid_until or None,
        "checked_on": standard.checked_on,
        "reading": standard.reading,
        "applies": coverage.applies,
        "has_extract": bool(standard.rows),
        **{str(state): counts[state] for state in Covered},
    }
    return LawSerializer(facts).data
