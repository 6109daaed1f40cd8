"""What the pages of the annual report take in."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workgroups.annual.names import figure_titles, table_titles
from workgroups.annual.prose import BadMarker, check_markers
from workgroups.models import AnnualChapter
from workgroups.models.annual import WORDS

NO_TITLE = {"required": gettext_lazy("Geef het hoofdstuk een titel, in beide talen.")}


class ChapterForm(forms.ModelForm):
    """The words of a chapter in both languages, and the version they were written on."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = AnnualChapter
        fields = ["title_nl", "text_nl", "title_en", "text_en"]
        labels = {
            "title_nl": gettext_lazy("Titel in het Nederlands"),
            "text_nl": gettext_lazy("Tekst in het Nederlands"),
            "title_en": gettext_lazy("Titel in het Engels"),
            "text_en": gettext_lazy("Tekst in het Engels"),
        }
        error_messages = {"title_nl": NO_TITLE, "title_en": NO_TITLE}
        widgets = {
            "title_nl": forms.TextInput(attrs={"lang": "nl"}),
            "title_en": forms.TextInput(attrs={"lang": "en"}),
            "text_nl": forms.Textarea(attrs={"rows": 16, "lang": "nl"}),
            "text_en": forms.Textarea(attrs={"rows": 16, "lang": "en"}),
        }

    def words(self) -> dict[str, str]:
        """Return the four texts that were typed, with line ends as we keep them."""
        return {name: self.cleaned_data[name].replace("\r\n", "\n") for name in WORDS}

    def clean_text_nl(self) -> str:
        """Refuse a marker that names nothing."""
        return self.with_markers("text_nl")

    def clean_text_en(self) -> str:
        """Refuse a marker that names nothing."""
        return self.with_markers("text_en")

    def with_markers(self, name: str) -> str:
        """Return the text when all its markers name a figure or a table that there is."""
        text: str = self.cleaned_data[name]
        try:
            check_markers(text, figure_titles(), table_titles())
        except BadMarker as bad:
            words = {"line": bad.line, "marker": bad.marker}
            text = _(
                "Regel %(line)s: wij kennen “%(marker)s” niet. Kies een naam uit de lijst onder "
                "het formulier, zoals [[cijfer:coverage]] of [[tabel:bands]]."
            )
            raise forms.ValidationError(text % words) from bad
        return text
