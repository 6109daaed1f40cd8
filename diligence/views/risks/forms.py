"""What a person fills in about a risk."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from diligence.models import Involvement, Risk, RiskConsultation
from diligence.reports.risk_words import PARTS, name_of
from diligence.services.risks.register import LEAST_REASON, MOST_TEXT, OwnRisk
from diligence.services.risks.weighing import Judgement
from diligence.templatetags.diligence import page_language
from diligence.templatetags.questionnaire import entries
from diligence.views.faces.lines import Line

LEVELS = [(str(level), str(level)) for level in range(1, 6)]
DATE = {"type": "date", "class": "inp--short"}
part_label = lazy(lambda part: name_of("risk_parts", part), str)


def problems_in(form: forms.BaseForm) -> list[Line]:
    """Return what is wrong, each with a link to its field; a label may be a question itself."""
    found = []
    for name, errors in form.errors.items():
        field = form[name]
        label = str(field.label)
        start = label if label.endswith("?") else f"{label}:"
        place = f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
        found += [Line(f"{start} {error}", f"#{place}") for error in errors]
    return found


class ReasonField(forms.CharField):
    """A reason that has to say something to who reads it next year."""

    def __init__(self, **options):
        """Give it room to write."""
        widget = forms.Textarea(attrs={"rows": 3})
        super().__init__(max_length=MOST_TEXT, widget=widget, **options)

    def validate(self, value: str) -> None:
        """Refuse a reason of a word or two."""
        super().validate(value)
        if value and len(value.strip()) < LEAST_REASON:
            text = _("Schrijf ten minste %(least)s tekens: u leest het volgend jaar terug.")
            raise ValidationError(text, params={"least": LEAST_REASON})


class WeighForm(forms.Form):
    """The four parts, the involvement with its reason, and what was looked at."""

    involvement = forms.ChoiceField(
        label=_("Hoe bent u erbij betrokken?"),
        choices=Involvement.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies hoe uw bedrijf betrokken is.")},
    )
    involvement_reason = ReasonField(
        label=_("Waarom kiest u dit?"),
        help_text=_("Dit komt in uw verslag. Twee of drie zinnen zijn genoeg."),
    )
    note = forms.CharField(
        label=_("Waar keek u naar?"),
        help_text=_("Bijvoorbeeld een audit, een gesprek of een nieuwe bron."),
        max_length=MOST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        """Add the four parts, in the order in which they count."""
        super().__init__(*args, **kwargs)
        for part in PARTS:
            self.fields[part] = forms.ChoiceField(
                label=part_label(part),
                choices=LEVELS,
                widget=forms.RadioSelect,
                error_messages={"required": _("Kies één van de vijf niveaus.")},
            )
        self.order_fields([*PARTS, "involvement", "involvement_reason", "note", "version"])

    @classmethod
    def of(cls, risk: Risk, before: Risk | None) -> "WeighForm":
        """Return the form with what stands; of an earlier year only the reason is taken along."""
        stands = risk if risk.weight else None
        reason = (stands or before or risk).involvement_reason
        initial: dict[str, object] = {"version": risk.version, "involvement_reason": reason}
        if stands:
            initial |= {part: str(getattr(risk, part)) for part in PARTS}
            initial["involvement"] = risk.involvement
        return cls(initial=initial)

    def judgement(self) -> Judgement:
        """Return what was chosen."""
        said = self.cleaned_data
        return Judgement(
            **{part: int(said[part]) for part in PARTS},
            involvement=said["involvement"],
            involvement_reason=said["involvement_reason"],
            note=said["note"],
        )


class RejectForm(forms.Form):
    """Why a risk does not fit this company."""

    reason = ReasonField(
        label=_("Waarom past dit niet bij uw bedrijf?"),
        help_text=_("Het secretariaat kan uw reden lezen. U kunt het risico later terugzetten."),
    )


class MergeForm(forms.Form):
    """In which other risk this one goes on."""

    into = forms.UUIDField(
        label=_("In welk risico gaat dit verder?"),
        widget=forms.Select,
        error_messages={
            "required": _("Kies een risico uit de lijst."),
            "invalid": _("Kies een risico uit de lijst."),
        },
    )
    reason = forms.CharField(
        label=_("Waarom horen zij bij elkaar?"),
        max_length=MOST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, targets: list[tuple[str, str]], **kwargs):
        """Offer the other risks of the register."""
        super().__init__(*args, **kwargs)
        self.fields["into"].widget.choices = [("", _("Kies een risico")), *targets]


class PutOffForm(forms.Form):
    """Until when a risk waits, and why."""

    until = forms.DateField(
        label=_("Tot wanneer?"),
        widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
        error_messages={"required": _("Vul een datum in."), "invalid": _("Vul een datum in.")},
    )
    why_later = ReasonField(
        label=_("Waarom wacht het?"),
        help_text=_("Het risico houdt zijn plaats in de volgorde."),
    )

    def clean_until(self):
        """Refuse a day that is not still to come."""
        until = self.cleaned_data["until"]
        if until <= timezone.localdate():
            raise ValidationError(_("Kies een dag die nog moet komen."))
        return until


class NoActionForm(forms.Form):
    """Why nothing is done about a risk now."""

    why_not = ReasonField(
        label=_("Waarom nu geen actie?"),
        help_text=_("Bijvoorbeeld: dit pakt een brancheplan al aan, of eerst moet u meer weten."),
    )


class ConsultForm(forms.ModelForm):
    """Who was asked, when, what they said, and what changed by it."""

    class Meta:
        model = RiskConsultation
        fields = ["group", "who", "on", "said", "changed"]
        labels = {
            "group": _("Wie vroeg u?"),
            "who": _("Naam van de groep of organisatie"),
            "on": _("Wanneer?"),
            "said": _("Wat zeiden zij?"),
            "changed": _("Wat veranderde u daardoor?"),
        }
        help_texts = {
            "who": _("Noem geen namen van mensen die gevaar kunnen lopen."),
        }
        widgets = {
            "on": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
            "said": forms.Textarea(attrs={"rows": 3}),
            "changed": forms.Textarea(attrs={"rows": 2}),
        }
        error_messages = {
            "who": {"required": _("Vul in met wie u sprak.")},
            "on": {"required": _("Vul een datum in."), "invalid": _("Vul een datum in.")},
            "said": {"required": _("Schrijf op wat zij zeiden.")},
            "group": {"required": _("Kies wie u vroeg.")},
        }

    def clean_on(self):
        """Refuse a conversation that has yet to take place."""
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise ValidationError(_("Deze dag moet nog komen. Vul in wanneer u hen sprak."))
        return on


class OwnRiskForm(forms.Form):
    """A risk that the company saw itself."""

    theme = forms.ChoiceField(
        label=_("Waar gaat het over?"),
        error_messages={"required": _("Kies een thema uit de lijst.")},
    )
    metal = forms.ChoiceField(
        label=_("Om welk metaal gaat het?"),
        help_text=_("Gaat het om uw eigen werk? Laat dit dan leeg."),
        required=False,
    )
    country = forms.ChoiceField(label=_("In welk land?"), required=False)
    title = forms.CharField(
        label=_("Eigen naam voor dit risico"),
        help_text=_("Bijvoorbeeld: stof uit onze gieterij."),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    description = forms.CharField(
        label=_("Wat weet u ervan?"),
        help_text=_("Wat zag of hoorde u, van wie en wanneer?"),
        max_length=MOST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, **kwargs):
        """Offer themes, metals and countries in the language of the page."""
        super().__init__(*args, **kwargs)
        lists = {"theme": "themes", "metal": "metals", "country": "countries"}
        empty = {
            "theme": _("Kies een thema"),
            "metal": _("Eigen werk, geen metaal"),
            "country": _("Niet bekend, of overal"),
        }
        for field, name in lists.items():
            options = entries(name, page_language())
            self.fields[field].choices = [("", empty[field]), *options]

    def own(self) -> OwnRisk:
        """Return what was filled in."""
        return OwnRisk(**self.cleaned_data)
