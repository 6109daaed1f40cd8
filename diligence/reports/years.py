"""A company's score through the years, with a mark where the method of scoring changed.

The page draws it of live files, the report of frozen ones; what it looks like is one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from convenant.charts import (
    PAPER,
    SCREEN_NARROW,
    Chart,
    Frame,
    Names,
    YearScore,
    columns,
)
from convenant.charts.words import describe_years, said_of_years
from diligence.framework.bridge import Bridge, breaks_in, bridge_to
from diligence.framework.schema import Edition
from diligence.framework.scoring import Score
from diligence.reports.frozen import FrozenFile
from diligence.reports.shape_of_years import Trend, TrendRow
from diligence.reports.words import points

SMALL = Frame(148, 8, "pt")
"""Three beside each other on the full measure."""
HEIGHTS = {SCREEN_NARROW: 9.0, PAPER: 7.0, SMALL: 5.5}
"""How high the scale is, in letters: on paper all of it stands on one page."""


@dataclass(frozen=True, slots=True)
class YearOfScore:
    """The score of one year and of its steps, by the method of that year."""

    year: int
    percent: Decimal | None
    edition: Edition
    steps: Mapping[str, Decimal | None] = field(default_factory=dict)


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
    def break_at(self) -> int | None:
        """Return the place, among the years of the drawing, before which the method changed."""
        return self.breaks[-1] - (len(self.years) - len(self.shown)) if self.breaks else None

    @property
    def chart(self) -> Chart:
        """Return the whole score in the size of the page."""
        return self.drawn(SCREEN_NARROW)

    def drawn(self, frame: Frame) -> Chart:
        """Return a column for each year, with a dashed line where the years can't be compared.

        Under the last year before that line stands its score by the method of now.
        """
        scores = [one.percent for one in self.shown]
        bridged = self.bridge.bridged.percent if self.bridge else None
        words = (_("oude rekenregel"), _("nieuwe rekenregel"))
        title = _("Uw score door de jaren") if not frame.unit else _("Score door de jaren")
        return self._columns("jaren", title, scores, bridged, frame, words)

    @property
    def rows(self) -> list[YearScore]:
        """Return the whole score of each year of the drawing."""
        return [YearScore(str(one.year), _float(one.percent)) for one in self.shown]

    def step(self, number: int, key: str, title: str) -> Chart:
        """Return the same of one step, small; its break is the dashed line alone."""
        scores = [one.steps.get(key) for one in self.shown]
        words = _("Stap %(step)s door de jaren") % {"step": title}
        return self._columns(f"jaren-{number}", words, scores, self.bridged_step(key), SMALL)

    def bridged_step(self, key: str) -> Decimal | None:
        """Return the score on a step of the bridged year by the method of now."""
        steps = self.bridge.steps if self.bridge else ()
        return next((one.bridged for one in steps if one.step.key == key), None)

    def _columns(
        self,
        id: str,
        title: str,
        scores: Sequence[Decimal | None],
        bridged: Decimal | None,
        frame: Frame,
        words: tuple[str, str] = ("", ""),
    ) -> Chart:
        rows = [
            YearScore(str(one.year), _float(score), self._remark(one.year, bridged))
            for one, score in zip(self.shown, scores, strict=True)
        ]
        return columns(
            id,
            title=title,
            desc=describe_years(rows, self.break_at),
            years=rows,
            names=Names(subject=_("Jaar"), now=_("Score")),
            frame=frame,
            break_before=self.break_at,
            break_words=words,
            tall=HEIGHTS[frame],
        )

    def _remark(self, year: int, bridged: Decimal | None) -> str:
        """Return what stands under a year."""
        if bridged is None or year != self.bridged_year:
            return ""
        return _("nu: %(score)s") % {"score": int(bridged)}


def years_of(years: Sequence[YearOfScore], bridge: Bridge | None) -> ScoreYears:
    """Return these years, oldest first, with the places where the method changed."""
    return ScoreYears(years, bridge, breaks_in([year.edition.scoring for year in years]))


def trend(files: Sequence[FrozenFile], lang: str) -> Trend | None:
    """Return what the report says of several years, oldest first; None of one.

    In the public variant there is none: only the year of the report and the one before it were
    read over for the public.
    """
    now = files[-1]
    scored = [file for file in files[:-1] if file.score.percent is not None]
    if now.is_public or not scored or now.score.percent is None:
        return None
    every = [*scored, now]
    breaks = breaks_in([file.edition.scoring for file in every])
    bridge = bridge_to(now.edition, every[breaks[-1] - 1].situation) if breaks else None
    found = years_of([year_of(file.year, file.score, file.edition) for file in every], bridge)
    chart = found.drawn(PAPER)
    steps = now.score.steps
    names = [f"{step.step.number} {step.step.title.get(lang)}" for step in steps]
    return Trend(
        lead=said_of_years(found.rows, found.break_at),
        chart=chart,
        steps=tuple(
            (name, found.step(step.step.number, step.step.key, name))
            for step, name in zip(steps, names, strict=True)
        ),
        bridged_year=found.bridged_year,
        head=tuple(head_of(found)),
        rows=(
            *(
                row_of(found, name, [one.steps.get(step.step.key) for one in found.shown],
                       found.bridged_step(step.step.key), lang)
                for step, name in zip(steps, names, strict=True)
            ),
            row_of(found, _("Samen"), [one.percent for one in found.shown],
                   bridge.bridged.percent if bridge else None, lang),
        ),
    )  # fmt: skip


def head_of(found: ScoreYears) -> list[str]:
    """Return the years; behind the last one before a break the same under the rule of now."""
    names = []
    for one in found.shown:
        names.append(str(one.year))
        if one.year == found.bridged_year:
            names.append(_("%(year)s, met de rekenregel van nu") % {"year": one.year})
    return names


def row_of(
    found: ScoreYears,
    name: str,
    scores: Sequence[Decimal | None],
    bridged: Decimal | None,
    lang: str,
) -> TrendRow:
    """Return one row of the table under the columns of `head_of`."""
    cells = []
    for one, score in zip(found.shown, scores, strict=True):
        cells.append(points(score, lang))
        if one.year == found.bridged_year:
            cells.append(points(bridged, lang))
    return TrendRow(name, tuple(cells))


def year_of(year: int, score: Score, edition: Edition) -> YearOfScore:
    """Return one year with its steps."""
    steps = {step.step.key: step.percent for step in score.steps}
    return YearOfScore(year, score.percent, edition, steps)


def _float(percent: Decimal | None) -> float | None:
    return None if percent is None else float(percent)
