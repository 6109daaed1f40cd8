"""Identifiers of companies and smelters, checked by their own rules.

LEI: 20 letters and digits, whose last two are check digits by ISO 7064 MOD 97-10 (ISO 17442).
KvK: 8 digits; the Dutch register publishes no check digit. Smelter id: `CID` and 6 digits, as the
Responsible Minerals Initiative gives them; no check digit either.
"""

import re
import unicodedata

LEI, KVK, CID = "lei", "kvk", "smelter_id"
NOT_IN_A_NUMBER = re.compile(r"[\s.\-–/]+")
LONGEST_TYPED = 60


class InvalidIdentifier(ValueError):
    """It can't be an identifier of this kind.

    `kind` is one of the kinds above; `code` says why: length, signs, check or zeros.
    """

    def __init__(self, kind: str, code: str, typed: str):
        super().__init__(f"{kind}: {code}: {typed!r}")
        self.kind, self.code, self.typed = kind, code, typed


def tidied(typed: str) -> str:
    """Return it in capitals without the spaces, dots and dashes that people type in between."""
    return NOT_IN_A_NUMBER.sub("", unicodedata.normalize("NFKC", typed)).upper()


def lei(typed: str) -> str:
    """Return a LEI in capitals, or an empty text for an empty one. Raises InvalidIdentifier."""
    found = tidied(typed)
    if not found:
        return ""
    if len(found) != 20:
        raise InvalidIdentifier(LEI, "length", typed[:LONGEST_TYPED])
    if not re.fullmatch(r"[0-9A-Z]{18}[0-9]{2}", found):
        raise InvalidIdentifier(LEI, "signs", typed[:LONGEST_TYPED])
    if remainder_97(found) != 1:
        raise InvalidIdentifier(LEI, "check", typed[:LONGEST_TYPED])
    return found


def remainder_97(text: str) -> int:
    """Return what is left of a text by 97, with A as 10 up to Z as 35 (ISO 7064 MOD 97-10)."""
    return int("".join(str(int(sign, 36)) for sign in text)) % 97


def lei_check_digits(first_18: str) -> str:
    """Return the two check digits that belong after the first 18 signs of a LEI."""
    return f"{98 - remainder_97(first_18 + '00'):02}"


def kvk(typed: str) -> str:
    """Return a KvK number, or an empty text for an empty one. Raises InvalidIdentifier."""
    found = tidied(typed).removeprefix("KVK")
    if not found:
        return ""
    if not (found.isascii() and found.isdigit()):
        raise InvalidIdentifier(KVK, "signs", typed[:LONGEST_TYPED])
    if len(found) != 8:
        raise InvalidIdentifier(KVK, "length", typed[:LONGEST_TYPED])
    if not found.strip("0"):
        raise InvalidIdentifier(KVK, "zeros", typed[:LONGEST_TYPED])
    return found


def smelter_id(typed: str) -> str:
    """Return a smelter id as `CID000028`, or an empty text. Raises InvalidIdentifier."""
    found = tidied(typed)
    if not found:
        return ""
    digits = found.removeprefix("CID")
    if not (digits.isascii() and digits.isdigit()):
        raise InvalidIdentifier(CID, "signs", typed[:LONGEST_TYPED])
    if len(digits) != 6:
        raise InvalidIdentifier(CID, "length", typed[:LONGEST_TYPED])
    if digits == "000000":
        raise InvalidIdentifier(CID, "zeros", typed[:LONGEST_TYPED])
    return f"CID{digits}"


CHECKS = {LEI: lei, KVK: kvk, CID: smelter_id}
"""By kind: what tidies it or raises InvalidIdentifier."""
