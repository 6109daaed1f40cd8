"""Who is calling, and the company they call for."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from companies.api.base import Api, CompanyApi
from companies.api.serializers import MeSerializer, ProfileSerializer
from companies.models import Membership
from companies.permissions import Permission, Scope


class Me(Api):
    """The caller."""

    tag = "Who"
    operations = {"get": "who_am_i"}

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """Say who is calling, with which key, and which companies can be reached with it."""
        user, key = request.user, request.api_key
        seats = Membership.objects.active().filter(user=user).select_related("company")
        if key is not None:
            seats = seats.filter(company=key.company_id)
        user.key = key
        user.companies = [seat.company for seat in seats.order_by("company__name", "pk")]
        return Response(MeSerializer(user).data)


class Profile(CompanyApi):
    """The company itself."""

    tag = "Who"
    operations = {"get": "company"}
    grants = {"get": Permission.FILE_VIEW}
    scopes = {"get": Scope.READ}

    @extend_schema(responses=ProfileSerializer)
    def get(self, request: Request, company: str) -> Response:
        """Return the company as the covenant's register has it, and what the caller may do."""
        access = request.access
        access.company.role = access.membership.role if access.membership else ""
        access.company.grants = sorted(access.grants)
        return Response(ProfileSerializer(access.company).data)
