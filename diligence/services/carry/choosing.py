"""Choose which proof of an earlier year goes to an answer that changed since."""

from collections.abc import Collection

from django.utils import timezone

from companies.events import record
from companies.models import User
from diligence.models import Assessment, CarryDecision
from diligence.services.answers import AnswerLocked, lock
from diligence.services.carry.deciding import NotAsShown, NotDecided, Undecided
from diligence.services.carry.former import look_back
from diligence.services.carry.proof import bring_proof
from diligence.services.places import place_of
from diligence.services.review.locks import locks_of

Kind = CarryDecision.Kind


class ProofChosen(Undecided):
    """Somebody chose already, and otherwise; documents are added and taken away one by one now."""


def choose_proof(
    assessment: Assessment, question: str, chosen: Collection[str], *, by: User
) -> CarryDecision:
    """Put the chosen documents of then at this year's answer; none is a choice too.

    `chosen` holds ids of documents. Expired ones may be chosen and stay marked. The same choice
    twice is one; a document that a colleague put there meanwhile stays theirs. Must run in the
    company's scope. Raises AssessmentClosed, AnswerLocked, NotDecided when "changed" does not
    stand, NotAsShown when a document is none of that answer's, or ProofChosen.
    """
    locked = lock(assessment)
    locked.company = assessment.company
    if not locks_of(locked).is_free(question):
        raise AnswerLocked
    mine = CarryDecision.objects.standing(locked).filter(question=question, kind=Kind.CHANGED)
    decision = mine.select_for_update().first()
    back = look_back(locked)
    former = back.formers.get(question)
    if decision is None or former is None:
        raise NotDecided(question)
    then = {str(evidence.pk) for evidence in former.proof_beyond(())}
    if not then.issuperset(chosen):
        raise NotAsShown(question)
    if decision.proof_chosen_at is not None:
        if set(chosen) == set(decision.proof):
            return decision
        raise ProofChosen(question)
    missing = former.proof_beyond(back.proof.get(question, ()))
    added = [evidence for evidence in missing if str(evidence.pk) in chosen]
    decision.proof = bring_proof(locked, former, added, by=by)
    decision.proof_chosen_at = timezone.now()
    decision.save(update_fields=["proof", "proof_chosen_at"])
    place = place_of(locked, question)
    count = len(decision.proof)
    record(locked.company, "carry.proof_chosen", by=by, count=count, **place)
    return decision
