"""What a person fills in about a conversation, a step of a file, and more time."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.models import User
from diligence.services.review import extensions, threads

DATE = {"type": "date", "class": "inp--short"}


def words(rows: int) -> forms.Textarea:
    """Return a box to write in."""
    return forms.Textarea(attrs={"rows": rows})


class RemarkForm(forms.Form):
    """A remark, and whom it calls."""

    text = forms.CharField(
        label=_("Uw bericht"),
        max_length=threads.MOST_CHARACTERS,
        widget=words(4),
        error_messages={"required": _("Schrijf eerst uw bericht.")},
    )
    mentions = forms.MultipleChoiceField(
        label=_("Wie moet dit weten?"),
        help_text=_("Kies collega’s. Zij krijgen hiervan bericht."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Kies een collega uit de lijst.")},
    )

    def __init__(self, *args, colleagues: Iterable[User] = (), **kwargs):
        """Offer the colleagues; without any there is nothing to choose."""
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in colleagues}
        self.fields["mentions"].choices = [(pk, str(one)) for pk, one in self.people.items()]
        if not self.people:
            del self.fields["mentions"]

    @property
    def called(self) -> list[User]:
        """Return who was chosen."""
        return [self.people[pk] for pk in self.cleaned_data.get("mentions", ())]


class AskForm(RemarkForm):
    """The first remark of a conversation; the secretariat says whether the answer must change."""

    asks_change = forms.BooleanField(
        label=_("Vraag om een wijziging: dit antwoord gaat weer open"), required=False
    )
    in_report = forms.BooleanField(label=_("Zet dit gesprek in het verslag"), required=False)

    def __init__(self, *args, is_officer: bool, **kwargs):
        """Leave out what is not for a member."""
        super().__init__(*args, **kwargs)
        if not is_officer:
            del self.fields["asks_change"]


class InternalForm(forms.Form):
    """A note of the secretariat for itself."""

    text = forms.CharField(
        label=_("Interne notitie"),
        help_text=_("Alleen het secretariaat leest dit. Het bedrijf ziet alleen dat er een is."),
        max_length=threads.MOST_CHARACTERS,
        widget=words(3),
        error_messages={"required": _("Schrijf eerst uw notitie.")},
    )


class ReasonForm(forms.Form):
    """Why a file goes back."""

    reason = forms.CharField(
        label=_("Reden"),
        max_length=2000,
        widget=words(3),
        error_messages={"required": _("Schrijf op waarom: de ander leest dit als eerste.")},
    )


class AskTimeForm(forms.Form):
    """Until when, and why."""

    until = forms.DateField(
        label=_("Uitstel tot en met"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs=DATE),
        error_messages={
            "required": _("Kies een datum."),
            "invalid": _("Dit is geen datum. Schrijf haar als 2027-04-30."),
        },
    )
    reason = forms.CharField(
        label=_("Waarom hebt u meer tijd nodig?"),
        max_length=extensions.MOST_CHARACTERS,
        widget=words(3),
        error_messages={"required": _("Schrijf op waarom u meer tijd nodig hebt.")},
    )


class DecideForm(forms.Form):
    """The secretariat's answer to a request for more time."""

    until = forms.DateField(
        label=_("Uitstel tot en met"),
        help_text=_("Nodig als u uitstel geeft. U mag een andere dag kiezen."),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs=DATE),
        error_messages={"invalid": _("Dit is geen datum. Schrijf haar als 2027-04-30.")},
    )
    answer = forms.CharField(
        label=_("Uw antwoord"),
        help_text=_("Nodig als u geen uitstel geeft."),
        max_length=extensions.MOST_CHARACTERS,
        required=False,
        widget=words(2),
    )

    def clean(self) -> dict:
        """Ask a day to give time, and a reason to refuse it."""
        said = super().clean() or {}
        if "refuse" in self.data and not said.get("answer", "").strip():
            self.add_error("answer", _("Schrijf op waarom u geen uitstel geeft."))
        if "refuse" not in self.data and not said.get("until") and "until" not in self.errors:
            self.add_error("until", _("Kies de dag tot en met wanneer u uitstel geeft."))
        return said
