"""The sheets of a workbook beside the answers: chain, risks, actions, measurements, complaints."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from companies.permissions import Role
from convenant.sheets import Column, Table, Value
from diligence.models import (
    Action,
    Certainty,
    Disengagement,
    Form,
    LeverageEntry,
    RemedyCase,
    Volume,
)
from diligence.models.risk import LEVELS, Involvement
from diligence.reports.plan import NAMED
from diligence.reports.risk_words import frozen_in_one_line, name_of
from diligence.reports.talks import state_of

Document = Mapping[str, Any]


def work_tables(document: Document) -> Iterator[Table]:
    """Yield a sheet for each part that holds something."""
    if document["chain"]:
        yield chain_table(document["chain"])
        yield suppliers_table(document["chain"])
    if document["risks"]:
        yield risks_table(document)
    if document["plan"]:
        yield plan_table(document)
        yield measurements_table(document)
    if document["influence"] or document["remedy"]:
        yield counts_table(document)
    if document["talks"]:
        yield talks_table(document)


def chain_table(chain: Mapping) -> Table:
    """Return the lines, and a line for each stage that nobody filled in."""
    columns = [
        Column(_("Metaal"), 16),
        Column(_("Vorm"), 22),
        Column(_("Fase"), 30),
        Column(_("Land"), 20),
        Column(_("Regio"), 20),
        Column(_("Leverancier"), 34),
        Column(_("Schakel"), 9),
        Column(_("Zekerheid"), 24),
        Column(_("Hoeveelheid"), 20),
    ]
    rows: list[list[Value]] = [
        [
            line["metal_name"],
            str(Form(line["form"]).label),
            line["stage_name"],
            line["country_name"],
            line["region"],
            "" if line["supplier"] is None else chain["suppliers"][line["supplier"]]["name"],
            line["tier"],
            str(Certainty(line["certainty"]).label),
            str(Volume(line["volume"]).label) if line["volume"] else "",
        ]
        for line in chain["lines"]
    ]
    for gap in chain["gaps"]:
        known = [gap["metal_name"], str(Form(gap["form"]).label), gap["stage_name"]]
        rows.append([*known, "", "", "", None, _("niet ingevuld"), ""])
    return Table(_("Keten"), columns, rows)


def suppliers_table(chain: Mapping) -> Table:
    """Return every supplier on file."""
    columns = [
        Column(_("Leverancier"), 34),
        Column(_("Land"), 20),
        Column("LEI", 24),
        Column(_("KvK-nummer"), 14),
        Column(_("Smelter-ID"), 14),
    ]
    rows: list[list[Value]] = [
        [
            supplier["name"],
            name_of("countries", supplier["country"]) if supplier["country"] else "",
            supplier["lei"],
            supplier["kvk"],
            supplier["smelter_id"],
        ]
        for supplier in chain["suppliers"]
    ]
    return Table(_("Leveranciers"), columns, rows)


def risks_table(document: Document) -> Table:
    """Return the register in its order."""
    columns = [
        Column(_("Risico"), 34),
        Column(_("Metaal"), 16),
        Column(_("Land"), 20),
        Column(_("Ernst"), 9),
        *(Column(name_of("risk_parts", part), 12) for part in LEVELS),
        Column(_("Betrokkenheid"), 28),
        Column(_("Reden"), 50),
        Column(_("Later, tot"), 14),
        Column(_("Waarom later"), 40),
        Column(_("Waarom nu geen actie"), 40),
    ]
    rows: list[list[Value]] = [
        [
            risk["title"] or risk["theme_name"],
            risk["metal_name"],
            risk["country_name"],
            risk["severity"],
            *(risk[part] for part in LEVELS),
            str(Involvement(risk["involvement"]).label) if risk["involvement"] else "",
            risk["involvement_reason"],
            as_day(risk["put_off_until"]),
            risk["put_off_reason"],
            risk["no_action_reason"],
        ]
        for risk in document["risks"]
    ]
    return Table(_("Risico’s"), columns, rows)


def plan_table(document: Document) -> Table:
    """Return the actions of the year."""
    columns = [
        Column(_("Actie"), 34),
        Column(_("Doel"), 40),
        Column(_("Stand"), 12),
        Column(_("Wie"), 22),
        Column(_("Begint op"), 14),
        Column(_("Klaar op"), 14),
        Column(_("Meetpunt"), 34),
        Column(_("Eenheid"), 12),
        Column(_("Begin"), 12),
        Column(_("Doelwaarde"), 12),
        Column(_("Resultaat"), 40),
        Column(_("Keer uitgesteld"), 10),
        Column(_("Waarom uitgesteld"), 40),
        Column(_("Loopt vast sinds"), 14),
        Column(_("Waarop"), 40),
        Column(_("Soort invloed"), 26),
        Column(_("Samen met"), 30),
        Column(_("Geld"), 20),
        Column(_("Risico’s"), 40),
        Column(_("Leveranciers"), 30),
    ]
    return Table(_("Acties"), columns, [action_row(each) for each in document["plan"]])


def action_row(action: Mapping) -> list[Value]:
    """Return the cells of one action; a number or a day is a real one."""
    stuck = action["stuck"] or {"since": None, "on": ""}
    return [
        action["title"],
        action["goal"],
        str(Action.Status(action["status"]).label),
        action["owner_name"] or role_name(action["owner_role"]),
        as_day(action["starts_on"]),
        as_day(action["due_on"]),
        action["indicator"],
        action["unit"],
        as_number(action["baseline"]),
        as_number(action["target"]),
        action["result"],
        action["delays"],
        "\n".join(each["reason"] for each in action["delayed"] if each["reason"]),
        as_day(stuck["since"]),
        stuck["on"],
        name_of("leverage_types", action["leverage"]) if action["leverage"] else "",
        action["partners"],
        str(Action.Budget(action["budget"]).label) if action["budget"] else "",
        "; ".join(map(frozen_in_one_line, action["risks"])),
        ", ".join(action["suppliers"]),
    ]


def role_name(role: str) -> str:
    """Return what a role is called; empty for nobody."""
    if role == NAMED:  # what is for sharing tells no name
        return _("iemand is aangewezen")
    return str(Role(role).label) if role else ""


def measurements_table(document: Document) -> Table:
    """Return every measurement of every action."""
    columns = [
        Column(_("Actie"), 34),
        Column(_("Gemeten op"), 14),
        Column(_("Waarde"), 12),
        Column(_("Eenheid"), 12),
        Column(_("Opmerking"), 40),
    ]
    rows: list[list[Value]] = [
        [
            action["title"],
            as_day(each["on"]),
            as_number(each["value"]),
            action["unit"],
            each["note"],
        ]
        for action in document["plan"]
        for each in action["measurements"]
    ]
    return Table(_("Metingen"), columns, rows)


def talks_table(document: Document) -> Table:
    """Return what was said in the conversations that were chosen for the report."""
    columns = [
        Column(_("Waarover"), 44),
        Column(_("Stand"), 18),
        Column(_("Wie"), 16),
        Column(_("Op"), 14),
        Column(_("Bericht"), 70),
    ]
    rows: list[list[Value]] = [
        [
            talk["topic"],
            state_of(talk["state"]),
            _("secretariaat") if said["side"] == "secretariat" else _("bedrijf"),
            as_day(said["on"]),
            said["text"],
        ]
        for talk in document["talks"]
        for said in talk["remarks"]
    ]
    return Table(_("Gesprekken"), columns, rows)


def counts_table(document: Document) -> Table:
    """Return the counts of complaints and of influence; nothing else is known of a complaint."""
    columns = [Column(_("Wat"), 44), Column(_("Welke"), 34), Column(_("Aantal"), 10)]
    rows = [list(row) for row in (*remedy_rows(document), *influence_rows(document))]
    return Table(_("Klachten en invloed"), columns, rows)


def remedy_rows(document: Document) -> Iterator[tuple[Value, ...]]:
    """Yield the counts of complaints."""
    if not document["remedy"]:
        return
    cases, channels = document["remedy"]["cases"], document["remedy"]["channels"]
    yield _("Plaatsen waar mensen kunnen klagen"), "", channels["total"]
    yield _("Plaatsen waar mensen kunnen klagen"), _("getoetst"), channels["tested"]
    yield _("Klachten"), "", cases["total"]
    yield _("Klachten"), _("lopen nog"), cases["is_open"]
    yield _("Klachten"), _("over hun datum"), cases["late"]
    for status, count in cases["by_status"].items():
        yield _("Klachten"), str(RemedyCase.Status(status).label), count
    for theme, count in cases["by_theme"].items():
        yield _("Klachten"), name_of("themes", theme), count
    for said, count in cases["satisfied"].items():
        yield _("Opgelost volgens wie klaagde"), str(RemedyCase.Satisfied(said).label), count


def influence_rows(document: Document) -> Iterator[tuple[Value, ...]]:
    """Yield the counts of influence and of leaving."""
    if not document["influence"]:
        return
    influence = document["influence"]
    yield _("Pogingen om een leverancier te bewegen"), "", influence["tries"]
    for reaction, count in influence["reactions"].items():
        label = str(LeverageEntry.Reaction(reaction).label)
        yield _("Pogingen om een leverancier te bewegen"), label, count
    for status, count in influence["leaving"].items():
        yield _("Stoppen met een leverancier"), str(Disengagement.Status(status).label), count


def as_day(written: str | None) -> date | None:
    """Return a day as a cell; empty when there is none."""
    return date.fromisoformat(written) if written else None


def as_number(written: str | None) -> Decimal | None:
    """Return a number as a cell; empty when there is none."""
    return Decimal(written) if written is not None else None
