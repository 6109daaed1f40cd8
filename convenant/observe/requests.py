"""One line for each request: which route, how it ended, how long it took, and the request's id."""

import logging
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bound_contextvars, get_contextvars

log = logging.getLogger(__name__)
HEADER = "X-Request-ID"


class RequestLogMiddleware:
    """Gives a request its id, which the answer and everything logged meanwhile carry.

    The route is told, not the address: addresses hold names of companies and keys of invitations.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say so in the log."""
        began = time.monotonic()
        with bound_contextvars(request=uuid.uuid4().hex):
            response = self.get_response(request)
            response.headers[HEADER] = current_request()
            log.info(
                "request",
                extra={
                    "method": request.method if request.method in KNOWN_METHODS else "?",
                    "route": route_of(request),
                    "status": response.status_code,
                    "ms": round((time.monotonic() - began) * 1000),
                },
            )
        return response


KNOWN_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def route_of(request: HttpRequest) -> str:
    """Return the pattern that the address fitted, with the names of its parts, not their values."""
    match = request.resolver_match
    return match.route if match else "-"


def current_request() -> str:
    """Return the id of the request that this work is for, or an empty text."""
    return get_contextvars().get("request", "")
