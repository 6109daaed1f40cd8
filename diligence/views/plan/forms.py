"""What a person says of an action."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from companies.models import Company, Membership
from diligence.framework.catalogues import catalogue
from diligence.models import Action
from diligence.services.plan.actions import ActionDetails

DAY = {"type": "date", "class": "inp--short"}
NOBODY, SOMEBODY_ELSE = "", "other"


def day_field(label, **kwargs) -> forms.DateField:
    """Return a field for a day, as a browser's own picker."""
    widget = forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, **kwargs)


def number_field(label, **kwargs) -> forms.DecimalField:
    """Return a field for a number with at most two decimals, written as people here do."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "inp--short"})
    return forms.DecimalField(
        label=label,
        required=kwargs.pop("required", False),
        max_digits=14,
        decimal_places=2,
        localize=True,
        widget=widget,
        **kwargs,
    )


def text_field(label, most: int, **kwargs) -> forms.CharField:
    """Return a field for a few lines of text."""
    required = kwargs.pop("required", False)
    widget = forms.Textarea(attrs={"rows": kwargs.pop("rows", 3)})
    return forms.CharField(label=label, max_length=most, required=required, widget=widget, **kwargs)


class ActionForm(forms.Form):
    """An action. Only the title is needed at once; the rest makes it a plan."""

    title = forms.CharField(
        label=_("Wat gaat u doen?"), max_length=150, help_text=_("Eén zin, met een werkwoord.")
    )
    goal = text_field(
        _("Wat is er dan beter, en voor wie?"),
        2000,
        help_text=_("Schrijf het zo op dat iemand anders kan zien of het gelukt is."),
    )
    owner = forms.ChoiceField(label=_("Wie zorgt ervoor?"), required=False)
    owner_name = forms.CharField(
        label=_("Naam van iemand anders"),
        max_length=100,
        required=False,
        help_text=_("Voor wie niet in Ketenkompas werkt, bijvoorbeeld de bedrijfsleider."),
    )
    starts_on = day_field(_("Begint op"))
    due_on = day_field(_("Klaar op"))
    reason = text_field(
        _("Waarom wordt het later?"),
        2000,
        rows=2,
        help_text=_("Nodig als u de einddatum voor de tweede keer uitstelt."),
    )
    indicator = forms.CharField(
        label=_("Waaraan meet u of het helpt?"),
        max_length=300,
        required=False,
        help_text=_(
            "Een gevolg voor mensen of natuur, bijvoorbeeld: aantal ongelukken met verzuim. Niet "
            "het aantal trainingen."
        ),
    )
    unit = forms.CharField(
        label=_("In"), max_length=30, required=False, help_text=_("Eenheid, zoals % of stuks.")
    )
    baseline = number_field(_("Nu is het"))
    target = number_field(_("Het wordt"))
    budget = forms.ChoiceField(label=_("Geld"), required=False)
    leverage = forms.ChoiceField(label=_("Soort invloed"), required=False)
    partners = forms.CharField(label=_("Samen met"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args, company: Company, **kwargs):
        """Offer the colleagues of this company, and the lists in the language of the page."""
        super().__init__(*args, **kwargs)
        self.seats = {
            str(seat.user_id): seat.user
            for seat in Membership.objects.of_company(company).select_related("user")
        }
        people = [(pk, str(user)) for pk, user in self.seats.items()]
        self.fields["owner"].choices = [(NOBODY, _("Nog niemand")), *people]
        self.fields["budget"].choices = [("", _("Nog niet bekend")), *Action.Budget.choices]
        kinds = [
            (one.key, one.text.get(get_language() or "nl")) for one in catalogue("leverage_types")
        ]
        self.fields["leverage"].choices = [("", _("Niet van toepassing")), *kinds]

    def clean_title(self) -> str:
        """Return the title as one line."""
        return " ".join(self.cleaned_data["title"].split())

    def clean(self) -> dict:
        """Refuse an end before the start, and two owners."""
        said = super().clean() or {}
        start, due = said.get("starts_on"), said.get("due_on")
        if start and due and due < start:
            self.add_error("due_on", _("Kies een dag na het begin, of laat het begin leeg."))
        if said.get("owner") and said.get("owner_name"):
            self.add_error("owner_name", _("Kies een collega of vul een naam in, niet allebei."))
        return said

    def details(self) -> ActionDetails:
        """Return what was said."""
        said = self.cleaned_data
        plain = ("title", "goal", "owner_name", "starts_on", "due_on", "indicator", "unit")
        more = ("baseline", "target", "budget", "leverage", "partners")
        values = {name: said[name] for name in (*plain, *more)}
        return ActionDetails(owner=self.seats.get(said["owner"]), **values)

    @classmethod
    def of(cls, action: Action, company: Company) -> "ActionForm":
        """Return the form with what stands."""
        names = [name for name in cls.base_fields if hasattr(action, name)]
        initial = {name: getattr(action, name) for name in names}
        return cls(initial=initial | {"owner": str(action.owner_id or "")}, company=company)


class MoveForm(forms.Form):
    """The next stand of an action, with the words it needs."""

    status = forms.ChoiceField(choices=Action.Status)
    text = text_field(_("Waarom, of wat kwam ervan?"), 2000)
    version = forms.IntegerField(min_value=1)


class MeasureForm(forms.Form):
    """The indicator on a day."""

    measured_on = day_field(_("Gemeten op"))
    value = number_field(_("Waarde"), required=True)
    note = forms.CharField(label=_("Opmerking"), max_length=300, required=False)

    def __init__(self, *args, today, **kwargs):
        """Start at today; what is still to come can't be measured."""
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["measured_on"].required = True
        self.fields["measured_on"].initial = today

    def clean_measured_on(self):
        """Refuse a day that is still to come."""
        day = self.cleaned_data["measured_on"]
        if day > self.today:
            raise forms.ValidationError(_("Kies vandaag of een dag die geweest is."))
        return day


class NewDayForm(forms.Form):
    """Another last day for an action, with why when it was put off before."""

    new_day = day_field(_("Nieuwe einddatum"))
    why_later = text_field(_("Waarom wordt het later?"), 2000, rows=2)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, today, **kwargs):
        """Refuse what has gone by."""
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["new_day"].required = True

    def clean_new_day(self):
        """Return a day that is still to come."""
        day = self.cleaned_data["new_day"]
        if day <= self.today:
            raise forms.ValidationError(_("Kies een dag die nog moet komen."))
        return day


class LinkForm(forms.Form):
    """What an action is for; the page offers the choices, the service knows which exist."""

    risk = forms.UUIDField(required=False)
    question = forms.CharField(max_length=80, required=False)
    supplier = forms.UUIDField(required=False)

    def aim(self) -> dict:
        """Return what was chosen."""
        return dict(self.cleaned_data)


class UnlinkForm(forms.Form):
    """What an action is no longer for."""

    link = forms.UUIDField()


class HelpForm(forms.Form):
    """On what an action is stuck."""

    text = text_field(
        _("Waarop loopt u vast?"),
        2000,
        help_text=_("Het secretariaat leest dit en zoekt met u mee. Noem geen namen van mensen."),
    )
