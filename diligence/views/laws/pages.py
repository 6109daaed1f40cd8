"""The laws beside a file: all of them, and one with its clauses, gaps and extracts."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.framework.conditions import Situation, situation_of
from diligence.framework.coverage import coverage_of, coverages, useful_steps
from diligence.framework.crosswalk import Standard, standard_at
from diligence.models import Answer
from diligence.reports.words import number_of
from diligence.services.laws.standing import holds_of
from diligence.views.base import AssessmentMixin
from diligence.views.laws.faces import StandardFace, StepFace

STEPS_SHOWN = 5


class LawsOfYear(AssessmentMixin):
    """The answers of one company and year, to hold standards against."""

    grants = {"get": Permission.FILE_VIEW}

    @property
    def language(self) -> str:
        """Return the language of the page."""
        return (get_language() or "nl")[:2]

    def situation(self) -> Situation:
        """Return what this company answered. One query."""
        answers = Answer.objects.for_company(self.request.company).filter(
            assessment=self.assessment
        )
        return situation_of(self.edition, answers.given(), today=timezone.localdate())

    def standard(self) -> Standard:
        """Return the standard of the address, or answer 404."""
        found = standard_at(self.kwargs["standard"])
        if found is None:
            raise Http404
        return found


class Laws(LawsOfYear, TemplateView):
    """Every standard: whether it touches this company, and how far the file answers it."""

    template_name = "diligence/laws/laws.html"

    def get_context_data(self, **kwargs):
        """Count all of them, and find the answers that serve most."""
        situation, today = self.situation(), timezone.localdate()
        found = coverages(situation, holds_of(self.assessment))
        faces = [StandardFace(each, situation, self.language, today) for each in found]
        may_change = self.request.access.may(Permission.ANSWERS_CHANGE)
        steps = useful_steps(found, STEPS_SHOWN)
        return super().get_context_data(
            touching=[face for face in faces if face.coverage.applies is True],
            unknown=[face for face in faces if face.coverage.applies is None],
            others=[face for face in faces if face.coverage.applies is False],
            is_old=any(face.is_old for face in faces),
            steps=[
                StepFace(
                    step,
                    number_of(step.question, self.edition),
                    tuple(standard.key for standard in step.standards),
                )
                for step in steps
            ],
            may_change=self.assessment.is_open and may_change,
            **kwargs,
        )


class Law(LawsOfYear, TemplateView):
    """One standard: each clause with what answers it, what is missing, and its extracts."""

    template_name = "diligence/laws/law.html"

    def get_context_data(self, **kwargs):
        """Hold it against the file."""
        standard, situation = self.standard(), self.situation()
        coverage = coverage_of(standard, situation, holds_of(self.assessment))
        face = StandardFace(coverage, situation, self.language, timezone.localdate())
        return super().get_context_data(
            face=face,
            follows=standard_at(standard.follows.lower()) if standard.follows else None,
            may_change=self.assessment.is_open
            and self.request.access.may(Permission.ANSWERS_CHANGE),
            **kwargs,
        )
