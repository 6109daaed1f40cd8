"""The metals a company buys, and how well it knows where they come from."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convenant.charts import Segment, StackedRow
from diligence.framework.catalogues import UnknownCatalogue
from diligence.framework.choices import options_of
from diligence.framework.schema import Edition, Field, Question
from diligence.reports import drawings
from diligence.reports.frozen import FrozenFile
from diligence.reports.grids import with_widths
from diligence.reports.shape import Cell, Column, Grid, Origin
from diligence.reports.words import anchor_of

SOURCING = "identify.sourcing"
NEEDED = ("metal", "form", "supplier", "origin", "certainty")
DOCUMENTED, TOLD = "documented", "told"
MOST_BARS = 14
MOST_NAMES = 8


@dataclass(slots=True)
class Metal:
    """What the lines about one metal say together."""

    name: str
    forms: dict[str, None] = field(default_factory=dict)
    suppliers: set[str] = field(default_factory=set)
    countries: dict[str, None] = field(default_factory=dict)
    certain: list[str] = field(default_factory=list)

    def count(self, *keys: str) -> int:
        """Return how many lines have one of these certainties."""
        return sum(key in keys for key in self.certain)


def documented_lines(file: FrozenFile) -> tuple[int, int]:
    """Return how many lines have a document about the origin, and how many there are."""
    rows = file.rows(SOURCING)
    return sum(row.get("certainty") == DOCUMENTED for row in rows), len(rows)


def origin(file: FrozenFile, lang: str) -> Origin | None:
    """Return the page about origin; nothing when the table is not asked or has no rows."""
    if SOURCING not in file.edition or not file.rows(SOURCING):
        return None
    question = file.edition.question(SOURCING)
    if any(question.column(key) is None for key in NEEDED):
        return None
    metals = metals_in(file, question, lang)
    documented, lines = documented_lines(file)
    words = {"documented": documented, "lines": lines, "metals": len(metals)}
    lead = ngettext(
        "Het bedrijf noemt %(lines)s regel over de herkomst van zijn metaal.",
        "Het bedrijf noemt %(lines)s regels over de herkomst van zijn metaal.",
        lines,
    )
    shown = _("Van %(documented)s van de %(lines)s regels is er een document.")
    return Origin(
        lead=f"{lead} {shown}" % words,
        chart=drawings.certainty(
            _bars(metals), _segments(), title=_("Hoe zeker is de herkomst van elk metaal?")
        ),
        metals=_table(metals, has_suppliers=not file.is_public),
        anchor=anchor_of(SOURCING),
    )


def metals_in(file: FrozenFile, question: Question, lang: str) -> list[Metal]:
    """Return the metals in the order in which the company names them."""
    asked = [column for column in question.columns if column.key in NEEDED]
    names = {column.key: _names(column, file.edition, lang) for column in asked}
    metals: dict[str, Metal] = {}
    for cells in file.rows(SOURCING):
        told = {key: cells.get(key, "") for key in NEEDED}
        metal = metals.setdefault(told["metal"], Metal(_name(names, "metal", told["metal"])))
        metal.forms[_name(names, "form", told["form"])] = None
        metal.suppliers.add(told["supplier"])
        metal.countries |= {_name(names, "origin", key): None for key in told["origin"]}
        metal.certain.append(told["certainty"])
    return list(metals.values())


def _names(column: Field, edition: Edition, lang: str) -> dict[str, str]:
    try:
        return {option.key: option.text.get(lang) for option in options_of(column, edition)}
    except UnknownCatalogue:
        return {}


def _name(names: dict[str, dict[str, str]], column: str, key: str) -> str:
    """Return the name of an option; a key that no list knows stands for itself."""
    return names[column].get(key, key)


def _segments() -> list[Segment]:
    return [
        Segment(_("met een document")),
        Segment(_("de leverancier zei het")),
        Segment(_("schatting of onbekend")),
    ]


def _bars(metals: Sequence[Metal]) -> list[StackedRow]:
    most = sorted(metals, key=lambda metal: -len(metal.certain))[:MOST_BARS]
    return [
        StackedRow(
            metal.name,
            (
                metal.count(DOCUMENTED),
                metal.count(TOLD),
                len(metal.certain) - metal.count(DOCUMENTED, TOLD),
            ),
        )
        for metal in most
    ]


def _table(metals: Sequence[Metal], *, has_suppliers: bool) -> Grid:
    suppliers = [Column(_("Leveranciers"), is_number=True)] if has_suppliers else []
    heads = (
        Column(_("Metaal")),
        Column(_("Vorm")),
        Column(_("Land van de mijn of van inzameling")),
        *suppliers,
        Column(_("Regels"), is_number=True),
        Column(_("Met een document"), is_number=True),
    )
    rows = tuple(
        (
            Cell(metal.name),
            Cell(", ".join(metal.forms)),
            Cell(shortened(list(metal.countries))),
            *(Cell(str(len(metal.suppliers)), is_number=True) for _column in suppliers),
            Cell(str(len(metal.certain)), is_number=True),
            Cell(str(metal.count(DOCUMENTED)), is_number=True),
        )
        for metal in metals
    )
    return Grid(with_widths(heads, rows), rows)


def shortened(names: list[str]) -> str:
    """Return the first names of a list, and how many more there are."""
    if len(names) <= MOST_NAMES:
        return ", ".join(names)
    shown = ", ".join(names[: MOST_NAMES - 1])
    return _("%(names)s en nog %(more)s") % {
        "names": shown,
        "more": len(names) - MOST_NAMES + 1,
    }
