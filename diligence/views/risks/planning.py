"""What is done about a risk: a measure chosen in one press, or why nothing is."""

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from diligence.services.plan import for_risks, links
from diligence.services.plan.actions import TooManyActions
from diligence.services.plan.offers import UnknownMeasure
from diligence.services.risks import register
from diligence.views.plan.words import too_many_actions, too_many_links
from diligence.views.risks.deciding import Decide
from diligence.views.risks.forms import NoActionForm


class Choose(Decide):
    """Make an action of a measure, linked to the risk. The plan is worked on all year."""

    def decide(self, form) -> HttpResponse:
        """Make it, and go there to plan it."""
        key = self.request.POST.get("measure", "")
        year = self.assessment.cycle.year
        try:
            action = for_risks.choose(self.risk, key, year=year, by=self.request.user)
        except UnknownMeasure:
            return self.with_form(None, _("Deze maatregel kennen wij niet. Kies er hieronder een."))
        except links.NothingToLink:
            text = _("Dit risico staat niet meer in uw register. Zet het eerst terug.")
            return self.with_form(None, text, 409)
        except links.TooManyLinks:
            return self.with_form(None, too_many_links(), 409)
        except TooManyActions:
            return self.with_form(None, too_many_actions(), 409)
        text = _("De actie staat in uw plan, bij dit risico. Maak haar hieronder compleet.")
        messages.success(self.request, text)
        return redirect(reverse("diligence:action", args=[self.request.company.slug, action.pk]))


class NoAction(Decide):
    """Say why a risk has no action."""

    form_name = "no_action_form"

    def bound(self) -> BaseForm:
        """Return the reason."""
        return NoActionForm(self.request.POST)

    def decide(self, form) -> HttpResponse:
        """Keep it."""
        register.explain_no_action(self.risk, form.cleaned_data["why_not"], by=self.request.user)
        return self.done(_("Uw reden is bewaard."))
