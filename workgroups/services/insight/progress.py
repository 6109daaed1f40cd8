"""Progress of the sector: bands and scores by year, steps and sub-actions, who moved, who met."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from convenant.charts import (
    SCREEN,
    BandsOfYear,
    StepScore,
    YearScore,
    band_years,
    columns,
    step_bars,
)
from convenant.charts import Names as Words
from convenant.charts.chart import figure
from convenant.charts.words import describe_steps, describe_years
from diligence.summary.measures import NONE, UNKNOWN
from diligence.summary.measures import Measure as M
from workgroups.services.insight import names
from workgroups.services.insight.drawing import bars, stacked
from workgroups.services.insight.looking import Look
from workgroups.services.insight.shape import Entry, Group, Panel, Row, count, share, tenth

MEASURES = (
    *(M.BAND, M.SCORE, M.SCORE_POINT, M.STEP_SCORE, M.STEP_BAND, M.SUB_ACTION),
    *(M.MOVED, M.CHANGE, M.EXPECTED, M.EXPECTED_GAP, M.POLICY),
)


def panels_of(look: Look) -> list[Panel]:
    """Return the panels of the page."""
    return [
        bands(look),
        scores(look),
        steps(look),
        sub_actions(look),
        moved(look),
        by_year(look, M.EXPECTED, "expected", _("Score en verwachting"), names.targets()),
        by_year(look, M.POLICY, "policy", _("Beleid voor mensen en natuur"), names.policies()),
    ]


def bands(look: Look) -> Panel:
    """Return how many files are in each band, year by year."""
    language = get_language()
    called = {band.key: band.name.get(language) for band in look.edition.bands}
    rows, drawn = [], []
    for year in look.years:
        counts = [look.cell(M.BAND, key, year=year).companies for key in called]
        without = look.cell(M.BAND, NONE, year=year).companies
        cells = [
            followed(look, year, n, (M.BAND, key)) for key, n in zip(called, counts, strict=True)
        ]
        without_cell = followed(look, year, without, (M.BAND, NONE))
        rows.append(Row(str(year), [*cells, without_cell, count(look.files(year))]))
        drawn.append(BandsOfYear(str(year), tuple(counts), without))
    head = (_("Jaar"), *called.values(), _("Zonder score"), _("Samen"))
    return Panel(
        id="bands",
        title=_("Niveau per jaar"),
        lead=band_lead(look, called),
        head=head,
        groups=[Group("", rows)],
        chart=band_years(
            "bands-chart",
            title=_("Dossiers per niveau"),
            desc=band_lead(look, called),
            years=drawn[::-1],
            bands=list(called.values()),
            names=Words(subject=head[0], now=head[-1], none=head[-2]),
            frame=SCREEN,
            breaks=[str(year) for year in older_sides(look)],
        ),
        note=break_note(look),
    )


def older_sides(look: Look) -> list[int]:
    """Return the years above which the line stands where the newest year is on top."""
    shown = look.years
    return [a for a, b in pairwise(shown) if is_broken(look, a, b)]


def is_broken(look: Look, before: int, after: int) -> bool:
    """Tell whether scores of two years were made by different methods."""
    return any(before < year <= after for year in look.breaks)


def break_note(look: Look) -> str:
    """Return between which years nothing may be compared; empty when all may."""
    years = [year for year in sorted(look.breaks) if look.years[0] < year <= look.year]
    if not years:
        return ""
    told = ", ".join(map(str, years))
    return _("Vanaf %(years)s geldt een andere rekenregel: vergelijk scores van daarvoor niet.") % {
        "years": told
    }


def band_lead(look: Look, called: Mapping[str, str]) -> str:
    """Return in which band most files of this year are."""
    counts = {key: look.cell(M.BAND, key).companies for key in called}
    top = max(counts, key=lambda key: counts[key])
    words = {"band": called[top], "n": counts[top], "files": look.files(), "year": look.year}
    text = ngettext(
        "In %(year)s zit het %(files)s dossier op niveau %(band)s.",
        "In %(year)s zitten de meeste dossiers op niveau %(band)s: %(n)s van %(files)s.",
        look.files(),
    )
    return text % words if counts[top] else _("Nog geen dossier heeft een score.")


def followed(look: Look, year: int, number: int, key: tuple[M, str]) -> Entry:
    """Return a count that leads to its members when it is of the year that is looked at."""
    return count(number, (*key, "") if year == look.year else None)


def scores(look: Look) -> Panel:
    """Return mean and median of the score, year by year."""
    rows, drawn = [], []
    for year in look.years:
        cell = look.cell(M.SCORE, year=year)
        middle = median(look, year)
        met = look.cell(M.EXPECTED, "met", year=year).companies
        change = look.cell(M.CHANGE, year=year)
        cells = [
            tenth(cell.mean),
            Entry("–" if middle is None else number_format(middle, 1), middle),
            count(cell.companies),
            Entry(share(met, cell.companies)),
            Entry(signed(change.mean), change.mean and round(change.mean, 1)),
            count(change.companies),
        ]
        rows.append(Row(str(year), cells))
        value = None if cell.mean is None else float(cell.mean)
        drawn.append(YearScore(str(year), value, f"n = {cell.companies}"))
    broken = last_break(look)
    head = (
        *(_("Jaar"), _("Gemiddelde"), _("Mediaan"), _("Dossiers met score")),
        *(_("Zoals verwacht"), _("Verschil, zelfde bedrijven"), _("Zelfde bedrijven")),
    )
    return Panel(
        id="scores",
        title=_("Score per jaar"),
        lead=describe_years(drawn, broken),
        head=head,
        groups=[Group("", rows)],
        chart=columns(
            "scores-chart",
            title=_("Gemiddelde score"),
            desc=describe_years(drawn, broken),
            years=drawn,
            names=Words(subject=head[0], now=head[1]),
            frame=SCREEN,
            break_before=broken,
            break_words=(_("oude rekenregel"), _("nieuwe rekenregel")),
        ),
        note=break_note(look),
    )


def last_break(look: Look) -> int | None:
    """Return the place in the years before which the method changed last."""
    shown = look.years
    places = [n for n in range(1, len(shown)) if is_broken(look, shown[n - 1], shown[n])]
    return places[-1] if places else None


def median(look: Look, year: int) -> Decimal | None:
    """Return the middle score in points; of an even number the mean of the two in the middle."""
    cells = look.sums.of(year, M.SCORE_POINT).items()
    points = sorted((int(a), cell.companies) for (a, _b), cell in cells)
    total = sum(companies for _point, companies in points)
    if not total:
        return None
    middles = {(total - 1) // 2, total // 2}
    found, passed = [], 0
    for point, companies in points:
        found += [point for place in middles if passed <= place < passed + companies]
        passed += companies
    return Decimal(sum(found)) / len(found)


def signed(mean: Decimal | None) -> str:
    """Return a difference with its sign."""
    if mean is None:
        return "–"
    sign = "+" if mean > 0 else "−" if mean < 0 else ""
    return f"{sign}{number_format(abs(mean), 1)}"


def steps(look: Look) -> Panel:
    """Return the mean score of each step, beside that of the year before where both compare."""
    language = get_language()
    asked = [step for step in look.edition.steps if step.sub_actions]
    called = {step.key: f"{step.number}. {step.title.get(language)}" for step in asked}
    return means(look, M.STEP_SCORE, "steps", _("Score per stap"), _("Stap"), called)


def sub_actions(look: Look) -> Panel:
    """Return the mean score of each sub-action."""
    language = get_language()
    parts = [part for part in look.edition.parts if part.step.sub_actions]
    called = {part.key: f"{part.key} {part.title.get(language)}" for part in parts}
    return means(look, M.SUB_ACTION, "parts", _("Score per onderdeel"), _("Onderdeel"), called)


def means(
    look: Look, measure: M, id: str, title: str, subject: str, called: Mapping[str, str]
) -> Panel:
    """Return the mean of each of these, with last year's when that may stand beside it."""
    earlier = [year for year in look.years if year < look.year]
    before = earlier[-1] if earlier and not is_broken(look, earlier[-1], look.year) else None
    rows, drawn = [], []
    for key, name in called.items():
        cell = look.cell(measure, key)
        last = look.cell(measure, key, year=before).mean if before else None
        rows.append(Row(name, [tenth(cell.mean), tenth(last), count(cell.companies)]))
        drawn.append(StepScore(name, as_float(cell.mean), as_float(last)))
    words = Words(subject=subject, now=str(look.year), last=str(before or ""))
    said = describe_steps(drawn, words)
    return Panel(
        id=id,
        title=title,
        lead=mean_lead(drawn),
        head=(subject, str(look.year), str(before or _("Jaar ervoor")), _("Dossiers")),
        groups=[Group("", rows)],
        chart=step_bars(
            f"{id}-chart", title=title, desc=said, rows=drawn, names=words, frame=SCREEN
        ),
    )


def mean_lead(rows: list[StepScore]) -> str:
    """Return which is highest and which is lowest."""
    scored = [row for row in rows if row.value is not None]
    if not scored:
        return _("Er is nog geen score.")
    high, low = (pick(scored, key=lambda row: row.value or 0) for pick in (max, min))
    words = {
        "high": high.label,
        "most": figure(high.value),
        "low": low.label,
        "least": figure(low.value),
    }
    return _("Het hoogst is %(high)s met %(most)s, het laagst %(low)s met %(least)s.") % words


def as_float(mean: Decimal | None) -> float | None:
    """Return a mean as charts take it."""
    return None if mean is None else float(mean)


def moved(look: Look) -> Panel:
    """Return how many went to a higher or lower band since the year before."""
    called = names.moves()
    rows = [
        Row(name, [count(look.cell(M.MOVED, key).companies, (M.MOVED, key, ""))])
        for key, name in called.items()
    ]
    head = (_("Sinds het jaar ervoor"), _("Leden"))
    up, down = (look.cell(M.MOVED, key).companies for key in ("up", "down"))
    lead = _("%(up)s hoger, %(down)s lager dan het jaar ervoor.") % {"up": up, "down": down}
    return Panel(
        id="moved",
        title=_("Wie van niveau veranderde"),
        lead=lead,
        head=head,
        groups=[Group("", rows)],
        chart=bars("moved", _("Leden naar verandering van niveau"), rows, head),
        note=_(
            "Niet te vergelijken: de twee jaren hebben een andere rekenregel of andere niveaus, of "
            "een van beide heeft geen score."
        ),
    )


def by_year(look: Look, measure: M, id: str, title: str, called: Mapping[str, str]) -> Panel:
    """Return how many files stand where in each year; the first three states are drawn."""
    rows, drawn = [], []
    for year in look.years:
        counts = {key: look.cell(measure, key, year=year).companies for key in called}
        cells = [followed(look, year, n, (measure, key)) for key, n in counts.items()]
        rows.append(Row(str(year), [*cells, count(look.files(year))]))
        drawn.append((str(year), tuple(list(counts.values())[:3])))
    head = (_("Jaar"), *called.values(), _("Samen"))
    first = next(iter(called))
    lead = _("%(state)s: %(n)s van %(files)s.") % {
        "state": called[first],
        "n": look.cell(measure, first).companies,
        "files": look.files(),
    }
    return Panel(
        id=id,
        title=title,
        lead=lead,
        head=head,
        groups=[Group("", rows)],
        chart=stacked(id, title, drawn, head[:4], subject=head[0], total=head[-1]),
        note=unknown_note(look, measure) if UNKNOWN in list(called)[3:] else "",
    )


def unknown_note(look: Look, measure: M) -> str:
    """Return how many are not drawn because nobody knows where they stand."""
    number = look.cell(measure, UNKNOWN).companies
    if not number:
        return ""
    text = ngettext(
        "Van %(n)s dossier is dit niet bekend; dat staat niet in de grafiek.",
        "Van %(n)s dossiers is dit niet bekend; die staan niet in de grafiek.",
        number,
    )
    return text % {"n": number}
