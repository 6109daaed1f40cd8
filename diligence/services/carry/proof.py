"""The proof of an earlier answer comes along with it, and goes again when that is taken back."""

from collections.abc import Iterable

from companies.events import record
from companies.models import User
from diligence.models import Assessment, CarryDecision, Evidence, EvidenceUse
from diligence.services.carry.former import Former
from diligence.services.places import place_of


def bring_proof(
    file: Assessment, former: Former, added: Iterable[Evidence], *, by: User
) -> list[str]:
    """Put documents of then at this year's answer, that are not there yet; return their ids."""
    added = list(added)
    EvidenceUse.objects.bulk_create(
        [
            EvidenceUse(
                company_id=file.company_id,
                assessment=file,
                question=former.question.key,
                evidence=evidence,
                added_by=by,
            )
            for evidence in added
        ],
        ignore_conflicts=True,
    )
    for evidence in added:
        _tell("evidence.linked", file, former.question.key, evidence, by)
    return [str(evidence.pk) for evidence in added]


def return_proof(file: Assessment, decision: CarryDecision, *, by: User) -> None:
    """Take the documents away again that came along by this decision; they stay in the library."""
    uses = EvidenceUse.objects.for_company(file.company_id).filter(
        assessment=file, question=decision.question, evidence__in=decision.proof
    )
    for use in uses.select_related("evidence"):
        use.delete()
        _tell("evidence.unlinked", file, decision.question, use.evidence, by)


def _tell(verb: str, file: Assessment, question: str, evidence: Evidence, by: User) -> None:
    names = {"document": evidence.title}
    record(file.company, verb, by=by, names=names, pk=str(evidence.pk), **place_of(file, question))
