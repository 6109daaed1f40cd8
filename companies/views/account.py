"""A person's own account on one page, and the devices they are signed in on."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import TemplateView
from django.views.generic.edit import UpdateView

from companies.forms import NameForm
from companies.mixins import FreshSignInRequired
from companies.models import Membership, User
from companies.services import account_events, sessions
from companies.services.account_events import What


class Account(LoginRequiredMixin, UpdateView):
    """Name, address, password, second step, devices, companies and language, each with its way."""

    template_name = "companies/account.html"
    form_class = NameForm
    context_object_name = "person"  # "user" is who is signed in, with the name as stored
    success_url = reverse_lazy("account")

    def get_object(self, queryset=None):
        """Return nobody but oneself; a wrong name must not show in the menu meanwhile."""
        return User.objects.get(pk=self.request.user.pk)

    def get_context_data(self, **kwargs):
        """Add how somebody signs in, and where they take part."""
        user = self.request.user
        seats = Membership.objects.active().filter(user=user).select_related("company")
        kinds = Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True)
        return super().get_context_data(
            seats=seats.order_by("company__name"),
            steps=set(kinds) - {Authenticator.Type.RECOVERY_CODES},
            devices=sessions.devices_of(user, self.request.session.session_key),
            **kwargs,
        )

    def form_valid(self, form) -> HttpResponse:
        """Store the name."""
        messages.success(self.request, _("Uw naam is gewijzigd."))
        return super().form_valid(form)

    def form_invalid(self, form) -> HttpResponse:
        """Show the page again with what is wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Devices(LoginRequiredMixin, TemplateView):
    """Where somebody is signed in, and what happened lately at the door of the account."""

    template_name = "companies/devices.html"

    def get_context_data(self, **kwargs):
        """Add the list, this device first, and the events, the latest first."""
        devices = sessions.devices_of(self.request.user, self.request.session.session_key)
        events = account_events.told(account_events.recent(self.request.user))
        return super().get_context_data(devices=devices, events=events, **kwargs)


class EndsDevices(LoginRequiredMixin, FreshSignInRequired, View):
    """Signing out elsewhere is done by who showed a short while ago who they are."""

    def back(self) -> str:
        """Return the list of devices."""
        return reverse("devices")


class EndDevice(EndsDevices):
    """Sign out on one other device."""

    def post(self, request, pk) -> HttpResponse:
        """End it, if it is one's own."""
        own = UserSession.objects.filter(user_id=request.user.pk, pk=pk)
        get_object_or_404(own)
        if self.is_stale():
            return self.ask_who_it_is()
        sessions.end_sessions(own)
        account_events.note(What.DEVICES_ENDED, request.user, request)
        messages.success(request, _("U bent op dat apparaat uitgelogd."))
        return redirect("devices")


class EndOtherDevices(EndsDevices):
    """Sign out everywhere but here."""

    def post(self, request) -> HttpResponse:
        """End them, and tell how many there were."""
        if self.is_stale():
            return self.ask_who_it_is()
        account_events.note(What.DEVICES_ENDED, request.user, request)
        ended = sessions.end_other_sessions(request.user, request.session.session_key)
        text = ngettext(
            "U bent op %(n)s ander apparaat uitgelogd.",
            "U bent op %(n)s andere apparaten uitgelogd.",
            ended,
        )
        messages.success(request, text % {"n": ended})
        return redirect("devices")
