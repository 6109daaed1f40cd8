"""A place to complain, and the test against the eight criteria."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.framework.catalogues import catalogue
from diligence.models import GrievanceChannel
from diligence.services.remedy import channels as services
from diligence.views.plan.mixins import PlanMixin
from diligence.views.remedy.forms import ChannelForm


class ChannelMixin(PlanMixin):
    """The places to complain of this company."""

    def channel(self) -> GrievanceChannel:
        """Return the one of the address, or answer 404."""
        mine = GrievanceChannel.objects.for_company(self.request.company).kept()
        found = get_object_or_404(mine, pk=self.kwargs["pk"])
        found.company = self.request.company
        return found

    @property
    def list_url(self) -> str:
        """Return the address of the list."""
        return reverse("diligence:cases", args=[self.request.company.slug])


class NewChannel(ChannelMixin, TemplateView):
    """Write down a place to complain."""

    grants = {"get": Permission.ANSWERS_CHANGE, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/remedy/new_channel.html"

    def get_context_data(self, **kwargs) -> dict:
        """Show an empty form."""
        return super().get_context_data(**{"form": ChannelForm()} | kwargs)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Keep it, and go on to the test."""
        form = ChannelForm(request.POST)
        if not form.is_valid():
            return self.refuse(422, form=form)
        channel = services.add_channel(request.company, form.details(), by=request.user)
        return redirect(reverse("diligence:channel", args=[request.company.slug, channel.pk]))


class Channel(ChannelMixin, TemplateView):
    """One place to complain: what it is, and how well it meets the criteria."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/remedy/channel.html"

    def get_context_data(self, **kwargs) -> dict:
        """Show the criteria with what was found."""
        channel = kwargs.pop("channel", None) or self.channel()
        context = {
            "channel": channel,
            "criteria": [
                (one, channel.criteria.get(one.key, {})) for one in catalogue(services.CRITERIA)
            ],
            "meets": GrievanceChannel.Meets.choices,
            "result": services.result_of(channel),
            "form": ChannelForm.of(channel),
        }
        return super().get_context_data(**context | kwargs)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Keep the test, or what the place is."""
        channel = self.channel()
        if "test" in request.POST:
            found = {
                one.key: {
                    "meets": request.POST.get(f"{one.key}:meets", ""),
                    "note": request.POST.get(f"{one.key}:note", ""),
                }
                for one in catalogue(services.CRITERIA)
            }
            services.keep_test(channel, found, by=request.user)
        else:
            form = ChannelForm(request.POST)
            if not form.is_valid():
                return self.refuse(422, channel=channel, form=form)
            services.change_channel(channel, form.details(), by=request.user)
        messages.success(request, _("Opgeslagen."))
        return redirect(request.path)


class RemoveChannel(ChannelMixin, View):
    """Take a place to complain off the list."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Remove it."""
        services.remove_channel(self.channel(), by=request.user)
        messages.success(request, _("De klachtenregeling staat niet meer op de lijst."))
        return redirect(self.list_url)
