"""Typed words in a cell: never a formula, never a character that breaks the file."""

import re

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a text for a formula, or drop its first sign and then do so."""
NOT_IN_A_FILE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
"""What XML has no place for."""


def clean_text(text: str) -> str:
    """Return a text without what can't stand in a file."""
    return NOT_IN_A_FILE.sub("", text)


def safe_text(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula when it opens a CSV file."""
    text = clean_text(text)
    is_formula = text.startswith(FORMULA) or text.lstrip().startswith(FORMULA)
    return f"'{text}" if is_formula else text
