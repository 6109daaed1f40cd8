"""No grant, no entry: what every view names before it does anything."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied

from companies.access import sector_grants
from companies.permissions import Permission, SectorPermission


class GrantRequired:
    """A view inside a company: `grants` names a permission per HTTP method; others are refused."""

    grants: dict[str, Permission] = {}

    def dispatch(self, request, *args, **kwargs):
        """Refuse a method without a grant (405) and a person without it (403)."""
        method = "get" if request.method == "HEAD" else request.method.lower()
        if method != "options":
            if method not in self.grants:
                return self.http_method_not_allowed(request, *args, **kwargs)
            if not request.access.may(self.grants[method]):
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class SectorGrantRequired:
    """A view of the secretariat across companies: `grants` names a permission per HTTP method."""

    grants: dict[str, SectorPermission] = {}

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
        return super().dispatch(request, *args, **kwargs)
