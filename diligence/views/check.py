"""Check every answer, hand the file in, and get a receipt."""

from django import forms
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from companies.permissions import Permission
from diligence.framework.next_steps import Preview, preview
from diligence.models import Answer
from diligence.services.answer_list import answer_lists
from diligence.services.assessments import (
    NotReady,
    latest_receipt,
    submit,
    submitters_of,
)
from diligence.services.figures import standing_of
from diligence.services.findings import check_list_of
from diligence.services.left_out import left_out
from diligence.services.score_card import score_card
from diligence.services.states import IllegalStep
from diligence.views.base import AssessmentMixin
from diligence.views.problems import problems_of


class SubmitForm(forms.Form):
    """The word of somebody who may speak for the company."""

    authority = forms.BooleanField(
        label=_("Bevestiging"),
        error_messages={
            "required": _(
                "Vink aan dat u de antwoorden hebt nagekeken en namens uw bedrijf indient."
            )
        },
    )


class Check(AssessmentMixin, FormView):
    """Everything in the file that deserves a look, every answer in words, and the score so far."""

    grants = {"get": Permission.FILE_VIEW}
    template_name = "diligence/check.html"
    form_class = SubmitForm

    def get_context_data(self, **kwargs):
        """Gather what to look at, the answers and the score."""
        assessment, access = self.assessment, self.request.access
        answers = Answer.objects.for_company(self.request.company).filter(assessment=assessment)
        standing = standing_of(assessment, answers)
        checks = check_list_of(assessment, standing.situation)
        kwargs.setdefault("problems", [])
        return super().get_context_data(
            progress=standing.progress,
            checks=checks,
            lists=answer_lists(standing.situation, checks.findings, get_language()),
            preview=self.preview(answers),
            card=score_card(assessment, standing),
            may_change=assessment.is_open and access.may(Permission.ANSWERS_CHANGE),
            may_submit=assessment.is_open and access.may(Permission.FILE_SUBMIT),
            submitters=self.submitters(),
            **kwargs,
        )

    def preview(self, answers) -> Preview:
        """Return the cheapest steps up from here."""
        return preview(
            self.edition,
            answers.given(),
            membership_year=self.assessment.membership_year,
            targets=self.assessment.cycle.expected,
            today=timezone.localdate(),
        )

    def submitters(self) -> list:
        """Return who may submit, for whoever may not."""
        access = self.request.access
        if access.is_visit or access.may(Permission.FILE_SUBMIT) or not self.assessment.is_open:
            return []
        return submitters_of(self.request.company)


class Submit(Check):
    """Hand the file in. Doing it twice is doing it once."""

    grants = {"get": Permission.FILE_VIEW, "post": Permission.FILE_SUBMIT}

    def get(self, request, *args, **kwargs):
        """Show nothing here: after signing in again, somebody lands where they pressed."""
        return redirect("diligence:check", *self.address)

    def post(self, request, *args, **kwargs):
        """Submit, unless it was done already."""
        if not self.assessment.is_open:
            return redirect("diligence:submitted", *self.address)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        """Freeze and hand over; what stands in the way comes back as a list with links."""
        try:
            submit(self.assessment, by=self.request.user)
        except NotReady:
            return self.form_invalid(form)
        except IllegalStep:  # somebody was first, a moment ago
            pass
        return redirect("diligence:submitted", *self.address)

    def form_invalid(self, form):
        """Show the check again with all that is wrong on top; the tick in the box stays."""
        context = self.get_context_data(form=form)
        context["problems"] = problems_of(self.assessment, context["checks"])
        return self.render_to_response(context, status=422)

    @property
    def address(self) -> tuple[str, int]:
        """Return what names this file in an address."""
        return self.request.company.slug, self.assessment.cycle.year


class Submitted(AssessmentMixin, TemplateView):
    """The receipt: what was handed in, when, by whom, and what happens next."""

    grants = {"get": Permission.FILE_VIEW}
    template_name = "diligence/submitted.html"

    def get(self, request, *args, **kwargs):
        """Show it once there is one; before that the check is the page to be on."""
        self.receipt = latest_receipt(self.assessment)
        if self.receipt is None:
            return redirect("diligence:check", request.company.slug, self.assessment.cycle.year)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        """Add the snapshot whose code is the proof, and the documents that are not in it."""
        missed = left_out(self.assessment, self.receipt)
        return super().get_context_data(receipt=self.receipt, missed=missed, **kwargs)
