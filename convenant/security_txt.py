"""Where to report a hole: /.well-known/security.txt (RFC 9116)."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

HOLDS_FOR = timedelta(days=180)
"""RFC 9116 asks for less than a year. The text is made at each request, so it lapses only when
nobody runs the product any more."""


def security_txt(request: HttpRequest) -> HttpResponse:
    """Tell whom to write to, until when this holds, and in which languages."""
    expires = (timezone.now() + HOLDS_FOR).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = [
        f"Contact: {contact()}",
        f"Expires: {expires}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.PUBLIC_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def contact() -> str:
    """Return the address as a URI: a bare e-mail address becomes a mailto."""
    told = settings.SECURITY_CONTACT
    return told if ":" in told else f"mailto:{told}"
