"""The sentences of a chart: the conclusion first, then the numbers, from the figures themselves.

They stand in the `desc` of a drawing, for who can't see it, and may be printed under it.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convenant.charts.band_scale import Band, band_of
from convenant.charts.chart import Names, figure
from convenant.charts.columns import YearScore
from convenant.charts.stacked_bars import Segment, StackedRow
from convenant.charts.step_bars import StepScore


def step_names(year: int, *, last: bool = True, expected: bool = True) -> Names:
    """Return the words of a chart about the steps in this year, the year before and the target."""
    return Names(
        subject=_("Stap"),
        now=str(year),
        last=str(year - 1) if last else "",
        expected=_("verwacht") if expected else "",
    )


def describe_ring(done: int, total: int) -> str:
    """Return how much is done, in words."""
    return ngettext(
        "%(done)s van %(total)s is klaar.", "%(done)s van %(total)s zijn klaar.", done
    ) % {"done": done, "total": total}


def describe_steps(rows: Sequence[StepScore], names: Names) -> str:
    """Return which step is highest and lowest, how many rose, and all figures."""
    scored = [row for row in rows if row.value is not None]
    if not scored:
        return _("Er is nog geen score.")
    high = max(scored, key=lambda row: row.value or 0)
    low = min(scored, key=lambda row: row.value or 0)
    said = [
        _("Het hoogst is %(high)s met %(most)s, het laagst %(low)s met %(least)s.")
        % {
            "high": high.label,
            "most": figure(high.value),
            "low": low.label,
            "least": figure(low.value),
        }
    ]
    compared = [row for row in scored if row.last is not None]
    if names.last and compared:
        risen = sum((row.value or 0) > (row.last or 0) for row in compared)
        said.append(
            _("Hoger dan in %(last)s: %(risen)s van %(compared)s.")
            % {"last": names.last, "risen": risen, "compared": len(compared)}
        )
    said.append(_("Cijfers: %s.") % "; ".join(_step_figures(row, names) for row in rows))
    return " ".join(said)


def _step_figures(row: StepScore, names: Names) -> str:
    words = [f"{row.label} {figure(row.value, names.none)}"]
    if names.last and row.last is not None:
        words.append(f"{names.last}: {figure(row.last)}")
    if names.expected and row.expected is not None:
        words.append(f"{names.expected}: {figure(row.expected)}")
    return ", ".join(words)


def describe_scale(
    score: float,
    bands: Sequence[Band],
    names: Names,
    last: float | None = None,
    expected: float | None = None,
) -> str:
    """Return the score with its band, and how it stands to last year and to what is expected."""
    said = [
        _("De score is %(score)s van 100, in de band %(band)s.")
        % {"score": figure(score), "band": band_of(score, bands).label}
    ]
    if last is not None and names.last:
        said.append(
            _("In %(year)s was de score %(score)s, in de band %(band)s.")
            % {
                "year": names.last,
                "score": figure(last),
                "band": band_of(last, bands).label,
            }
        )
    if expected is not None and names.expected:
        said.append(_("Verwacht wordt %(score)s of meer.") % {"score": figure(expected)})
    return " ".join(said)


def describe_stack(rows: Sequence[StackedRow], segments: Sequence[Segment]) -> str:
    """Return which row is furthest in the first state, and the counts of every row."""
    if not any(row.total for row in rows):
        return _("Er zijn nog geen gegevens.")
    first = segments[0].label
    best = max(rows, key=lambda row: row.counts[0] / row.total if row.total else 0)
    said = _("%(row)s is het verst: %(state)s bij %(count)s van %(total)s.") % {
        "row": best.label,
        "state": first,
        "count": best.counts[0],
        "total": best.total,
    }
    figures = "; ".join(
        f"{row.label} "
        + ", ".join(
            f"{segment.label} {count}" for segment, count in zip(segments, row.counts, strict=True)
        )
        for row in rows
    )
    return said + " " + _("Cijfers: %s.") % figures


def describe_years(years: Sequence[YearScore], break_before: int | None = None) -> str:
    """Return how the score moved over the years that can be compared, and all figures."""
    if all(year.value is None for year in years[break_before or 0 :]):
        return _("Er is nog geen score.")
    figures = "; ".join(f"{year.year} {figure(year.value)}" for year in years)
    return said_of_years(years, break_before) + " " + _("Cijfers: %s.") % figures


def said_of_years(years: Sequence[YearScore], break_before: int | None = None) -> str:
    """Return how the score moved over the years that can be compared."""
    comparable = [year for year in years[break_before or 0 :] if year.value is not None]
    if not comparable:
        return _("Er is nog geen score.")
    first, now = comparable[0], comparable[-1]
    words = {
        "first": first.year,
        "now": now.year,
        "from": figure(first.value),
        "to": figure(now.value),
    }
    if len(comparable) == 1:
        said = [_("De score in %(now)s is %(to)s.") % words]
    elif figure(now.value) == figure(first.value):
        said = [_("De score is in %(now)s gelijk aan die in %(first)s: %(to)s.") % words]
    elif (now.value or 0) > (first.value or 0):
        said = [_("De score steeg van %(from)s in %(first)s naar %(to)s in %(now)s.") % words]
    else:
        said = [_("De score daalde van %(from)s in %(first)s naar %(to)s in %(now)s.") % words]
    if break_before:
        said.append(
            _("Vóór %(year)s gold een andere rekenregel; die jaren zijn niet te vergelijken.")
            % {"year": years[break_before].year}
        )
    return " ".join(said)
