"""Word and Excel: kept byte for byte; refused with macros, with files inside, or as a bomb."""

import io
import re
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from diligence.uploads.refusal import Refused

MOST_ENTRIES = 5_000
MOST_BYTES = 300 * 1024 * 1024  # of all entries unpacked
MOST_TIMES = 300  # how much larger one entry of more than a megabyte may be than when it is packed
ENCRYPTED = 0x1
TYPES = "[Content_Types].xml"
MAIN = "application/vnd.openxmlformats-officedocument.{}+xml"
MAINS = {
    "docx": ("word/document.xml", MAIN.format("wordprocessingml.document.main")),
    "xlsx": ("xl/workbook.xml", MAIN.format("spreadsheetml.sheet.main")),
}
# Programs inside, by the name of the entry: macros of both kinds, controls, what is wrapped in.
MACROS = re.compile(r"vbaproject|vbadata|/macrosheets/|/dialogsheets/|macroenabled", re.IGNORECASE)
ACTIVE = re.compile(
    r"/activex/|\.(exe|dll|js|vbs|bat|cmd|ps1|scr|hta|jar|lnk|html?|svg|swf)$", re.I
)
INSIDE = re.compile(r"/embeddings/|\.bin$", re.IGNORECASE)
HARMLESS_BIN = re.compile(r"^(word|xl)/printersettings/|^xl/calcchain\.bin$", re.IGNORECASE)
NESTED = re.compile(r"^(word|xl)/embeddings/[^/]+\.(docx|xlsx)$", re.IGNORECASE)
# Relations by which opening the document fetches or runs something of elsewhere.
FETCHES = re.compile(
    rb"relationships/(attachedTemplate|oleObject|frame|subDocument|package|aFChunk)",
    re.IGNORECASE,
)
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.IGNORECASE)
DDE = re.compile(rb"<(?:\w+:)?ddeLink\b|\bDDE(?:AUTO)?\s", re.IGNORECASE)
DDE_PLACE = re.compile(r"^word/.*\.xml$|^xl/externallinks/", re.IGNORECASE)
ENTITIES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


def check_docx(path: Path, _target: Path) -> bool:
    """Look into a Word document. Raises Refused; returns False: the file stays as it is."""
    return check(path, "docx")


def check_xlsx(path: Path, _target: Path) -> bool:
    """Look into an Excel workbook. Raises Refused; returns False: the file stays as it is."""
    return check(path, "xlsx")


def check(path: Path, key: str) -> bool:
    """Look at the packing first and then at every entry. Raises Refused."""
    with path.open("rb") as file:
        if file.read(4) != b"PK\x03\x04":
            raise Refused("other_content")
        check_archive(file, key, Budget(MOST_BYTES))
    return False


class Budget:
    """How many bytes may still be unpacked, over all archives in one another."""

    def __init__(self, left: int):
        self.left = left

    def take(self, count: int) -> None:
        """Spend some. Raises Refused when there are none left."""
        self.left -= count
        if self.left < 0:
            raise Refused("bomb")


def check_archive(file: IO[bytes], key: str, budget: Budget, depth: int = 0) -> None:
    """Look into an archive. Raises Refused."""
    try:
        with ZipFile(file) as archive:
            check_packing(file, archive)
            check_main(archive, key, budget)
            for info in archive.infolist():
                check_entry(archive, info, budget, depth)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise Refused("damaged") from None
    except RuntimeError:  # an entry that wants a password
        raise Refused("password_or_old") from None


def check_packing(file: IO[bytes], archive: ZipFile) -> None:
    """Refuse bombs, ways out of the folder, and bytes before or after the archive."""
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Refused("bomb")
    names = [info.filename for info in entries]
    if len({name.lower() for name in names}) != len(names):
        raise Refused("two_faced")
    size = file.seek(0, 2)
    file.seek(max(0, size - 22))
    ends_here = file.read().startswith(b"PK\x05\x06") and not archive.comment
    if not ends_here or min((info.header_offset for info in entries), default=1) != 0:
        raise Refused("two_faced")
    for info in entries:
        check_place(info)


def check_place(info: ZipInfo) -> None:
    """Refuse an entry that points elsewhere, is packed strangely or is far too large."""
    name = info.filename
    points_out = name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name
    if points_out or stat.S_ISLNK(info.external_attr >> 16) or "\0" in info.orig_filename:
        raise Refused("two_faced")
    if info.flag_bits & ENCRYPTED:
        raise Refused("password_or_old")
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Refused("damaged")
    if info.file_size > 1024 * 1024 and info.file_size > MOST_TIMES * max(1, info.compress_size):
        raise Refused("bomb")


def check_main(archive: ZipFile, key: str, budget: Budget) -> None:
    """The archive must be the kind of document that its name says. Raises Refused."""
    names = set(archive.namelist())
    main, content_type = MAINS[key]
    if TYPES not in names:
        raise Refused("other_content")
    types = b"".join(unpacked(archive, archive.getinfo(TYPES), budget))
    if MACROS.search(types.decode("utf-8", "replace")):
        raise Refused("macros")
    if content_type.encode() not in types or main not in names:
        raise Refused("other_content")


def check_entry(archive: ZipFile, info: ZipInfo, budget: Budget, depth: int) -> None:
    """Unpack an entry, whatever its header says, and look at its name and content."""
    name = info.filename
    if MACROS.search(name):
        raise Refused("macros")
    if ACTIVE.search(name):
        raise Refused("runs")
    if INSIDE.search(name) and not HARMLESS_BIN.match(name):
        check_nested(archive, info, budget, depth)
        return
    is_text = name.lower().endswith((".xml", ".rels", ".vml"))
    before = b""
    for chunk in unpacked(archive, info, budget):
        if is_text:
            check_text(name, before + chunk)
            before = chunk[-2048:]


def check_nested(archive: ZipFile, info: ZipInfo, budget: Budget, depth: int) -> None:
    """A chart keeps its numbers in a workbook inside; that one must be harmless too."""
    if depth or not NESTED.match(info.filename):
        raise Refused("holds_files")
    with archive.open(info) as inner:
        content = inner.read(min(budget.left, 20 * 1024 * 1024) + 1)
    budget.take(len(content))
    check_archive(io.BytesIO(content), info.filename.lower().rpartition(".")[2], budget, depth + 1)


def check_text(name: str, text: bytes) -> None:
    """Refuse XML that fetches, runs or swells. Raises Refused."""
    if ENTITIES.search(text):
        raise Refused("two_faced")
    if DDE_PLACE.match(name) and DDE.search(text):
        raise Refused("runs")
    if name.lower().endswith(".rels"):
        for relation in RELATION.findall(text):
            is_outside = re.search(rb"TargetMode\s*=\s*[\"']External", relation, re.IGNORECASE)
            if is_outside and FETCHES.search(relation):
                raise Refused("fetches")


def unpacked(archive: ZipFile, info: ZipInfo, budget: Budget) -> Iterator[bytes]:
    """Yield an entry in pieces, never more than the budget. Raises Refused."""
    with archive.open(info) as entry:
        while chunk := entry.read(1024 * 1024):
            budget.take(len(chunk))
            yield chunk
