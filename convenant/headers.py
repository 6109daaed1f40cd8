"""Headers that Django has no setting for: what a page may ask of a device, and who may embed it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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


class ClosedPageMiddleware:
    """Deny pages the powers of a device, and other sites the use of our answers.

    Stands first, so that files, health and refusals carry the headers as well.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add both headers to every answer."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
