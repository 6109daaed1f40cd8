"""A line of the chain as a form: quick to fill in by keyboard, and forgiving about names."""

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from companies.models import Company, User
from diligence.chain.duplicates import Candidate
from diligence.chain.vocabulary import UnknownWord
from diligence.framework.catalogues import catalogue
from diligence.models import Certainty, Form, SourcingLine, Supplier, Volume
from diligence.services.chain.lines import LineDetails, problems_of
from diligence.services.chain.suppliers import (
    PerhapsKnown,
    Register,
    SupplierDetails,
    add_supplier,
    decide,
)
from diligence.services.chain.vocabulary import vocabulary
from diligence.views.chain.words import country_name, sentence

NEW = "new"
KEPT_AFTERWARDS = ("metal", "form", "stage", "tier", "certainty", "volume")
"""What the next line usually has in common with the last one."""
TIERS = [
    ("", _("Weet ik niet")),
    ("1", _("1 · levert aan u")),
    ("2", _("2 · levert aan uw leverancier")),
    *((str(n), str(n)) for n in range(3, 10)),
]


def named_choices(name: str) -> list[tuple[str, str]]:
    """Return a catalogue as choices in the language of the page."""
    language = get_language() or "nl"
    return [("", "…"), *((entry.key, entry.text.get(language)) for entry in catalogue(name))]


def metal_choices() -> list[tuple[str, str]]:
    """Return the metals by name, the way people look for them."""
    first, *rest = named_choices("metals")
    return [first, *sorted(rest, key=lambda choice: choice[1].casefold())]


def typed_once(attrs: Mapping[str, str], name: str = "") -> forms.TextInput:
    """Return a text box in which the browser proposes nothing of its own, but a list of ours."""
    return forms.TextInput(
        attrs={"autocomplete": "off", **({"list": name} if name else {}), **attrs}
    )


class LineForm(forms.Form):
    """One line. What is typed for a country or supplier is looked up by its name."""

    metal = forms.ChoiceField(label=_("Metaal"))
    form = forms.ChoiceField(label=_("Vorm"), choices=[("", "…"), *Form.choices])
    stage = forms.ChoiceField(label=_("Fase van de keten"))
    country = forms.CharField(
        label=_("Land"), required=False, max_length=80, widget=typed_once({}, "countries")
    )
    region = forms.CharField(label=_("Regio"), required=False, max_length=80, widget=typed_once({}))
    supplier = forms.CharField(
        label=_("Leverancier"), required=False, max_length=150, widget=typed_once({}, "suppliers")
    )
    tier = forms.ChoiceField(label=_("Schakel"), required=False, choices=TIERS)
    certainty = forms.ChoiceField(label=_("Hoe zeker is dat?"), choices=Certainty.choices)
    volume = forms.ChoiceField(
        label=_("Hoeveel per jaar"),
        required=False,
        choices=[("", _("Liever niet")), *Volume.choices],
    )

    def __init__(self, *args, company: Company, by: User, **kwargs):
        """Offer the catalogues in the language of the page."""
        kwargs.setdefault("auto_id", "line-%s")
        kwargs["initial"] = {"certainty": Certainty.UNKNOWN, "tier": "1"} | (
            kwargs.get("initial") or {}
        )
        super().__init__(*args, **kwargs)
        self.company, self.by = company, by
        self.candidates: Sequence[Candidate] = ()
        self.fields["metal"].choices = metal_choices()
        self.fields["stage"].choices = named_choices("stages")
        for name in ("metal", "form", "stage"):
            self.fields[name].error_messages["required"] = sentence(name, "missing")

    @classmethod
    def after(cls, line: SourcingLine | None, **kwargs) -> "LineForm":
        """Return the form for the next line, beginning as the last one did."""
        initial = {name: getattr(line, name) for name in KEPT_AFTERWARDS} if line else {}
        return cls(initial=initial, **kwargs)

    @classmethod
    def of(cls, line: SourcingLine, **kwargs) -> "LineForm":
        """Return the form with what stands."""
        initial = {name: getattr(line, name) for name in (*KEPT_AFTERWARDS, "region")}
        initial["country"] = country_name(line.country) if line.country else ""
        initial["supplier"] = line.supplier.name if line.supplier else ""
        return cls(initial=initial, **kwargs)

    def clean_country(self) -> str:
        """Return the code of the country that was typed, by any of its names."""
        typed = self.cleaned_data["country"]
        try:
            return vocabulary().key_of("country", typed)
        except UnknownWord as unknown:
            text = sentence("country", "unknown", typed, unknown.near)
            raise forms.ValidationError(text) from None

    def clean_region(self) -> str:
        """Return the region on one line."""
        return " ".join(self.cleaned_data["region"].split())

    def clean_supplier(self) -> str:
        """Return the name on one line."""
        return " ".join(self.cleaned_data["supplier"].split())

    def clean(self) -> dict:
        """Find what the cells contradict, before anything is stored."""
        said = super().clean() or {}
        if not self.errors:
            for name, code in problems_of(self.details(None)).items():
                self.add_error(name, sentence(name, code, str(said.get(name, ""))))
        return said

    def details(self, supplier: Supplier | None) -> LineDetails:
        """Return what was said."""
        said = self.cleaned_data
        return LineDetails(
            metal=said["metal"],
            form=said["form"],
            stage=said["stage"],
            country=said["country"],
            region=said["region"],
            supplier=supplier,
            tier=int(said["tier"]) if said["tier"] else None,
            certainty=said["certainty"],
            volume=said["volume"],
        )

    def found_supplier(self) -> Supplier | None:
        """Return the supplier that was typed, added when it is new; None when nobody was typed.

        Raises PerhapsKnown when the person must choose first, with an error at the field.
        """
        name = self.cleaned_data["supplier"]
        if not name:
            return None
        details = SupplierDetails(name=name)
        known = Register.of(self.company)
        try:
            known.find(details)
        except PerhapsKnown as asked:
            chosen = self.chosen_among([one.known.id for one in asked.candidates], name)
            if chosen is None:
                self.candidates = asked.candidates
                self.add_error("supplier", _("Kies hieronder of u een van deze bedrijven bedoelt."))
                raise
            ids = [one.known.id for one in asked.candidates]
            same_as = None if chosen == NEW else chosen
            decide(self.company, name, ids, same_as=same_as, by=self.by)
            known = Register.of(self.company)
        return add_supplier(self.company, details, by=self.by, known=known)

    def chosen_among(self, ids: Sequence[str], name: str) -> str | None:
        """Return the choice that came with this very name; None without one."""
        chosen = self.data.get("same_as", "")
        is_about_it = " ".join(self.data.get("asked_about", "").split()) == name
        return chosen if is_about_it and chosen in (NEW, *ids) else None
