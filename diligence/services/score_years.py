"""A company's score through the years, from its live files."""

from decimal import Decimal

from django.utils import timezone

from diligence.framework.bridge import Bridge, breaks_in, bridge_to
from diligence.framework.conditions import situation_of
from diligence.framework.schema import Edition
from diligence.framework.scoring import Score
from diligence.models import Answer, Assessment
from diligence.reports.years import ScoreYears, YearOfScore, years_of


def score_years(assessment: Assessment, now: Score) -> ScoreYears | None:
    """Return the years of this company up to this one; None when there is no earlier score.

    One query, and one more where the method changed.
    """
    files = Assessment.objects.for_company(assessment.company_id).with_cycle()
    before = files.filter(cycle__year__lt=assessment.cycle.year).order_by("cycle__year")
    scored = [file for file in before if file.figures.get("score")]
    if not scored:
        return None
    years = [
        YearOfScore(file.cycle.year, Decimal(file.figures["score"]), file.edition)
        for file in scored
    ]
    years.append(YearOfScore(assessment.cycle.year, now.percent, assessment.edition))
    breaks = breaks_in([year.edition.scoring for year in years])
    bridge = bridge_of(scored[breaks[-1] - 1], assessment.edition) if breaks else None
    return years_of(years, bridge)


def bridge_of(file: Assessment, edition: Edition) -> Bridge | None:
    """Return an earlier file under its own method and under that of a later edition. One query."""
    answers = Answer.objects.for_company(file.company_id).filter(assessment=file)
    day = timezone.localtime(file.submitted_at).date() if file.submitted_at else None
    given = answers.given()
    situation = situation_of(file.edition, given, today=day or file.cycle.deadline)
    return bridge_to(edition, situation)
