"""The description of the API itself, for machines: OpenAPI 3.1."""

import functools
from typing import Any

from django.http import JsonResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from companies.api.base import Api


@functools.cache
def description() -> dict[str, Any]:
    """Return the OpenAPI document; made once per process, for it follows from the code alone."""
    return SchemaGenerator(api_version="1").get_schema(request=None, public=True)


class Schema(Api):
    """The OpenAPI document. It says nothing about anybody, so anybody may read it."""

    permission_classes = [AllowAny]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> JsonResponse:
        """Return this description."""
        return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})
