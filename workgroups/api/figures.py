"""Released figures for everybody: no key needed, kept for five minutes, bounded per address."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from companies.api.base import Api, etag_of
from convenant.api.pages import Pages, in_pages
from convenant.api.problems import NOT_FOUND, Code, Refusal
from workgroups.api.figure_shapes import BriefSerializer, ReleaseSerializer
from workgroups.figures.files import figures_data
from workgroups.models import Release
from workgroups.released_queries import once_out, released, replaced_by, tables_of
from workgroups.services.figures import about, names_in

PUBLIC = Release.Audience.PUBLIC
SPACE = "public-figures"
KEPT = "public, max-age=300"
RELEASE_GONE = Code(
    "release_gone",
    410,
    _("Deze cijfers zijn vervangen of ingetrokken. Gebruik ze niet meer."),
)


class FiguresApi(Api):
    """An address that anybody may read, and that may be kept on the way."""

    permission_classes = [AllowAny]
    tag = "Figures"

    def finalize_response(self, request, response, *args, **kwargs):
        """Let answers to nobody in particular be kept for a while."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.status_code in (200, 304) and not request.user.is_authenticated:
            response.headers["Cache-Control"] = KEPT
        return response


class Releases(FiguresApi):
    """What was released to everybody."""

    operations = {"get": "releases"}
    refusals = {"get": (NOT_FOUND,)}
    pagination_class = Pages

    @extend_schema(responses=BriefSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Return the releases of sector figures that are out, the newest first."""
        return in_pages(released(PUBLIC).defer("tables"), told, self)


class OneRelease(FiguresApi):
    """One release with its tables."""

    operations = {"get": "release"}
    refusals = {"get": (NOT_FOUND, RELEASE_GONE)}
    has_version = True

    @extend_schema(responses=ReleaseSerializer)
    def get(self, request: Request, number: str) -> Response:
        """Return a release with all its figures; `null` with a reason is a figure withheld."""
        release = once_out(PUBLIC, number)
        if release is None:
            raise Refusal(NOT_FOUND)
        if not release.is_out:
            later = replaced_by(release)
            raise Refusal(RELEASE_GONE, replaced_by=later.number if later else None)
        tables = tables_of(release)
        names = names_in(table.year for table in tables)
        data = figures_data(about(release, SPACE), tables, names)
        version = etag_of(f"{release.sha256[:32]}-{request.LANGUAGE_CODE}")
        return Response(data, headers={"ETag": version})


def told(release: Release) -> dict[str, Any]:
    """Return a release as the list has it."""
    return BriefSerializer(about(release, SPACE).as_data()).data
