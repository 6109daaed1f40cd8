"""The address without a path: each goes to their own start."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View
from django.views.generic.base import TemplateResponseMixin

from companies.models import Membership


class Home(LoginRequiredMixin, TemplateResponseMixin, View):
    """Members to their file, the secretariat to its dashboard, parties to the sector's figures."""

    template_name = "companies/home.html"

    def get(self, request):
        """Send the person on; let someone with several companies choose."""
        if request.user.is_secretariat:
            return redirect("sector:home")
        seats = Membership.objects.active().filter(user=request.user).select_related("company")
        seats = list(seats.order_by("company__name"))
        if len(seats) == 1:
            return redirect(reverse("diligence:start", args=[seats[0].company.slug]))
        if not seats and request.user.party_id:
            return redirect("figures:list")
        return self.render_to_response({"seats": seats})
