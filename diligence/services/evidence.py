"""Proof at answers: which document stands where, and whether it still holds."""

import datetime
from collections.abc import Mapping, Sequence

from diligence.models import Assessment, Evidence, EvidenceUse


def evidence_of(assessment: Assessment) -> Mapping[str, Sequence[EvidenceUse]]:
    """Return what stands at each question of this file, oldest first; nothing removed. One query.

    Each use has its `evidence` and `file` (name, number, content_type, size, sha256, state).
    """
    uses = EvidenceUse.objects.for_company(assessment.company_id).filter(assessment=assessment)
    found: dict[str, list[EvidenceUse]] = {}
    for use in uses.standing().order_by("added_at", "pk"):
        found.setdefault(use.question, []).append(use)
    return found


def is_expired(evidence: Evidence, today: datetime.date) -> bool:
    """Tell whether the last day of a document has passed."""
    return evidence.is_expired(today)
