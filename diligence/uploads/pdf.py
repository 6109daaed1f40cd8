"""PDF: kept byte for byte, so that hash and signatures hold; refused when anything in it runs."""

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pikepdf

from diligence.uploads.refusal import Refused

HEAD = re.compile(rb"%PDF-[12]\.\d[\r\n \t]")
AFTER = 32  # bytes that may follow the last %%EOF: ends of lines, no more
WEB = re.compile(rb"<\s*(!doctype|html|script|svg|iframe|\?php|\?xml[^>]*>\s*<svg)", re.IGNORECASE)
MOST_OBJECTS = 200_000
MOST_PAGES = 3_000

# Names of dictionary entries and of actions that make a viewer do something by itself.
RUNS = {"/JS", "/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMedia", "/XFA"}
RUNS |= {"/GoToE", "/Rendition", "/Movie", "/Sound"}
EMBEDS = {"/EmbeddedFiles", "/EmbeddedFile", "/EF"}


def check(path: Path, _target: Path) -> bool:
    """Look into a PDF. Raises Refused; returns False: the file stays as it is."""
    check_outside(path)
    try:
        with pikepdf.open(path, suppress_warnings=True) as document:
            check_inside(document)
    except pikepdf.PasswordError:
        raise Refused("password") from None
    except (pikepdf.PdfError, ValueError, RuntimeError, OSError):
        raise Refused("damaged") from None
    return False


def check_outside(path: Path) -> None:
    """A PDF begins and ends as one, and can't pass for anything else. Raises Refused."""
    with path.open("rb") as file:
        head = file.read(1024)
        size = file.seek(0, 2)
        file.seek(max(0, size - 2048))
        tail = file.read()
    if not HEAD.match(head):
        raise Refused("other_content")
    end = tail.rfind(b"%%EOF")
    if end < 0:
        raise Refused("damaged")
    rest = tail[end + len(b"%%EOF") :]
    if len(rest) > AFTER or rest.strip(b"\r\n \t\0"):
        raise Refused("two_faced")
    if WEB.search(head) or zipfile.is_zipfile(path):
        raise Refused("two_faced")


def check_inside(document: pikepdf.Pdf) -> None:
    """No object runs, holds a file, or is one too many. Raises Refused."""
    if len(document.objects) > MOST_OBJECTS or len(document.pages) > MOST_PAGES:
        raise Refused("too_complex")
    if not document.pages:
        raise Refused("damaged")
    for thing in document.objects:
        check_object(thing, depth=0)


def check_object(thing: pikepdf.Object, depth: int) -> None:
    """Look at one object and at what stands right in it. Raises Refused."""
    if depth > 50:
        raise Refused("too_complex")
    if isinstance(thing, pikepdf.Array):
        values = [value for value in thing if isinstance(value, pikepdf.Object)]
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        entries = dict(thing.items())
        check_entries(entries)
        values = [value for value in entries.values() if isinstance(value, pikepdf.Object)]
    else:
        return
    for value in values:
        if not value.is_indirect:
            check_object(value, depth + 1)


def check_entries(entries: Mapping[str, object]) -> None:
    """No entry makes a viewer act by itself, and none holds another file. Raises Refused."""
    named = {str(entries[key]) for key in ("/S", "/Subtype", "/Type") if key in entries}
    if entries.keys() & EMBEDS or named & EMBEDS:
        raise Refused("holds_files")
    if entries.keys() & RUNS or named & RUNS:
        raise Refused("runs")
