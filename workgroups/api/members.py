"""How all members are doing in one year."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from companies.api.base import SectorApi
from companies.permissions import Scope, SectorPermission
from convenant.api.pages import Pages, in_pages
from convenant.api.problems import NOT_FOUND, Refusal
from diligence.models import Cycle
from workgroups.aggregation.members import Member, Stage
from workgroups.api.shapes import MemberSerializer, YearSerializer
from workgroups.queries.members import SectorYear, sector_year


class Years(SectorApi):
    """The monitoring years."""

    tag = "Secretariat"
    operations = {"get": "years"}
    grants = {"get": SectorPermission.SECTOR_VIEW}
    scopes = {"get": Scope.SECTOR}
    pagination_class = Pages

    @extend_schema(responses=YearSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Return every monitoring year, newest first."""
        cycles = Cycle.objects.with_version().order_by("-year")
        return in_pages(cycles, year_told, self)


class Members(SectorApi):
    """The progress list: members by steps."""

    tag = "Secretariat"
    operations = {"get": "members"}
    grants = {"get": SectorPermission.SECTOR_VIEW}
    scopes = {"get": Scope.SECTOR}
    pagination_class = Pages

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "stage", str, description="Only in this stage.", enum=[one.value for one in Stage]
            )
        ],
        responses=MemberSerializer(many=True),
    )
    def get(self, request: Request, year: int) -> Response:
        """Return every member of this year with how far it is, step by step, by name."""
        try:
            sector = sector_year(year)
        except Cycle.DoesNotExist as error:
            raise Refusal(NOT_FOUND) from error
        stage = request.query_params.get("stage")
        found = [one for one in sector.members if stage in (None, "", one.stage)]
        found.sort(key=lambda one: (one.sorting_name, one.slug))
        return in_pages(found, lambda member: told(member, sector), self)


def year_told(cycle: Cycle) -> dict[str, Any]:
    """Return a year as the API shows it."""
    facts = {
        "year": cycle.year,
        "opens_on": cycle.opens_on,
        "deadline": cycle.deadline,
        "questionnaire": cycle.version.sha256,
    }
    return YearSerializer(facts).data


def told(member: Member, sector: SectorYear) -> dict[str, Any]:
    """Return a member as the API shows it."""
    facts = {
        "slug": member.slug,
        "name": member.name,
        "city": member.city,
        "stage": str(member.stage),
        "is_late": member.is_late(sector.cycle.deadline, timezone.localdate()),
        "filled": member.filled,
        "score": member.score,
        "expected": member.expected,
        "band": member.band,
        "size": member.size,
        "submitted_at": member.submitted_at,
        "activity_at": member.activity_at,
        "steps": [{"key": key, **step} for key, step in member.step_figures().items()],
    }
    return MemberSerializer(facts).data
