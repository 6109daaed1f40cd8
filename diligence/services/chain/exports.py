"""The lines of a chain as a file that can be read in again."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from companies.events import record
from companies.models import User
from convenant.sheets import Book, Column, Table, as_csv
from diligence.framework.catalogues import catalogue
from diligence.models import Assessment, Certainty, Form, SourcingLine, Volume

FORMS = ("xlsx", "csv")


def export_chain(assessment: Assessment, form: str, language: str, *, by: User) -> bytes:
    """Return the lines as an Excel or CSV file. One query; the log tells who took it along."""
    with override(language):
        rows = SourcingLine.objects.of_file(assessment).in_order()
        name = _("Keten")
        table = Table(name, columns(), [list(cells(row, language)) for row in rows])
        title = f"{name} {assessment.cycle.year}"
        if form == "csv":
            content = as_csv(table, language)
        else:
            content = Book(title=title, creator=assessment.company.name).as_bytes([table])
    year = assessment.cycle.year
    record(assessment.company, "chain.exported", by=by, year=year, form=form)
    return content


def columns() -> list[Column]:
    """Return the heads, those that reading in knows."""
    return [
        Column(_("Metaal"), 20),
        Column(_("Vorm"), 24),
        Column(_("Fase"), 30),
        Column(_("Land"), 22),
        Column(_("Regio"), 18),
        Column(_("Leverancier"), 30),
        Column(_("Land leverancier"), 22),
        Column(_("LEI"), 22),
        Column(_("KvK-nummer"), 12),
        Column(_("Smelter-ID"), 12),
        Column(_("Schakel"), 9),
        Column(_("Zekerheid"), 24),
        Column(_("Hoeveelheid"), 20),
    ]


def cells(row: SourcingLine, language: str) -> Iterator[str | int | None]:
    """Yield the cells of a line, in words that reading in knows."""
    supplier = row.supplier
    yield name_of("metals", row.metal, language)
    yield str(Form(row.form).label)
    yield name_of("stages", row.stage, language)
    yield name_of("countries", row.country, language)
    yield row.region
    yield supplier.name if supplier else ""
    yield name_of("countries", supplier.country, language) if supplier else ""
    yield supplier.lei if supplier else ""
    yield supplier.kvk if supplier else ""
    yield supplier.smelter_id if supplier else ""
    yield row.tier
    yield str(Certainty(row.certainty).label)
    yield str(Volume(row.volume).label) if row.volume else ""


def name_of(name: str, key: str, language: str) -> str:
    """Return the name of an entry of a catalogue; empty for none."""
    entry = catalogue(name).get(key)
    return entry.text.get(language) if entry else ""
