"""Headers that Django has no setting for: what a page may load and ask, and who may embed it."""

from collections.abc import Callable

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

DEVICE_POWERS = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "usb",
    "xr-spatial-tracking",
)
"""No page uses any of these. A photo as proof comes through a file field, where the telephone
itself opens its camera: that needs no permission of ours. Passkeys are left to our own origin."""
PERMISSIONS = ", ".join(f"{power}=()" for power in DEVICE_POWERS)


METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
"""What may be asked at all. TRACE would give a page its own cookie back."""


class ClosedPageMiddleware:
    """Deny pages the powers of a device, and other sites the use of our answers.

    Stands first, so that files, health and refusals carry the headers as well.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer what may be asked, with both headers."""
        known = request.method in METHODS
        response = self.get_response(request) if known else HttpResponseNotAllowed(METHODS)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class PolicyMiddleware:
    """Say what a page may load and run: django-csp's policy, put together once for all pages.

    Its own middleware does so at every answer, for pages that ask for another policy. Ours don't.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the header; Django's own page about a mistake, while developing, works without."""
        response = self.get_response(request)
        if not (settings.DEBUG and response.status_code in (404, 500)):
            response.headers.setdefault(HEADER, self.policy)
        return response
