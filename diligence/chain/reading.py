"""Rows of a chain from a pasted text or a sheet: which column is which, and what each cell says."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from diligence.chain.identifiers import CHECKS, InvalidIdentifier
from diligence.chain.vocabulary import UnknownWord, Vocabulary, plain

COLUMNS = (
    *("metal", "form", "stage", "country", "region", "supplier", "supplier_country"),
    *("lei", "kvk", "smelter_id", "tier", "certainty", "volume"),
)
"""In the order in which rows without a head are read."""
HEADS: Mapping[str, tuple[str, ...]] = {
    "metal": ("metaal", "metal", "metaal (*)", "grondstof", "material", "mineral", "mineraal"),
    "form": ("vorm", "form"),
    "stage": ("fase", "stage", "ketenfase", "schakel in de keten", "phase"),
    "country": ("land", "country", "land van herkomst", "country of origin", "herkomst", "origin"),
    "region": ("regio", "region", "gebied", "streek", "area"),
    "supplier": ("leverancier", "supplier", "naam leverancier", "supplier name", "bedrijf"),
    "supplier_country": ("land leverancier", "land van de leverancier", "supplier country"),
    "lei": ("lei", "lei-code", "lei code"),
    "kvk": ("kvk", "kvk-nummer", "kvk nummer", "kvk number"),
    "smelter_id": ("smelter-id", "smelter id", "cid", "smelterij-id", "smelter identification"),
    "tier": ("schakel", "tier", "trede", "laag"),
    "certainty": ("zekerheid", "certainty", "hoe zeker", "how sure"),
    "volume": ("hoeveelheid", "volume", "hoeveel per jaar", "how much a year", "band", "amount"),
}
BY_HEAD = {plain(head): column for column, heads in HEADS.items() for head in heads}
NAMED = ("metal", "form", "stage", "country", "certainty", "volume")
"""Columns whose words are names of the vocabulary."""
MOST_ROWS = 2_000
LONGEST_CELL = 200
FIRST_OF_TIER = re.compile(r"([1-9])\s*(?:e|ste|de|st|nd|rd|th)?")


class NothingToRead(ValueError):
    """There is no row; `code` says why: empty, no_metal (no such column) or too_many."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one cell: a code, what was typed, and names that look like it."""

    column: str
    code: str
    typed: str = ""
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row: the number it has in the sheet, its keys and texts by column, what is wrong."""

    number: int
    values: Mapping[str, str]
    problems: tuple[Problem, ...] = field(default=())


def cells_of(text: str) -> list[list[str]]:
    """Return a pasted or CSV text as rows of cells: parted by tabs, else semicolons or commas."""
    text = text.lstrip("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    parts = {sign: first.count(sign) for sign in "\t;,"}
    sign = "\t" if parts["\t"] else max(";,", key=lambda one: parts[one])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    try:
        return [[cell.strip() for cell in row] for row in reader]
    except csv.Error:
        return [[cell.strip() for cell in line.split(sign)] for line in text.splitlines()]


def typed_rows(cells: Iterable[Sequence[object]]) -> list[dict[str, str]]:
    """Return what was typed by column, each row with its `number` in the sheet.

    The first row that has words in it is the head when it names a column for metal. Empty rows are
    left out. Raises NothingToRead.
    """
    rows = [(n, [as_text(cell) for cell in row]) for n, row in enumerate(cells, 1)]
    rows = [(n, row) for n, row in rows if any(row)]
    if not rows:
        raise NothingToRead("empty")
    columns = columns_of(rows[0][1])
    if columns is not None:
        rows = rows[1:]
        if not rows:
            raise NothingToRead("empty")
    if len(rows) > MOST_ROWS:
        raise NothingToRead("too_many")
    places = columns if columns is not None else dict(enumerate(COLUMNS))
    return [
        {"number": str(n)}
        | {places[place]: cell for place, cell in enumerate(row) if cell and place in places}
        for n, row in rows
    ]


def columns_of(head: Sequence[str]) -> dict[int, str] | None:
    """Return which column stands where, by the words of a head; None when it is a row already.

    Raises NothingToRead for a head without metal: then nothing could be read.
    """
    found: dict[int, str] = {}
    for place, word in enumerate(head):
        column = BY_HEAD.get(plain(word))
        if column and column not in found.values():
            found[place] = column
    if "metal" in found.values():
        return found
    if len(found) >= 2:
        raise NothingToRead("no_metal")
    return None


def as_text(cell: object) -> str:
    """Return a cell of a sheet as a person sees it, on one line and not endless."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split())[:LONGEST_CELL]


def without_amounts(row: Mapping[str, str], words: Vocabulary) -> dict[str, str]:
    """Return a typed row with its amount as a band: exact volumes are not kept, not for a moment.

    What is no band and no amount stays out as well, marked with a question mark.
    """
    typed = row.get("volume", "")
    if not typed:
        return dict(row)
    try:
        return {**row, "volume": words.band_of(typed)}
    except UnknownWord:
        return {**row, "volume": "?"}


def read(row: Mapping[str, str], words: Vocabulary) -> ReadRow:
    """Return what a typed row says, and what is wrong with it."""
    values: dict[str, str] = {}
    problems: list[Problem] = []
    for column in COLUMNS:
        typed = row.get(column, "")
        try:
            values[column] = value_of(column, typed, words)
        except UnknownWord as unknown:
            problems.append(Problem(column, "unknown", typed, unknown.near))
        except InvalidIdentifier as fault:
            problems.append(Problem(column, fault.code, typed))
        except ValueError:
            problems.append(Problem(column, "out_of_range", typed))
    values = with_defaults(values)
    return ReadRow(int(row.get("number", "0")), values, tuple(problems))


def value_of(column: str, typed: str, words: Vocabulary) -> str:
    """Return what a cell says. Raises UnknownWord, InvalidIdentifier or ValueError."""
    if column in NAMED:
        return words.key_of(column, typed)
    if column == "supplier_country":
        return words.key_of("country", typed)
    if column in CHECKS:
        return CHECKS[column](typed)
    if column == "tier":
        return tier_of(typed)
    return typed


def tier_of(typed: str) -> str:
    """Return a tier as a digit; empty for nothing. Raises ValueError."""
    if not typed:
        return ""
    match = FIRST_OF_TIER.fullmatch(plain(typed).removeprefix("tier").strip())
    if match is None:
        raise ValueError(typed)
    return match[1]


def with_defaults(values: Mapping[str, str]) -> dict[str, str]:
    """Return the values with what follows from the others filled in.

    Scrap is collected, ore is mined, other metal comes from a smelter; a country without a word
    on certainty is an estimate.
    """
    full = dict(values)
    if not full.get("stage") and "stage" in full and full.get("form"):
        full["stage"] = {"scrap": "ST12", "ore": "ST02"}.get(full["form"], "ST05")
    if "certainty" in full and not full["certainty"]:
        full["certainty"] = "estimate" if full.get("country") else "unknown"
    return full
