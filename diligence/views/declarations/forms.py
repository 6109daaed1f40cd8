"""What a person chooses about a declaration."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from diligence.services.declarations.choosing import Choice
from diligence.services.declarations.deciding import NEW
from diligence.services.declarations.words import mineral_name


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
    minerals = forms.MultipleChoiceField(
        label=_("Welke metalen neemt u over in uw keten?"),
        help_text=_(
            "Kies alleen metalen die u bij deze leverancier koopt. De hele verklaring blijft "
            "bewaard."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, choice: Choice, takeable: list[tuple[str, int]], **kwargs):
        """Offer the suppliers it may be of, and the minerals that have smelters."""
        super().__init__(*args, **kwargs)
        self.fields["supplier"].choices = supplier_choices(choice)
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
