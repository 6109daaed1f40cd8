"""The list of members as Excel and CSV: the rows of the page, formula-safe, and for whom."""

import csv
import datetime
import io

import pytest
from openpyxl import load_workbook

from tests.convenant.test_sheets import PAYLOADS
from tests.factories import AdminFactory, CompanyFactory, PartyUserFactory, ReviewerFactory
from tests.workgroups.members import cycle_of, figures, member

pytestmark = pytest.mark.django_db
EXCEL, CSV = "/sector/2026/members.xlsx", "/sector/2026/members.csv"


@pytest.fixture
def officer(client_of):
    return client_of(ReviewerFactory())


def sheets(client, query: str = ""):
    answered = client.get(EXCEL + query)
    assert answered.status_code == 200
    return load_workbook(io.BytesIO(answered.content))


def rows(client, query: str = "") -> list[dict]:
    """Return the rows of the CSV by the words of their heads."""
    answered = client.get(CSV + query)
    assert answered.status_code == 200
    text = answered.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def names(book) -> list[str]:
    return [row[0] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]


def test_every_member_is_there_with_real_numbers_and_days(officer):
    cycle_of()
    found = {"contradiction": 1, "doubtful": 2, "dont_know": 9}
    member(
        "Gieterij De Maas",
        "submitted",
        figures=figures(66.4, band="advanced", checks=found),
        days=3,
    )
    member("Zonder dossier")

    sheet = sheets(officer).worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    first = dict(zip(heads, (cell for cell in sheet[2]), strict=True))

    assert first["Lid"].value == "Gieterij De Maas"
    assert (first["Status"].value, first["Niveau"].value) == ("Ingediend", "Gevorderd")
    assert (first["Score"].value, first["Score"].data_type) == (66.4, "n")
    assert first["Ingediend op"].is_date
    assert isinstance(first["Ingediend op"].value, datetime.datetime)
    assert (first["Spreekt elkaar tegen"].value, first["Weet ik niet"].value) == (1, 9)
    without = dict(zip(heads, (cell.value for cell in sheet[3]), strict=True))
    assert (without["Score"], without["Ingevuld (%)"], without["Twijfel"]) == (None, None, None)


@pytest.mark.parametrize(
    "query", ["", "?status=submitted", "?q=maas&sort=-name", "?late=1", "?status=nonsense"]
)
def test_the_rows_are_those_of_the_page_in_its_order(officer, query):
    cycle_of(deadline=datetime.date(2026, 10, 1))
    for name, status in (("Maas", "submitted"), ("Oude Maas", "draft"), ("IJzer", "accepted")):
        member(name, status)
    member("Zilver")
    page = officer.get("/sector/2026/" + query)
    shown = [row.member.name for row in page.context["rows"]]
    assert names(sheets(officer, query)) == shown
    assert [row["Lid"] for row in rows(officer, query)] == shown


def test_all_pages_of_the_list_are_in_the_file(officer):
    cycle_of()
    for number in range(55):
        CompanyFactory(name=f"Bedrijf {number:03}")
    assert len(officer.get("/sector/2026/").context["rows"]) == 50
    assert len(rows(officer)) == 55


def test_a_sheet_says_which_filters_and_of_when(officer):
    cycle_of()
    member("Maas", "submitted")
    about = sheets(officer, "?status=submitted&q=maas").worksheets[1]
    told = [(row[0], row[1]) for row in about.iter_rows(min_row=2, values_only=True)]
    assert ("Filter", "Status: Ingediend") in told
    assert ("Filter", "Naam: “maas”") in told
    assert dict(told)["Monitoringjaar"] == 2026
    assert isinstance(dict(told)["Stand van"], datetime.datetime)


def test_a_name_is_never_a_formula(officer):
    cycle_of()
    typed = [text for text in PAYLOADS if text.strip() == text]
    for place, text in enumerate(typed):
        CompanyFactory(name=text, city=text, slug=f"s{place}")
    book = sheets(officer)
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    assert sorted(names(book)) == sorted(typed)
    assert all(row["Lid"].startswith("'") for row in rows(officer))


def test_english_heads_for_an_english_reader(officer):
    cycle_of()
    member("Maas", "submitted", figures=figures(66.5))
    officer.cookies["django_language"] = "en"
    text = officer.get(CSV).content.decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))
    assert row["Member"] == "Maas"
    assert row["Score"] == "66.5"


def test_it_is_a_file_and_nothing_else(officer):
    cycle_of()
    for address in (EXCEL, CSV):
        answered = officer.get(address)
        assert answered.headers["Content-Disposition"].startswith("attachment")
        assert answered.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answered.headers["Cache-Control"]
    assert officer.get("/sector/1999/members.csv").status_code == 404


@pytest.mark.parametrize("address", [EXCEL, CSV])
def test_only_the_secretariat_gets_it(client_of, address):
    cycle_of()
    company = CompanyFactory()
    assert client_of().get(address).status_code == 302
    for person in (AdminFactory(of=company), PartyUserFactory()):
        assert client_of(person).get(address).status_code == 403


def test_the_page_offers_both_with_its_own_filters(officer):
    cycle_of()
    member("Maas", "submitted")
    page = officer.get("/sector/2026/?status=submitted").text
    assert f'href="{EXCEL}?status=submitted"' in page
    assert f'href="{CSV}?status=submitted"' in page
