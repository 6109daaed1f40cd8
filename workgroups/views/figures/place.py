"""A member's own place: its own level and scores beside released figures of the sector.

Nothing of another company is read: what stands beside its own are the figures that everybody of the
covenant may read. Where no figure is released the page says why.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from companies.permissions import Permission
from convenant.charts import SCREEN_NARROW, Chart, StepScore, step_bars
from convenant.charts.chart import Names as ChartNames
from diligence.models import Answer, Assessment
from diligence.services.figures import standing_of
from diligence.services.score_years import score_years
from diligence.views.base import AssessmentMixin
from workgroups.disclosure.published import Kind, PublishedTable
from workgroups.figures.names import SENTENCES, Names
from workgroups.figures.shown import coverage_of, in_words, number_in
from workgroups.models import Release
from workgroups.released_queries import latest, tables_of


@dataclass(frozen=True, slots=True)
class BandRow:
    """One level: its name, how much of the sector is in it, and whether the company is."""

    name: str
    figure: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a company stands beside what was released of its year."""

    release: Release | None
    own_band: str
    bands: tuple[BandRow, ...]
    coverage: str
    steps: Chart | None
    why_no_band: str
    """A sentence why its level can't be set beside the sector's; empty when it can."""
    why_no_steps: str


class OwnPlace(AssessmentMixin, TemplateView):
    """The company itself beside the sector, and its own years."""

    grants = {"get": Permission.FILE_VIEW}
    template_name = "workgroups/figures/place.html"

    def get_context_data(self, **kwargs) -> dict:
        """Gather its own score and what was released."""
        file = self.assessment
        answers = Answer.objects.for_company(self.request.company).filter(assessment=file)
        standing = standing_of(file, answers)
        return super().get_context_data(
            **kwargs, place=place_of(file), trend=score_years(file, standing.score)
        )


def place_of(file: Assessment) -> Place:
    """Return where a file stands. One query."""
    release = latest(Release.Audience.PARTIES, file.cycle.year)
    tables = tables_of(release) if release else ()
    mine = {table.name: table for table in tables if table.year == file.cycle.year}
    names = Names(file.edition)
    own = file.figures.get("band") or "" if file.submitted_at else ""
    bands = mine.get("bands")
    return Place(
        release=release,
        own_band=names.of("band", own) if own else "",
        bands=tuple(band_rows(bands, names, own)) if bands and not bands.is_withheld else (),
        coverage=coverage_of(bands) if bands else "",
        steps=steps_beside(file, mine.get("step_mean")),
        why_no_band=why_no_band(file, release, bands, own),
        why_no_steps=why_no_steps(file, release, mine.get("step_mean")),
    )


def band_rows(table: PublishedTable, names: Names, own: str) -> Iterator[BandRow]:
    """Yield the levels as they were released."""
    for cell in table.cells:
        key = cell.key[0]
        yield BandRow(names.of("band", key), in_words(cell, table.kind).text, key == own)


def why_no_band(
    file: Assessment, release: Release | None, table: PublishedTable | None, own: str
) -> str:
    """Return why the level can't be set beside the sector's."""
    if why := why_nothing(file, release):
        return why
    if not own:
        return _("U hebt nog geen niveau, omdat er geen vraag is die meetelt.")
    if table is None:
        return _("Deze cijfers zeggen niets over niveaus.")
    cell = table.cell(own)
    return str(SENTENCES.get(cell.why, "")) if cell.is_withheld else ""


def why_nothing(file: Assessment, release: Release | None) -> str:
    """Return why there is nothing to set beside each other at all."""
    if not file.submitted_at:
        return _("U hebt dit jaar nog niet ingediend. Daarna ziet u hier waar u staat.")
    if release is None:
        words = _("Over %(year)s zijn nog geen cijfers van de sector gepubliceerd.")
        return words % {"year": file.cycle.year}
    return ""


def why_no_steps(file: Assessment, release: Release | None, table: PublishedTable | None) -> str:
    """Return why no step can be set beside the sector's."""
    if why := why_nothing(file, release):
        return why
    if table is None:
        return _("Deze cijfers zeggen niets over de stappen.")
    if table.is_withheld:
        return str(SENTENCES.get(table.cells[0].why, "")) if table.cells else ""
    return ""


def steps_beside(file: Assessment, table: PublishedTable | None) -> Chart | None:
    """Return the score on each step with the mean of the sector, where that was released."""
    if not file.submitted_at or table is None or table.is_withheld or table.kind != Kind.MEAN:
        return None
    language, own = get_language() or "nl", file.figures.get("steps") or {}
    rows = [
        StepScore(
            f"{step.number} {step.title.get(language)}",
            float(Decimal(str(score))) if (score := own.get(step.key, {}).get("score")) else None,
            last=number_in(table.cell(step.key).value),
        )
        for step in file.edition.steps
        if step.sub_actions
    ]
    return step_bars(
        "plaats",
        title=_("Uw score per stap naast het gemiddelde"),
        desc="; ".join(beside_in_words(row) for row in rows) + ".",
        rows=rows,
        names=ChartNames(
            subject=_("Stap"), now=_("uw bedrijf"), last=_("gemiddelde van de sector"), none=":"
        ),
        frame=SCREEN_NARROW,
    )


def beside_in_words(row: StepScore) -> str:
    """Return one step as a part of a sentence."""
    own = ":" if row.value is None else str(int(row.value))
    other = ":" if row.last is None else str(int(row.last))
    return _("%(step)s: u %(own)s, de sector %(other)s") % {
        "step": row.label,
        "own": own,
        "other": other,
    }
