"""Take answers to a former questionnaire over, on the page of a part."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from companies.permissions import Permission
from diligence.framework.schema import UnknownQuestion
from diligence.services.answers import AnswerLocked, AssessmentClosed
from diligence.services.versions import taking
from diligence.services.versions.moving import TooLate
from diligence.templatetags.diligence import anchor, part_url
from diligence.views.faces.lines import Line
from diligence.views.faces.replies import card_reply
from diligence.views.faces.status import closed_sentence
from diligence.views.parts import PartPage


class Take(PartPage):
    """The buttons beside an answer to a former question: take it over here, and undo that.

    Pressed without script they send the whole form, so that what was typed is saved first. Script
    sends the one question, with the version it shows, and gets its card as it stands after.
    """

    grants = {"get": Permission.FILE_VIEW, "post": Permission.ANSWERS_CHANGE}

    def get(self, request, *args, **kwargs) -> HttpResponse:
        """Show the page: after signing in again, somebody lands where they pressed."""
        return redirect(part_url(self.assessment, self.part.key))

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Do what the pressed button says."""
        if again := self.save():
            return again
        what, _space, which = request.POST.get("take", "").partition(" ")
        key, _space, former = which.partition(" ")
        try:
            question = self.edition.question(key)
        except UnknownQuestion as error:
            raise Http404 from error
        if question.part != self.part.key or what not in ("over", "back"):
            raise Http404
        try:
            self.act(what, key, former)
        except (taking.NotTaken, TooLate, AnswerLocked) as refusal:
            return self.not_taken(key, former, words_of(refusal))
        except AssessmentClosed as closed:
            return self.closed([], closed)
        if self.wants_json:
            return card_reply(request, self.assessment, question)
        messages.success(request, TOLD[what]())
        return redirect(f"{part_url(self.assessment, self.part.key)}#{anchor(question)}")

    def act(self, what: str, key: str, former: str) -> None:
        """Take over or back; what this very form saved a moment ago is no change by another."""
        if what == "back":
            taking.give_back(self.assessment, key, former, by=self.request.user)
            return
        data = self.request.POST
        sent = data.get(f"seen:{key}") or data.get(f"{key}:version") or "0"
        seen = int(sent) if sent.isdecimal() else -1
        taking.take(self.assessment, key, former, seen=seen, unheard=1, by=self.request.user)

    def not_taken(self, key: str, former: str, problem: str) -> HttpResponse:
        """Show the question again, with why nothing was taken over."""
        untaken = {(key, former): problem}
        if self.wants_json:
            question = self.edition.question(key)
            return card_reply(self.request, self.assessment, question, untaken=untaken, status=409)
        problems = [Line(problem, f"#{anchor(key)}-kept")]
        self.untaken = untaken
        context = self.get_context_data(problems=problems, undecided=True)
        return self.render_to_response(context, status=409)

    @property
    def wants_json(self) -> bool:
        """Tell whether script asks."""
        return "application/json" in self.request.headers.get("Accept", "")


def over() -> str:
    """Return that it was taken over."""
    return _("Overgenomen. Lees het na; u kunt dit ongedaan maken bij de vraag.")


def back() -> str:
    """Return that it was given back."""
    return _("Het overnemen is ongedaan gemaakt.")


TOLD = {"over": over, "back": back}


def words_of(refusal: Exception) -> str:
    """Return why nothing was taken over or back, and what to do."""
    match refusal:
        case TooLate():
            return _("Terugzetten kon tot dertig dagen na het overstappen.")
        case AnswerLocked():
            return closed_sentence("locked")
        case taking.ChangedMeanwhile():
            return _("Dit antwoord is intussen gewijzigd en bleef staan. Lees het en kies opnieuw.")
        case taking.DoesNotFit():
            return _("Dit past hier niet meer, of staat er al. Neem over wat u nodig hebt.")
    return _("Dit antwoord staat hier niet. Herlaad de pagina.")
