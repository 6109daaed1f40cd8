"""Reads the list of smelters. Every row that holds anything is accounted for; none is dropped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from diligence.smelters.reference import KnownSmelter, Reference
from diligence.smelters.shape import Smelter
from diligence.smelters.sheets import Sheet, Workbook
from diligence.smelters.template import (
    IDENTIFIER,
    LOOK_UP,
    OLD_LOOK_UP,
    Template,
    has_words,
    known,
)
from diligence.smelters.words import answer_in, countries_in, country_in, mineral_in, plain

MOST_COLUMNS = 17
LONGEST = 200
Columns = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Listed:
    """What the list holds."""

    smelters: tuple[Smelter, ...]
    row_count: int
    unread_rows: tuple[int, ...]
    unworked_count: int
    """Rows of which a formula was never worked out."""


def list_of(template: Template, book: Workbook, reference: Reference) -> Listed:
    """Read the list of smelters."""
    sheet = template.smelters
    first, columns = columns_of(template)
    look_up = look_up_of(book)
    read: list[Smelter] = []
    unread: list[int] = []
    rows = list(filled(sheet, first, columns))
    for row in rows:
        smelter = smelter_at(sheet, row, columns, look_up, reference)
        if smelter is None:
            unread.append(row)
        else:
            read.append(smelter)
    wanted = {columns[name] for name in ("mineral", "name", "country", "id") if name in columns}
    unworked = {row for row, column in sheet.unworked if column in wanted}
    return Listed(tuple(merged(read)), len(rows), tuple(unread), len(unworked & set(rows)))


def columns_of(template: Template) -> tuple[int, Columns]:
    """Return the first row of the list, and the column of each thing in it.

    By the headings when they stand there in English, else by place; where the minerals stand
    tells the narrow list from the wide one.
    """
    sheet = template.smelters
    lists = known()["lists"]
    for row in range(1, 11):
        found = headed(sheet, row)
        if len(found) >= 5 and "mineral" in found:
            return row + 1, found
    head = lists["wide"]["header_row"]
    rows = list(sheet.rows(head + 1))
    minerals = [sum(1 for row in rows if mineral_in(sheet.text(row, n))) for n in (1, 2)]
    kind = "narrow" if minerals[0] > minerals[1] else "wide"
    return head + 1, {name: place for place, name in enumerate(lists[kind]["columns"], start=1)}


def headed(sheet: Sheet, row: int) -> dict[str, int]:
    """Return the columns that this row gives a heading we know; the longest heading that fits."""
    headings = sorted(known()["headings"].items(), key=lambda one: -len(one[0]))
    found: dict[str, int] = {}
    for column in range(1, MOST_COLUMNS + 1):
        text = plain(sheet.text(row, column))
        name = next((name for heading, name in headings if text.startswith(heading)), None)
        if name is not None:
            found.setdefault(name, column)
    return found


def filled(sheet: Sheet, first: int, columns: Columns) -> Iterator[int]:
    """Yield the rows that hold more than a note of where an identifier comes from."""
    places = [column for name, column in columns.items() if name != "id_source"]
    for row in sheet.rows(first):
        if any(sheet.text(row, column) for column in places):
            yield row


def look_up_of(book: Workbook) -> Mapping[tuple[str, str], KnownSmelter]:
    """Return the smelters that the workbook itself knows, by mineral and identifier.

    The list stands there as plain text, so it also helps when nothing was worked out.
    """
    sheet = book.sheet(LOOK_UP) or book.sheet(OLD_LOOK_UP)
    found: dict[tuple[str, str], KnownSmelter] = {}
    if sheet is None:
        return found
    for row in sheet.rows(5):
        ids = [text for n in (5, 4) if IDENTIFIER.fullmatch(text := sheet.text(row, n))]
        identifier = tidy_id(ids[0]) if ids else ""
        mineral = mineral_in(sheet.text(row, 1))
        if identifier and mineral:
            country = country_in(sheet.text(row, 4)) or country_in(sheet.text(row, 3))
            name = sheet.text(row, 3) if country_in(sheet.text(row, 4)) else sheet.text(row, 2)
            known_one = KnownSmelter(identifier, mineral, name[:LONGEST], country, "")
            found.setdefault((mineral, identifier), known_one)
            found.setdefault(("", identifier), known_one)
    return found


def smelter_at(
    sheet: Sheet,
    row: int,
    columns: Columns,
    look_up: Mapping[tuple[str, str], KnownSmelter],
    reference: Reference,
) -> Smelter | None:
    """Read one row; None when it names no smelter, no identifier and no mineral."""
    says = {name: sheet.text(row, column) for name, column in columns.items()}
    identifier = tidy_id(says.get("typed_id", "") or says["id"])
    label, looked_up, typed = says["mineral"], says.get("looked_up", ""), says["name"]
    mineral = mineral_in(label)
    kind = kind_of(looked_up, typed, identifier)
    if kind in ("not_listed", "not_identified"):
        name = "" if is_nameless(typed) else typed
    else:
        name = looked_up if looked_up and not is_nameless(looked_up) else typed
    if not (identifier or name or label or looked_up):
        return None
    details = "row" if name or not identifier or kind != "listed" else ""
    country = country_in(says["country"])
    if kind == "listed" and not (name and country and mineral):
        told, source = told_elsewhere(mineral, identifier, look_up, reference)
        if told is not None:
            details = details or source
            name, country = name or told.name, country or told.country
            mineral, label = mineral or told.mineral, label or told.mineral
    mines = says.get("mines", "")
    return Smelter(
        kind=kind,
        mineral=mineral,
        label="" if mineral else label[:LONGEST],
        id=identifier,
        name=name[:LONGEST],
        country=country,
        country_as_written="" if country else says["country"][:LONGEST],
        place=", ".join(one for one in (says.get("city"), says.get("state")) if one)[:LONGEST],
        mines="" if is_scrap(mines) else mines[:LONGEST],
        mine_countries=tuple(countries_in(says.get("mine_countries", ""))),
        recycled=recycled_in(says, mines),
        rows=(row,),
        details_from=details,
    )


def told_elsewhere(
    mineral: str,
    identifier: str,
    look_up: Mapping[tuple[str, str], KnownSmelter],
    reference: Reference,
) -> tuple[KnownSmelter | None, str]:
    """Return what is known of an identifier, and where: the workbook's own list goes first."""
    if found := look_up.get((mineral, identifier)):
        return found, "workbook"
    if found := reference.smelter(identifier, mineral):
        return found, "reference"
    return None, ""


def kind_of(looked_up: str, typed: str, identifier: str) -> str:
    """Return which kind of entry this is; names that stand for "none" have no capitals rule."""
    if has_words(looked_up, known()["not_listed"]):
        return "not_listed"
    words = known()["not_identified"]
    if has_words(looked_up, words) or (has_words(typed, words) and not looked_up):
        return "not_identified"
    return "listed" if identifier else "named"


def is_nameless(text: str) -> bool:
    """Tell whether a text only stands where a name should."""
    return has_words(text, [*known()["not_listed"], *known()["not_identified"]])


def tidy_id(text: str) -> str:
    """Return an identifier as it is compared: "cid 000028" is CID000028."""
    return re.sub(r"\s+", "", text).upper()[:40]


def is_scrap(text: str) -> bool:
    """Tell whether the name of a mine only says that there is none."""
    return plain(text) in ("recycled", "scrap", "recycled or scrap", "recycled/scrap")


def recycled_in(says: Mapping[str, str], mines: str) -> str:
    """Return whether all of it is recycled: as answered, else as written for a mine."""
    return answer_in(says.get("recycled", "")) or ("yes" if is_scrap(mines) else "")


def merged(smelters: Iterable[Smelter]) -> list[Smelter]:
    """Put the rows of one smelter together; a fuller row fills in what the first left open.

    Rows without identifier and name stay apart: nothing says that they are the same.
    """
    found: dict[object, Smelter] = {}
    for one in smelters:
        key: object = one.key if one.id or one.name else one.rows
        found[key] = joined(found[key], one) if key in found else one
    return list(found.values())


def joined(first: Smelter, other: Smelter) -> Smelter:
    """Return two rows of one smelter as one."""
    either: Sequence[str] = ("name", "country", "country_as_written", "place", "details_from")
    texts = {name: getattr(first, name) or getattr(other, name) for name in either}
    mines = list(dict.fromkeys(one for one in (first.mines, other.mines) if one))
    answers = {first.recycled, other.recycled} - {""}
    return Smelter(
        kind=first.kind,
        mineral=first.mineral,
        label=first.label,
        id=first.id,
        **texts,
        mines="; ".join(mines)[:LONGEST],
        mine_countries=tuple(sorted({*first.mine_countries, *other.mine_countries})),
        recycled=answers.pop() if len(answers) == 1 else ("no" if answers else ""),
        rows=(*first.rows, *other.rows),
    )
