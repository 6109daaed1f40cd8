"""Weigh a risk, and hold this year's weighing against last year's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from companies.events import record
from companies.models import User
from diligence.models import Assessment, Risk, RiskWeighing
from diligence.models.risk import LEVELS
from diligence.risks.weighing import INVOLVEMENTS, Weight
from diligence.services.review.opened import lock_if_asked
from diligence.services.risks.register import MOST_TEXT, sound_reason, written_in


class StaleRisk(Exception):
    """A colleague changed the risk since its weigher last saw it; `risk` is what stands."""

    def __init__(self, risk: Risk):
        super().__init__(risk.version)
        self.risk = risk


class NotKept(Exception):
    """A risk that was rejected or merged is not weighed; put it back first."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How somebody weighs a risk, and how the company is involved in it."""

    scale: int
    scope: int
    irremediable: int
    likelihood: int
    involvement: str
    involvement_reason: str
    note: str = ""


@transaction.atomic
def weigh(risk: Risk, judgement: Judgement, *, seen: int, by: User) -> Risk:
    """Keep a weighing beside the earlier ones, and let the risk stand where it puts it.

    `seen` is the version that the weigher looked at. The floor of the theme is the one of the day.
    Raises NoReason, StaleRisk, NotKept, ValueError for a level outside 1 to 5, or AssessmentClosed,
    and then nothing has changed.
    """
    reason = sound_reason(judgement.involvement_reason)
    if judgement.involvement not in INVOLVEMENTS:
        raise ValueError(f"{judgement.involvement!r} is no kind of involvement")
    file = lock_if_asked(risk.assessment, risk=risk.pk)
    risk = Risk.objects.of_file(file).select_related("weighed_by").get(pk=risk.pk)
    risk.assessment = file
    if risk.state != Risk.State.KEPT:
        raise NotKept
    if risk.version != seen:
        raise StaleRisk(risk)
    parts = {part: getattr(judgement, part) for part in LEVELS}
    weight = Weight(**parts, floor=risk.floor)
    now = timezone.now()
    RiskWeighing.objects.create(
        company_id=risk.company_id,
        risk=risk,
        **parts,
        floor=weight.floor,
        severity=weight.severity,
        involvement=judgement.involvement,
        involvement_reason=reason,
        note=judgement.note.strip()[:MOST_TEXT],
        at=now,
        by=by,
    )
    stands = parts | {
        "severity": weight.severity,
        "involvement": judgement.involvement,
        "involvement_reason": reason,
        "weighed_at": now,
        "weighed_by": by,
        "language": written_in(),
        "version": risk.version + 1,
    }
    for name, value in stands.items():
        setattr(risk, name, value)
    risk.save(update_fields=[*stands])
    record(
        file.company, "risk.weighed", by=by, year=file.cycle.year, risk=risk.key, pk=str(risk.pk),
        severity=weight.severity, likelihood=weight.likelihood,
    )  # fmt: skip
    return risk


def last_weighed(assessment: Assessment, risks: Iterable[Risk]) -> Mapping[UUID, Risk]:
    """Return, by lineage, each risk as it stood in the newest earlier year that weighed it.

    One query, with the year of each.
    """
    wanted = {risk.lineage for risk in risks}
    before = Risk.objects.for_company(assessment.company_id).filter(
        lineage__in=wanted,
        assessment__cycle__year__lt=assessment.cycle.year,
        weighed_at__isnull=False,
    )
    before = before.select_related("assessment__cycle").order_by("assessment__cycle__year")
    return {risk.lineage: risk for risk in before}
