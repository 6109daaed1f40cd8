"""The pages: who may see and do what, how much they ask of the database, and how they read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.background import run_all
from tests.factories import AdminFactory, CompanyFactory
from tests.smelters.workbooks import THREE_TG, Row, make
from tests.support.signing_in import sign_in_as


def queries(call) -> int:
    """Count the statements of a request, without those of signing in and the transaction."""
    with CaptureQueriesContext(
        connection,
    ) as counted:
        assert call().status_code == 200
    return len(counted)


def many(count: int) -> list[Row]:
    """Return a list of smelters of this length."""
    return [
        Row.known("Tin", f"Smelterij {n}", "CHINA", f"CID97{n:04}") for n in range(1, count + 1)
    ]


def test_a_reader_sees_and_does_not_decide(desk, client, reader):
    declaration = desk.add()
    client.force_login(reader)

    page = desk.page(declaration).content.decode()

    assert "Voorbeeld Tin Straits" in page
    assert "Overnemen in mijn keten" not in page
    assert "Verklaring toevoegen" not in client.get(desk.url()).content.decode()
    assert desk.accept(declaration).status_code == 403
    assert desk.send(make()).status_code == 403
    assert desk.lines() == []


def test_the_secretariat_reads_and_it_is_told(desk, client, reviewer):
    declaration = desk.add()
    sign_in_as(client, reviewer, strong=True)

    assert desk.page(declaration).status_code == 200
    assert desk.accept(declaration).status_code == 403
    assert "file.read" in desk.verbs()


@pytest.mark.parametrize("name", ["declaration", "declaration-progress"])
def test_another_company_finds_nothing(name, desk, client):
    declaration = desk.add()
    stranger = AdminFactory(of=CompanyFactory())
    client.force_login(stranger)

    assert client.get(desk.url(name, declaration.pk)).status_code == 404
    assert client.get(desk.url()).status_code == 404
    assert desk.accept(declaration).status_code == 404


def test_a_declaration_of_another_year_is_not_on_this_years_page(desk, company, client):
    from tests.factories import AssessmentFactory

    AssessmentFactory(company=company, cycle__year=2025)
    declaration = desk.add()
    old = type(desk)(client, company, 2025)

    assert old.page(declaration).status_code == 404


def test_the_pages_ask_as_much_with_three_smelters_as_with_three_hundred(desk):
    few, lots = desk.add(rows=many(3)), desk.add(rows=many(300))

    counted = [queries(lambda one=one: desk.page(one)) for one in (few, lots)]

    assert counted[0] == counted[1] <= 16


def test_the_list_asks_as_much_with_one_as_with_four(desk):
    desk.add()
    first = queries(lambda: desk.client.get(desk.url()))
    for number in range(3):
        desk.add(company=f"Leverancier {number}")

    assert queries(lambda: desk.client.get(desk.url())) == first <= 11


def test_accepting_takes_as_many_statements_for_thirty_as_for_three_hundred(desk):
    counted = []
    for count, name in ((30, "Metaalhandel Kerkhof"), (300, "Zilversmid Bakker")):
        declaration = desk.add(rows=many(count), company=name)
        with CaptureQueriesContext(connection) as statements:
            assert desk.accept(declaration, minerals=["tin"]).status_code == 302
        counted.append(len(statements))

    assert counted[1] <= counted[0] + 1
    assert counted[0] <= 45


def test_a_long_list_comes_in_pages_and_stays_light(desk):
    declaration = desk.add(rows=many(600))

    reply = desk.page(declaration)

    page = reply.content.decode()
    assert "Pagina 1 van 12" in page
    assert "Smelterij 51<" not in page
    assert "Smelterij 51<" in desk.page(declaration, page="2").content.decode()
    assert len(reply.content) < 90_000


def test_the_list_is_filtered_by_metal(desk):
    declaration = desk.add()

    page = desk.page(declaration, mineral="gold").content.decode()

    assert "Voorbeeld Goud Ticino" in page
    assert "Voorbeeld Tin Straits" not in page
    assert "Wis alle filters" in page


def test_while_it_waits_the_page_says_so_and_asks_again(desk):
    desk.send(make())
    declaration = desk.newest()

    page = desk.page(declaration).content.decode()
    assert "Wacht op zijn beurt" in page
    assert "data-poll-url" in page
    run_all()

    part = desk.client.get(desk.url("declaration-progress", declaration.pk)).content.decode()
    assert "data-poll-url" not in part
    assert "Bekijk wat erin staat" in part


def test_script_gets_the_address_or_the_reason(desk):
    from tests.uploads.good import sent

    def post(content, name="cmrt.xlsx"):
        headers = {"HTTP_ACCEPT": "application/json"}
        return desk.client.post(desk.url(), {"files": sent(name, content)}, **headers)

    refused = post(b"Metal;Smelter\n", "cmrt.xls")
    assert refused.status_code == 422
    assert "geen Excel-bestand" in refused.json()["message"]
    assert post(make()).json()["url"] == desk.url("declaration", desk.newest().pk)


def test_without_a_file_it_says_what_to_do(desk):
    reply = desk.client.post(desk.url(), {})

    assert reply.status_code == 422
    assert "Kies het bestand dat u van uw leverancier kreeg." in reply.content.decode()


def test_what_stands_in_a_workbook_is_shown_as_text(desk):
    row = Row.known("Tin", "<script>alert(1)</script>", "CHINA", "CID970001")
    declaration = desk.add(rows=[*THREE_TG, row], company="<b>Vet</b> BV")

    page = desk.page(declaration).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<b>Vet</b>" not in page


def test_the_pages_read_in_english(desk):
    declaration = desk.add(rows=[*THREE_TG, Row("Tin", "Smelter not yet identified")])
    desk.client.cookies["django_language"] = "en"

    page = desk.page(declaration).content.decode()

    for words in ("What they say per metal", "All smelters would", "Take over in my chain"):
        assert words in page
    for words in ("Neemt u", "leverancier", "Smelterijen"):
        assert words not in page
