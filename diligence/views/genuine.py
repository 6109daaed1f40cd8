"""Is a report genuine? For anybody who holds one, without signing in."""

from allauth.account.adapter import get_adapter
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from convenant.limits import GENUINE
from diligence.services.codes import LENGTH, NotACode, read_code, state_of_code

UNKNOWN = "unknown"
LONGEST = 40


class CodeForm(forms.Form):
    """The code as it is printed, with or without dashes, in capitals or not."""

    code = forms.CharField(
        label=_("Controlenummer"),
        help_text=_("Twaalf tekens, bijvoorbeeld 7QF4-M2XD-9KHT. Het staat op elke bladzijde."),
        max_length=LONGEST,
        error_messages={"required": _("Vul het nummer in dat op het verslag staat.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        """Return the code as it is printed."""
        try:
            return read_code(self.cleaned_data["code"])
        except NotACode as error:
            raise ValidationError(
                _(
                    "Een controlenummer heeft %(length)s letters en cijfers. De letters I en O en "
                    "de cijfers 0 en 1 komen er niet in voor. Kijk het na en vul het opnieuw in."
                ),
                params={"length": LENGTH},
            ) from error


class Verify(FormView):
    """Say genuine, superseded, withdrawn or unknown, and no more.

    All four are answered alike: one statement, one template, one status.
    """

    template_name = "diligence/verify.html"
    form_class = CodeForm

    def get_initial(self) -> dict:
        """Fill in the code that a scanned picture brings along; the person still presses."""
        return {"code": self.request.GET.get("code", "")[:LONGEST]}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Answer, unless this address asked too often."""
        if GENUINE.is_passed(get_adapter().get_client_ip(request)):
            return render(request, "429.html", status=429)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form) -> HttpResponse:
        """Say what may be said of this code."""
        code = form.cleaned_data["code"]
        answer = state_of_code(code) or UNKNOWN
        return self.render_to_response(
            self.get_context_data(form=self.form_class(), asked=code, answer=answer)
        )

    def form_invalid(self, form) -> HttpResponse:
        """Show what is wrong with what was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=422)
