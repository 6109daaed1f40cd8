"""What the secretariat says of a year. The services check; these forms show what they say."""

import datetime
from collections.abc import Iterator, Mapping

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from diligence.models import Cycle, QuestionnaireVersion
from diligence.services.cycles import MOST_REASON, InvalidCycle

DAY = {"type": "date", "class": "inp--short"}
PROBLEMS: Mapping[tuple[str, str], str | Promise] = {
    ("year", "out_of_range"): _("Vul een jaartal in van 2017 tot en met 2100."),
    ("version", "not_published"): _("Kies een vragenlijst die is gepubliceerd."),
    ("deadline", "before_opening"): _(
        "De laatste dag ligt niet na de opening. Kies een latere dag."
    ),
    ("deadline", "past"): _("Deze dag is al voorbij. Kies vandaag of een latere dag."),
    ("opens_on", "begun"): _("Dit jaar is al begonnen. De opening blijft zoals hij is."),
    ("reason", "too_short"): _("Schrijf in een zin waarom. Wie het leest, moet het begrijpen."),
    ("reason", "too_long"): _("Deze reden is langer dan 500 tekens. Kort hem in."),
    ("expected", "out_of_range"): _("Vul een heel getal in van 0 tot en met 100."),
    ("expected", "falls"): _("Dit is lager dan het jaar ervoor. Vul ten minste dat getal in."),
}


def day_field(label: str | Promise, **kwargs) -> forms.DateField:
    """Return a field for a day, as a browser's own picker."""
    widget = forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **kwargs)


def reason_field(**kwargs) -> forms.CharField:
    """Return a field for why; the service says whether it will do."""
    widget = forms.Textarea(attrs={"rows": 2, "maxlength": MOST_REASON})
    return forms.CharField(label=_("Reden"), widget=widget, strip=True, **kwargs)


class CycleForm(forms.Form):
    """A form that shows at its fields what a service refused."""

    def show(self, refused: InvalidCycle) -> None:
        """Put what is wrong at the fields."""
        for name, code in refused.problems.items():
            kind = name.partition("-")[0]
            field = name if name in self.fields else None
            self.add_error(field, str(PROBLEMS.get((kind, code), gettext("Kijk dit na."))))


class OpenForm(CycleForm):
    """A new year."""

    year = forms.IntegerField(
        label=_("Jaar"), widget=forms.NumberInput(attrs={"class": "inp--short"})
    )
    version = forms.ModelChoiceField(
        label=_("Vragenlijst"),
        queryset=QuestionnaireVersion.objects.none(),
        empty_label=None,
        help_text=_("Alleen gepubliceerde vragenlijsten. Later kunt u geen andere kiezen."),
    )
    opens_on = day_field(_("Opening"), help_text=_("Vanaf deze dag kunnen leden beginnen."))
    deadline = day_field(_("Laatste dag om in te dienen"))

    def __init__(self, *args, **kwargs):
        """Offer the published questionnaires, the newest first."""
        kwargs.setdefault("auto_id", "open-%s")
        super().__init__(*args, **kwargs)
        published = QuestionnaireVersion.objects.published().without_document()
        self.fields["version"].queryset = published.order_by("-year", "-published_at")
        self.fields["version"].label_from_instance = self.name_of

    @staticmethod
    def name_of(version: QuestionnaireVersion) -> str:
        """Return a questionnaire by its code and the day it was published."""
        day = date_format(timezone.localtime(version.published_at), "j F Y")
        return gettext("%(code)s, gepubliceerd op %(day)s") % {"code": version.code, "day": day}


class DaysForm(CycleForm):
    """New days of a year."""

    opens_on = day_field(_("Opening"))
    deadline = day_field(_("Laatste dag om in te dienen"))
    reason = reason_field(
        required=False, help_text=_("Leden lezen deze reden in hun bericht over de nieuwe dag.")
    )

    def __init__(self, *args, cycle: Cycle, today: datetime.date, **kwargs):
        """Hide the opening once the year began, and the reason before it did."""
        kwargs.setdefault("auto_id", "days-%s")
        kwargs.setdefault("initial", {"opens_on": cycle.opens_on, "deadline": cycle.deadline})
        super().__init__(*args, **kwargs)
        if cycle.opens_on <= today:
            self.fields["opens_on"].disabled = True
            self.fields["opens_on"].widget = forms.HiddenInput()
        else:
            del self.fields["reason"]


class SeatForm(CycleForm):
    """Whether a company takes part."""

    company = forms.CharField(
        label=_("Bedrijf"),
        max_length=150,
        help_text=_("Typ de naam en kies hem uit de lijst."),
        widget=forms.TextInput(attrs={"list": "companies", "autocomplete": "off"}),
    )
    is_in = forms.ChoiceField(
        label=_("Wat besluit u?"),
        choices=[("no", _("Doet dit jaar niet mee")), ("yes", _("Doet dit jaar mee"))],
        widget=forms.RadioSelect,
    )
    reason = reason_field(help_text=_("Het bedrijf leest deze reden in zijn logboek."))

    def __init__(self, *args, **kwargs):
        """Keep its ids apart from those of the other forms."""
        kwargs.setdefault("auto_id", "seat-%s")
        super().__init__(*args, **kwargs)

    def clean_company(self) -> Company:
        """Return the company of this name."""
        name = self.cleaned_data["company"]
        found = Company.objects.filter(name__iexact=name).order_by("slug").first()
        if found is None:
            raise forms.ValidationError(
                _("Wij kennen geen bedrijf met deze naam. Kies een naam uit de lijst.")
            )
        return found


class ExpectedForm(CycleForm):
    """What is expected: a target for each size class and year of membership."""

    reason = reason_field(help_text=_("Blijft staan bij dit jaar, voor uw collega’s."))

    def __init__(self, *args, cycle: Cycle, **kwargs):
        """Make a field for each target, with what is expected now."""
        kwargs.setdefault("auto_id", "expected-form-%s")
        super().__init__(*args, **kwargs)
        self.cycle, language = cycle, get_language()
        self.sizes = [(one.key, one.name.get(language)) for one in cycle.version.edition().sizes]
        for size, name in self.sizes:
            for number, target in enumerate(cycle.targets[size], 1):
                label = gettext("%(size)s, deelnamejaar %(n)s") % {"size": name, "n": number}
                self.fields[field_of(size, number)] = target_field(label, target)

    @property
    def years(self) -> range:
        """Return the years of membership that have a target."""
        return range(1, max(map(len, self.cycle.targets.values())) + 1)

    def rows(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """Yield each size with its fields."""
        for size, name in self.sizes:
            yield name, [self[field_of(size, number)] for number in self.years]

    def targets(self) -> dict[str, list[int]]:
        """Return what was filled in."""
        return {
            size: [self.cleaned_data[field_of(size, number)] for number in self.years]
            for size, _name in self.sizes
        }


def field_of(size: str, number: int) -> str:
    """Return the name of the field of a target."""
    return f"expected-{size}-{number}"


def target_field(label: str, target: int) -> forms.IntegerField:
    """Return the field of a target; the service says which numbers will do."""
    return forms.IntegerField(
        label=label,
        initial=target,
        widget=forms.NumberInput(attrs={"class": "inp--short", "inputmode": "numeric"}),
        error_messages={
            "invalid": str(PROBLEMS["expected", "out_of_range"]),
            "required": str(PROBLEMS["expected", "out_of_range"]),
        },
    )


class ReopenForm(CycleForm):
    """Why a year is opened again."""

    reason = reason_field(help_text=_("Alle leden lezen deze reden in hun bericht."))

    def __init__(self, *args, **kwargs):
        """Keep its ids apart from those of the other forms."""
        kwargs.setdefault("auto_id", "reopen-%s")
        super().__init__(*args, **kwargs)


class CloseForm(forms.Form):
    """Closing a year; who leaves files open says so."""

    confirmed = forms.BooleanField(
        required=False,
        label=_("Ik weet dat deze dossiers open blijven en niet meer worden ingediend."),
    )
