"""Which template a workbook is, and of which version: by how it is built."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from diligence.smelters.sheets import Sheet, Workbook
from diligence.smelters.words import answer_in, data_of, mineral_in, plain, share_in
from diligence.uploads.refusal import Refused

DECLARATION, SMELTERS = "Declaration", "Smelter List"
LOOK_UP, CHECKER, PRODUCTS = "Smelter Look-up", "Checker", "Product List"
OLD_LOOK_UP = "Smelter Reference List"
REVISION, MINES, SCOPE = "Revision", "Mine List", "Minerals Scope"
LABELS, ANSWERS, REMARKS = 2, 4, 7  # columns B, D and G of the declaration
QUESTION = re.compile(r"\s*(\d{1,2})\s*[)）.．、]")
COMPANY_QUESTION = re.compile(r"\s*([A-I])\s*[)）.．、]")
VERSION = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2}(?:\.\d)?)(?![\d.])")
NAMES = re.compile(r"(?<![A-Z])(CMRT|EMRT|AMRT|CRT|MRT|PRT)(?![A-Z])")
IDENTIFIER = re.compile(r"CID\s*\d{6}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """One numbered question of the declaration, and the rows with an answer per mineral."""

    row: int
    rows: tuple[tuple[str, int], ...]
    """What the row is called, and the row."""


@dataclass(frozen=True, slots=True)
class Template:
    """What a workbook turned out to be."""

    name: str
    version: str
    """As the workbook says it; only its major number when it says none."""
    is_guessed: bool
    """The version was told from the number of questions."""
    declaration: Sheet
    smelters: Sheet
    blocks: tuple[Block, ...]
    """Empty when no label was worked out."""

    @property
    def major(self) -> str:
        """Return the major version."""
        return self.version.partition(".")[0]

    @property
    def layout(self) -> Mapping[str, Any]:
        """Return how this major version is built."""
        return known()["templates"][self.name]["majors"][self.major]

    @property
    def newest(self) -> str:
        """Return the newest version we know of."""
        return known()["templates"][self.name]["newest"]


@cache
def known() -> Mapping[str, Any]:
    """Return what we know of the templates."""
    return data_of("templates")


def recognise(book: Workbook) -> Template:
    """Tell which template this is. Raises Refused when it is none, or one that we can't read."""
    declaration = book.sheet(DECLARATION) or most_like(book, declaration_points, least=3)
    if declaration is None:
        raise Refused("no_declaration")
    blocks = tuple(blocks_of(declaration))
    smelters = book.sheet(SMELTERS) or most_like(book, smelter_points, least=1)
    name = name_of(book, declaration, blocks, smelters)
    if smelters is None or smelters is declaration:
        raise Refused("no_smelter_list", template=name)
    version, is_guessed = version_of(book, declaration, name, blocks)
    if version.partition(".")[0] not in known()["templates"][name]["majors"]:
        raise Refused("unknown_version", template=name, version=version)
    return Template(name, version, is_guessed, declaration, smelters, blocks)


def most_like(book: Workbook, points, *, least: int) -> Sheet | None:
    """Return the sheet with the most points, when it has enough of them."""
    found = max(book.all(), key=points, default=None)
    return found if found is not None and points(found) >= least else None


def declaration_points(sheet: Sheet) -> int:
    """Count what makes a sheet a declaration: numbered questions with answers per mineral."""
    blocks = blocks_of(sheet)
    return sum(1 for block in blocks if any(mineral_in(label) for label, _row in block.rows))


def smelter_points(sheet: Sheet) -> int:
    """Count the rows of a list of smelters: a mineral in the second column, or an identifier."""
    if declaration_points(sheet) >= 2:
        return 0
    rows = list(sheet.rows(5))
    minerals = sum(1 for row in rows if mineral_in(sheet.text(row, 2)))
    typed = sum(1 for row in rows if IDENTIFIER.fullmatch(sheet.text(row, 1)))
    # The look-up list has its identifiers in the fifth column, and its minerals in the first.
    return max(minerals, typed)


def blocks_of(sheet: Sheet) -> list[Block]:
    """Return the numbered questions in the order 1, 2, 3..., each with the rows below it."""
    heads: list[int] = []
    for row in range(1, sheet.last_row + 1):
        found = QUESTION.match(sheet.text(row, LABELS))
        if found and int(found[1]) == len(heads) + 1:
            heads.append(row)
    pairs = zip(heads, [*heads[1:], heads[-1] + 12] if heads else [], strict=True)
    blocks = [Block(head, tuple(labelled(sheet, head, end))) for head, end in pairs]
    return [block for block in blocks if block.rows]


def labelled(sheet: Sheet, head: int, end: int) -> list[tuple[str, int]]:
    """Return the rows between two questions that carry a label."""
    found = []
    for row in range(head + 1, end):
        label = sheet.text(row, LABELS)
        if COMPANY_QUESTION.match(label) or QUESTION.match(label):
            break
        says = sheet.text(row, ANSWERS)
        is_answer = bool(answer_in(says) or share_in(says))
        if label and len(label) <= 60 and (mineral_in(label) or is_answer):
            found.append((label, row))
    return found


def name_of(
    book: Workbook, declaration: Sheet, blocks: Sequence[Block], smelters: Sheet | None
) -> str:
    """Return the template's name: by what it calls itself, else by the minerals it asks about.

    Raises Refused for what these templates replaced, and for what is none of them.
    """
    names = called(book, declaration)
    templates, replaced = known()["templates"], known()["replaced"]
    if names and (name := names.most_common(1)[0][0]) in (*templates, *replaced):
        if name in templates:
            return name
        raise Refused("replaced", template=name, by=replaced[name])
    asked = {mineral_in(label) for block in blocks for label, _row in block.rows} - {""}
    if not asked and smelters is not None:
        asked = {mineral_in(smelters.text(row, 2)) for row in smelters.rows(5)} - {""}
    if asked and asked <= set(templates["CMRT"]["minerals"]):
        return "CMRT"
    if asked & {"cobalt", "mica"}:
        return "EMRT"
    if asked or book.sheet(SCOPE):
        return "AMRT"
    raise Refused("no_declaration")


def called(book: Workbook, declaration: Sheet) -> Counter[str]:
    """Count what the workbook calls itself, at its top and in its list of revisions."""
    names: Counter[str] = Counter()
    for row, column in declaration.values:
        if row <= 6:
            names.update(NAMES.findall(declaration.text(row, column).upper()))
    if not names and (revision := book.sheet(REVISION)):
        names.update(
            name
            for row, column in revision.values
            if row <= 6
            for name in NAMES.findall(revision.text(row, column).upper())
        )
    return names


def version_of(
    book: Workbook, declaration: Sheet, name: str, blocks: Sequence[Block]
) -> tuple[str, bool]:
    """Return the version, and whether it was only guessed. Raises Refused when it can't be told."""
    for sheet, last_row in ((declaration, 6), (book.sheet(REVISION), sheet_end(book))):
        if sheet is not None and (found := versions_in(sheet, last_row)):
            return max(found, key=as_numbers), False
    for major, layout in known()["templates"][name]["majors"].items():
        if len(layout["subjects"]) == len(blocks):
            return major, True
    raise Refused("unknown_version", template=name, version="")


def sheet_end(book: Workbook) -> int:
    """Return the last row of the list of revisions."""
    revision = book.sheet(REVISION)
    return revision.last_row if revision else 0


def versions_in(sheet: Sheet, last_row: int) -> list[str]:
    """Return what looks like a version in the first rows of a sheet."""
    found = []
    for row, column in sheet.values:
        text = sheet.text(row, column)
        if row <= last_row and len(text) <= 80 and not sheet.day(row, column):
            found += [".".join(one) for one in VERSION.findall(text)]
    return found


def as_numbers(version: str) -> tuple[int, ...]:
    """Return a version to compare: its digits after the point count as decimals, as RMI does."""
    major, _dot, rest = version.partition(".")
    minor, _dot, patch = rest.partition(".")
    return int(major), int(minor.ljust(2, "0") or 0), int(patch or 0)


def is_older(version: str, newest: str) -> bool:
    """Tell whether a version is older than another."""
    return as_numbers(version) < as_numbers(newest)


def has_words(text: str, words: Sequence[str]) -> bool:
    """Tell whether a text is one of these, whatever its capitals."""
    return plain(text) in {plain(word) for word in words}
