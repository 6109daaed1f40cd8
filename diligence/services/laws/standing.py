"""What the parts of a file hold, for the standards of the crosswalk."""

from diligence.framework.coverage import Holds
from diligence.models import Action, Assessment, GrievanceChannel, Risk, SourcingLine

STATEMENTS = 4


def holds_of(assessment: Assessment) -> Holds:
    """Count what a file as it stands holds beside its answers. Four statements."""
    company = assessment.company_id
    risks = Risk.objects.of_file(assessment).kept().order_by("pk")
    return Holds(
        chain=SourcingLine.objects.of_file(assessment).count(),
        themes=tuple(risks.values_list("theme", flat=True)),
        plan=Action.objects.for_company(company).of_year(assessment.cycle.year).count(),
        remedy=GrievanceChannel.objects.for_company(company).kept().count(),
    )
