"""Plain text and CSV: text to read, no page, no program, no formulas."""

import csv
import io
import re
from pathlib import Path

from diligence.uploads.refusal import Refused

MOST_BYTES = 10 * 1024 * 1024
# What a browser or another program would take for more than text, wherever it stands.
PAGES = re.compile(
    r"<(!doctype|/?(html|head|body|script|svg|iframe|object|embed|meta|link|style|img|base|form"
    r"|math)\b|\?php|\?xml|!\[cdata|!entity)|javascript:|vbscript:",
    re.IGNORECASE,
)
# What a program goes by at the start of a file that calls itself text.
STARTS = ("%PDF", "%!PS", "{\\rtf", "#!", "MZ", "GIF8", "PK\x03\x04", "MIME-Version:", "ID;P")
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# What a spreadsheet program works out instead of showing; the wide signs count as well. A minus
# or plus alone may stand before a number, a telephone number or a line of a list.
FORMULA = re.compile(r"^\s*([=＝]|[@＠+＋\-－](?=.*(\||[A-Za-z.]\()))")


def check_txt(path: Path, _target: Path) -> bool:
    """Look at a text. Raises Refused; returns False: the file stays as it is."""
    text_in(path)
    return False


def check_csv(path: Path, _target: Path) -> bool:
    """Look at a CSV: a text of which no cell is a formula. Raises Refused."""
    text = text_in(path)
    for separator in (";", ",", "\t"):
        try:
            for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=separator), 1):
                if any(FORMULA.match(cell) for cell in row):
                    raise Refused("formulas", row=number)
        except csv.Error:
            raise Refused("damaged") from None
    return False


def text_in(path: Path) -> str:
    """Return the text of a file: UTF-8, or as Windows wrote it. Raises Refused."""
    if path.stat().st_size > MOST_BYTES:
        raise Refused("too_complex")
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            raise Refused("no_text") from None
    if UNSEEN.search(text):
        raise Refused("no_text")
    if text.lstrip().startswith(STARTS) or PAGES.search(text):
        raise Refused("other_content")
    return text
