"""What the sector does: actions by where they stand and whether they help, and complaints."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diligence.plan.status import OPEN
from diligence.summary.measures import Counted, Effect
from diligence.summary.measures import Measure as M
from workgroups.services.insight import names
from workgroups.services.insight.drawing import bars
from workgroups.services.insight.looking import Look
from workgroups.services.insight.shape import Entry, Group, Panel, Row, count

MEASURES = (
    *(M.ACTION_STATUS, M.ACTION_EFFECT),
    *(M.COMPLAINTS, M.COMPLAINT_STATUS, M.COMPLAINT_THEME, M.COMPLAINT_SATISFIED),
)


def panels_of(look: Look) -> list[Panel]:
    """Return the panels of the page; more about complaints only where there are any."""
    closer = [
        by_kind(look, M.COMPLAINT_STATUS, "states", _("Waar klachten staan")),
        by_kind(look, M.COMPLAINT_THEME, "themes", _("Klachten per thema")),
        by_kind(look, M.COMPLAINT_SATISFIED, "satisfied", _("Is het opgelost?")),
    ]
    kept = [panel for panel in closer if not panel.is_empty]
    return [actions(look), effects(look), complaints(look), *kept]


def actions(look: Look) -> Panel:
    """Return how many actions stand where."""
    called = names.WAYS[M.ACTION_STATUS]()
    total = {key: int(look.cell(M.ACTION_STATUS, key).total) for key in called}
    open_now = sum(number for key, number in total.items() if key in OPEN)
    words = {"total": sum(total.values()), "open": open_now, "done": total["done"]}
    return table(
        look,
        M.ACTION_STATUS,
        "actions",
        _("Acties per status"),
        called,
        _("%(total)s acties: %(open)s open, %(done)s gedaan.") % words,
    )


def effects(look: Look) -> Panel:
    """Return how many actions that run or are done make a difference."""
    called = names.effects()
    measured = sum(
        int(look.cell(M.ACTION_EFFECT, key).total) for key in called if key != Effect.NOT_MEASURED
    )
    total = sum(int(look.cell(M.ACTION_EFFECT, key).total) for key in called)
    reached = int(look.cell(M.ACTION_EFFECT, Effect.REACHED).total)
    words = {"measured": measured, "total": total, "reached": reached}
    return table(
        look,
        M.ACTION_EFFECT,
        "effects",
        _("Wat acties opleveren"),
        called,
        _(
            "Van %(total)s acties die lopen of klaar zijn, zijn er %(measured)s gemeten; "
            "%(reached)s haalden hun doel."
        )
        % words,
        _("Naar de laatste meting van de eigen indicator van elke actie."),
    )


def table(
    look: Look,
    measure: M,
    id: str,
    title: str,
    called: Mapping[str, str],
    lead: str,
    note: str = "",
) -> Panel:
    """Return how many there are of each kind and of how many members, beside earlier years."""
    earlier = [year for year in reversed(look.years) if year < look.year]
    rows = [
        Row(
            name,
            [
                number(look, measure, key),
                count(look.cell(measure, key).companies, (measure, key, "")),
                *(number(look, measure, key, year) for year in earlier),
            ],
        )
        for key, name in called.items()
    ]
    head = (_("Soort"), _("Aantal"), _("Leden"), *(str(year) for year in earlier))
    is_there = any(row.entries[0].number or row.entries[1].number for row in rows)
    return Panel(
        id=id,
        title=title,
        lead=lead if is_there else _("Nog niets in dit jaar."),
        head=head,
        groups=[Group("", rows if is_there else [])],
        chart=bars(id, title, rows, head) if is_there else None,
        note=note,
    )


def number(look: Look, measure: M, key: str, year: int | None = None) -> Entry:
    """Return how many of a kind there are in a year."""
    return count(look.cell(measure, key, year=year).total)


def complaints(look: Look) -> Panel:
    """Return complaints, and the places where people can complain, in numbers."""
    called = names.complaints()
    total = int(look.cell(M.COMPLAINTS, Counted.TOTAL).total)
    late = int(look.cell(M.COMPLAINTS, Counted.LATE).total)
    text = ngettext(
        "%(n)s klacht tot nu toe, %(late)s over de datum.",
        "%(n)s klachten tot nu toe, %(late)s over hun datum.",
        total,
    )
    return table(
        look,
        M.COMPLAINTS,
        "complaints",
        _("Klachten in cijfers"),
        called,
        text % {"n": total, "late": late},
        _("Alleen aantallen: van een klacht komt geen woord buiten het bedrijf."),
    )


def by_kind(look: Look, measure: M, id: str, title: str) -> Panel:
    """Return complaints by one of the things that are counted of them."""
    called = names.WAYS[measure]()
    found = {a for (a, _b) in look.sums.of(look.year, measure)}
    kept = {key: called.get(key, key) for key in names.in_order(found, called)}
    most = max(kept, key=lambda key: look.cell(measure, key).total, default="")
    lead = ""
    if most:
        words = {"kind": kept[most], "n": int(look.cell(measure, most).total)}
        lead = _("Het meest: %(kind)s (%(n)s).") % words
    return table(look, measure, id, title, kept, lead)
