"""What stands as proof at the answers of a file."""

from collections.abc import Mapping, Sequence

from diligence.models import Assessment, EvidenceUse


def evidence_of(assessment: Assessment) -> Mapping[str, Sequence[EvidenceUse]]:
    """Return what stands at each question of this file, oldest first; nothing removed. One query.

    Each use has its `evidence` and `file` (name, number, content_type, size, sha256, state).
    """
    uses = EvidenceUse.objects.for_company(assessment.company_id).filter(assessment=assessment)
    found: dict[str, list[EvidenceUse]] = {}
    for use in uses.standing().order_by("added_at", "pk"):
        found.setdefault(use.question, []).append(use)
    return found
