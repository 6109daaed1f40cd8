"""The score as a page shows it: the number, its band on the scale, what each step brings."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from convenant.charts import Band, Chart, Frame, Names, band_scale
from convenant.charts.words import describe_scale
from diligence.framework.scoring import Score, Standing, StepScore, points_of_100
from diligence.models import Assessment
from diligence.services import figures

COLUMN = Frame(300, 11.5)  # a side column, or a phone: letters as large as the five names allow
FINAL = (Assessment.Status.ACCEPTED, Assessment.Status.CLOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCard:
    """A score beside what is expected. The expectation never changes the score."""

    score: Score
    expected: int | None
    is_final: bool
    """The secretariat accepted the file; before that a score is provisional."""

    @property
    def has_begun(self) -> bool:
        """Tell whether any question that scores was answered: before that, 0 says nothing."""
        return any(
            question.standing not in (Standing.OPEN, Standing.HIDDEN)
            for question in self.score.questions
        )

    @property
    def open_questions(self) -> int:
        """Return how many questions count 0 only because they still wait."""
        waiting = (Standing.OPEN, Standing.LATER)
        return sum(question.standing in waiting for question in self.score.questions)

    @property
    def meets(self) -> bool | None:
        """Tell whether the score reaches what is expected; None when nothing can be said."""
        if self.expected is None or self.score.percent is None:
            return None
        return self.score.percent >= self.expected

    def steps(self) -> Iterator[tuple[StepScore, Decimal]]:
        """Return each step with what it brings to the total, in tenths that add up to it."""
        shares = points_of_100(self.score)
        for step in self.score.steps:
            yield step, shares.get(step.step.key, Decimal(0))

    def scale(self) -> Chart:
        """Return the five bands as a line, with the score and what is expected."""
        language = get_language()
        bands = [
            Band(band.name.get(language), float(band.start)) for band in self.score.edition.bands
        ]
        names = Names(
            subject=_("Band"),
            now=_("u"),
            expected="" if self.expected is None else _("verwacht"),
        )
        percent = float(self.score.percent or 0)
        return band_scale(
            "scale",
            title=_("Uw score op de schaal van vijf banden"),
            desc=describe_scale(percent, bands, names, expected=self.expected),
            bands=bands,
            score=percent,
            names=names,
            frame=COLUMN,
            expected=self.expected,
        )


def score_card(assessment: Assessment, standing: figures.Standing) -> ScoreCard:
    """Return the score of a file as it stands."""
    return ScoreCard(
        score=standing.score,
        expected=standing.expected,
        is_final=assessment.status in FINAL,
    )
