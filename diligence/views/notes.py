"""Notes to colleagues at a question: seen inside the company only."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View

from companies.permissions import Permission
from diligence.forms import name_of
from diligence.framework.schema import Question, UnknownQuestion
from diligence.models import ColleagueNote
from diligence.services.notes import MOST_CHARACTERS, EmptyNote, leave_note, mark_done
from diligence.templatetags.diligence import question_url
from diligence.views.base import AssessmentMixin


class LeaveNote(AssessmentMixin, View):
    """Leave a note at a question. One form serves all questions of a page, so the box is named."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, company, year, question) -> HttpResponse:
        """Keep the note and go back to its question."""
        asked = self.question(question)
        typed = request.POST.get(name_of(asked, "note"), request.POST.get("text", ""))
        try:
            leave_note(self.assessment, asked.key, typed, by=request.user)
        except EmptyNote:
            text = _("Schrijf een notitie van 1 tot en met %(most)s tekens.")
            messages.error(request, text % {"most": MOST_CHARACTERS})
        else:
            messages.success(request, _("Uw notitie is geplaatst. Alleen uw collega’s zien haar."))
        return redirect(question_url(self.assessment, asked))

    def question(self, key: str) -> Question:
        """Return the question in the address, or answer 404."""
        try:
            return self.edition.question(key)
        except UnknownQuestion as error:
            raise Http404 from error


class NoteDone(AssessmentMixin, View):
    """Mark that a note was dealt with."""

    grants = {"post": Permission.ANSWERS_CHANGE}

    def post(self, request, company, year, pk) -> HttpResponse:
        """Mark it and go back to its question; the note stays readable."""
        notes = ColleagueNote.objects.for_company(request.company)
        note = get_object_or_404(notes, assessment=self.assessment, pk=pk)
        mark_done(note, self.assessment, by=request.user)
        messages.success(request, _("De notitie is afgehandeld."))
        return redirect(question_url(self.assessment, self.assessment.question(note.question)))
