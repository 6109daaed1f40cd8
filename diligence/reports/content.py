"""From a frozen file to all that its progress report says: from snapshots, never live answers."""

from django.utils import translation
from django.utils.translation import gettext as _

from diligence.framework.schema import Edition
from diligence.framework.scoring import StepScore
from diligence.models import Assessment, ProgressReport, Snapshot
from diligence.reports import drawings
from diligence.reports.answers import Printer
from diligence.reports.chain import chain
from diligence.reports.comparison import Comparison
from diligence.reports.frozen import FrozenFile, read_back, year_before, years_behind
from diligence.reports.method import method
from diligence.reports.open_points import open_points
from diligence.reports.origin import origin
from diligence.reports.plan import plan
from diligence.reports.profile import profile
from diligence.reports.proof import proof
from diligence.reports.public import for_public
from diligence.reports.remedy import remedy
from diligence.reports.risks import risks
from diligence.reports.shape import (
    Fact,
    Figure,
    Level,
    ReadingKey,
    ReportContent,
    Stamp,
    StepChapter,
)
from diligence.reports.summary import summary
from diligence.reports.talks import talks
from diligence.reports.words import day, points
from diligence.reports.years import trend

TEMPLATE_VERSION = "2026-7"
"""Raise it with every change that alters the PDF of an old snapshot."""


def report_content(report: ProgressReport) -> ReportContent:
    """Return what the report says, from its snapshot and the one that is named in it.

    At most three queries, and one for each year behind the one before. Raises BrokenSnapshot when
    the content lost its hash.
    """
    snapshot = report.snapshot
    file = read_back(snapshot)
    before = year_before(snapshot, file)
    earlier = [] if report.is_public else years_behind(snapshot, before)
    with translation.override(report.language):
        if report.is_public:
            file, before = for_public(file), before and for_public(before)
        comparison = Comparison(file, before, earlier)
        return written(
            comparison, lang=report.language, code=report.code, check_url=report.check_url
        )


def written(comparison: Comparison, *, lang: str, code: str, check_url: str = "") -> ReportContent:
    """Return the content in the active language; no queries, no clock."""
    file = comparison.now
    papers = proof(file, lang)
    printer = Printer(file, comparison, papers, lang)
    stamp = stamp_of(file, lang)
    return ReportContent(
        language=lang,
        title=_("Voortgangsrapport %(year)s") % {"year": file.year},
        company=file.content["company"]["name"],
        year=file.year,
        last_year=comparison.year,
        code=code,
        check_url=check_url,
        sha256=file.sha256,
        made_at=file.made_at,
        stamp=stamp,
        is_public=file.is_public,
        cover=drawings.cover(comparison, lang),
        summary=summary(comparison, papers, lang),
        trend=trend(comparison.files, lang),
        key=reading_key(file.edition, lang),
        profile=profile(file, printer),
        origin=origin(file, lang),
        chain=chain(file),
        risks=risks(file, lang),
        plan=plan(file, lang),
        remedy=remedy(file, lang),
        talks=talks(file, lang),
        steps=tuple(chapter(step, printer) for step in file.score.steps),
        open_points=open_points(file, papers, lang),
        proof=papers,
        method=method(comparison, stamp, code=code, lang=lang, template_version=TEMPLATE_VERSION),
    )


def stamp_of(file: FrozenFile, lang: str) -> Stamp:
    """Return whether this is an interim state, what was handed in, or what was accepted."""
    words = {"day": day(file.made_at, lang)}
    if file.kind == Snapshot.Kind.DRAFT:
        sentence = _("Tussenstand van %(day)s, nog niet ingediend")
        if file.content["status"] == Assessment.Status.QUESTIONS_OPEN:
            sentence = _("Tussenstand van %(day)s, met open vragen van het secretariaat")
        return Stamp(word=_("Tussenstand"), sentence=sentence % words, is_interim=True)
    if file.kind == Snapshot.Kind.SUBMITTED:
        sentence = _("Ingediend op %(day)s") % words
        return Stamp(word=_("Ingediend"), sentence=sentence, is_interim=False)
    sentence = _("Akkoord van het secretariaat op %(day)s") % words
    return Stamp(word=_("Akkoord"), sentence=sentence, is_interim=False)


def reading_key(edition: Edition, lang: str) -> ReadingKey:
    """Return what the levels have in common, and where each band begins."""
    meanings = (
        (_("Niets"), _("Er is nog niets gedaan.")),
        (_("Af en toe"), _("Er gebeurt wel eens iets, zonder vaste afspraak.")),
        (_("Vastgelegd"), _("De afspraak staat op papier.")),
        (_("Uitgevoerd"), _("De afspraak wordt uitgevoerd waar het ertoe doet.")),
        (_("Getoetst"), _("Het bedrijf keek of het hielp en veranderde wat niet werkte.")),
    )
    levels = [
        Level(number=number, word=word, meaning=meaning)
        for number, (word, meaning) in enumerate(meanings)
    ]
    bands = [
        Fact(band.name.get(lang), _("vanaf %(start)s") % {"start": band.start})
        for band in edition.bands
    ]
    return ReadingKey(levels=tuple(levels), bands=tuple(bands))


def chapter(step: StepScore, printer: Printer) -> StepChapter:
    """Return one step with the answers of its sub-actions."""
    lang, comparison = printer.lang, printer.comparison
    parts = [part for part in printer.file.edition.parts if part.step.key == step.step.key]
    return StepChapter(
        anchor=f"stap-{step.step.number}",
        number=step.step.number,
        title=step.step.title.get(lang),
        intro=step.step.intro.get(lang),
        figures=tuple(step_figures(step, printer)),
        chart=drawings.parts(step, comparison, lang),
        sections=tuple(map(printer.section, parts)),
    )


def step_figures(step: StepScore, printer: Printer) -> list[Figure]:
    """Return how the step stands: score, last year's, and how much was answered."""
    comparison = printer.comparison
    rows = [row for row in printer.file.progress.parts if row.part.step.key == step.step.key]
    asked, settled = sum(row.asked for row in rows), sum(row.settled for row in rows)
    figures = [Figure(_("Score van deze stap"), points(step.percent, printer.lang), _("van 100"))]
    if comparison.year is not None:
        former = points(comparison.step(step.step.key), printer.lang)
        label = _("Score in %(year)s") % {"year": comparison.year}
        figures.append(Figure(label, former, _("van 100")))
    figures.append(Figure(_("Vragen beantwoord"), str(settled), _("van %s") % asked))
    return figures
