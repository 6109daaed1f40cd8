"""Choose between two texts for one question."""

from functools import cached_property

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.forms import whole
from diligence.framework.schema import Kind
from diligence.framework.values import InvalidValue
from diligence.models import AnswerConflict
from diligence.services.answers import AssessmentClosed, StaleAnswer
from diligence.services.conflicts import Choice, Merged, choose
from diligence.services.figures import standing_of
from diligence.templatetags.diligence import question_url
from diligence.views.answers import form_language
from diligence.views.base import AssessmentMixin
from diligence.views.faces.conflict import ConflictFace
from diligence.views.faces.replies import card_reply, refusal
from diligence.views.faces.status import closed_sentence


class ResolveConflict(AssessmentMixin, TemplateView):
    """Both texts with a button each; a page of its own, and what the panel at the question asks.

    Only the writer of the text that came second can choose. Script asks for JSON and gets the
    question as it stands after the choice.
    """

    grants = {"get": Permission.ANSWERS_CHANGE, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/conflict.html"

    @cached_property
    def conflict(self) -> AnswerConflict:
        """Return the conflict in the address with what stands, or answer 404."""
        mine = AnswerConflict.objects.for_company(self.request.company)
        mine = mine.filter(answer__assessment=self.assessment, changed_by=self.request.user)
        mine = mine.select_related("answer__changed_by", "changed_by")
        return get_object_or_404(mine, pk=self.kwargs["pk"])

    @property
    def asked(self):
        """Return the question it is about."""
        return self.edition.question(self.conflict.question)

    @property
    def back(self) -> str:
        """Return the place of the question on its page."""
        return question_url(self.assessment, self.asked)

    def get(self, request, *args, **kwargs) -> HttpResponse:
        """Show both texts; once a choice was made there is nothing to show."""
        if self.conflict.resolved_at:
            return redirect(self.back)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        """Add the two texts."""
        situation = standing_of(self.assessment, self.assessment.answers.all()).situation
        face = ConflictFace(
            conflict=self.conflict,
            answer=self.conflict.answer,
            question=self.asked,
            situation=situation,
            file=self.assessment,
        )
        return super().get_context_data(conflict=face, back=self.back, **kwargs)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Settle it as chosen. What can't be saved leaves the conflict open."""
        problem = "" if self.conflict.resolved_at else self.settle()
        if problem:
            return self.again(problem)
        if self.wants_json:
            return card_reply(request, self.assessment, self.asked)
        text = _("Uw keuze is opgeslagen. De andere tekst staat bij de versies.")
        messages.success(request, text)
        return redirect(self.back)

    @property
    def wants_json(self) -> bool:
        """Tell whether script asks."""
        return "application/json" in self.request.headers.get("Accept", "")

    def settle(self) -> str:
        """Make the choice; return what stood in the way, nothing when it is made."""
        data = self.request.POST
        if data.get("choice") not in list(Choice):
            return _("Kies welke tekst blijft.")
        seen = whole(self.request.GET.get("seen")) or 0
        choice = Choice(data["choice"])
        try:
            with translation.override(form_language(self.request)):
                choose(
                    self.conflict,
                    self.assessment,
                    choice,
                    seen=seen,
                    made=self.made(),
                    by=self.request.user,
                )
        except InvalidValue as error:
            language = get_language() or "nl"
            return " ".join(problem.text(language) for problem in error.problems)
        except StaleAnswer as stale:
            self.kwargs["pk"] = stale.conflict.pk  # what was made of both waits now, in its place
            return _("Dit antwoord is intussen nog een keer gewijzigd. Kies opnieuw.")
        except AssessmentClosed as closed:
            return closed_sentence(closed.status)
        return ""

    def made(self) -> Merged:
        """Return what was made of both texts."""
        data = self.request.POST
        text = data.get(f"merged-{self.conflict.pk}", "")
        if self.asked.kind == Kind.MATURITY:
            return Merged(data.get(f"level-{self.conflict.pk}", ""), text)
        return Merged(text)

    def again(self, problem: str) -> HttpResponse:
        """Show both texts once more, with what stands in the way."""
        del self.conflict
        context = self.get_context_data(problem=problem)
        if self.wants_json:
            panel = render_to_string("diligence/_conflict.html", context, self.request)
            return refusal(412, problem, panel=panel)
        return self.render_to_response(context, status=412)
