"""A company's score through the years, with a mark where the method of scoring changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from convenant.charts import SCREEN_NARROW, Chart, Names, YearScore, columns
from convenant.charts.words import describe_years
from diligence.framework.bridge import Bridge, breaks_in, bridge_to
from diligence.framework.conditions import situation_of
from diligence.framework.schema import Edition
from diligence.framework.scoring import Score
from diligence.models import Answer, Assessment


@dataclass(frozen=True, slots=True)
class YearOfScore:
    """The score of one year, by the method of that year."""

    year: int
    percent: Decimal | None
    edition: Edition


@dataclass(frozen=True, slots=True)
class ScoreYears:
    """The years up to the one that is looked at, oldest first."""

    years: Sequence[YearOfScore]
    bridge: Bridge | None = None
    """The last year before the method changed, under both; None when it never did."""
    breaks: Sequence[int] = field(default_factory=tuple)
    """The places of the years before which the method changed."""

    @property
    def bridged_year(self) -> int | None:
        """Return the year that is shown under both methods."""
        return self.years[self.breaks[-1] - 1].year if self.bridge else None

    @property
    def shown(self) -> Sequence[YearOfScore]:
        """Return the years of the drawing: it holds one break, so nothing before an earlier one."""
        return self.years[self.breaks[-2] :] if len(self.breaks) > 1 else self.years

    @property
    def chart(self) -> Chart:
        """Return a column for each year, with a dashed line where the years can't be compared.

        Under the last year before that line stands its score by the method of now.
        """
        shown = self.shown
        place = None
        if self.breaks:
            place = self.breaks[-1] - (len(self.years) - len(shown))
        rows = [
            YearScore(str(one.year), _float(one.percent), self.remark(one.year)) for one in shown
        ]
        return columns(
            "jaren",
            title=_("Uw score door de jaren"),
            desc=describe_years(rows, place),
            years=rows,
            names=Names(subject=_("Jaar"), now=_("Score")),
            frame=SCREEN_NARROW,
            break_before=place,
            break_words=(_("oude rekenregel"), _("nieuwe rekenregel")),
        )

    def remark(self, year: int) -> str:
        """Return what stands under a year."""
        if self.bridge is None or year != self.bridged_year or self.bridge.bridged.percent is None:
            return ""
        return _("nu: %(score)s") % {"score": int(self.bridge.bridged.percent)}


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
    if not breaks:
        return ScoreYears(years)
    return ScoreYears(years, bridge_of(scored[breaks[-1] - 1], assessment.edition), breaks)


def bridge_of(file: Assessment, edition: Edition) -> Bridge | None:
    """Return an earlier file under its own method and under that of a later edition. One query."""
    answers = Answer.objects.for_company(file.company_id).filter(assessment=file)
    day = timezone.localtime(file.submitted_at).date() if file.submitted_at else None
    given = answers.given()
    situation = situation_of(file.edition, given, today=day or file.cycle.deadline)
    return bridge_to(edition, situation)


def _float(percent: Decimal | None) -> float | None:
    return None if percent is None else float(percent)
