"""What else is decided about a risk: put aside, merged, left for later; and who was asked."""

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.services.answers import AssessmentClosed
from diligence.services.risks import register
from diligence.views.faces.lines import Line
from diligence.views.faces.status import closed_sentence
from diligence.views.risks.faces import risk_url
from diligence.views.risks.forms import (
    ConsultForm,
    MergeForm,
    PutOffForm,
    RejectForm,
    problems_in,
)
from diligence.views.risks.risk import RiskMixin


class Decide(RiskMixin, TemplateView):
    """Something else decided about a risk; refused, the page comes back with what was typed."""

    grants = {"post": Permission.ANSWERS_CHANGE}
    form_name = ""

    def post(self, request, company, year, pk) -> HttpResponse:
        """Do it, or say why not with the form open."""
        form = self.bound()
        if form is not None and not form.is_valid():
            return self.with_form(form)
        try:
            return self.decide(form)
        except AssessmentClosed as closed:
            return self.with_form(form, closed_sentence(closed.status), 409)
        except register.CannotMerge:
            text = _("Kies een ander risico dat in het register van dit jaar staat.")
            return self.with_form(form, text)

    def with_form(self, form: BaseForm | None, text: str = "", status: int = 422) -> HttpResponse:
        """Show the page with this form as it was posted."""
        own = {self.form_name: form, "opened": self.form_name} if form is not None else {}
        problems = [Line(text, "")] if text or form is None else problems_in(form)
        context = self.get_context_data(**own, problems=problems)
        return self.render_to_response(context, status=status)

    def bound(self) -> BaseForm | None:
        """Return the posted form; None when there is nothing to fill in."""
        return None

    def decide(self, form) -> HttpResponse:
        """Do it."""
        raise NotImplementedError


class Reject(Decide):
    """Take a risk out of the register."""

    form_name = "reject_form"

    def bound(self) -> BaseForm:
        """Return the reason."""
        return RejectForm(self.request.POST)

    def decide(self, form) -> HttpResponse:
        """Keep it aside with its reason."""
        register.reject(self.risk, form.cleaned_data["reason"], by=self.request.user)
        text = _("Het risico is weggelegd. U vindt het bij “Past niet bij ons”.")
        return self.done(text, to_register=True)


class Merge(Decide):
    """Let a risk go on in another."""

    form_name = "merge_form"

    def bound(self) -> BaseForm:
        """Return the choice."""
        return MergeForm(self.request.POST, targets=self.targets())

    def decide(self, form) -> HttpResponse:
        """Merge, and go to the risk in which it goes on."""
        said = form.cleaned_data
        target = register.merge(self.risk, said["into"], said["reason"], by=self.request.user)
        messages.success(self.request, _("De risico’s zijn samengevoegd. Weeg dit risico opnieuw."))
        return redirect(risk_url(self.assessment, target))


class Restore(Decide):
    """Put a rejected or merged risk back."""

    def decide(self, form) -> HttpResponse:
        """Put it back."""
        register.restore(self.risk, by=self.request.user)
        return self.done(_("Het risico staat weer in uw register."))


class PutOff(Decide):
    """Leave a risk for later."""

    form_name = "later_form"

    def bound(self) -> BaseForm:
        """Return until when, and why."""
        return PutOffForm(self.request.POST)

    def decide(self, form) -> HttpResponse:
        """Keep until when it waits."""
        said = form.cleaned_data
        register.put_off(self.risk, said["until"], said["why_later"], by=self.request.user)
        return self.done(_("Het risico wacht. Zijn plaats in de volgorde blijft gelijk."))


class Resume(Decide):
    """Take up a risk that was left for later."""

    def decide(self, form) -> HttpResponse:
        """Take it up."""
        register.resume(self.risk, by=self.request.user)
        return self.done(_("Het risico is weer aan de beurt."))


class Consult(Decide):
    """Keep who was asked about a risk."""

    form_name = "consult_form"

    def bound(self) -> BaseForm:
        """Return what was said."""
        return ConsultForm(self.request.POST)

    def decide(self, form) -> HttpResponse:
        """Keep the conversation."""
        register.note_consultation(self.risk, form.cleaned_data, by=self.request.user)
        return self.done(_("Het gesprek is vastgelegd."))
