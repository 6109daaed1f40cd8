"""What a person chooses about a declaration."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from diligence.models import Supplier
from diligence.services.declarations.choosing import Choice
from diligence.services.declarations.deciding import NEW
from diligence.services.declarations.words import mineral_name

OTHER = "other"


class DecideForm(forms.Form):
    """Of which supplier it is, and which metals to take over."""

    supplier = forms.ChoiceField(
        label=_("Van welke leverancier is deze verklaring?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies de leverancier van wie u dit bestand kreeg."),
            "invalid_choice": _("Kies een leverancier uit de lijst."),
        },
    )
    other = forms.ChoiceField(
        label=_("Welke andere leverancier?"),
        help_text=_("Alleen als u hierboven “een andere leverancier” koos."),
        required=False,
    )
    minerals = forms.MultipleChoiceField(
        label=_("Welke metalen neemt u over in uw keten?"),
        help_text=_(
            "Kies alleen metalen die u bij deze leverancier koopt. De hele verklaring blijft "
            "bewaard."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self,
        *args,
        choice: Choice,
        suppliers: Iterable[Supplier],
        takeable: list[tuple[str, int]],
        **kwargs,
    ):
        """Offer the suppliers it may be of, and the minerals that have smelters."""
        super().__init__(*args, **kwargs)
        offered = supplier_choices(choice)
        near = {value for value, _name in offered}
        sellers = [one for one in suppliers if not one.smelter_id and str(one.pk) not in near]
        others = sorted((one.name, str(one.pk)) for one in sellers)
        if others:
            offered.append((OTHER, _("Een andere leverancier")))
            listed = [(value, name) for name, value in others]
            self.fields["other"].choices = [("", _("Kies een leverancier")), *listed]
        else:
            del self.fields["other"]
        self.fields["supplier"].choices = offered
        self.fields["minerals"].choices = [
            (key, smelters_in_words(mineral_name(key), count)) for key, count in takeable
        ]
        self.fields["minerals"].initial = [key for key, _count in takeable]
        if choice.found is not None:
            self.fields["supplier"].initial = str(choice.found.pk)
        elif not choice.candidates and choice.may_be_new:
            self.fields["supplier"].initial = NEW
        if not takeable:
            del self.fields["minerals"]

    def clean(self) -> dict:
        """Put the other supplier in the place of "another one"."""
        chosen = super().clean() or self.cleaned_data
        if chosen.get("supplier") == OTHER:
            if chosen.get("other"):
                chosen["supplier"] = chosen["other"]
            else:
                self.add_error("other", _("Kies hier welke leverancier het is."))
        return chosen


def supplier_choices(choice: Choice) -> list[tuple[str, str]]:
    """Return the suppliers it may be of: the one it surely is, those it may be, or a new one."""
    known = ([choice.found] if choice.found else []) + list(choice.candidates)
    choices = [(str(one.pk), one.name) for one in known]
    if choice.may_be_new and choice.found is None:
        choices.append((NEW, _("Een nieuwe leverancier: %(name)s") % {"name": choice.name}))
    return choices


def smelters_in_words(name: str, count: int) -> str:
    """Return a metal with how many smelters it has."""
    text = ngettext("%(name)s (%(n)s smelterij)", "%(name)s (%(n)s smelterijen)", count)
    return text % {"name": name, "n": count}
