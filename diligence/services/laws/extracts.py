"""An extract of a file for one law, as Excel or JSON; the PDF is asked for as any report."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from companies.events import record
from companies.models import User
from convenant.sheets import Book, Column, Table, Value
from diligence.framework.crosswalk import Standard
from diligence.models import Assessment, Snapshot
from diligence.reports.document import LIVE
from diligence.reports.frozen import read_back
from diligence.reports.law_words import READINGS, STATES
from diligence.reports.laws import frozen_coverage, law_document
from diligence.reports.public import for_public
from diligence.reports.work_sheets import work_tables
from diligence.reports.workbook import answers_table, evidence_table
from diligence.services.evidence_at import evidence_of
from diligence.services.exports import as_it_stands, as_json, frozen_uses

FORMS = ("xlsx", "json")


def export_law(
    assessment: Assessment,
    standard: Standard,
    form: str,
    language: str,
    *,
    by: User,
    public: bool = False,
    snapshot: Snapshot | None = None,
) -> bytes:
    """Return the extract in one of FORMS, of the answers as they stand or of a snapshot.

    What is taken along leaves a trace. Must run in the company's scope. Raises BrokenSnapshot.
    """
    with translation.override(language):
        document = extracted(assessment, standard, language, public=public, snapshot=snapshot)
        content = as_json(document) if form == "json" else workbook_of(document)
    year, key = assessment.cycle.year, standard.key
    record(assessment.company, "law.exported", by=by, year=year, standard=key, form=form)
    return content


def extracted(
    assessment: Assessment,
    standard: Standard,
    language: str,
    *,
    public: bool = False,
    snapshot: Snapshot | None = None,
) -> dict[str, Any]:
    """Return the extract as data, in the active language. Raises BrokenSnapshot."""
    file = read_back(snapshot or as_it_stands(assessment))
    coverage = frozen_coverage(standard, file)
    made_from = snapshot.kind if snapshot else LIVE
    uses = frozen_uses(file) if snapshot else evidence_of(assessment)
    if public:
        file = for_public(file)
        uses = frozen_uses(file)
    return law_document(coverage, file, uses, lang=language, made_from=made_from)


def workbook_of(document: dict[str, Any]) -> bytes:
    """Return the extract as a workbook, in the active language."""
    standard = document["standard"]
    title = f"{standard['key']} {document['company']['name']} {document['year']}"
    tables = [text_table(document), clauses_table(document), answers_table(document)]
    if document["evidence"]:
        tables.append(evidence_table(document))
    tables += work_tables({"influence": None, "talks": [], **document})
    return Book(title=title, creator=settings.PRODUCT_NAME).as_bytes(tables)


def text_table(document: dict[str, Any]) -> Table:
    """Return which text it is, since when it holds, and what the extract does not say."""
    standard = document["standard"]
    rows: list[tuple[str, Value]] = [
        (_("Opgesteld met verwijzing naar"), standard["name"]),
        (_("Tekst"), standard["version"]),
        (_("Geldig vanaf"), standard["valid_from"]),
        (_("Geldig tot en met"), standard["valid_until"]),
        (_("Nagekeken"), standard["checked_on"]),
        (_("Hoe nagekeken"), str(READINGS[standard["reading"]])),
        (_("Versie van de lijsten"), standard["lists"]),
        (_("Let op"), document["disclaimer"]),
    ]
    return Table(_("Uittreksel"), [Column(_("Wat"), 30), Column(_("Waarde"), 72)], rows)


def clauses_table(document: dict[str, Any]) -> Table:
    """Return every clause with how far it is answered, and by which questions."""
    numbers = {answer["question"]: answer["number"] for answer in document["answers"]}
    columns = [
        Column(_("Onderdeel"), 16),
        Column(_("Waarover"), 60),
        Column(_("Stand"), 18),
        Column(_("Beantwoord"), 11),
        Column(_("Gevraagd"), 11),
        Column(_("Vragen"), 34),
        Column(_("Nog open"), 34),
        Column(_("Geldig vanaf"), 13),
        Column(_("Geldig tot en met"), 13),
        Column(_("Nagelezen"), 24),
    ]
    rows: list[list[Value]] = [
        [
            clause["clause"],
            clause["title"],
            str(STATES[clause["state"]]),
            clause["done"],
            clause["asked"],
            ", ".join(numbers[key] for key in clause["questions"]),
            ", ".join(numbers[key] for key in clause["missing"]),
            clause["valid_from"],
            clause["valid_until"],
            str(READINGS[clause["reading"]]),
        ]
        for clause in document["clauses"]
    ]
    return Table(_("Onderdelen"), columns, rows)
