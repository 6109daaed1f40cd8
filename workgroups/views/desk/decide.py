"""Deciding on a file: what stands in the way, what the letter says, and sending it."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.models import Agreement, DecisionLetter, ReviewThread, Side
from diligence.services import states
from diligence.services.desk.deciding import MOST_CHARACTERS, decide
from diligence.services.desk.holding import HeldByAnother, review_of
from diligence.services.desk.letters import letters_of
from diligence.services.desk.verdicts import scores_beside
from diligence.views.faces.lines import Line
from workgroups.views.desk.base import ReviewMixin
from workgroups.views.desk.hold import file_url, holder_in_words

K = DecisionLetter.Kind
KINDS = [
    (K.QUESTIONS, gettext_lazy("Terug naar het lid, met vragen")),
    (K.ACCEPTED, gettext_lazy("Akkoord met het dossier")),
]
LANGUAGES = [("nl", gettext_lazy("Nederlands")), ("en", gettext_lazy("Engels"))]


class DecisionForm(forms.Form):
    """What is decided, and what the letter says first."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Uw besluit"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies wat u besluit.")},
    )
    message = forms.CharField(
        label=gettext_lazy("Wat wilt u het lid zeggen?"),
        help_text=gettext_lazy(
            "Hiermee begint de brief. De vragen en andere niveaus komen er vanzelf onder."
        ),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Schrijf ten minste één zin aan het lid.")},
    )
    language = forms.ChoiceField(label=gettext_lazy("Taal van de brief"), choices=LANGUAGES)


class Decide(ReviewMixin, TemplateView):
    """The decision on a file."""

    grants = {"get": Permission.FILE_REVIEW, "post": Permission.FILE_REVIEW}
    template_name = "workgroups/desk/decide.html"

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Decide and send the letter, or say what stands in the way with the words kept."""
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self.again(form, 422)
        sent = form.cleaned_data
        try:
            decide(
                self.assessment, sent["kind"], sent["message"], sent["language"], by=request.user
            )
        except HeldByAnother as held:
            return self.refused(form, holder_in_words(held.review), 409)
        except states.IllegalStep:
            words = _("Dit dossier ligt niet meer ter beoordeling. Er is niets besloten.")
            return self.refused(form, words, 409)
        except states.StillTalking:
            words = _("Er loopt nog een gesprek. Rond elk gesprek af voordat u akkoord gaat.")
            return self.refused(form, words, 422, f"{self.file_page()}?show=talk#antwoorden")
        except states.NothingAsked:
            words = _("Geen vraag wacht op het lid. Stel eerst een vraag bij een antwoord.")
            return self.refused(form, words, 422, f"{self.file_page()}#antwoorden")
        return self.decided(sent["kind"])

    def decided(self, kind: str) -> HttpResponse:
        """Say what was decided and go on to the queue."""
        words = {"company": self.request.company.name}
        if kind == K.ACCEPTED:
            text = _("U ging akkoord met %(company)s. De brief wordt gemaakt.")
        else:
            text = _("%(company)s heeft uw vragen. De brief wordt gemaakt.")
        messages.success(self.request, text % words)
        return redirect("desk:queue", self.kwargs["year"])

    def file_page(self) -> str:
        """Return the page of the file."""
        return file_url(self.request, self.kwargs["year"])

    def again(self, form: DecisionForm, status: int, **more) -> HttpResponse:
        """Show the page again with what was typed."""
        return self.render_to_response(self.get_context_data(form=form, **more), status=status)

    def refused(self, form: DecisionForm, words: str, status: int, url: str = "") -> HttpResponse:
        """Say why nothing was decided."""
        return self.again(form, status, problems=[Line(words, url)])

    def get_context_data(self, form: DecisionForm | None = None, **kwargs) -> dict:
        """Gather what a decision rests on. As many queries for any file."""
        talks = list(ReviewThread.objects.of_file(self.assessment))
        going = [talk for talk in talks if not talk.is_settled]
        begin = {
            "language": get_language() or "nl",
            "kind": K.QUESTIONS if going else K.ACCEPTED,
        }
        review = review_of(self.assessment)
        is_away = review.is_held_by_another(self.request.user)
        context = {
            "year": self.kwargs["year"],
            "form": form or DecisionForm(initial=begin),
            "going": len(going),
            "with_member": sum(talk.turn == Side.COMPANY for talk in going),
            "opened": sum(talk.asks_change for talk in going),
            "beside": len(scores_beside(self.assessment)),
            "agreed": Agreement.objects.of_file(self.assessment).count(),
            "asked": self.assessment.figures.get("asked", 0),
            "holder": holder_in_words(review) if is_away else "",
            "review": review,
            "may_review": self.may_review,
            "letters": letters_of(self.assessment),
        }
        return super().get_context_data(**kwargs | context)
