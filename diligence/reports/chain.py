"""The chain: how far back it is known, who is named, what comes from where, and what nobody knows.

It counts lines, never tonnes. A stage that nobody filled in counts as a line of unknown origin.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convenant.charts import Segment, StackedRow
from diligence.chain.proxies import SCRAP, SMELTING
from diligence.models import Certainty, Form, Volume
from diligence.reports import drawings
from diligence.reports.frozen import FrozenFile
from diligence.reports.grids import with_widths
from diligence.reports.origin import MOST_BARS, shortened
from diligence.reports.risk_words import name_of
from diligence.reports.shape import Cell, ChainChapter, Column, Figure, Grid

MOST_LINES = 100
"""So many lines with a supplier are told one by one; the tables above count them all."""

Frozen = Mapping[str, Any]


def chain(file: FrozenFile) -> ChainChapter | None:
    """Return the chapter on the chain; None when nobody filled in a line."""
    lines = file.chain.get("lines", ())
    if not lines:
        return None
    gaps = [gap | {"country": "", "supplier": None} for gap in file.chain["gaps"]]
    every, metals = [*lines, *gaps], by_metal([*lines, *gaps])
    named = [] if file.is_public else [line for line in lines if line["supplier"] is not None]
    return ChainChapter(
        lead=_lead(every, len(metals)),
        figures=tuple(_figures(lines)),
        chart=drawings.certainty(_bars(metals), _segments(), id="keten", title=_title()),
        metals=_metals(metals),
        tiers=_tiers(lines),
        lines=_lines(named[:MOST_LINES], file) if named else None,
        left_out=max(0, len(named) - MOST_LINES),
        has_gaps=bool(gaps),
    )


def by_metal(lines: Iterable[Frozen]) -> dict[str, list[Frozen]]:
    """Return the lines of each metal, the metal with most lines first."""
    found: dict[str, list[Frozen]] = {}
    for line in lines:
        found.setdefault(line["metal"], []).append(line)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


def how_sure(lines: Sequence[Frozen]) -> tuple[int, int, int]:
    """Return of how many lines a document tells the country, somebody tells it, nobody knows."""
    placed = [line for line in lines if line["country"]]
    documented = sum(line["certainty"] == Certainty.DOCUMENTED for line in placed)
    return documented, len(placed) - documented, len(lines) - len(placed)


def suppliers_at(lines: Iterable[Frozen]) -> set[int]:
    """Return which suppliers these lines name, by their place in the list."""
    return {line["supplier"] for line in lines if line["supplier"] is not None}


def countries_of(lines: Iterable[Frozen]) -> list[str]:
    """Return the countries of these lines by name."""
    return sorted({name_of("countries", line["country"]) for line in lines if line["country"]})


def _title() -> str:
    return _("Hoe zeker is de herkomst van elke regel van de keten?")


def _lead(every: Sequence[Frozen], metals: int) -> str:
    text = ngettext(
        "De keten telt %(lines)s regel",
        "De keten telt %(lines)s regels",
        len(every),
    )
    of = ngettext("over %(metals)s metaal.", "over %(metals)s metalen.", metals)
    documented, said, unknown = how_sure(every)
    known = _(
        "Van %(documented)s is er een document over de herkomst, van %(said)s is het land verteld "
        "of geschat, van %(unknown)s is de herkomst onbekend (%(share)s%%)."
    )
    share = round(100 * unknown / len(every))
    words = {"documented": documented, "said": said, "unknown": unknown, "share": share}
    return f"{text} {of} {known}" % (words | {"lines": len(every), "metals": metals})


def _figures(lines: Sequence[Frozen]) -> Iterable[Figure]:
    smelters = suppliers_at(line for line in lines if line["stage"] in SMELTING)
    scrap = sum(line["form"] == SCRAP for line in lines)
    yield Figure(_("Leveranciers en andere schakels bekend"), str(len(suppliers_at(lines))))
    yield Figure(_("Smelterijen en raffinaderijen bekend"), str(len(smelters)))
    yield Figure(_("Landen genoemd"), str(len(countries_of(lines))))
    yield Figure(_("Regels met schroot of gerecycled metaal"), str(scrap), _("van %s") % len(lines))


def _segments() -> list[Segment]:
    return [
        Segment(_("met een document")),
        Segment(_("verteld of geschat")),
        Segment(_("herkomst onbekend")),
    ]


def _bars(metals: Mapping[str, Sequence[Frozen]]) -> list[StackedRow]:
    most = list(metals.items())[:MOST_BARS]
    return [StackedRow(name_of("metals", metal), how_sure(lines)) for metal, lines in most]


def _metals(metals: Mapping[str, Sequence[Frozen]]) -> Grid:
    heads = (
        Column(_("Metaal")),
        Column(_("Landen")),
        *(
            Column(head, is_number=True)
            for head in (
                _("Smelterijen"),
                _("Schroot"),
                _("Met een document"),
                _("Verteld of geschat"),
                _("Herkomst onbekend"),
            )
        ),
    )
    rows = tuple(_metal(metal, lines) for metal, lines in metals.items())
    return Grid(with_widths(heads, rows), rows)


def _metal(metal: str, lines: Sequence[Frozen]) -> tuple[Cell, ...]:
    smelters = suppliers_at(line for line in lines if line["stage"] in SMELTING)
    scrap = sum(line["form"] == SCRAP for line in lines)
    counts = (len(smelters), scrap, *how_sure(lines))
    return (
        Cell(name_of("metals", metal)),
        Cell(shortened(countries_of(lines)) or "–"),
        *(Cell(str(count), is_number=True) for count in counts),
    )


def _tiers(lines: Sequence[Frozen]) -> Grid:
    heads = (
        Column(_("Schakel")),
        Column(_("Regels"), is_number=True),
        Column(_("Leveranciers"), is_number=True),
        Column(_("Herkomst onbekend"), is_number=True),
    )
    tiers = sorted({line["tier"] for line in lines}, key=lambda tier: (tier is None, tier or 0))
    rows = []
    for tier in tiers:
        here = [line for line in lines if line["tier"] == tier]
        counts = (len(here), len(suppliers_at(here)), how_sure(here)[2])
        numbers = (Cell(str(count), is_number=True) for count in counts)
        rows.append((Cell(tier_words(tier)), *numbers))
    return Grid(with_widths(heads, rows), tuple(rows))


def tier_words(tier: int | None) -> str:
    """Return how far a supplier stands from the company."""
    if tier is None:
        return _("Schakel onbekend")
    if tier == 1:
        return _("1: directe leverancier")
    if tier == 2:
        return _("2: leverancier van de leverancier")
    return str(tier)


def _lines(named: Sequence[Frozen], file: FrozenFile) -> Grid:
    heads = (
        Column(_("Leverancier of smelterij")),
        Column(_("Metaal"), under=_("vorm")),
        Column(_("Fase")),
        Column(_("Land")),
        Column(_("Schakel"), is_number=True),
        Column(_("Zekerheid")),
        Column(_("Hoeveelheid")),
    )
    rows = tuple(_line(line, file) for line in named)
    return Grid(with_widths(heads, rows), rows)


def _line(line: Frozen, file: FrozenFile) -> tuple[Cell, ...]:
    supplier = file.chain["suppliers"][line["supplier"]]
    country = name_of("countries", line["country"]) if line["country"] else _("onbekend")
    return (
        Cell(supplier["name"], under=supplier["smelter_id"], lang=file.own_language),
        Cell(name_of("metals", line["metal"]), under=str(Form(line["form"]).label)),
        Cell(name_of("stages", line["stage"])),
        Cell(country, under=line["region"]),
        Cell(str(line["tier"] or "–"), is_number=True),
        Cell(str(Certainty(line["certainty"]).label)),
        Cell(str(Volume(line["volume"]).label) if line["volume"] else "–"),
    )
