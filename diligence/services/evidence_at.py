"""What stands as proof at the answers of a file."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from diligence.models import Assessment, EvidenceUse

ByQuestion = Mapping[str, Sequence[EvidenceUse]]


def evidence_of(assessment: Assessment) -> ByQuestion:
    """Return what stands at each question of this file, oldest first; nothing removed. One query.

    Each use has its `evidence` and `file` (name, number, content_type, size, sha256, state).
    """
    return evidence_in(assessment.company_id, [assessment.pk])[assessment.pk]


def evidence_in(company: UUID, files: Collection[UUID]) -> Mapping[UUID, ByQuestion]:
    """Return the same of several files of a company. One query."""
    uses = EvidenceUse.objects.for_company(company).filter(assessment__in=files)
    found: dict[UUID, dict[str, list[EvidenceUse]]] = {file: {} for file in files}
    for use in uses.standing().order_by("added_at", "pk"):
        found[use.assessment_id].setdefault(use.question, []).append(use)
    return found
