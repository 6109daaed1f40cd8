"""No grant, no entry: what every view names before it does anything."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import loader
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from companies.access import sector_grants
from companies.permissions import Permission, SectorPermission
from convenant.limits import Limit


def too_often(limit: Limit) -> HttpResponse:
    """Say that somebody asked for this too often, and when it can be asked again."""
    words = {"minutes": limit.seconds // 60}
    text = loader.get_template("too_often.html").render(words)
    return HttpResponse(text, status=429, headers={"Retry-After": str(limit.seconds)})


class GrantRequired:
    """A view inside a company: `grants` names a permission per HTTP method; others are refused.

    `limits` names per method how often one person may, where it costs much.
    """

    grants: dict[str, Permission] = {}
    limits: dict[str, Limit] = {}

    def dispatch(self, request, *args, **kwargs):
        """Refuse a method without a grant (405), a person without it (403), or once too often."""
        method = "get" if request.method == "HEAD" else request.method.lower()
        if method != "options":
            if method not in self.grants:
                return self.http_method_not_allowed(request, *args, **kwargs)
            if not request.access.may(self.grants[method]):
                raise PermissionDenied
            if method in self.limits and self.limits[method].is_passed(request.user.pk):
                return too_often(self.limits[method])
        return super().dispatch(request, *args, **kwargs)


class SectorGrantRequired:
    """A view of the secretariat across companies: `grants` and `limits` as above."""

    grants: dict[str, SectorPermission] = {}
    limits: dict[str, Limit] = {}

    def dispatch(self, request, *args, **kwargs):
        """Send nobody to the sign-in page; refuse whoever lacks the grant."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        method = "get" if request.method == "HEAD" else request.method.lower()
        if method != "options":
            if method not in self.grants:
                return self.http_method_not_allowed(request, *args, **kwargs)
            if self.grants[method] not in sector_grants(request.user):
                raise PermissionDenied
            if method in self.limits and self.limits[method].is_passed(request.user.pk):
                return too_often(self.limits[method])
        return super().dispatch(request, *args, **kwargs)


class FreshSignInRequired:
    """An act that matters is done only by who showed a short while ago who they are.

    Nothing is done on the way back: the person comes back to the page and presses again.
    """

    def is_stale(self) -> bool:
        """Tell whether it is too long ago that this person showed who they are."""
        return is_reauthentication_required(self.request, app="companies")

    def ask_who_it_is(self) -> HttpResponse:
        """Lead to the page that asks, and back to where the act is done."""
        methods = get_adapter(self.request).get_reauthentication_methods(self.request.user)
        messages.info(self.request, _("Laat eerst zien dat u het bent. Doe het daarna opnieuw."))
        page = methods[0]["url"] if methods else reverse("account_login")
        return redirect(f"{page}?{urlencode({'next': self.back()})}")

    def back(self) -> str:
        """Return the page where the act is asked for: this one, unless a view says otherwise."""
        return self.request.path
