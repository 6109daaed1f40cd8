"""The drawings of the report: the same charts as on the pages, in the size of the paper."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from convenant.charts import (
    PAPER,
    PAPER_WIDE,
    Band,
    Chart,
    Frame,
    Names,
    Segment,
    StackedRow,
    StepScore,
    band_scale,
    hexagon,
    stacked_bars,
    step_bars,
)
from convenant.charts.words import describe_scale, describe_stack, describe_steps, step_names
from diligence.framework.scoring import PartScore
from diligence.framework.scoring import StepScore as Scored
from diligence.reports.comparison import Comparison

ON_COVER = Frame(180, 3.6, "mm")
"""Narrower than the page, so that the names of the steps stay off its edges."""


def names_of(comparison: Comparison, *, expected: bool = False) -> Names:
    """Return the words of a chart about this year, the year before and the target."""
    names = step_names(comparison.now.year, last=comparison.year is not None, expected=expected)
    if comparison.is_rescored:
        words = {"year": comparison.year}
        return replace(names, last=_("%(year)s, met de rekenregel van nu") % words)
    return names


def step_rows(comparison: Comparison, lang: str, *, expected: bool = False) -> list[StepScore]:
    """Return each step with its score, last year's and, when wanted, what is expected."""
    return [
        StepScore(
            label=f"{step.step.number} {step.step.title.get(lang)}",
            value=_number(step.percent),
            last=_number(comparison.step(step.step.key)),
            expected=comparison.now.expected if expected else None,
        )
        for step in comparison.now.score.steps
    ]


def cover(comparison: Comparison, lang: str) -> Chart:
    """Return the profile on the six steps."""
    rows, names = step_rows(comparison, lang), names_of(comparison)
    return hexagon(
        "omslag",
        title=_("Profiel op de zes stappen"),
        desc=describe_steps(rows, names),
        rows=rows,
        names=names,
        points=_("punten"),
        frame=ON_COVER,
    )


def scale(comparison: Comparison, lang: str) -> Chart | None:
    """Return the bands with the score; nothing when no question counts."""
    now = comparison.now
    if now.score.percent is None:
        return None
    bands = [Band(band.name.get(lang), band.start) for band in now.edition.bands]
    score, last = float(now.score.percent), _number(comparison.percent)
    expected = now.expected
    names = names_of(comparison, expected=expected is not None)
    return band_scale(
        "schaal",
        title=_("Score en band in %(year)s") % {"year": now.year},
        desc=describe_scale(score, bands, names, last, expected),
        bands=bands,
        score=score,
        names=names,
        frame=PAPER_WIDE,
        last=last,
        expected=expected,
    )


def steps(comparison: Comparison, lang: str) -> Chart:
    """Return the score on each step with last year's mark and the target."""
    rows = step_rows(comparison, lang, expected=True)
    names = names_of(comparison, expected=comparison.now.expected is not None)
    return step_bars(
        "stappen",
        title=_("Score per stap in %(year)s") % {"year": comparison.now.year},
        desc=describe_steps(rows, names),
        rows=rows,
        names=names,
        frame=PAPER,
    )


def parts(step: Scored, comparison: Comparison, lang: str) -> Chart | None:
    """Return the score of each sub-action of a step; nothing when there is only one."""
    if len(step.parts) < 2:
        return None
    rows = [_part_row(part, comparison, lang) for part in step.parts]
    names = names_of(comparison)
    return step_bars(
        f"stap-{step.step.number}-onderdelen",
        title=_("Score per onderdeel in %(year)s") % {"year": comparison.now.year},
        desc=describe_steps(rows, names),
        rows=rows,
        names=names,
        frame=PAPER,
    )


def certainty(
    rows: Sequence[StackedRow], segments: Sequence[Segment], *, id: str = "herkomst", title: str
) -> Chart:
    """Return for each metal how sure its origin is."""
    return stacked_bars(
        id,
        title=title,
        desc=describe_stack(rows, segments),
        rows=rows,
        segments=segments,
        names=Names(subject=_("Metaal"), now=_("Regels")),
        frame=PAPER,
    )


def _part_row(part: PartScore, comparison: Comparison, lang: str) -> StepScore:
    return StepScore(
        label=f"{part.key} {part.title.get(lang)}",
        value=_number(part.percent),
        last=_number(comparison.part(part.key)),
    )


def _number(percent) -> float | None:
    return None if percent is None else float(percent)
