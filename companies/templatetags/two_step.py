"""Small things on the pages of an account."""

import time
from urllib.parse import quote

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django import template
from django.conf import settings
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def in_halves(code: str) -> str:
    """Return a code with a space in the middle, so that it can be read out."""
    middle = len(code) // 2
    return f"{code[:middle]} {code[middle:]}"


@register.simple_tag
def codes_as_file(codes: list[str]) -> str:
    """Return the recovery codes as the address of a text file that is in the page itself."""
    heading = _("Herstelcodes voor %(name)s. Elke code werkt één keer.") % {
        "name": settings.PRODUCT_NAME
    }
    text = "\r\n".join([heading, "", *codes, ""])
    return f"data:text/plain;charset=utf-8,{quote(text)}"


@register.simple_tag(takes_context=True)
def demo_code(context) -> str:
    """Return the code that this person's app would show now: in the demo only, else nothing."""
    stage = getattr(context["request"], "_login_stage", None)
    if not settings.IS_DEMO or stage is None:
        return ""
    app = Authenticator.objects.filter(user=stage.login.user, type="totp").first()
    if app is None:
        return ""
    return format_hotp_value(hotp_value(decrypt(app.data["secret"]), int(time.time()) // 30))
