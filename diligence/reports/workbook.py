"""A whole file as an Excel workbook: the answers, a sheet for each table, the score, the proof."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from convenant.sheets import Book, Column, Table, Value
from diligence.framework.schema import Edition, Kind
from diligence.models import Assessment
from diligence.reports.document import LIVE, OPEN, is_table
from diligence.reports.work_sheets import as_day, work_tables

Document = Mapping[str, Any]


def workbook_of(document: Document, edition: Edition) -> bytes:
    """Return the document as a file, in the active language. No queries."""
    title = f"{document['company']['name']} {document['year']}"
    return Book(title=title, creator=settings.PRODUCT_NAME).as_bytes(tables(document, edition))


def tables(document: Document, edition: Edition) -> Iterator[Table]:
    """Yield the sheets in order."""
    yield answers_table(document)
    for answer in document["answers"]:
        if is_table(answer):
            yield rows_table(answer, edition)
    yield score_table(document)
    if document["evidence"]:
        yield evidence_table(document)
    yield from work_tables(document)
    yield about_table(document)


def answers_table(document: Document) -> Table:
    """Return every question that the company got, with its answer."""
    columns = [
        Column(_("Nummer"), 9),
        Column(_("Vraag"), 46),
        Column(_("Antwoord"), 50),
        Column(_("Hoe beantwoord"), 18),
        Column(_("Toelichting"), 46),
        Column(_("Reden"), 34),
        Column(_("Twijfel"), 9),
        Column(_("Taal"), 7),
        Column(_("Niveau"), 9),
        Column(_("Gewicht"), 9),
        Column(_("Punten"), 9),
        Column(_("Hoogst mogelijk"), 10),
        Column(_("Niveau volgens het secretariaat"), 14),
        Column(_("Reden van het secretariaat"), 46),
        Column(_("Bewijs"), 30),
        Column(_("Sleutel"), 26),
    ]
    titles = {proof["id"]: proof["title"] for proof in document["evidence"]}
    rows = [answer_row(answer, titles) for answer in document["answers"]]
    return Table(_("Antwoorden"), columns, rows)


def answer_row(answer: Mapping[str, Any], titles: Mapping[str, str]) -> list[Value]:
    """Return the cells of one question; a number or a day is a real one."""
    line, beside = answer["score"] or {}, answer["secretariat"] or {}
    return [
        answer["number"],
        answer["text"],
        said(answer),
        state_words().get(answer["state"], answer["state"]),
        answer["explanation"],
        answer["reason"],
        _("ja") if answer["unsure"] else "",
        answer["language"],
        line.get("level"),
        line.get("weight"),
        line.get("points"),
        line.get("maximum"),
        beside.get("level"),
        beside.get("reason", ""),
        "\n".join(titles[proof] for proof in answer["evidence"]),
        answer["question"],
    ]


def said(answer: Mapping[str, Any]) -> Value:
    """Return an answer as a cell."""
    value = answer["value"]
    if answer["state"] == "answered" and value is not None:
        match answer["kind"]:
            case Kind.NUMBER if not answer["unit"]:
                return Decimal(value)
            case Kind.DATE:
                return date.fromisoformat(value)
            case Kind.TABLE:
                words = {"n": len(answer["rows"]), "sheet": answer["number"]}
                return _("%(n)s regels, zie blad %(sheet)s") % words
    return "\n".join(answer["words"])


def state_words() -> dict[str, str]:
    """Return how a question was dealt with, in words."""
    return {
        "answered": _("beantwoord"),
        "dont_know": _("weet ik niet"),
        "not_applicable": _("niet van toepassing"),
        "later": _("later"),
        OPEN: _("nog niet beantwoord"),
    }


def rows_table(answer: Mapping[str, Any], edition: Edition) -> Table:
    """Return the rows of a table question: numbers and days are real ones."""
    question = edition.question(answer["question"])
    used = [
        column
        for column in question.columns
        if any(column.key in row["cells"] for row in answer["value"])
    ]
    kinds = [column.kind for column in used]
    rows = [
        [
            as_cell(kind, row["cells"].get(column.key), words)
            for kind, column, words in zip(kinds, used, in_words, strict=True)
        ]
        for row, in_words in zip(answer["value"], answer["rows"], strict=True)
    ]
    return Table(answer["number"], [Column(head, 24) for head in answer["columns"]], rows)


def as_cell(kind: str, kept: Any, words: str) -> Value:
    """Return one cell of a table question; empty when nothing was filled in."""
    if kept in (None, "", []):
        return None
    if kind == Kind.NUMBER:
        return Decimal(kept)
    return date.fromisoformat(kept) if kind == Kind.DATE else words


def score_table(document: Document) -> Table:
    """Return the score by step, and the whole."""
    score = document["score"]
    columns = [
        Column(_("Stap"), 34),
        Column(_("Punten"), 10),
        Column(_("Hoogst mogelijk"), 12),
        Column(_("Score"), 10),
    ]
    rows: list[list[Value]] = [
        [f"{step['number']} {step['title']}", step["points"], step["maximum"], step["percent"]]
        for step in score["steps"]
    ]
    rows.append([_("Totaal"), score["points"], score["maximum"], score["percent"]])
    if score["band"]:
        rows.append([_("Niveau: %(name)s") % {"name": score["band"]["name"]}, None, None, None])
    if score["expected"] is not None:
        rows.append([_("Verwachte score"), None, None, score["expected"]])
    rule = _("Rekenregel %(rule)s, versie %(version)s") % score
    rows.append([rule, None, None, None])
    return Table(_("Score"), columns, rows)


def evidence_table(document: Document) -> Table:
    """Return the list of proof with the hash of each file."""
    numbers = {answer["question"]: answer["number"] for answer in document["answers"]}
    columns = [
        Column(_("Bewijs"), 34),
        Column(_("Soort"), 30),
        Column(_("Omschrijving"), 40),
        Column(_("Bij vraag"), 14),
        Column(_("Geldig tot en met"), 14),
        Column(_("Vertrouwelijk"), 12),
        Column(_("Bestand"), 30),
        Column(_("Versie"), 8),
        Column(_("Toegevoegd op"), 14),
        Column(_("Grootte (bytes)"), 12),
        Column("SHA-256", 66),
    ]
    rows: list[list[Value]] = [
        [
            proof["title"],
            proof["kind_name"],
            proof["description"],
            ", ".join(numbers[question] for question in proof["questions"]),
            as_day(proof["valid_until"]),
            _("ja") if proof["confidential"] else _("nee"),
            proof["file"]["name"],
            proof["file"]["number"],
            as_day(proof["file"]["added_on"]),
            proof["file"]["size"],
            proof["file"]["sha256"],
        ]
        for proof in document["evidence"]
    ]
    return Table(_("Bewijs"), columns, rows)


def about_table(document: Document) -> Table:
    """Return what the file was made from, and what is not in it."""
    company, made_from = document["company"], document["made_from"]
    rows: list[tuple[str, Value]] = [
        (_("Bedrijf"), company["name"]),
        (_("KvK-nummer"), company["kvk_number"] or None),
        (_("Monitoringjaar"), document["year"]),
        (_("Status"), str(Assessment.Status(document["status"]).label)),
        (_("Gemaakt uit"), source_words(made_from["kind"])),
        (_("Stand van"), datetime.fromisoformat(made_from["at"])),
        (_("Vingerafdruk (SHA-256)"), made_from["sha256"]),
        (_("Vragenlijst"), document["questionnaire"]["title"]),
        (_("Vingerafdruk van de vragenlijst"), document["questionnaire"]["sha256"]),
        (_("Niet in dit bestand"), _("Vragen die niet voor dit bedrijf zijn.")),
        (_("Niet in dit bestand"), _("Notities van collega’s aan elkaar.")),
        (_("Niet in dit bestand"), _("Namen van wie de antwoorden invulde.")),
        (_("Niet in dit bestand"), _("Klachten zelf: u ziet alleen aantallen.")),
        (_("Bewijs"), when_proof_stood(made_from["kind"])),
    ]
    return Table(_("Over dit bestand"), [Column(_("Wat"), 30), Column(_("Waarde"), 72)], rows)


def when_proof_stood(kind: str) -> str:
    """Return of which moment the list of proof is."""
    if kind == LIVE:
        return _("De lijst toont het bewijs zoals het nu bij de vragen staat.")
    return _("De lijst toont het bewijs zoals het bij de vragen stond toen dit is vastgelegd.")


def source_words(kind: str) -> str:
    """Return what the file was made from."""
    return {
        LIVE: _("de antwoorden van dit moment"),
        "draft": _("een vastgelegde tussenstand"),
        "submitted": _("het dossier zoals het is ingediend"),
        "accepted": _("het dossier zoals het akkoord is"),
    }[kind]
