"""What a person says of a try, a place to complain, and a complaint."""

import datetime

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from diligence.framework.catalogues import catalogue
from diligence.models import GrievanceChannel, LeverageEntry, RemedyCase
from diligence.services.remedy.cases import CaseDetails
from diligence.services.remedy.channels import ChannelDetails
from diligence.services.remedy.influence import Try
from diligence.views.plan.forms import day_field, text_field


def entries(name: str) -> list[tuple[str, str]]:
    """Return a shared list as choices in the language of the page."""
    return [(one.key, one.text.get(get_language() or "nl")) for one in catalogue(name)]


def past(day: datetime.date, today: datetime.date) -> datetime.date:
    """Return the day. Raises ValidationError when it is still to come."""
    if day > today:
        raise forms.ValidationError(_("Kies vandaag of een dag die geweest is."))
    return day


class TryForm(forms.Form):
    """A try to move a supplier."""

    day = day_field(_("Wanneer"))
    kind = forms.ChoiceField(label=_("Soort invloed"))
    issue = forms.CharField(
        label=_("Over welke schade?"),
        max_length=300,
        help_text=_("Bijvoorbeeld: geen loonstroken bij de dagploeg."),
    )
    ask = text_field(_("Wat vroeg u?"), 2000, required=True)
    share = forms.ChoiceField(
        label=_("Hoe groot bent u voor deze leverancier?"), choices=LeverageEntry.Share
    )
    partners = forms.CharField(label=_("Samen met"), max_length=300, required=False)
    reaction = forms.ChoiceField(label=_("Antwoord"), choices=LeverageEntry.Reaction)
    result = text_field(_("Wat kwam ervan?"), 2000)
    next_step = forms.CharField(label=_("Volgende stap"), max_length=300, required=False)
    next_on = day_field(_("Op"))

    def __init__(self, *args, today: datetime.date, **kwargs):
        """Offer the kinds of influence; a try was today or earlier."""
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["day"].required = True
        self.fields["day"].initial = today
        self.fields["kind"].choices = entries("leverage_types")

    def clean_day(self) -> datetime.date:
        """Refuse a day that is still to come."""
        return past(self.cleaned_data["day"], self.today)

    def said(self) -> Try:
        """Return what was said."""
        names = [name for name in self.cleaned_data if name in Try.__dataclass_fields__]
        return Try(**{name: self.cleaned_data[name] for name in names})

    @classmethod
    def of(cls, entry: LeverageEntry, today: datetime.date) -> "TryForm":
        """Return the form with what stands."""
        return cls(initial={n: getattr(entry, n) for n in cls.base_fields}, today=today)


class NewTryForm(TryForm):
    """A try, with the supplier it was at."""

    supplier: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Leverancier"), queryset=None, empty_label=None
    )
    field_order = ("supplier",)

    def __init__(self, *args, suppliers: QuerySet, **kwargs):
        """Offer the suppliers of this company."""
        super().__init__(*args, **kwargs)
        self.fields["supplier"].queryset = suppliers


class ChannelForm(forms.Form):
    """A place to complain."""

    name = forms.CharField(label=_("Hoe heet de regeling?"), max_length=150)
    audience = forms.ChoiceField(label=_("Voor wie?"), choices=GrievanceChannel.Audience)
    how = text_field(
        _("Hoe kan iemand klagen?"),
        1000,
        help_text=_("Telefoon, app, brief of in gesprek, en in welke talen."),
    )

    def details(self) -> ChannelDetails:
        """Return what was said."""
        return ChannelDetails(**self.cleaned_data)

    @classmethod
    def of(cls, channel: GrievanceChannel) -> "ChannelForm":
        """Return the form with what stands."""
        return cls(initial={n: getattr(channel, n) for n in cls.base_fields})


class CaseForm(forms.Form):
    """A complaint. Names of people are not asked for."""

    received_on = day_field(_("Ontvangen op"))
    channel: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Hoe kwam de klacht binnen?"),
        queryset=None,
        required=False,
        empty_label=_("Op een andere manier"),
    )
    complainant = forms.ChoiceField(label=_("Wie klaagt?"), choices=RemedyCase.Complainant)
    country = forms.ChoiceField(label=_("Land"), required=False)
    theme = forms.ChoiceField(label=_("Waarover?"), required=False)
    is_urgent = forms.BooleanField(label=_("Er is nu gevaar voor mensen"), required=False)
    due_on = day_field(_("Antwoord uiterlijk op"))
    story = text_field(
        _("Wat is er gebeurd?"),
        8000,
        rows=6,
        help_text=_(
            "Alleen wie u hieronder toegang geeft, leest dit. Schrijf geen namen op die u niet "
            "nodig hebt."
        ),
    )
    outcome = text_field(_("Wat is er besloten of gedaan?"), 4000)
    forms_of_remedy = forms.MultipleChoiceField(
        label=_("Welk herstel kwam er?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    satisfied = forms.ChoiceField(
        label=_("Vindt wie klaagde het opgelost?"), choices=RemedyCase.Satisfied
    )
    lessons = text_field(
        _("Wat leert u ervan?"), 2000, help_text=_("Zonder namen: dit kan in het verslag.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args, channels: QuerySet, today: datetime.date, **kwargs):
        """Offer the places to complain, and the lists in the language of the page."""
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["received_on"].required = True
        self.fields["received_on"].initial = today
        self.fields["channel"].queryset = channels
        self.fields["country"].choices = [("", _("Niet bekend")), *entries("countries")]
        self.fields["theme"].choices = [("", _("Nog niet gekozen")), *entries("themes")]
        self.fields["forms_of_remedy"].choices = entries("remedy_forms")

    def clean_received_on(self) -> datetime.date:
        """Refuse a day that is still to come."""
        return past(self.cleaned_data["received_on"], self.today)

    def details(self) -> CaseDetails:
        """Return what was said."""
        said = {k: v for k, v in self.cleaned_data.items() if k in CaseDetails.__dataclass_fields__}
        return CaseDetails(**said, forms=self.cleaned_data["forms_of_remedy"])

    @classmethod
    def of(cls, case: RemedyCase, channels: QuerySet, today: datetime.date) -> "CaseForm":
        """Return the form with what stands."""
        initial = {n: getattr(case, n) for n in cls.base_fields if hasattr(case, n)}
        initial |= {"forms_of_remedy": case.forms, "channel": case.channel_id}
        return cls(initial=initial, channels=channels, today=today)
