"""Find a question or one's own words in a file."""

from django.utils import timezone
from django.utils.translation import get_language
from django.views.generic import TemplateView

from companies.permissions import Permission
from diligence.framework.conditions import situation_of
from diligence.models import Answer
from diligence.services.search import MOST_CHARACTERS, search
from diligence.views.base import AssessmentMixin


class Search(AssessmentMixin, TemplateView):
    """Search this company's file of this year, and nothing else."""

    grants = {"get": Permission.FILE_VIEW}
    template_name = "diligence/search.html"

    def get_context_data(self, **kwargs):
        """Look for the words of `q` in the questions and answers that show."""
        company = self.request.company
        query = self.request.GET.get("q", "")[:MOST_CHARACTERS].strip()
        answers = Answer.objects.for_company(company).filter(assessment=self.assessment)
        situation = situation_of(self.edition, answers.given(), today=timezone.localdate())
        groups = search(situation, query, get_language())
        return super().get_context_data(
            query=query, groups=groups, total=sum(len(group.hits) for group in groups), **kwargs
        )
