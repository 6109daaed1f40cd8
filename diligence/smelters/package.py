"""The parts of a workbook file: which sheets it has, its shared texts, its calendar.

Hand-written on the XML itself, because three things matter here that libraries hide: whether a
formula was ever worked out, strict and transitional files alike, and a bound on what is read.
"""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat  # entities and document types are refused below
from zipfile import BadZipFile, ZipFile

from diligence.uploads.refusal import Refused

MOST_BYTES = 120 * 1024 * 1024
"""Of one part, unpacked. A real template unpacks to some 10 MB in all."""
MOST_TEXTS = 1_000_000
PIECE = 256 * 1024


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as the workbook lists it."""

    name: str
    path: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Package:
    """An opened workbook file."""

    archive: ZipFile
    sheets: tuple[SheetPart, ...]
    texts: tuple[str, ...]
    """The shared texts, without the reading aids of Japanese."""
    counts_from_1904: bool


def open_package(path: Path) -> Package:
    """Read what a workbook is made of. Raises Refused when it is none, or is broken."""
    try:
        archive = ZipFile(path)
    except (BadZipFile, OSError):
        raise Refused("damaged") from None
    start = target_of(relations(archive, ""), "officeDocument")
    if start is None:
        raise Refused("not_excel")
    listed, is_1904 = listed_sheets(archive, start)
    found = relations(archive, start)
    parts = [(name, found.get(relation, ("", ""))[1], hidden) for name, relation, hidden in listed]
    sheets = tuple(SheetPart(name, part, hidden) for name, part, hidden in parts if part)
    if not sheets:
        raise Refused("damaged")
    texts = target_of(found, "sharedStrings")
    return Package(archive, sheets, shared_texts(archive, texts), is_1904)


Relations = Mapping[str, tuple[str, str]]
"""By id: the last word of its type, and the part it leads to."""


def relations(archive: ZipFile, part: str) -> Relations:
    """Return where a part leads to; of the whole file with an empty name."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, given: Mapping[str, str]) -> None:
        if local(tag) != "Relationship":
            return
        target = given.get("Target", "")
        where = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        kind = given.get("Type", "").rpartition("/")[2]
        found[given.get("Id", "")] = (kind, posixpath.normpath(where))

    if path in archive.namelist():
        parse(archive, path, start=start)
    return found


def target_of(found: Relations, kind: str) -> str | None:
    """Return the part of this kind that is led to."""
    return next((path for one, path in found.values() if one == kind), None)


def listed_sheets(archive: ZipFile, part: str) -> tuple[list[tuple[str, str, bool]], bool]:
    """Return of each sheet its name, relation and whether it is hidden; and the calendar in use."""
    sheets: list[tuple[str, str, bool]] = []
    days = {"from_1904": False}

    def start(tag: str, given: Mapping[str, str]) -> None:
        if local(tag) == "workbookPr":
            days["from_1904"] = given.get("date1904", "") in ("1", "true")
        if local(tag) == "sheet":
            relation = next((one for name, one in given.items() if name.endswith(":id")), "")
            is_hidden = given.get("state", "visible") != "visible"
            sheets.append((given.get("name", ""), relation, is_hidden))

    parse(archive, part, start=start)
    return sheets, days["from_1904"]


def shared_texts(archive: ZipFile, part: str | None) -> tuple[str, ...]:
    """Return the texts that cells point at by number."""
    texts: list[str] = []
    pieces: list[str] = []
    state = {"aid": 0, "text": False}

    def start(tag: str, _given: Mapping[str, str]) -> None:
        name = local(tag)
        state["aid"] += name == "rPh"
        state["text"] = name == "t" and not state["aid"]

    def data(text: str) -> None:
        if state["text"]:
            pieces.append(text)

    def end(tag: str) -> None:
        name = local(tag)
        state["aid"] -= name == "rPh"
        state["text"] = False
        if name == "si":
            texts.append("".join(pieces))
            pieces.clear()
            if len(texts) > MOST_TEXTS:
                raise Refused("too_complex")

    if part:
        parse(archive, part, start=start, data=data, end=end)
    return tuple(texts)


def local(tag: str) -> str:
    """Return the name of an element without its prefix; strict files differ in nothing else."""
    return tag.rpartition(":")[2] if ":" in tag else tag


def parse(
    archive: ZipFile,
    part: str,
    *,
    start: Callable[[str, Mapping[str, str]], None],
    data: Callable[[str], None] | None = None,
    end: Callable[[str], None] | None = None,
) -> None:
    """Walk through the XML of a part. Raises Refused."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = start
    if data is not None:
        parser.CharacterDataHandler = data
    if end is not None:
        parser.EndElementHandler = end
    try:
        for piece in pieces_of(archive, part):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError):
        raise Refused("damaged") from None
    except RuntimeError:  # an entry that wants a password
        raise Refused("password") from None


def refuse_doctype(*_given: object) -> None:
    """No workbook has a document type of its own; it could swell or fetch."""
    raise Refused("damaged")


def pieces_of(archive: ZipFile, part: str) -> Iterator[bytes]:
    """Yield a part in pieces, whatever its header says of its size. Raises Refused."""
    left = MOST_BYTES
    with archive.open(part) as entry:
        while piece := entry.read(PIECE):
            left -= len(piece)
            if left < 0:
                raise Refused("bomb")
            yield piece
