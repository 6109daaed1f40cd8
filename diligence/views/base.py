"""What every page inside a company's year has in common."""

from uuid import UUID

from django.http import Http404

from companies.mixins import GrantRequired
from convenant.prepared import Prepared
from diligence.models import Assessment

FILES: Prepared[Assessment] = Prepared(
    lambda company, year: Assessment.objects.for_company(company).with_cycle().of_year(year),
    company=UUID,
    year=int,
)


class AssessmentMixin(GrantRequired):
    """Load the company's year in `setup`; views act on `self.assessment`.

    A year without a file is a 404. The company comes from the doorway (request.company), never
    from the address alone; the row-level policies hold besides.
    """

    def setup(self, request, *args, **kwargs) -> None:
        """Fetch the file with its cycle and questionnaire. One query."""
        super().setup(request, *args, **kwargs)
        file = FILES.first(company=request.company.pk, year=kwargs["year"])
        if file is None:
            raise Http404
        self.assessment = file
        self.assessment.company = request.company

    @property
    def edition(self):
        """Return the questionnaire of this year."""
        return self.assessment.edition

    def get_context_data(self, **kwargs) -> dict:
        """Add the file and what this person may do, for every template.

        `company` is the company itself, not its name in the address as Django would have it.
        """
        own = {
            "assessment": self.assessment,
            "company": self.request.company,
            "edition": self.edition,
            "access": self.request.access,
        }
        return super().get_context_data(**kwargs | own)
