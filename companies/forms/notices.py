"""How somebody wants to hear of things."""

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.models import NoticeSettings
from companies.notices import PRESSING, Group

Way = NoticeSettings.Way
TELLS = {
    Group.DEADLINE: _("Uw zelfbeoordeling en uw acties: 30, 14 en 3 dagen van tevoren."),
    Group.QUESTION: _("Iemand vraagt u iets, noemt u, of geeft een antwoord van u terug."),
    Group.REVIEW: _("Er is een besluit of een antwoord over een dossier."),
    Group.FILE: _("Er is ingediend, een verslag is klaar of een opgave is gelezen."),
    Group.PEOPLE: _("Een collega doet mee na uw uitnodiging."),
}


class NoticeSettingsForm(forms.ModelForm):
    """The rhythm and day of the digest, and a way for each group."""

    class Meta:
        model = NoticeSettings
        fields = ("rhythm", "weekday")
        labels = {"rhythm": _("Hoe vaak wilt u de verzamelmail?"), "weekday": _("Op welke dag?")}
        help_texts = {
            "rhythm": _("Is er niets nieuws, dan sturen wij niets."),
            "weekday": _("Voor wie de mail één keer per week wil."),
        }
        widgets = {"rhythm": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        """Add a question for each group; a mail at once is offered only where it may."""
        super().__init__(*args, **kwargs)
        for group in Group:
            self.fields[group.value] = forms.ChoiceField(
                label=group.label,
                help_text=TELLS[group],
                choices=[(way, way.label) for way in Way if way != Way.NOW or group in PRESSING],
                initial=self.instance.way_of(group),
                widget=forms.RadioSelect,
            )

    def save(self, commit: bool = True) -> NoticeSettings:
        """Store it, the ways included."""
        self.instance.ways = {group.value: self.cleaned_data[group.value] for group in Group}
        return super().save(commit)
