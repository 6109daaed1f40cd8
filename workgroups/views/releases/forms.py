"""What the secretariat and members say of a release. The services check; these forms show it."""

import datetime
from collections.abc import Mapping

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diligence.models import Cycle
from workgroups.models import Release, ReleaseComment
from workgroups.services.releases.commenting import FEWEST_DAYS, MOST_TEXT
from workgroups.services.releases.preparing import MOST_TITLE, InvalidRelease

PROBLEMS: Mapping[tuple[str, str], str | Promise] = {
    ("title_nl", "missing"): _("Vul een titel in."),
    ("title_en", "missing"): _("Vul een titel in."),
    ("title_nl", "too_long"): _("Deze titel is langer dan 120 tekens. Kort hem in."),
    ("title_en", "too_long"): _("Deze titel is langer dan 120 tekens. Kort hem in."),
    ("years", "unknown"): _("Kies ten minste één jaar."),
    ("audience", "unknown"): _("Kies voor wie de cijfers zijn."),
    ("correction", "too_short"): _("Schrijf in een zin wat er fout was. Lezers zien dit."),
    ("corrects", "not_out"): _("Deze cijfers zijn niet meer gepubliceerd. Verbeteren kan niet."),
}


class PrepareForm(forms.Form):
    """A new release."""

    title_nl = forms.CharField(label=_("Titel in het Nederlands"), max_length=MOST_TITLE)
    title_en = forms.CharField(label=_("Titel in het Engels"), max_length=MOST_TITLE)
    years = forms.TypedMultipleChoiceField(
        label=_("Jaren"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    audience = forms.ChoiceField(
        label=_("Voor wie"),
        choices=Release.Audience.choices,
        widget=forms.RadioSelect,
        help_text=_("Wat voor iedereen is, lezen partijen en deelnemers ook."),
    )
    correction = forms.CharField(
        label=_("Wat was er fout?"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 2000}),
        help_text=_("Lezers zien dit bij de nieuwe en bij de oude cijfers."),
    )

    def __init__(self, *args, corrects: Release | None = None, **kwargs):
        """Offer the years there are; ask what was wrong only of an erratum."""
        kwargs.setdefault("auto_id", "release-%s")
        super().__init__(*args, **kwargs)
        years = Cycle.objects.order_by("-year").values_list("year", flat=True)
        self.fields["years"].choices = [(year, str(year)) for year in years]
        if corrects is None:
            del self.fields["correction"]

    def show(self, refused: InvalidRelease) -> None:
        """Put what is wrong at the fields."""
        for name, code in refused.problems.items():
            field = name if name in self.fields else None
            self.add_error(field, str(PROBLEMS.get((name, code), gettext("Kijk dit na."))))


class OpenForm(forms.Form):
    """Laying figures before the members."""

    until = forms.DateField(
        label=_("Laatste dag om te reageren"),
        widget=forms.DateInput(attrs={"type": "date", "class": "inp--short"}, format="%Y-%m-%d"),
    )
    asks_all = forms.BooleanField(
        label=_("Alle leden zien de cijfers vooraf"),
        required=False,
        initial=True,
        help_text=_("Anders alleen leden die herkenbaar zouden kunnen zijn."),
    )

    def __init__(self, *args, today: datetime.date, **kwargs):
        """Propose three weeks."""
        kwargs.setdefault("auto_id", "open-%s")
        kwargs.setdefault("initial", {"until": today + datetime.timedelta(21), "asks_all": True})
        super().__init__(*args, **kwargs)

    def too_short(self) -> None:
        """Say that members need more time."""
        words = gettext("Leden krijgen ten minste %(n)s dagen. Kies een latere dag.")
        self.add_error("until", words % {"n": FEWEST_DAYS})


class TimeForm(forms.Form):
    """More time for the members."""

    until = OpenForm.base_fields["until"]


class ReasonForm(forms.Form):
    """Why a release ends."""

    reason = forms.CharField(
        label=_("Reden"), widget=forms.Textarea(attrs={"rows": 2, "maxlength": 2000})
    )

    def no_reason(self) -> None:
        """Say what a reason is."""
        self.add_error("reason", gettext("Schrijf in een zin waarom."))


class CommentForm(forms.Form):
    """What a member says of figures."""

    kind = forms.ChoiceField(
        label=_("Wat vindt u?"),
        choices=[
            (ReleaseComment.Kind.AGREE, _("Akkoord: dit mag zo naar buiten")),
            (ReleaseComment.Kind.REMARK, _("Een opmerking")),
            (ReleaseComment.Kind.OBJECT, _("Bezwaar: dit mag zo niet naar buiten")),
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Toelichting"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": MOST_TEXT}),
        help_text=_("Nodig bij een opmerking en bij bezwaar. Alleen het secretariaat leest dit."),
    )

    def nothing_said(self) -> None:
        """Say that an objection needs words."""
        self.add_error("text", gettext("Schrijf waarom, in ten hoogste 4.000 tekens."))
