"""Workbooks that are not to be taken over, each with the reason it gets."""

import io
from collections.abc import Callable, Mapping

import openpyxl

from tests.smelters.workbooks import Maker, changed, emrt, make, parts_of, saved, zipped

XML = b'<?xml version="1.0"?>'


def ole(*names: str) -> bytes:
    """Return a file of before 2007 with these parts; enough of one to tell what it is."""
    parts = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + parts


def added(name: str, part: bytes = b"x") -> bytes:
    """Return a declaration with one more part."""
    parts = parts_of(make())
    return zipped({**parts, name: part})


def bomb() -> bytes:
    """Return a small file that unpacks to a very large sheet."""
    sheet = b"<worksheet><sheetData>" + b" " * (20 * 1024 * 1024)
    return added("xl/worksheets/sheet99.xml", sheet)


def swelling() -> bytes:
    """Return a file whose XML defines texts of texts of texts."""

    def change(name: str, part: bytes) -> bytes:
        if name != "xl/sharedStrings.xml":
            return part
        return XML + b'<!DOCTYPE x [<!ENTITY a "aaaa">]><sst><si><t>&a;</t></si></sst>'

    return changed(make(), change)


def half() -> bytes:
    """Return the first half of a file."""
    content = make()
    return content[: len(content) // 2]


def half_sheet() -> bytes:
    """Return a file of which one sheet breaks off."""

    def change(name: str, part: bytes) -> bytes:
        return part[: len(part) // 2] if name == "xl/worksheets/sheet4.xml" else part

    return changed(make(), change)


def wrong_text() -> bytes:
    """Return a file whose cells point at texts that are not there."""

    def change(name: str, part: bytes) -> bytes:
        return XML + b"<sst/>" if name == "xl/sharedStrings.xml" else part

    return changed(make(), change)


def other_workbook() -> bytes:
    """Return a workbook about something else."""
    book = openpyxl.Workbook()
    book.active.append(["Artikel", "Aantal", "Prijs"])
    book.active.append(["Beslag", 12, 3.5])
    return saved(book)


def long_list() -> bytes:
    """Return a list that goes on further than any template does."""
    book = openpyxl.load_workbook(io.BytesIO(make()))
    book["Smelter List"]["B30000"] = "Tin"
    return saved(book)


def without(name: str) -> bytes:
    """Return a declaration without one of its sheets."""
    book = openpyxl.load_workbook(io.BytesIO(make(is_worked_out=True)), data_only=True)
    del book[name]
    return saved(book)


def wrong_cells() -> bytes:
    """Return a declaration in which the answers stand where remarks belong."""
    minerals = ("tantalum", "tin", "gold", "tungsten")
    return make(answers={key: {"added": "see our website"} for key in minerals})


EMPTY = Maker(company="", scope="", answers={}, company_answer="", rows=())

ALL: Mapping[str, tuple[str, Callable[[], bytes], str]] = {
    "nothing": ("cmrt.xlsx", lambda: b"", "empty"),
    "text-as-xls": ("cmrt.xls", lambda: b"Metal;Smelter\nTin;X\n", "not_excel"),
    "page-as-xls": ("cmrt.xls", lambda: b"<html><table></table></html>", "not_excel"),
    "pdf-as-xlsx": ("cmrt.xlsx", lambda: b"%PDF-1.7\n%%EOF", "not_excel"),
    "excel-2003": ("cmrt.xls", lambda: ole("Root Entry", "Workbook"), "old_excel"),
    "excel-95": ("cmrt.xls", lambda: ole("Root Entry", "Book"), "old_excel"),
    "old-word": ("cmrt.xls", lambda: ole("Root Entry", "WordDocument"), "not_excel"),
    "password": ("cmrt.xlsx", lambda: ole("EncryptionInfo", "EncryptedPackage"), "password"),
    "new-as-xls": ("cmrt.xls", make, "other_ending"),
    "macro-name": ("cmrt.xlsm", make, "other_ending"),
    "open-document": ("cmrt.ods", make, "other_ending"),
    "no-ending": ("cmrt", make, "not_excel"),
    "macros": ("cmrt.xlsx", lambda: added("xl/vbaProject.bin"), "macros"),
    "file-inside": ("cmrt.xlsx", lambda: added("xl/embeddings/a.exe"), "runs"),
    "bomb": ("cmrt.xlsx", bomb, "bomb"),
    "swelling": ("cmrt.xlsx", swelling, "two_faced"),
    "half": ("cmrt.xlsx", half, "damaged"),
    "half-sheet": ("cmrt.xlsx", half_sheet, "damaged"),
    "wrong-text": ("cmrt.xlsx", wrong_text, "damaged"),
    "no-texts-at-all": ("cmrt.xlsx", lambda: zipped({"a.txt": b"x"}), "other_content"),
    "something-else": ("cmrt.xlsx", other_workbook, "no_declaration"),
    "empty-template": ("cmrt.xlsx", lambda: make(EMPTY), "nothing_filled_in"),
    "empty-not-worked-out": (
        "cmrt.xlsx",
        lambda: make(EMPTY, is_worked_out=False),
        "nothing_filled_in",
    ),
    "no-smelter-list": ("cmrt.xlsx", lambda: without("Smelter List"), "no_smelter_list"),
    "no-declaration": ("cmrt.xlsx", lambda: without("Declaration"), "no_declaration"),
    "cmrt-4": ("cmrt.xlsx", lambda: make(version="4.20", template="CMRT"), "unknown_version"),
    "cmrt-7": ("cmrt.xlsx", lambda: make(version="7.0"), "unknown_version"),
    "emrt-3": ("emrt.xlsx", lambda: make(emrt(version="3.0")), "unknown_version"),
    "cobalt-template": ("crt.xlsx", lambda: make(emrt(template="CRT", version="2.21")), "replaced"),
    "answers-elsewhere": ("cmrt.xlsx", wrong_cells, "other_layout"),
    "too-long": ("cmrt.xlsx", long_list, "too_many_rows"),
}
