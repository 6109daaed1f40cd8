"""What the report says of several years, ready to be set."""

from dataclasses import dataclass

from convenant.charts import Chart


@dataclass(frozen=True, slots=True)
class TrendRow:
    """A step, or all of it, through the years; the scores as they print."""

    name: str
    scores: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The score of several years, each by the rule of that year."""

    lead: str
    chart: Chart
    steps: tuple[tuple[str, Chart], ...]
    """Each step by name."""
    bridged_year: int | None
    """The last year before the rule changed, which stands under both rules."""
    head: tuple[str, ...]
    rows: tuple[TrendRow, ...]
