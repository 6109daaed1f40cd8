"""A table as CSV, as the spreadsheet of a reader of this language opens it by itself."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

from convenant.sheets.table import Table, Value
from convenant.sheets.text import safe_text


def as_csv(table: Table, language: str) -> bytes:
    """Return the table as a file: UTF-8 with its mark, all cells in quotes.

    Dutch spreadsheets part cells with semicolons and write a decimal comma, English ones do not.
    """
    text = io.StringIO()
    separator = "," if language.startswith("en") else ";"
    writer = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerow([safe_text(column.head) for column in table.columns])
    writer.writerows([cell(value, language) for value in row] for row in table.rows)
    return ("\ufeff" + text.getvalue()).encode("utf-8")


def cell(value: Value, language: str) -> str:
    """Return a value as text: days as 2026-03-12, numbers with the decimal sign of the language."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return safe_text(value)
    plain = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return plain if language.startswith("en") else plain.replace(".", ",")
