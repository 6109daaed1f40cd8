"""Decide, on the page of a part, whether answers of the year before still hold."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from companies.permissions import Permission
from diligence.framework.schema import Question, UnknownQuestion
from diligence.framework.values import InvalidValue
from diligence.models import CarryDecision
from diligence.services.answers import AnswerLocked, AssessmentClosed
from diligence.services.carry.choosing import choose_proof
from diligence.services.carry.deciding import (
    ChangedSince,
    Choice,
    NotDecided,
    Undecided,
    confirm_shown,
    decide,
    undo,
)
from diligence.templatetags.diligence import anchor, part_url
from diligence.views.faces.lines import Line
from diligence.views.faces.replies import card_reply
from diligence.views.faces.words_of_carry import words_of_refusal
from diligence.views.parts import PartPage

Kind = CarryDecision.Kind
SEAL, GONE, SURE, ALONG = "former:", "gone:", "sure:", "along:"
"""Before a question's key: the seal of what was shown, the reason why it applies no longer, that
the page offered "still true", and a document that goes to the changed answer."""


class Carry(PartPage):
    """The buttons beside former answers: one decision, all of the page, or taking one back.

    Pressed without script they send the whole form, so that what was typed elsewhere on the page is
    saved as well. Script sends the one question and gets its card as it stands after.
    """

    grants = {"get": Permission.FILE_VIEW, "post": Permission.ANSWERS_CHANGE}

    def get(self, request, *args, **kwargs) -> HttpResponse:
        """Show the page: after signing in again, somebody lands where they pressed."""
        return redirect(part_url(self.assessment, self.part.key))

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Do what the pressed button says."""
        if again := self.save():
            return again
        what, _space, key = request.POST.get("carry", "").partition(" ")
        try:
            if what == "all":
                return self.confirm()
            return self.one(what, self.asked(key))
        except AssessmentClosed as closed:
            return self.closed([], closed)

    def asked(self, key: str) -> Question:
        """Return the question a button belongs to, or answer 404."""
        try:
            question = self.edition.question(key)
        except UnknownQuestion as error:
            raise Http404 from error
        if question.part != self.part.key:
            raise Http404
        return question

    def one(self, what: str, question: Question) -> HttpResponse:
        """Decide about one answer, or take that back."""
        if what not in ("undo", "proof", *Kind.values):
            return redirect(part_url(self.assessment, self.part.key))
        try:
            self.act(what, question)
        except (Undecided, NotDecided, ChangedSince, AnswerLocked) as refusal:
            return self.not_decided(question, words_of_refusal(refusal), 409)
        except InvalidValue as error:
            words = [problem.text(get_language() or "nl") for problem in error.problems]
            return self.not_decided(question, " ".join(words), 422)
        if self.wants_json:
            return card_reply(self.request, self.assessment, question)
        messages.success(self.request, told(what))
        return redirect(f"{part_url(self.assessment, self.part.key)}#{anchor(question)}")

    def act(self, what: str, question: Question) -> None:
        """Do what the button says with one earlier answer."""
        file, key, by = self.assessment, question.key, self.request.user
        if what == "undo":
            undo(file, key, by=by)
        elif what == "proof":
            choose_proof(file, key, self.request.POST.getlist(ALONG + key), by=by)
        else:
            decide(file, key, self.choice(what, question), by=by)

    def choice(self, what: str, question: Question) -> Choice:
        """Return what was chosen, with the seal that stood on the page."""
        data = self.request.POST
        seal, reason = data.get(SEAL + question.key, ""), data.get(GONE + question.key, "")
        return Choice(what, seal, reason)

    def not_decided(self, question: Question, problem: str, status: int) -> HttpResponse:
        """Show the question again with why nothing was decided, and the reason that was typed."""
        refused = {
            "problems": {question.key: problem},
            "reasons": {question.key: self.request.POST.get(GONE + question.key, "")},
        }
        if self.wants_json:
            return card_reply(
                self.request, self.assessment, question, refused=refused, status=status
            )
        return self.shown_again(refused, status)

    def shown_again(self, refused: Mapping[str, Mapping[str, str]], status: int) -> HttpResponse:
        """Show the page with what stood in the way, each line leading to its question."""
        problems = [
            Line(text, f"#{anchor(key)}-former") for key, text in refused["problems"].items()
        ]
        context = self.get_context_data(refused=refused, problems=problems, undecided=True)
        return self.render_to_response(context, status=status)

    def confirm(self) -> HttpResponse:
        """Say "still true" of everything on the page; tell of each answer why not."""
        data = self.request.POST
        sure = [name.removeprefix(SURE) for name in data if name.startswith(SURE)]
        seals = {key: data.get(SEAL + key, "") for key in sure}
        outcome = confirm_shown(self.assessment, seals, self.part.key, by=self.request.user)
        if count := len(outcome.confirmed):
            text = ngettext(
                "%(count)s antwoord is overgenomen.",
                "%(count)s antwoorden zijn overgenomen.",
                count,
            )
            messages.success(self.request, text % {"count": count})
        if outcome.refused:
            problems = {key: words_of_refusal(one) for key, one in outcome.refused.items()}
            return self.shown_again({"problems": problems, "reasons": {}}, 409)
        return redirect(part_url(self.assessment, self.part.key))

    @property
    def wants_json(self) -> bool:
        """Tell whether script asks."""
        return "application/json" in self.request.headers.get("Accept", "")


def told(what: str) -> str:
    """Return what was done, in a sentence."""
    words: dict[str, str] = {
        "proof": _("Vastgelegd welk bewijs bij de vraag staat."),
        Kind.STILL_TRUE: _("Overgenomen. U kunt dit ongedaan maken bij de vraag."),
        Kind.CHANGED: _("Het vorige antwoord staat klaar als voorstel. Pas het aan."),
        Kind.NO_LONGER: _("Vastgelegd: niet meer van toepassing."),
    }
    return words.get(what) or _("Uw keuze is ongedaan gemaakt.")
