"""What the bytes themselves say, against what the name says."""

from pathlib import Path

import puremagic

from diligence.uploads.refusal import Refused

EXPECTED = {
    "pdf": {".pdf"},
    "jpg": {".jpg", ".jpeg"},
    "png": {".png"},
    "docx": {".docx"},
    "xlsx": {".xlsx"},
}
SHORTEST = 3
"""Bytes; a shorter mark, such as the BM of a bitmap, also begins ordinary text."""
READABLE = {".txt", ".csv", ".log", ".slk", ".srt"}


def check_magic(kind: str, path: Path) -> None:
    """Refuse a file whose marks tell of another kind. Raises Refused.

    A sniffer alone proves nothing (a file can be two things at once); the parsers follow.
    """
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
