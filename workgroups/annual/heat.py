"""The heat map: metals against risks, every cell with words, what is withheld hatched."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from workgroups.annual.cells import members, small_words, why_words
from workgroups.annual.content import Annual
from workgroups.annual.figures import number_of
from workgroups.annual.shape import Cell, HeatPart, KeyPart, Page, Part, Row, TextPart
from workgroups.disclosure.published import PublishedCell, PublishedTable, Why
from workgroups.figures.names import head_of

MOST_COLUMNS, MOST_ROWS = 6, 11
SHADES = 4


def heat_page(annual: Annual) -> Page | None:
    """Return the heat map with what its words mean; nothing when no cell is shown."""
    table = next(
        (
            found
            for name in ("metal_theme", "group_theme", "region_theme", "stage_theme")
            if (found := annual.table(name)) and len(found.dims) == 2 and not found.is_withheld
        ),
        None,
    )
    if table is None:
        return None
    part = heat_map(annual, table)
    whys = {Why(cell.why) for cell in table.cells if cell.is_withheld and cell.why}
    parts: list[Part] = [part]
    if rows := key_rows(whys):
        parts.append(KeyPart(rows, _("Waarom zijn er vakken zonder cijfer?")))
        words = _(
            "Een vak zonder cijfer betekent dus niet dat het risico er niet is. Zo kan niemand "
            "uit dit rapport afleiden wat één bedrijf heeft ingevuld."
        )
        parts.append(TextPart((words,)))
    lead = highest(annual, table)
    label = _("De cijfers van %(year)s") % {"year": annual.year}
    return Page("kaart-kop", label, _("Waar zitten de risico’s?"), lead, tuple(parts), 2)


def highest(annual: Annual, table: PublishedTable) -> str:
    """Return where most members see a risk, as a sentence."""
    top = max(table.cells, key=lambda cell: number_of(cell) or -1)
    return _("De meeste meldingen samen: %(risk)s bij %(row)s, door %(n)s deelnemers.") % {
        "risk": annual.word(table.dims[1], top.key[1]).lower(),
        "row": annual.word(table.dims[0], top.key[0]).lower(),
        "n": top.value,
    }


def heat_map(annual: Annual, table: PublishedTable) -> HeatPart:
    """Return the rows and columns with most figures; all of them stand in the annex."""
    columns = busiest(table, 1, MOST_COLUMNS)
    rows = busiest(table, 0, MOST_ROWS)
    most = max((number_of(cell) or 0 for cell in table.cells), default=0)
    return HeatPart(
        caption=_("%(row)s en risico") % {"row": head_of(table.dims[0])},
        small=" ".join((small_words(table), _("De drukste vakken; de hele tabel staat achterin."))),
        corner=head_of(table.dims[0]),
        heads=tuple(annual.word(table.dims[1], key) for key in columns),
        rows=tuple(
            Row(
                annual.word(table.dims[0], key),
                tuple(heat_cell(table.cell(key, other), most) for other in columns),
            )
            for key in rows
        ),
    )


def busiest(table: PublishedTable, place: int, most: int) -> Sequence[str]:
    """Return the keys of a dimension with most figures, the busiest first."""
    sums: dict[str, float] = {}
    for cell in table.cells:
        sums[cell.key[place]] = sums.get(cell.key[place], 0) + (number_of(cell) or 0)
    order = table.keys(table.dims[place])
    return sorted(order, key=lambda key: (-sums[key], order.index(key)))[:most]


def heat_cell(cell: PublishedCell, most: float) -> Cell:
    """Return a cell with its number, the noun, and how dark it is."""
    if cell.value is None:
        return Cell(why_words(cell.why), is_hidden=True)
    share = (number_of(cell) or 0) / most if most else 0
    shade = min(SHADES, 1 + int(share * SHADES)) if share else 0
    return Cell(cell.value, unit=members(cell.value), shade=shade)


def key_rows(whys: set[Why]) -> tuple[tuple[str, str], ...]:
    """Return what the words in hatched cells mean, of those that occur."""
    rows = []
    if Why.TOO_FEW in whys:
        rows.append(
            (
                _("te weinig leden"),
                _("Zo weinig leden meldden dit, dat een cijfer te veel over hen zou zeggen."),
            )
        )
    if whys - {Why.TOO_FEW, Why.NO_MENU}:
        rows.append(
            (
                _("afgeschermd"),
                _(
                    "Met dit cijfer erbij zou te berekenen zijn wat één bedrijf invulde, alleen "
                    "of naast eerdere cijfers."
                ),
            )
        )
    if Why.NO_MENU in whys:
        rows.append((_("niet geteld"), _("Niemand meldde dit, of het hoort niet bij elkaar.")))
    return tuple(rows)
