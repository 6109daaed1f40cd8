"""The chain as drawings and figures: how much is known, from metal to supplier, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from convenant.charts import (
    Chart,
    Flow,
    Frame,
    Names,
    Passage,
    Place,
    Segment,
    StackedRow,
    Station,
    flow,
    stacked_bars,
    world_map,
)
from convenant.charts.chart import SCREEN
from diligence.chain.diagram import AXES, COUNTRY, METAL, NOBODY, REST, STAGE, Node, diagram
from diligence.chain.line import CERTAINTIES
from diligence.chain.totals import Tally, by_country, hundredths, in_hundredths, tallied, total_of
from diligence.framework.answer_text import number_text
from diligence.services.chain.chains import Chain
from diligence.views.chain.words import country_name, lines_in_words, metal_name, stage_name

WIDE = Frame(1080, 15)
"""The diagram: four columns with their words."""
WORLD = Frame(1080, 15)


def legend() -> tuple[str, str, str]:
    """Return what the three colours mean."""
    return (_("Met document"), _("Gezegd of geschat door u"), _("Niet bekend: schatting"))


def figure(number: Decimal) -> str:
    """Return a number of lines, in hundredths where it is no whole."""
    whole = number.quantize(Decimal(1))
    shown = whole if number == whole else number.quantize(Decimal("0.01")).normalize()
    return number_text(shown, get_language() or "nl")


@dataclass(frozen=True, slots=True)
class MetalRow:
    """How much is known of one metal."""

    key: str
    name: str
    known: int
    probable: int
    unknown: int
    missing: str
    """Which stages nobody filled in, in words."""

    @property
    def total(self) -> int:
        """Return how many lines, filled in or estimated whole."""
        return self.known + self.probable + self.unknown

    @property
    def per_cent(self) -> int:
        """Return how much is not an estimate, cut off."""
        return (self.known + self.probable) * 100 // self.total if self.total else 0


def metal_rows(chain: Chain) -> list[MetalRow]:
    """Return each metal, the one with most unknown first."""
    rows = []
    for key, tally in tallied(chain.lines, lambda line: line.metal).items():
        missing = [stage_name(gap.stage).lower() for gap in chain.gaps if gap.metal == key]
        known, probable, unknown = (int(tally.parts[one]) for one in CERTAINTIES)
        rows.append(MetalRow(key, metal_name(key), known, probable, unknown, ", ".join(missing)))
    return sorted(rows, key=lambda row: (row.per_cent, -row.total, row.name))


def metals_chart(rows: list[MetalRow]) -> Chart:
    """Return known and unknown per metal as bars."""
    known = sum(row.known + row.probable for row in rows)
    total = sum(row.total for row in rows)
    desc = _("Van %(total)s regels zijn er %(known)s bekend; de rest is een schatting.")
    return stacked_bars(
        "metals",
        title=_("Wat u per metaal weet"),
        desc=desc % {"total": total, "known": known},
        rows=[StackedRow(row.name, (row.known, row.probable, row.unknown)) for row in rows],
        segments=[Segment(words) for words in legend()],
        names=Names(subject=_("Metaal"), now=_("Totaal")),
        frame=SCREEN,
    )


def suppliers_by_id(chain: Chain) -> dict[str, str]:
    """Return the names of the suppliers that the rows name."""
    return {str(row.supplier_id): row.supplier.name for row in chain.rows if row.supplier}


def label_of(axis: str, node: Node, suppliers: Mapping[str, str]) -> str:
    """Return the name of a station."""
    if node.key == REST:
        return ngettext("%(n)s andere", "%(n)s andere", node.count) % {"n": node.count}
    if axis == METAL:
        return metal_name(node.key)
    if axis == STAGE:
        return stage_name(node.key)
    if axis == COUNTRY:
        return country_name(node.key) if node.key != NOBODY else _("Land onbekend")
    return suppliers[node.key] if node.key != NOBODY else _("Geen leverancier genoemd")


def tier_chart(chain: Chain) -> Chart:
    """Return the chain from metal to supplier."""
    made, suppliers = diagram(chain.lines), suppliers_by_id(chain)
    labels = [
        {node.key: label_of(axis, node, suppliers) for node in nodes}
        for axis, nodes in zip(AXES, made.columns, strict=True)
    ]
    columns = []
    for names, nodes in zip(labels, made.columns, strict=True):
        shown = hundredths([node.tally.total for node in nodes])
        columns.append(
            tuple(
                Station(node.key, names[node.key], float(node.tally.total), figure(words))
                for node, words in zip(nodes, shown, strict=True)
            )
        )
    passages = tuple(
        tuple(
            Passage(
                link.source,
                link.target,
                CERTAINTIES.index(link.certainty),
                float(link.weight),
                f"{labels[place][link.source]} → {labels[place + 1][link.target]}: "
                f"{figure(link.weight)}, {legend()[CERTAINTIES.index(link.certainty)].lower()}",
            )
            for link in links
        )
        for place, links in enumerate(made.links)
    )
    heads = (_("Metaal"), _("Fase"), _("Land"), _("Leverancier"))
    desc = _(
        "Van links naar rechts: welk metaal, in welke fase, in welk land en bij wie. Elke kolom "
        "telt op tot %(lines)s."
    )
    return flow(
        "tiers",
        title=_("Van metaal tot leverancier"),
        desc=desc % {"lines": lines_in_words(chain.count)},
        shown=Flow(heads, tuple(columns), passages),
        legend=legend(),
        names=Names(subject=_("Waar"), now=_("Regels")),
        frame=WIDE,
    )


def country_figures(chain: Chain) -> dict[str, tuple[Tally, tuple[str, str, str, str]]]:
    """Return per country, "" for none, its tally and the same in words that add up."""
    tallies = {key or NOBODY: tally for key, tally in by_country(chain.lines).items()}
    shown = in_hundredths(tallies)
    order = sorted(tallies, key=lambda key: (key == NOBODY, -tallies[key].total, key))
    found = {}
    for key in order:
        known, probable, proxy = shown[key]
        words = (known, probable, proxy, known + probable + proxy)
        found[key] = (
            tallies[key],
            (figure(words[0]), figure(words[1]), figure(words[2]), figure(words[3])),
        )
    return found


def country_chart(chain: Chain) -> Chart:
    """Return the world, with how much of the chain lies where."""
    places = [
        Place(
            key,
            country_name(key) if key else _("Land onbekend, of elders"),
            (float(tally.known), float(tally.probable), float(tally.proxy)),
            words,
        )
        for key, (tally, words) in country_figures(chain).items()
    ]
    whole = total_of(chain.lines)
    total = tuple(figure(part) for part in hundredths([whole.parts[one] for one in CERTAINTIES]))
    countries = sum(1 for place in places if place.code)
    desc = ngettext(
        "Uw keten ligt in %(n)s land. De schijf toont wat bekend is, de ring wat wij schatten.",
        "Uw keten ligt in %(n)s landen. De schijf toont wat bekend is, de ring wat wij schatten.",
        countries,
    )
    return world_map(
        "world",
        title=_("Waar uw keten ligt"),
        desc=desc % {"n": countries},
        places=places,
        legend=legend(),
        names=Names(subject=_("Land"), now=_("Totaal"), expected=_("Totaal")),
        total=(total[0], total[1], total[2], figure(whole.total)),
        frame=WORLD,
    )
