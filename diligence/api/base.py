"""What every address inside a company's year has in common."""

from companies.api.base import CompanyApi
from convenant.api.problems import NOT_FOUND, Refusal
from diligence.framework.schema import Edition, Question, UnknownQuestion
from diligence.models import Answer, Assessment


class FileApi(CompanyApi):
    """Load the company's year once the caller may come in; views act on `self.assessment`."""

    assessment: Assessment

    def initial(self, request, *args, **kwargs) -> None:
        """Fetch the file with its cycle and questionnaire."""
        super().initial(request, *args, **kwargs)
        files = Assessment.objects.for_company(request.company).with_cycle()
        found = files.of_year(kwargs["year"]).select_related("touched_by").first()
        if found is None:
            raise Refusal(NOT_FOUND)
        self.assessment = found
        found.company = request.company

    @property
    def edition(self) -> Edition:
        """Return the questionnaire of this year."""
        return self.assessment.edition

    def answers(self):
        """Return the file's answers with who wrote them last."""
        mine = Answer.objects.for_company(self.request.company).filter(assessment=self.assessment)
        return mine.select_related("changed_by")

    def question(self) -> Question:
        """Return the question in the address. Raises Refusal."""
        try:
            return self.edition.question(self.kwargs["question"])
        except UnknownQuestion as error:
            raise Refusal(NOT_FOUND) from error
