"""The form for an API key."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.permissions import Scope

KEY_DAYS = ((30, _("30 dagen")), (90, _("90 dagen")), (365, _("een jaar")))
SCOPE_SENTENCES = {
    Scope.READ: _("Leest gegevens, vragen, antwoorden en bewijs."),
    Scope.WRITE: _("Vult antwoorden in, voegt bewijs toe en dient in."),
    Scope.REPORTS: _("Vraagt verslagen aan en haalt ze op."),
    Scope.SECTOR: _("Leest hoe ver elke deelnemer is."),
}


class KeyForm(forms.Form):
    """What an API key is called, what it may do, and how long it lasts."""

    name = forms.CharField(
        label=_("Naam"),
        max_length=60,
        help_text=_("Noem het programma dat de sleutel gebruikt, bijvoorbeeld “Inkoopsysteem”."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Wat mag het programma?"), widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("Hoe lang werkt de sleutel?"),
        choices=KEY_DAYS,
        coerce=int,
        initial=90,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, scopes: Iterable[Scope], **kwargs):
        """Offer only what this person may do here."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["scopes"]
        field.choices = [(scope.value, SCOPE_SENTENCES[scope]) for scope in scopes]
