"""How an address describes itself in OpenAPI: rights, refusals, keys and ETags, from the view."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.permissions import AllowAny

from companies.api.idempotency import HEADER, REPLAYED
from companies.api.serializers import InvalidSerializer, ProblemSerializer
from convenant.api.problems import (
    ANYWHERE,
    CONTENT_TYPE,
    INVALID,
    NOT_ALLOWED,
    NOT_FOUND,
    SCOPE_MISSING,
    TOO_MANY_REQUESTS,
    WRITING,
    Code,
)

WRITES = ("PUT", "POST")


class Described(AutoSchema):
    """Adds to each operation what our views say in `grants`, `scopes` and `refusals`."""

    def get_tags(self) -> list[str]:
        """Group by what it is about."""
        return [getattr(self.view, "tag", "General")]

    def get_operation_id(self) -> str:
        """Return the view's own name for the operation."""
        return self.view.operations[self.method.lower()]

    def get_override_parameters(self) -> list:
        """Add the headers that every write, and every read with a version, understands."""
        found = [
            OpenApiParameter(
                "Accept-Language",
                str,
                OpenApiParameter.HEADER,
                description="Language of sentences: `nl` (unless asked otherwise) or `en`.",
                enum=["nl", "en"],
            )
        ]
        if self.method in WRITES:
            found.append(
                OpenApiParameter(
                    HEADER,
                    str,
                    OpenApiParameter.HEADER,
                    description="Your own name for this write, 1 to 100 visible ASCII characters "
                    "(a UUID is fine). Sent again within 72 hours, the first answer comes back "
                    f"with `{REPLAYED}: true` and nothing happens twice.",
                    pattern=r"^[\x21-\x7e]{1,100}$",
                )
            )
        elif getattr(self.view, "has_version", False):
            found.append(
                OpenApiParameter(
                    "If-None-Match",
                    str,
                    OpenApiParameter.HEADER,
                    description="The ETag you have; 304 when nothing changed since.",
                )
            )
        return found

    def get_description(self) -> str:
        """Return the docstring of the method, and what a key needs for it."""
        told = (getattr(self.view, self.method.lower()).__doc__ or "").strip()
        text = " ".join(told.split())
        scope = getattr(self.view, "scopes", {}).get(self.method.lower())
        return f"{text} A key needs the scope `{scope.value}`." if scope else text

    def get_summary(self) -> str:
        """Return the first sentence."""
        told = (getattr(self.view, self.method.lower()).__doc__ or "").strip()
        return " ".join(told.split()).partition(". ")[0].rstrip(".")

    def _get_response_bodies(self, direction: Any = "response") -> dict:
        bodies = super()._get_response_bodies(direction)
        for status, codes in sorted(by_status(self.codes()).items()):
            bodies[str(status)] = self.refusal(codes, str(status), direction)
        if self.method == "GET" and getattr(self.view, "has_version", False):
            bodies["304"] = {"description": "You have this version already."}
        return dict(sorted(bodies.items()))

    def refusal(self, codes: list[Code], status: str, direction: Any) -> dict:
        """Return the description of one status: the problem, and the codes it comes with."""
        extra = getattr(self.view, "problem_shapes", {}).get(int(status))
        shape = extra or (InvalidSerializer if int(status) == INVALID.status else ProblemSerializer)
        named = ", ".join(f"`{code.name}`" for code in codes)
        response = OpenApiResponse(shape, description=f"Codes: {named}.")
        return self._get_response_for_code(response, status, [CONTENT_TYPE], direction)

    def codes(self) -> Iterable[Code]:
        """Return every code this operation may answer with."""
        method = self.method.lower()
        own = getattr(self.view, "refusals", {}).get(method, ())
        if any(issubclass(one, AllowAny) for one in self.view.permission_classes):
            return dict.fromkeys((TOO_MANY_REQUESTS, *own))
        guarded = (NOT_ALLOWED, SCOPE_MISSING) if getattr(self.view, "scopes", None) else ()
        in_pages = self.method == "GET" and hasattr(self.view, "pagination_class")
        missing = (NOT_FOUND,) if in_pages or "{" in self.path else ()
        writing = (*WRITING, INVALID) if self.method in WRITES else ()
        return dict.fromkeys((*ANYWHERE, *guarded, *missing, *writing, *own))


def by_status(codes: Iterable[Code]) -> dict[int, list[Code]]:
    """Group codes by the status they come with."""
    found: dict[int, list[Code]] = defaultdict(list)
    for code in codes:
        found[code.status].append(code)
    return found
