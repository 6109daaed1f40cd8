"""Risks of the sector: the themes that come up most, and where: metal, country and stage."""

from collections.abc import Collection, Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diligence.framework.catalogues import catalogue
from diligence.reports.risk_words import name_of
from diligence.summary.measures import Measure as M
from diligence.summary.places import metal_group, region, theme_group
from workgroups.services.insight import names
from workgroups.services.insight.drawing import bars
from workgroups.services.insight.looking import Look
from workgroups.services.insight.shape import Entry, Group, Panel, Row, count, share, tenth, told
from workgroups.summary_queries import Cell

MEASURES = (
    M.THEME,
    M.GROUP_THEME,
    M.METAL_THEME,
    M.REGION_THEME,
    M.COUNTRY_THEME,
    M.STAGE_THEME,
)
MOST_THEMES = 10


def panels_of(look: Look) -> list[Panel]:
    """Return the panels of the page. A group or a region that was chosen is split up."""
    by_metal = M.METAL_THEME if look.asked.metal_group else M.GROUP_THEME
    by_country = M.COUNTRY_THEME if look.asked.region else M.REGION_THEME
    return [
        themes(look),
        heat(look, by_metal, "metal", _("Risico’s per metaal")),
        heat(look, by_country, "country", _("Risico’s per land van herkomst")),
        heat(look, M.STAGE_THEME, "stage", _("Risico’s per fase in de keten")),
    ]


def themes(look: Look) -> Panel:
    """Return the themes by the number of members that have them in their register."""
    found = {
        a: cell
        for (a, _none), cell in look.sums.of(look.year, M.THEME).items()
        if look.asked.theme_group in ("", theme_group(a))
    }
    called, files = names.named("themes"), look.files()
    order = sorted(found, key=lambda key: (-found[key].companies, -found[key].total, key))
    rows = [
        Row(
            called.get(key, key),
            [
                count(found[key].companies, (M.THEME, key, "")),
                Entry(share(found[key].companies, files)),
                tenth(found[key].mean),
                count(found[key].total),
            ],
        )
        for key in order
    ]
    head = (_("Thema"), _("Leden"), _("Deel"), _("Ernst, gemiddeld"), _("Gewogen belang"))
    return Panel(
        id="themes",
        title=_("Thema’s die het meest voorkomen"),
        lead=lead_of(order, called, found, files),
        head=head,
        groups=[Group("", rows)],
        chart=bars("themes", _("Leden met dit thema"), rows[:MOST_THEMES], head),
        note=_(
            "Ernst: de zwaarste weging van elk lid, van 1 tot 5; niet gewogen telt als 0. Gewogen "
            "belang is de som daarvan."
        ),
    )


def lead_of(
    order: list[str], called: Mapping[str, str], found: Mapping[str, Cell], files: int
) -> str:
    """Return the conclusion."""
    if not order:
        return _("Nog geen lid nam een risico op.")
    text = ngettext(
        "Het meest genoemd: %(theme)s, bij %(n)s van %(files)s lid.",
        "Het meest genoemd: %(theme)s, bij %(n)s van %(files)s leden.",
        files,
    )
    first = order[0]
    return text % {
        "theme": called.get(first, first),
        "n": found[first].companies,
        "files": files,
    }


def heat(look: Look, measure: M, id: str, title: str) -> Panel:
    """Return a heat map: a row for each theme, a column for each metal, country or stage."""
    cells = {
        key: cell
        for key, cell in look.sums.of(look.year, measure).items()
        if is_wanted(look, measure, *key)
    }
    called = names.WAYS[measure]()
    columns = names.in_order({a for a, _theme in cells}, called)
    groups = [
        Group(title_of_group, [heat_row(measure, theme, columns, cells) for theme in inside])
        for title_of_group, inside in grouped({theme for _a, theme in cells})
    ]
    return Panel(
        id=id,
        title=title,
        lead=heat_lead(cells, called),
        head=(_("Thema"), *(called.get(key, key) for key in columns)),
        groups=groups,
        also=_("Ernst, gemiddeld"),
        note=_("Het getal is het aantal leden; de kleur en het kleine getal zijn de ernst."),
    )


def is_wanted(look: Look, measure: M, a: str, theme: str) -> bool:
    """Tell whether a cell is shown under what was asked for."""
    asked = look.asked
    if asked.theme_group and theme_group(theme) != asked.theme_group:
        return False
    if measure == M.METAL_THEME:
        return metal_group(a) == asked.metal_group
    return measure != M.COUNTRY_THEME or region(a) == asked.region


def grouped(themes: Collection[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each group of themes with those of its themes that come up, in the list's order."""
    called = {**names.groups("themes"), **names.unknown()}
    inside: dict[str, list[str]] = {}
    for theme in names.in_order(themes, {entry.key: "" for entry in catalogue("themes")}):
        inside.setdefault(theme_group(theme), []).append(theme)
    for group in names.in_order(inside, called):
        yield called.get(group, group), inside[group]


def heat_row(
    measure: M, theme: str, columns: Collection[str], cells: Mapping[tuple[str, str], Cell]
) -> Row:
    """Return the row of a theme."""
    called = name_of("themes", theme)
    return Row(called, [heat_cell(cells.get((a, theme)), (measure, a, theme)) for a in columns])


def heat_cell(cell: Cell | None, key: tuple[M, str, str]) -> Entry:
    """Return how many members have a risk, and how grave those are together."""
    if cell is None or not cell.companies:
        return Entry("")
    severity = round(cell.total / cell.companies, 1)
    return Entry(
        told(cell.companies),
        cell.companies,
        key,
        small=told(severity, 1) if severity else "",
        also=severity or None,
        shade=min(5, max(1, round(severity))) if severity else None,
    )


def heat_lead(cells: Mapping[tuple[str, str], Cell], called: Mapping[str, str]) -> str:
    """Return where most members have the same risk."""
    if not cells:
        return _("Hier kwam geen risico voor.")
    (a, theme), most = max(cells.items(), key=lambda one: (one[1].companies, one[1].total, one[0]))
    text = ngettext(
        "Het vaakst: %(theme)s bij %(place)s, %(n)s lid.",
        "Het vaakst: %(theme)s bij %(place)s, %(n)s leden.",
        most.companies,
    )
    words = {"theme": name_of("themes", theme), "place": called.get(a, a)}
    return text % (words | {"n": most.companies})
