"""Autosave of one answer."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from companies.mixins import GrantRequired
from companies.permissions import Permission
from diligence.forms import LANGUAGE, change_in, entry_of
from diligence.framework.schema import Question, UnknownQuestion
from diligence.framework.values import InvalidValue
from diligence.models import Assessment
from diligence.services.answers import (
    AnswerLocked,
    AssessmentClosed,
    Change,
    Saved,
    StaleAnswer,
    lock_year,
    save_in,
)
from diligence.services.figures import standing_of
from diligence.views.faces.card import QuestionFace, number_of
from diligence.views.faces.conflict import ConflictFace
from diligence.views.faces.replies import lines, refusal, saved_reply
from diligence.views.faces.status import closed_sentence

WRITER = "X-Signed-In-As"
"""Who the page was made for: nobody's words are stored under another's name."""


class SaveAnswer(GrantRequired, View):
    """Take one answer from the page and say what became of it.

    The version that was seen comes in `If-Match` or in the form. 428: it is missing. 412: a
    colleague was first, both texts come back and ours is kept. 422: it is no answer. 409: the
    file is closed. 401: somebody else signed in since the page was made.
    """

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request: HttpRequest, company: str, year: int, question: str) -> HttpResponse:
        """Save; every outcome is JSON with a sentence."""
        if request.headers.get(WRITER, str(request.user.pk)) != str(request.user.pk):
            return refusal(401, _("U bent ingelogd als iemand anders."))
        try:
            file = lock_year(request.company, year)
            asked = file.edition.question(question)
        except (Assessment.DoesNotExist, UnknownQuestion) as error:
            raise Http404 from error
        except AssessmentClosed as closed:
            return refusal(409, closed_sentence(closed.status))
        file.company = request.company
        change = self.change(asked)
        if change is None:
            return refusal(428, _("Herlaad de pagina: wij weten niet welke tekst u zag."))
        return self.saved(file, change)

    def change(self, asked: Question) -> Change | None:
        """Return what was sent; None without a version."""
        data = self.request.POST.copy()
        if match := self.request.headers.get("If-Match"):
            data[f"{asked.key}:version"] = match.strip().removeprefix("W/").strip('"')
        return change_in(asked, data)

    def saved(self, file: Assessment, change: Change) -> HttpResponse:
        """Save what was sent, in the language its form was written in."""
        try:
            with translation.override(form_language(self.request)):
                saved = save_in(file, change, by=self.request.user)
        except AnswerLocked as closed:
            return refusal(409, closed_sentence(closed.status))
        except InvalidValue as error:
            face = self.face(file, change, error)
            text = face.problems[0].text
            return refusal(422, text, problems=lines(face.problems))
        except StaleAnswer as stale:
            return self.stale(file, stale, change.question)
        part = file.edition.part(change.question.part)
        return saved_reply(kept_face(file, change.question, saved), saved, part)

    def face(self, file: Assessment, change: Change, error: InvalidValue) -> QuestionFace:
        """Return the question with what was refused in it."""
        return QuestionFace(
            question=change.question,
            number="",
            situation=standing_of(file, ()).situation,
            answer=None,
            entry=change.entry,
            error=error,
        )

    def stale(self, file: Assessment, stale: StaleAnswer, asked: Question) -> HttpResponse:
        """Send both texts, side by side."""
        conflict = ConflictFace(
            conflict=stale.conflict,
            answer=stale.answer,
            question=asked,
            situation=standing_of(file, file.answers.all()).situation,
            file=file,
        )
        panel = render_to_string("diligence/_conflict.html", {"conflict": conflict}, self.request)
        message = _("%(person)s wijzigde dit antwoord ook. Kies welke tekst blijft.")
        return refusal(412, message % {"person": conflict.by}, panel=panel)


def kept_face(file: Assessment, asked: Question, saved: Saved) -> QuestionFace:
    """Return a question as it stands after saving."""
    part = file.edition.part(asked.part)
    return QuestionFace(
        question=asked,
        number=number_of(part, part.questions.index(asked) + 1),
        situation=saved.standing.situation,
        answer=saved.answer,
        entry=entry_of(saved.answer),
    )


def form_language(request: HttpRequest) -> str:
    """Return the language the form was written in, which the reader may have left since."""
    sent = request.POST.get(LANGUAGE)
    return sent if sent in dict(settings.LANGUAGES) else get_language() or "nl"
