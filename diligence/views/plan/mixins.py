"""What the pages of the plan have in common."""

import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from companies.mixins import GrantRequired
from companies.permissions import Permission
from diligence.models import Action


class PlanMixin(GrantRequired):
    """The actions of this company; another company's are not there."""

    @property
    def today(self) -> datetime.date:
        """Return the day it is."""
        return timezone.localdate()

    @property
    def may_change(self) -> bool:
        """Tell whether this person may work on the plan."""
        return self.request.access.may(Permission.ANSWERS_CHANGE)

    def action(self) -> Action:
        """Return the action of the address, or answer 404."""
        mine = Action.objects.for_company(self.request.company).select_related("owner")
        found = get_object_or_404(mine, pk=self.kwargs["pk"])
        found.company = self.request.company
        return found

    def url_of(self, action: Action) -> str:
        """Return the page of an action."""
        return reverse("diligence:action", args=[self.request.company.slug, action.pk])

    def get_context_data(self, **kwargs) -> dict:
        """Add what every page of the plan shows."""
        own = {
            "company": self.request.company,
            "access": self.request.access,
            "may_change": self.may_change,
            "today": self.today,
        }
        return super().get_context_data(**kwargs | own)

    def refuse(self, status: int, **context) -> HttpResponse:
        """Show the page again with what is wrong; what was typed stays."""
        return self.render_to_response(self.get_context_data(**context), status=status)
