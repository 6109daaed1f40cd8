"""What the bytes themselves say, against what the name says."""

from pathlib import Path

from diligence.uploads.refusal import Refused

EXPECTED = {
    "pdf": {".pdf"},
    "jpg": {".jpg", ".jpeg"},
    "png": {".png"},
    "docx": {".docx"},
    "xlsx": {".xlsx"},
}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Word and Excel before 2007; also a newer document with a password."""
SHORTEST = 3
"""Bytes; a shorter mark, such as the BM of a bitmap, also begins ordinary text."""
READABLE = {".txt", ".csv", ".log", ".slk", ".srt"}


def check_magic(kind: str, path: Path) -> None:
    """Refuse a file whose marks tell of another kind. Raises Refused.

    A sniffer alone proves nothing (a file can be two things at once); the parsers follow. It is
    read in at the first file: its tables take two tenths of a second.
    """
    import puremagic

    with path.open("rb") as file:
        is_old = file.read(len(OLD_OFFICE)) == OLD_OFFICE
    if is_old and kind in ("docx", "xlsx"):
        raise Refused("password_or_old")
    try:
        marks = puremagic.magic_file(path)
    except (puremagic.PureError, ValueError):
        marks = []
    found = {mark.extension for mark in marks if len(mark.byte_match) >= SHORTEST}
    if kind in EXPECTED:
        if not found & EXPECTED[kind]:
            raise Refused("other_content")
    elif found - READABLE and any(len(mark.byte_match) > SHORTEST for mark in marks):
        raise Refused("other_content")
