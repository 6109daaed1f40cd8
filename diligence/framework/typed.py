"""Reading what people type: numbers, dates, web addresses and texts, in Dutch and in English."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from diligence.framework.value_problems import invalid

MOST_DIGITS = 30
MOST_LINK = 2000

_SPACES = re.compile(r"\s+")
_PLAIN_NUMBER = re.compile(r"\d+(\.\d+)?|\.\d+")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_IN_WORDS = re.compile(r"(\d{1,2})\.? ([a-z]+)\.? (\d{4})")
_DOMAIN = re.compile(r"[^\s/?#@:]+\.[^\s/?#@:.]{2,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MONTHS = (
    ("januari", "january", "jan"),
    ("februari", "february", "feb"),
    ("maart", "march", "mrt", "mar"),
    ("april", "apr"),
    ("mei", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("augustus", "august", "aug"),
    ("september", "sep", "sept"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
_MONTH_OF_WORD = {word: number for number, words in enumerate(_MONTHS, 1) for word in words}


def read_number(typed: str | float | Decimal, decimals: int, lang: str | None) -> Decimal:
    """Read a number as a Dutch (`1.250,5`) or English (`1,250.5`) reader means it.

    A lone separator before three digits is the thousands mark of the language, unless the field
    takes no decimals: then it can be nothing else. `lang` None reads a point as the decimal mark
    only, as machines write it. Raises `InvalidValue` with `not_a_number`.
    """
    if isinstance(typed, int | float | Decimal) and not isinstance(typed, bool):
        typed = format(Decimal(str(typed)), "f")
    if not isinstance(typed, str):
        raise invalid("not_a_number", typed=typed)
    bare = _SPACES.sub("", typed).replace("\N{MINUS SIGN}", "-")
    sign, digits = ("-", bare[1:]) if bare.startswith("-") else ("", bare.removeprefix("+"))
    plain = _with_point(digits, decimals, lang)
    if not plain.isascii() or not _PLAIN_NUMBER.fullmatch(plain) or len(plain) > MOST_DIGITS:
        raise invalid("not_a_number", typed=typed)
    return Decimal(sign + plain)


def _with_point(digits: str, decimals: int, lang: str | None) -> str:
    """The number with a point as its decimal mark and nothing else, or text that is no number."""
    if lang is None:
        return digits
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return digits
    mark = digits[last]
    other = "," if mark == "." else "."
    if other in digits:
        return _ungrouped(digits[:last], other) + "." + digits[last + 1 :]
    if digits.count(mark) > 1 or _is_thousands_mark(digits, mark, decimals, lang):
        return _ungrouped(digits, mark)
    return digits.replace(mark, ".")


def _is_thousands_mark(digits: str, mark: str, decimals: int, lang: str) -> bool:
    before, _, after = digits.partition(mark)
    if len(after) != 3 or not 1 <= len(before) <= 3 or before.startswith("0"):
        return False
    return decimals == 0 or mark == ("," if lang.startswith("en") else ".")


def _ungrouped(digits: str, mark: str) -> str:
    first, *groups = digits.split(mark)
    tidy = 1 <= len(first) <= 3 and all(len(group) == 3 for group in groups)
    return "".join((first, *groups)) if tidy or not groups else "no number"


def number_as_written(number: Decimal) -> str:
    """The one form in which a number is kept: no zeros at the end, no exponent, a point."""
    plain = format(number.normalize(), "f")
    return "0" if plain == "-0" else plain


def read_date(typed: str | date) -> date:
    """Read `2026-03-12`, `12-3-2026`, `12/03/2026`, `12 maart 2026` or `12 March 2026`.

    Raises `InvalidValue` with `not_a_date`.
    """
    if isinstance(typed, date):
        return typed
    bare = _SPACES.sub(" ", str(typed)).strip().lower()
    try:
        if found := _ISO_DATE.fullmatch(bare):
            return date(*map(int, found.groups()))
        if found := _DAY_FIRST.fullmatch(bare):
            day, month, year = map(int, found.groups())
            return date(year, month, day)
        if found := _IN_WORDS.fullmatch(bare):
            return date(int(found[3]), _MONTH_OF_WORD.get(found[2], 0), int(found[1]))
    except ValueError:
        pass
    raise invalid("not_a_date", typed=typed)


def read_link(typed: str) -> str:
    """Read a web address; one without a scheme is taken to be https.

    Raises `InvalidValue` with `not_a_link`, `link_not_https` or `too_long`.
    """
    bare = str(typed).strip()
    if len(bare) > MOST_LINK:
        raise invalid("too_long", length=len(bare), most=MOST_LINK)
    if bare.lower().startswith("http:"):
        raise invalid("link_not_https", typed=typed)
    address = bare if "://" in bare else f"https://{bare}"
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise invalid("not_a_link", typed=typed) from None
    if parts.scheme.lower() != "https" or _SPACES.search(address) or _CONTROL.search(address):
        raise invalid("not_a_link", typed=typed)
    if "@" in parts.netloc or port == 0 or not _DOMAIN.fullmatch(host):
        raise invalid("not_a_link", typed=typed)
    return f"https{address[len(parts.scheme) :]}"


def tidy_text(typed: str, *, lines: bool) -> str:
    """A text without spaces around it, without control characters, with one kind of line end.

    `lines`: whether it may have several; otherwise each line end becomes a space.
    """
    text = unicodedata.normalize("NFC", typed).replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", text)
    return text.strip() if lines else " ".join(text.split())
