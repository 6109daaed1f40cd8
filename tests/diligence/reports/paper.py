"""Files on paper without a database: answers in, the content of a report out."""

import datetime
import functools
import hashlib
import uuid
from decimal import Decimal

from django.utils import translation

from diligence.framework.answers import Given
from diligence.framework.catalogues import UnknownCatalogue
from diligence.framework.choices import options_of
from diligence.framework.conditions import row_holds, situation_of
from diligence.framework.document import canonical_json, edition_by_hash
from diligence.framework.loader import EDITIONS, edition_from_folder
from diligence.framework.schema import Edition, Kind
from diligence.models import Snapshot
from diligence.reports.comparison import Comparison
from diligence.reports.content import written
from diligence.reports.frozen import FrozenFile, read_back
from diligence.reports.shape import ReportContent

MADE_AT = datetime.datetime(2026, 11, 22, 13, 32, tzinfo=datetime.UTC)
CODE = "7QF4-M2XD-9KHT"
COMPANY = "Gieterij De Maas B.V."
DAY = datetime.date(2026, 11, 22)
TYPED = "Wij vragen dit sinds maart aan onze drie leveranciers; twee gaven antwoord."


@functools.cache
def edition() -> Edition:
    """Return the edition that comes with the product, the same object as the product's own."""
    read = edition_from_folder(EDITIONS / "2026")
    return edition_by_hash(read.hash, dict)


def answered(value: object, **more) -> dict:
    """Return one frozen answer."""
    blank = {"state": "answered", "explanation": "", "reason": "", "unsure": False}
    return {**blank, "value": value, "language": "nl", **more}


def stated(state: str, **more) -> dict:
    """Return one frozen answer without a value: "dont_know", "later", "not_applicable"."""
    return answered(None, **{"state": state, **more})


def frozen(answers: dict[str, dict], *, kind: str = "draft", **content) -> Snapshot:
    """Return an unsaved snapshot with these answers."""
    base = {
        "format": 1,
        "company": {
            "name": COMPANY,
            "city": "Gorinchem",
            "kvk_number": "01234567",
            "joined_on": "2025-03-01",
        },
        "year": 2026,
        "questionnaire": edition().hash,
        "status": "draft",
        "membership_year": 2,
        "submitted_on": None,
        "previous": None,
        "answers": answers,
    }
    text = canonical_json(base | content)
    return Snapshot(
        pk=uuid.UUID(int=1),
        kind=kind,
        content=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        made_at=MADE_AT,
    )


def as_proof(number: int, title: str, *at: str, **more) -> dict:
    """Return one frozen document that stands at these questions; `file` holds what is special."""
    stored = {
        "name": f"{title}.pdf",
        "number": 1,
        "added_on": "2026-03-12",
        "content_type": "application/pdf",
        "size": 12_345,
        "sha256": hashlib.sha256(title.encode()).hexdigest(),
    }
    stored |= more.pop("file", {})
    told = {"description": "", "kind": "EV-01", "confidential": False, "valid_until": None}
    named = {"id": str(uuid.UUID(int=number)), "title": title, "file": stored}
    return {**named, **told, "questions": sorted(at), **more}


def file_of(answers: dict[str, dict], **more) -> FrozenFile:
    """Return the frozen file with these answers."""
    return read_back(frozen(answers, **more))


def content_of(
    answers: dict[str, dict], *, before: dict | None = None, lang: str = "nl", **more
) -> ReportContent:
    """Return what the report says of these answers, beside last year's when given."""
    earlier = file_of(before, kind="submitted", year=2025) if before is not None else None
    with translation.override(lang):
        return written(Comparison(file_of(answers, **more), earlier), lang=lang, code=CODE)


def full_answers(*, level: int = 2, rows: int = 4, typed: str = TYPED, fte: str = "140") -> dict:
    """Return an answer to every question that a company of this size gets."""
    answers: dict[str, dict] = {}
    for question in edition().questions:
        given = {key: Given("answered", each["value"]) for key, each in answers.items()}
        if question.key not in situation_of(edition(), given, today=DAY).shown:
            continue
        match question.kind:
            case Kind.MATURITY:
                answers[question.key] = answered(level, explanation=typed)
            case Kind.TABLE:
                answers[question.key] = answered(rows_of(question, rows, typed))
            case _:
                value = fte if question.decides == "size" else _value(question, 0, typed)
                answers[question.key] = answered(value)
    return answers


def rows_of(question, count: int, typed: str = TYPED) -> list[dict]:
    """Return filled rows for a table."""
    return [_row(question, place, typed) for place in range(count)]


def _row(question, place: int, typed: str) -> dict:
    cells: dict = {}
    for column in question.columns:
        if row_holds(column.when, cells):
            cells[column.key] = _value(column, place, typed)
    return {"id": str(uuid.UUID(int=place)), "cells": cells}


def _value(field, place: int, typed: str) -> object:
    match field.kind:
        case Kind.CHOICE | Kind.MULTIPLE:
            keys = _keys(field)
            key = keys[(place * 3 + len(field.key)) % len(keys)]
            return key if field.kind == Kind.CHOICE else _several(field, keys, key)
        case Kind.NUMBER:
            return str(max(field.min or Decimal(0), Decimal(1 + place)))
        case Kind.DATE:
            return f"2026-{1 + place % 12:02}-12"
        case Kind.LINK:
            return "https://www.gieterijdemaas.example/verslag"
    return typed[: field.max_length]


def _several(field, keys: list[str], key: str) -> list[str]:
    """Choose all of a short list, so that whatever depends on it shows; one of a long one."""
    return keys if field.options else [key]


def _keys(field) -> list[str]:
    try:
        options = options_of(field, edition())
    except UnknownCatalogue:
        return ["Fatih Metal A.Ş., Izmir", "Van der Velde Metalen B.V.", "Łódź Metale Sp. z o.o."]
    return [option.key for option in options if not option.alone]
