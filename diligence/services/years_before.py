"""From which earlier year something comes along: one rule for answers, chain, risks and the plan.

It is the newest earlier year that has any of it. A year that was skipped, or begun and left without
it, is passed over. A year that was handed in is not: what it has none of, the company had none of,
and an older year does not come back behind it.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from diligence.models import Action, Answer, Assessment, Risk, SourcingLine
from diligence.models.answer import BLANK

DRAFT = Assessment.Status.DRAFT


def years_before(assessment: Assessment, rows: QuerySet) -> QuerySet:
    """Return the earlier files that the rule looks at, the first one first, each with `has_any`.

    `rows` are what a file (OuterRef) has of it.
    """
    files = Assessment.objects.for_company(assessment.company_id).with_cycle()
    files = files.filter(cycle__year__lt=assessment.cycle.year).annotate(has_any=Exists(rows))
    return files.exclude(has_any=False, status=DRAFT).order_by("-cycle__year")


def answered_before(assessment: Assessment) -> QuerySet:
    """Return the earlier files by their answers; what was emptied is none."""
    mine = Answer.objects.for_company(assessment.company_id).exclude(state=BLANK)
    return years_before(assessment, mine.filter(assessment=OuterRef("pk")))


def chain_before(assessment: Assessment) -> Assessment | None:
    """Return the year whose chain comes along. One query."""
    mine = SourcingLine.objects.for_company(assessment.company_id).kept()
    return one_of(years_before(assessment, mine.filter(assessment=OuterRef("pk"))))


def risks_before(assessment: Assessment) -> Assessment | None:
    """Return the year whose risks come along. One query."""
    mine = Risk.objects.for_company(assessment.company_id)
    return one_of(years_before(assessment, mine.filter(assessment=OuterRef("pk"))))


def plan_before(assessment: Assessment) -> Assessment | None:
    """Return the year in whose plan the open actions stood last. One query."""
    year = OuterRef("cycle__year")
    mine = Action.objects.for_company(assessment.company_id).filter(first_year__lte=year)
    plan = mine.filter(Q(last_year=None) | Q(last_year__gte=year))
    return one_of(years_before(assessment, plan))


def one_of(files: QuerySet) -> Assessment | None:
    """Return the year that the rule names; None when there is none, or it has none of it."""
    newest = files.first()
    return newest if newest is not None and newest.has_any else None
