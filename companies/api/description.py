"""The description of the API itself, for machines: OpenAPI 3.1."""

import functools
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import JsonResponse
from django.urls import URLResolver, get_resolver
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from companies.api.base import Api
from convenant.api import problems
from convenant.api.problems import Code


@functools.cache
def description() -> dict[str, Any]:
    """Return the OpenAPI document; made once per process, for it follows from the code alone."""
    return SchemaGenerator(api_version="1").get_schema(request=None, public=True)


@functools.cache
def codes() -> tuple[Code, ...]:
    """Return every reason to refuse that an address may answer with, by status and name."""
    general = {*problems.ANYWHERE, *problems.WRITING, *problems.GUARDING}
    special = {
        code
        for view in views_in(get_resolver().url_patterns)
        for of_method in view.refusals.values()
        for code in of_method
    }
    return tuple(sorted(general | special, key=lambda code: (code.status, code.name)))


def views_in(patterns: Iterable) -> Iterator[type[Api]]:
    """Yield the API's views among these addresses and those below them."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views_in(pattern.url_patterns)
        elif issubclass(getattr(pattern.callback, "cls", object), Api):
            yield pattern.callback.cls


class Schema(Api):
    """The OpenAPI document. It says nothing about anybody, so anybody may read it."""

    permission_classes = [AllowAny]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> JsonResponse:
        """Return this description."""
        return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})
