"""What a company decides about its risks: keep, reject, merge, put off, add its own, take along.

Each act locks the file of the year, so that two people never decide at the same moment, and leaves
a trace in the log with theme, metal and country, never with words that a person typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from companies.events import record
from companies.models import User
from diligence.models import Assessment, Risk, RiskConsultation
from diligence.risks.knowledge import Knowledge
from diligence.services.review.opened import lock_if_asked
from diligence.services.risks.knowledge import frozen_reasons, known_now, proposal_of
from diligence.services.years_before import risks_before

LEAST_REASON = 10
"""Characters of a reason: less says nothing to who reads it next year."""
MOST_TEXT = 2000
MOST_RISKS = 1000
"""In one year; a register longer than this orders nothing any more."""


class NoReason(Exception):
    """A decision that leaves a risk aside needs a reason of at least ten characters."""


class NoSuchProposal(Exception):
    """The chain and the lists no longer propose this risk, or nobody ever proposed it."""


class UnknownTheme(Exception):
    """The lists in use have no such theme."""


class CannotMerge(Exception):
    """A risk merges only into another risk of the same year that is kept itself."""


class NotLater(Exception):
    """A risk is put off until a day that is still to come."""


class NothingToCarryOver(Exception):
    """There is no earlier year with risks, or all of them were taken along."""


class TooManyRisks(Exception):
    """A register holds at most a thousand risks a year."""


@dataclass(frozen=True, slots=True)
class OwnRisk:
    """What a company says of a risk that it adds itself."""

    theme: str
    metal: str
    country: str
    title: str
    description: str


@transaction.atomic
def accept(assessment: Assessment, key: str, *, by: User) -> Risk:
    """Take a proposed risk into the register. Taken already, it is given back as it stands.

    Raises NoSuchProposal, TooManyRisks or AssessmentClosed.
    """
    locked = lock_if_asked(assessment, risk__isnull=False)
    decided = _decided(locked, key)
    if decided is not None:
        return decided if decided.state == Risk.State.KEPT else restore(decided, by=by)
    risk = _from_proposal(locked, key, by)
    risk.save()
    _tell(risk, "risk.accepted", by)
    return risk


@transaction.atomic
def decline(assessment: Assessment, key: str, reason: str, *, by: User) -> Risk:
    """Decide that a proposed risk does not fit this company, and why.

    Raises NoReason, NoSuchProposal, TooManyRisks or AssessmentClosed.
    """
    reason = sound_reason(reason)
    locked = lock_if_asked(assessment, risk__isnull=False)
    decided = _decided(locked, key)
    if decided is not None:
        return reject(decided, reason, by=by)
    risk = _from_proposal(locked, key, by)
    risk.state, risk.state_reason = Risk.State.REJECTED, reason
    risk.save()
    _tell(risk, "risk.rejected", by)
    return risk


@transaction.atomic
def add_own(assessment: Assessment, own: OwnRisk, *, by: User) -> Risk:
    """Add a risk that nobody proposed. Raises UnknownTheme, TooManyRisks or AssessmentClosed."""
    locked, known = lock_if_asked(assessment, risk__isnull=False), known_now()
    if own.theme not in known.themes:
        raise UnknownTheme(own.theme)
    _room_for(locked, 1)
    risk = Risk(
        company_id=locked.company_id,
        assessment=locked,
        theme=own.theme,
        metal=own.metal,
        country=own.country,
        title=own.title.strip(),
        description=own.description.strip(),
        floor=known.themes[own.theme].floor,
        lists=known.sha256,
        language=written_in(),
        decided_by=by,
    )
    risk.save()
    _tell(risk, "risk.added", by)
    return risk


@transaction.atomic
def reject(risk: Risk, reason: str, *, by: User) -> Risk:
    """Take a risk out of the register with a reason; it stays to be found and put back.

    Raises NoReason or AssessmentClosed.
    """
    reason = sound_reason(reason)
    risk = _locked(risk)
    _decide(risk, by, state=Risk.State.REJECTED, state_reason=reason, merged_into=None)
    _tell(risk, "risk.rejected", by)
    return risk


@transaction.atomic
def merge(risk: Risk, into: UUID, reason: str, *, by: User) -> Risk:
    """Let a risk go on in another one; what merged into it before goes along.

    Raises CannotMerge or AssessmentClosed.
    """
    risk = _locked(risk)
    kept = Risk.objects.of_file(risk.assessment).kept().exclude(pk=risk.pk)
    target = kept.filter(pk=into).first()
    if target is None or risk.state != Risk.State.KEPT:
        raise CannotMerge
    Risk.objects.of_file(risk.assessment).filter(merged_into=risk).update(merged_into=target)
    merged = Risk.State.MERGED
    _decide(risk, by, state=merged, state_reason=reason.strip(), merged_into=target)
    _tell(risk, "risk.merged", by, into=target.key)
    return target


@transaction.atomic
def restore(risk: Risk, *, by: User) -> Risk:
    """Put a rejected or merged risk back in the register. Raises AssessmentClosed."""
    risk = _locked(risk)
    if risk.state != Risk.State.KEPT:
        _decide(risk, by, state=Risk.State.KEPT, state_reason="", merged_into=None)
        _tell(risk, "risk.restored", by)
    return risk


@transaction.atomic
def put_off(risk: Risk, until: date, reason: str, *, by: User) -> Risk:
    """Leave a risk for later, until a day and with a reason; its order does not change.

    Raises NoReason, NotLater or AssessmentClosed.
    """
    reason = sound_reason(reason)
    if until <= timezone.localdate():
        raise NotLater(until)
    risk = _locked(risk)
    _decide(risk, by, put_off_until=until, put_off_reason=reason)
    _tell(risk, "risk.put_off", by, until=until.isoformat())
    return risk


@transaction.atomic
def resume(risk: Risk, *, by: User) -> Risk:
    """Take up a risk that was left for later. Raises AssessmentClosed."""
    risk = _locked(risk)
    if risk.put_off_until is not None:
        _decide(risk, by, put_off_until=None, put_off_reason="")
        _tell(risk, "risk.resumed", by)
    return risk


@transaction.atomic
def explain_no_action(risk: Risk, reason: str, *, by: User) -> Risk:
    """Say why nothing is planned about a risk now. Raises NoReason or AssessmentClosed."""
    reason = sound_reason(reason)
    risk = _locked(risk)
    _decide(risk, by, no_action_reason=reason)
    _tell(risk, "risk.no_action", by)
    return risk


@transaction.atomic
def note_consultation(risk: Risk, said: Mapping[str, Any], *, by: User) -> RiskConsultation:
    """Keep who was asked about a risk and what came of it. Raises AssessmentClosed."""
    risk = _locked(risk)
    kept = RiskConsultation.objects.create(
        company_id=risk.company_id, risk=risk, added_by=by, **said
    )
    _tell(risk, "risk.consulted", by)
    return kept


@transaction.atomic
def carry_over(assessment: Assessment, *, by: User) -> int:
    """Take the risks of an earlier year along, still to be weighed; return how many.

    Which year is the rule of `years_before`.

    What was rejected or merged stays so, with its reason; last year's weighing stays where it is,
    and stands beside. Raises NothingToCarryOver, TooManyRisks or AssessmentClosed.
    """
    locked = lock_if_asked(assessment, risk__isnull=False)
    source = risks_before(locked)
    if source is None:
        raise NothingToCarryOver
    here = Risk.objects.of_file(locked)
    lineages = set(here.values_list("lineage", flat=True))
    proposals = set(here.exclude(proposal="").values_list("proposal", flat=True))
    old = [
        risk
        for risk in Risk.objects.of_file(source)
        if risk.lineage not in lineages and risk.proposal not in proposals
    ]
    if not old:
        raise NothingToCarryOver
    _room_for(locked, len(old))
    _copy(old, locked, known_now())
    record(
        locked.company,
        "risk.carried_over",
        by=by,
        year=locked.cycle.year,
        from_year=source.cycle.year,
        count=len(old),
    )
    return len(old)


def written_in() -> str:
    """Return the language of the page on which somebody writes."""
    return (get_language() or "nl")[:2]


def sound_reason(reason: str) -> str:
    """Return a reason without spaces around it. Raises NoReason."""
    reason = reason.strip()
    if len(reason) < LEAST_REASON:
        raise NoReason
    return reason[:MOST_TEXT]


def _decided(assessment: Assessment, key: str) -> Risk | None:
    return Risk.objects.of_file(assessment).filter(proposal=key).exclude(proposal="").first()


def _from_proposal(assessment: Assessment, key: str, by: User) -> Risk:
    found = proposal_of(assessment, key)
    if found is None:
        raise NoSuchProposal(key)
    _room_for(assessment, 1)
    proposal, known = found
    return Risk(
        company_id=assessment.company_id,
        assessment=assessment,
        theme=proposal.theme,
        metal=proposal.metal,
        country=proposal.country,
        proposal=proposal.key,
        certainty=proposal.certainty,
        reasons=frozen_reasons(proposal, known),
        floor=known.themes[proposal.theme].floor,
        lists=known.sha256,
        decided_by=by,
    )


def _copy(old: Sequence[Risk], assessment: Assessment, known: Knowledge) -> None:
    """Make this year's rows; what merged into another follows once that one is there."""
    copies = {risk.pk: _taken_along(risk, assessment, known) for risk in old}
    first = [risk for risk in old if risk.state != Risk.State.MERGED]
    then = [risk for risk in old if risk.merged_into_id and risk.merged_into_id in copies]
    Risk.objects.bulk_create([copies[risk.pk] for risk in first])
    for risk in then:
        copies[risk.pk].merged_into = copies.get(risk.merged_into_id)  # type: ignore[arg-type]
    Risk.objects.bulk_create([copies[risk.pk] for risk in then])


def _taken_along(risk: Risk, assessment: Assessment, known: Knowledge) -> Risk:
    """Return last year's risk as one of this year that nobody weighed yet."""
    theme = known.themes.get(risk.theme)
    same = ("lineage", "theme", "metal", "country", "title", "description", "proposal", "certainty")
    kept = ("reasons", "lists", "language", "state", "state_reason", "decided_at", "decided_by_id")
    return Risk(
        company_id=assessment.company_id,
        assessment=assessment,
        is_taken_along=True,
        floor=max(risk.floor, theme.floor if theme else 1),
        **{name: getattr(risk, name) for name in (*same, *kept)},
    )


def _room_for(assessment: Assessment, more: int) -> None:
    if Risk.objects.of_file(assessment).count() + more > MOST_RISKS:
        raise TooManyRisks


def _locked(risk: Risk) -> Risk:
    """Return the risk as it stands, with its file locked. Raises AssessmentClosed."""
    file = lock_if_asked(risk.assessment, risk=risk.pk)
    fresh = Risk.objects.of_file(file).get(pk=risk.pk)
    fresh.assessment = file
    return fresh


def _decide(risk: Risk, by: User, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(risk, name, value)
    risk.decided_at, risk.decided_by = timezone.now(), by
    risk.version += 1
    risk.save(update_fields=[*changes, "decided_at", "decided_by", "version"])


def _tell(risk: Risk, verb: str, by: User, **data: Any) -> None:
    file = risk.assessment
    record(file.company, verb, by=by, year=file.cycle.year, risk=risk.key, pk=str(risk.pk), **data)
