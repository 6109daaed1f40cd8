"""The link in an invitation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.forms import ROLE_SENTENCES
from companies.models import Invitation
from companies.services.invited import forget, remember
from companies.services.members import WrongAddress, accept_invitation, refuse_invitation


class OpenInvitation(TemplateView):
    """Show what is offered; the seat is taken by a click, never by opening the link.

    A mail scanner may open links, so GET changes nothing but the session. An unknown, used,
    withdrawn or old link gets one and the same page.
    """

    template_name = "companies/invitation.html"

    def get(self, request, token) -> HttpResponse:
        """Show the offer, or that the link does not work any more."""
        invitation = Invitation.objects.by_token(token)
        if invitation is None:
            return self.render_to_response(self.get_context_data(), status=404)
        remember(request.session, token)
        is_mine = request.user.is_authenticated and request.user.email == invitation.email
        return self.render_to_response(
            self.get_context_data(
                invitation=invitation,
                role_sentence=ROLE_SENTENCES.get(invitation.role, ""),
                is_mine=is_mine,
            )
        )

    def post(self, request, token) -> HttpResponse:
        """Refuse it, or take the seat when signed in; else go and make an account first."""
        invitation = Invitation.objects.by_token(token)
        if invitation is None:
            return self.get(request, token)
        if request.POST.get("act") == "refuse":
            refuse_invitation(invitation)
            forget(request.session)
            return self.render_to_response(self.get_context_data(refused=True))
        remember(request.session, token)
        if not request.user.is_authenticated:
            return redirect("account_signup")
        try:
            seat = accept_invitation(invitation, by=request.user)
        except WrongAddress:
            return self.get(request, token)
        forget(request.session)
        if seat is None:
            return redirect("home")
        messages.success(request, _("Welkom. U doet nu mee bij %(name)s.") % {"name": seat.company})
        return redirect(reverse("diligence:start", args=[seat.company.slug]))
