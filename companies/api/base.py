"""What every address of the API has in common: right, scope, fresh answers, ETags."""

from typing import Any, ClassVar

from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response
from rest_framework import exceptions
from rest_framework.permissions import BasePermission
from rest_framework.response import Response
from rest_framework.views import APIView

from companies.access import sector_grants
from companies.api.authentication import KeyAuthentication, PageAuthentication
from companies.permissions import Permission, Scope, SectorPermission
from convenant.api.problems import CONTENT_TYPE, NOT_ALLOWED, SCOPE_MISSING, Code, Refusal

METHODS = ["get", "head", "post", "put"]


class SignedIn(BasePermission):
    """Anybody with a key or a session."""

    def has_permission(self, request, view) -> bool:
        """Tell whether somebody is calling; refuse a method that the address does not have."""
        if not (request.user and request.user.is_authenticated):
            return False
        if plain(request.method) not in view.operations:
            raise exceptions.MethodNotAllowed(request.method)
        return True


class InCompany(SignedIn):
    """A permission and a scope per method, asked of the seat as it is now."""

    def has_permission(self, request, view) -> bool:
        """Tell whether this person, through this key, may do this. Raises Refusal."""
        if not super().has_permission(request, view):
            return False
        method = plain(request.method)
        ask_scope(request, view.scopes[method])
        if not request.access.may(view.grants[method]):
            raise Refusal(NOT_ALLOWED)
        return True


class InSector(SignedIn):
    """The same for what the secretariat sees across companies."""

    def has_permission(self, request, view) -> bool:
        """Tell whether this person, through this key, may do this. Raises Refusal."""
        if not super().has_permission(request, view):
            return False
        method = plain(request.method)
        of_company = request.api_key is not None and request.api_key.company_id is not None
        if of_company or view.grants[method] not in sector_grants(request.user):
            raise Refusal(NOT_ALLOWED)
        ask_scope(request, view.scopes[method])
        return True


def ask_scope(request, scope: Scope) -> None:
    """Refuse a key that was not made for this; a person on our own pages has none to lack."""
    if request.api_key is not None and not request.api_key.may(scope):
        raise Refusal(
            SCOPE_MISSING, SCOPE_MISSING.sentence % {"scope": scope.label}, scope=scope.value
        )


def plain(method: str) -> str:
    """Return the method as views name it; HEAD is a GET without a body."""
    return "get" if method == "HEAD" else method.lower()


class Api(APIView):
    """One address. Answers are never stored on the way, and say their version where they have one.

    `operations` names what each method does; a method without a name is refused. `refusals` holds,
    per method, the codes that only this address answers with.
    """

    authentication_classes = [KeyAuthentication, PageAuthentication]
    permission_classes = [SignedIn]
    http_method_names = METHODS
    operations: ClassVar[dict[str, str]] = {}
    refusals: ClassVar[dict[str, tuple[Code, ...]]] = {}

    def finalize_response(self, request, response, *args, **kwargs) -> HttpResponseBase:
        """Forbid keeping it; answer 304 to who has this version already."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if isinstance(response, Response) and response.status_code >= 400:
            response.content_type = CONTENT_TYPE
        response.headers["Cache-Control"] = "no-store"
        etag = response.headers.get("ETag")
        if etag and request.method in ("GET", "HEAD") and response.status_code == 200:
            unchanged = get_conditional_response(request, etag=etag, response=response)
            if unchanged is not response and unchanged is not None and unchanged.status_code == 304:
                unchanged.headers["Cache-Control"] = "no-store"
                return unchanged
        return response


class CompanyApi(Api):
    """An address inside one company; `request.company` and `request.access` are open."""

    permission_classes = [InCompany]
    grants: ClassVar[dict[str, Permission]] = {}
    scopes: ClassVar[dict[str, Scope]] = {}


class SectorApi(Api):
    """An address of the secretariat across companies."""

    permission_classes = [InSector]
    grants: ClassVar[dict[str, SectorPermission]] = {}
    scopes: ClassVar[dict[str, Scope]] = {}


def etag_of(version: Any) -> str:
    """Return a version as a strong ETag."""
    return f'"{version}"'
