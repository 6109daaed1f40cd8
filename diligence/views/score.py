"""Where every point comes from."""

from django.utils import timezone
from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.framework.next_steps import next_steps
from diligence.models import Answer
from diligence.services.desk.verdicts import score_with, scores_beside
from diligence.services.figures import standing_of
from diligence.services.score_card import score_card
from diligence.services.score_years import score_years
from diligence.views.base import AssessmentMixin

STEPS_SHOWN = 5


class ScoreExplained(AssessmentMixin, TemplateView):
    """The score with each question's part in it, the rule, and apart from it the expectation."""

    grants = {"get": Permission.FILE_VIEW}
    template_name = "diligence/score.html"

    def get_context_data(self, **kwargs):
        """Gather the sums, the expectation and the cheapest steps up."""
        assessment, company = self.assessment, self.request.company
        answers = Answer.objects.for_company(company).filter(assessment=assessment)
        standing = standing_of(assessment, answers)
        steps = next_steps(
            self.edition, answers.given(), count=STEPS_SHOWN, today=timezone.localdate()
        )
        beside = scores_beside(assessment) if assessment.submitted_at else {}
        return super().get_context_data(
            beside=[
                (row.question, row.level, beside[row.question.key])
                for row in standing.score.questions
                if row.question.key in beside
            ],
            score_beside=score_with(standing.situation, beside, standing.score),
            card=score_card(assessment, standing),
            trend=score_years(assessment, standing.score),
            size=standing.situation.size,
            next_steps=steps,
            may_change=assessment.is_open and self.request.access.may(Permission.ANSWERS_CHANGE),
            **kwargs,
        )
