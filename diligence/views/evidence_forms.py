"""What a person says of a document."""

from django import forms
from django.utils.translation import gettext_lazy as _

from diligence.models import Evidence
from diligence.services.evidence import Details
from diligence.views.faces.proof import kind_choices

USUAL, YES, NO = "", "yes", "no"
SECRECY = (
    (USUAL, _("Zoals gebruikelijk bij dit soort bewijs")),
    (YES, _("Vertrouwelijk")),
    (NO, _("Niet vertrouwelijk")),
)


class DetailsForm(forms.Form):
    """Title, kind, validity, confidentiality and description; all of it may be left empty."""

    title = forms.CharField(
        label=_("Titel"),
        help_text=_("Zonder titel nemen wij de naam van het bestand."),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Soort bewijs"), required=False)
    valid_until = forms.DateField(
        label=_("Geldig tot en met"),
        help_text=_("Alleen als er een einddatum op staat, bijvoorbeeld bij een certificaat."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "inp--short"}, format="%Y-%m-%d"),
    )
    secrecy = forms.ChoiceField(
        label=_("Vertrouwelijk"),
        help_text=_(
            "Van een vertrouwelijk stuk staat in het verslag alleen het soort, niet de titel. Het "
            "secretariaat kan het wel lezen."
        ),
        choices=SECRECY,
        required=False,
    )
    description = forms.CharField(
        label=_("Omschrijving"),
        help_text=_("Waar staat het bewijs, bijvoorbeeld: bladzijde 4, de tabel onderaan."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        """Offer the kinds of proof in the language of the page."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Nog niet gekozen")), *kind_choices()]

    def clean_title(self) -> str:
        """Return the title as one line."""
        return " ".join(self.cleaned_data["title"].split())

    def details(self, first_kind: str = "", *, is_alone: bool = True) -> Details:
        """Return what was said; a form without a list of kinds means the first one.

        A title is for one file; several keep their own names (`is_alone`).
        """
        said = self.cleaned_data
        kind = said["kind"] if "kind" in self.data else first_kind
        secrecy = {YES: True, NO: False}.get(said["secrecy"])
        return Details(
            title=said["title"] if is_alone else "",
            description=said["description"].strip(),
            kind=kind,
            is_confidential=secrecy,
            valid_until=said["valid_until"],
        )

    @classmethod
    def of(cls, evidence: Evidence) -> "DetailsForm":
        """Return the form with what stands."""
        return cls(
            initial={
                "title": evidence.title,
                "kind": evidence.kind,
                "valid_until": evidence.valid_until,
                "secrecy": YES if evidence.is_confidential else NO,
                "description": evidence.description,
            }
        )
