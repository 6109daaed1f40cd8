"""Whether a file is an Excel workbook at all: by its first bytes, with a reason when it is not."""

from __future__ import annotations

from pathlib import Path

from diligence.uploads.refusal import Refused
from diligence.uploads.sniff import OLD_OFFICE

ENDINGS = (".xlsx",)
OTHER_EXCEL = (".xls", ".xlsm", ".xlsb", ".xltx", ".xltm", ".ods")
LOCKED = "EncryptedPackage".encode("utf-16-le")
OLD_BOOK = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
MOST_BYTES = 64 * 1024 * 1024


def sniff(name: str, path: Path) -> None:
    """Look at the name and the first bytes before anything else. Raises Refused.

    A workbook with a password and one of before 2007 begin alike; what they hold differs.
    """
    ending = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    with path.open("rb") as file:
        head = file.read(8)
        if not head:
            raise Refused("empty")
        if head == OLD_OFFICE:
            content = head + file.read(MOST_BYTES)
            if LOCKED in content:
                raise Refused("password")
            raise Refused("old_excel" if any(one in content for one in OLD_BOOK) else "not_excel")
    if not head.startswith(b"PK\x03\x04"):
        raise Refused("not_excel")
    if ending in ENDINGS:
        return
    if ending in OTHER_EXCEL:
        raise Refused("other_ending", ending=ending)
    raise Refused("not_excel")
