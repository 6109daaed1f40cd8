"""Stopping of one's own accord."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.mixins import GrantRequired
from companies.permissions import Permission
from companies.services import members as services


class Leave(GrantRequired, TemplateView):
    """What somebody loses by leaving a company, and doing so. Nobody leaves for another."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.FILE_VIEW}
    template_name = "companies/leave.html"

    def dispatch(self, request, *args, **kwargs):
        """Refuse who only looks in: there is no seat to give up."""
        if request.access.is_visit:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        """Tell whether this is the last administrator, who can't leave."""
        seat = self.request.access.membership
        kwargs["company"] = self.request.company
        return super().get_context_data(is_last=services.is_last_administrator(seat), **kwargs)

    def post(self, request, company) -> HttpResponse:
        """Give up the seat; the next page of this company is closed."""
        seat = request.access.membership
        try:
            services.leave(seat)
        except services.LastAdministrator:
            return self.render_to_response(self.get_context_data(), status=422)
        messages.success(
            request, _("U doet niet meer mee bij %(name)s.") % {"name": request.company}
        )
        return redirect("home")
