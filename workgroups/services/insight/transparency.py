"""How well the sector knows its chain: who is known how far back, which metals, from where."""

from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convenant.charts import Chart, Frame, Place, world_map
from convenant.charts import Names as Words
from diligence.summary.measures import Link
from diligence.summary.measures import Measure as M
from diligence.summary.places import metal_group, region
from workgroups.services.insight import names
from workgroups.services.insight.drawing import bars, stacked
from workgroups.services.insight.looking import Look
from workgroups.services.insight.shape import Entry, Group, Panel, Row, count, share

MEASURES = (M.CHAIN_LINES, M.CHAIN_KNOWN, M.METAL, M.METAL_GROUP, M.COUNTRY, M.REGION)
WORLD = Frame(1080, 15)
MOST_BARS = 12


def panels_of(look: Look) -> list[Panel]:
    """Return the panels of the page. A group of metals or a region that was chosen is split up."""
    return [funnel(look), metals(look), countries(look)]


def funnel(look: Look) -> Panel:
    """Return of how many lines is known who it is: the supplier, the smelter, the mine."""
    called, rows, drawn = names.links(), [], []
    for key, name in called.items():
        lines, known = (look.cell(m, key) for m in (M.CHAIN_LINES, M.CHAIN_KNOWN))
        earlier = [known_share(look, key, year) for year in look.years[:-1]][::-1]
        cells = [
            count(known.total, (M.CHAIN_KNOWN, key, "")),
            count(lines.total - known.total),
            count(lines.total, (M.CHAIN_LINES, key, "")),
            Entry(share(known.total, lines.total)),
            count(known.companies, (M.CHAIN_KNOWN, key, "")),
            *earlier,
        ]
        rows.append(Row(name, cells))
        drawn.append((name, (int(known.total), int(lines.total - known.total))))
    head = (
        *(_("Schakel"), _("Bekend"), _("Niet bekend"), _("Regels"), _("Deel bekend")),
        *(_("Leden die iemand kennen"), *(str(year) for year in look.years[:-1][::-1])),
    )
    is_there = any(sum(counts) for _name, counts in drawn)
    title = _("Hoe ver de keten bekend is")
    return Panel(
        id="funnel",
        title=title,
        lead=funnel_lead(look) if is_there else _("Nog geen lid vulde zijn keten in."),
        head=head,
        groups=[Group("", rows if is_there else [])],
        chart=stacked("funnel", title, drawn, head[:3], subject=head[0], total=head[3])
        if is_there
        else None,
        note=_(
            "Een regel is een metaal in een vorm, bij een schakel. Bekend: de leverancier of "
            "smelterij heeft een naam; van een mijn is het land gezegd of aangetoond. Wat niemand "
            "invulde telt mee als niet bekend. Het telt regels, geen tonnen."
        ),
    )


def known_share(look: Look, key: str, year: int) -> Entry:
    """Return which part of the lines was known in an earlier year."""
    lines = look.cell(M.CHAIN_LINES, key, year=year)
    return Entry(share(look.cell(M.CHAIN_KNOWN, key, year=year).total, lines.total))


def funnel_lead(look: Look) -> str:
    """Return the shares in one sentence."""
    shares = {
        key: share(look.cell(M.CHAIN_KNOWN, key).total, look.cell(M.CHAIN_LINES, key).total)
        for key in (Link.TIER_1, Link.SMELTER, Link.MINE)
    }
    return _(
        "Bekend is %(near)s van de directe leveranciers, %(smelter)s van de smelterijen en "
        "%(mine)s van de mijnen."
    ) % {
        "near": shares[Link.TIER_1],
        "smelter": shares[Link.SMELTER],
        "mine": shares[Link.MINE],
    }


def metals(look: Look) -> Panel:
    """Return the metals that members work with, by group unless one was chosen."""
    chosen = look.asked.metal_group
    measure = M.METAL if chosen else M.METAL_GROUP
    rows = ranked(look, measure, lambda key: not chosen or metal_group(key) == chosen)
    head = (_("Metaal") if chosen else _("Groep metalen"), _("Leden"), _("Deel"), _("Regels"))
    return Panel(
        id="metals",
        title=_("Metalen waarmee leden werken"),
        lead=ranked_lead(rows, look),
        head=head,
        groups=[Group("", rows)],
        chart=bars("metals", _("Leden per metaal"), rows[:MOST_BARS], head),
    )


def countries(look: Look) -> Panel:
    """Return the countries of origin on a map of the world."""
    chosen = look.asked.region
    rows = ranked(look, M.COUNTRY, lambda key: not chosen or region(key) == chosen)
    head = (_("Land van herkomst"), _("Leden"), _("Deel"), _("Regels"))
    return Panel(
        id="countries",
        title=_("Landen van herkomst"),
        lead=ranked_lead(rows, look),
        head=head,
        groups=[Group("", rows)],
        chart=world(rows, head) if rows else None,
        note=_("Alleen regels waarvan het land bekend is."),
        is_wide=True,
    )


def ranked(look: Look, measure: M, is_wanted) -> list[Row]:
    """Return what members have most, on top."""
    called = names.WAYS[measure]()
    found = {a: cell for (a, _b), cell in look.sums.of(look.year, measure).items() if is_wanted(a)}
    order = sorted(found, key=lambda key: (-found[key].companies, -found[key].total, key))
    return [
        Row(
            called.get(key, key),
            [
                count(found[key].companies, (measure, key, "")),
                Entry(share(found[key].companies, look.files())),
                count(found[key].total),
            ],
        )
        for key in order
    ]


def ranked_lead(rows: Sequence[Row], look: Look) -> str:
    """Return what most members have."""
    if not rows:
        return _("Nog niets in dit jaar.")
    text = ngettext(
        "Het meest: %(name)s, bij %(n)s van %(files)s lid.",
        "Het meest: %(name)s, bij %(n)s van %(files)s leden.",
        look.files(),
    )
    first = rows[0]
    return text % {"name": first.label, "n": first.entries[0].text, "files": look.files()}


def world(rows: Sequence[Row], head: Sequence[str]) -> Chart:
    """Return the map: a disc for each country, as large as its number of members."""
    places = [
        Place(code_of(row), row.label, (members(row), 0, 0), (row.entries[0].text,) * 4)
        for row in rows
    ]
    said = "; ".join(f"{row.label}: {row.entries[0].text}" for row in rows[:MOST_BARS])
    total = number_format(sum(map(members, rows)))
    return world_map(
        "countries-chart",
        title=_("Landen van herkomst"),
        desc=said,
        places=places,
        legend=(head[1], "", ""),
        names=Words(subject=head[0], now="", expected=_("Samen")),
        total=(total, "", "", ""),
        frame=WORLD,
    )


def members(row: Row) -> float:
    """Return how many members a row counts."""
    return float(str(row.entries[0].number or 0))


def code_of(row: Row) -> str:
    """Return the country of a row."""
    behind = row.entries[0].behind
    return behind[1] if behind else ""
