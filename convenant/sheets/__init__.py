"""Spreadsheets that no typed word can turn into a program: Excel and CSV.

Text stays text whatever it begins with; numbers and days are real ones, so that they can be
summed and sorted. Knows no app.
"""

from convenant.sheets.book import Book
from convenant.sheets.csv import as_csv
from convenant.sheets.form import FormBook, FormCell, FormColumn, FormSheet
from convenant.sheets.table import Column, Table, Value
from convenant.sheets.text import safe_text

__all__ = [
    "Book",
    "Column",
    "FormBook",
    "FormCell",
    "FormColumn",
    "FormSheet",
    "Table",
    "Value",
    "as_csv",
    "safe_text",
]
