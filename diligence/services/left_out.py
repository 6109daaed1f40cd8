"""Proof that stood at the answers when a file was handed in, and is not in what was handed in."""

from dataclasses import dataclass
from uuid import UUID

from diligence.models import Assessment, EvidenceVersion, Snapshot


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A document whose newest file was not clean at that moment."""

    title: str
    is_stopped: bool
    """The scanner stopped it; otherwise it waited for the scanner then, whatever came after."""
    older_counts: bool
    """An earlier version of the document was handed in instead."""


def left_out(assessment: Assessment, receipt: Snapshot) -> list[LeftOut]:
    """Return the documents that did not count when this receipt was given, by title. Two queries.

    What was added or put at an answer afterwards has no part in it.
    """
    counted = {each["id"]: each["file"]["number"] for each in receipt.data().get("evidence", ())}
    return [
        LeftOut(
            title=version.evidence.title,
            is_stopped=version.is_stopped,
            older_counts=str(version.evidence_id) in counted,
        )
        for version in newest_then(assessment)
        if counted.get(str(version.evidence_id)) != version.number
    ]


def missed_by(snapshot_id: str) -> int:
    """Return how many documents did not count in what was handed in as this snapshot."""
    receipt = Snapshot.objects.select_related("assessment").get(pk=snapshot_id)
    return len(left_out(receipt.assessment, receipt))


def newest_then(assessment: Assessment) -> list[EvidenceVersion]:
    """Return the newest version, when the file was handed in, of each document that stood in it."""
    moment = assessment.submitted_at
    versions = EvidenceVersion.objects.for_company(assessment.company_id).filter(
        evidence__uses__assessment=assessment,
        evidence__uses__added_at__lte=moment,
        evidence__removed_at=None,
        uploaded_at__lte=moment,
    )
    newest: dict[UUID, EvidenceVersion] = {}
    by_title = ("evidence__title", "evidence_id", "number")
    for version in versions.select_related("evidence").order_by(*by_title):
        newest[version.evidence_id] = version
    return list(newest.values())
