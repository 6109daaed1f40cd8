"""Where an action begins: a model measure at a weak answer, or an idea of one's own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.services.plan import actions as services
from diligence.services.plan.offers import UnknownMeasure, measure_of, weak_answers
from diligence.views.base import AssessmentMixin
from diligence.views.faces.lines import Line
from diligence.views.plan.forms import ActionForm
from diligence.views.plan.mixins import PlanMixin
from diligence.views.plan.words import too_many_actions


class Measures(AssessmentMixin, PlanMixin, TemplateView):
    """What would help at each answer below the highest level; one press makes it an action."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/plan/measures.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather the weak answers with what is offered. Two queries more than any page."""
        context = {"weak": weak_answers(self.assessment)}
        return super().get_context_data(**context | kwargs)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Make an action of the measure, and go there to plan it."""
        language = get_language() or "nl"
        try:
            measure = measure_of(self.assessment, request.POST.get("measure", ""))
            self.edition.question(question := request.POST.get("question", ""))
        except (UnknownMeasure, LookupError):
            text = _("Deze maatregel kennen wij niet. Kies er hieronder een.")
            return self.refuse(422, problems=[Line(text, "")])
        details = services.ActionDetails(
            title=measure.title.get(language)[:150],
            goal=measure.smart.get(language)[:2000],
            indicator=measure.indicator.get(language)[:300],
        )
        try:
            action = services.add_action(
                request.company,
                details,
                year=self.assessment.cycle.year,
                by=request.user,
                measure=measure.key,
                questions=[question],
            )
        except services.TooManyActions:
            return self.refuse(409, problems=[Line(too_many_actions(), "")])
        messages.success(request, _("De actie staat in uw plan. Maak haar hieronder compleet."))
        return redirect(self.url_of(action))


class NewAction(PlanMixin, TemplateView):
    """An idea of one's own."""

    grants = {"get": Permission.ANSWERS_CHANGE, "post": Permission.ANSWERS_CHANGE}
    template_name = "diligence/plan/new.html"

    def get_context_data(self, **kwargs) -> dict:
        """Show an empty form."""
        return super().get_context_data(
            **{"form": ActionForm(company=self.request.company)} | kwargs
        )

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Put it in the plan."""
        form = ActionForm(request.POST, company=request.company)
        if not form.is_valid():
            return self.refuse(422, form=form)
        year = timezone.localdate().year
        try:
            action = services.add_action(
                request.company, form.details(), year=year, by=request.user
            )
        except services.TooManyActions:
            return self.refuse(409, form=form, problems=[Line(too_many_actions(), "")])
        messages.success(request, _("De actie staat in uw plan."))
        return redirect(self.url_of(action))
