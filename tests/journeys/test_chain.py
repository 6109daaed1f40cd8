"""A chain filled in by keyboard alone, and pasted from a sheet."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from convenant.tenancy.scope import company_scope
from diligence.models import SourcingLine
from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory
from tests.factories.chain import supplier

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
  );
}"""


@pytest.fixture
def file():
    return AssessmentFactory(company=CompanyFactory(slug="de-maas"))


@pytest.fixture
def joke(file):
    return EditorFactory(of=file.company)


def address(name: str) -> str:
    return reverse(f"diligence:{name}", args=["de-maas", 2026])


def kept(file) -> list[tuple]:
    with company_scope(file.company_id):
        lines = SourcingLine.objects.of_file(file).order_by("created_at")
        return [(one.metal, one.country, one.supplier and one.supplier.name) for one in lines]


def test_two_lines_without_touching_the_mouse(file, joke, open_page):
    page = open_page(joke)
    page.goto(address("chain-lines"))
    page.locator("#line-metal").focus()
    keys = page.keyboard
    for typed in ("Tin", "\t", "nieuw", "\t", "Smelterij", "\t", "Indonesië", "\t", "\t"):
        keys.press("Tab") if typed == "\t" else keys.type(typed)
    keys.type("Contoh Timah")
    keys.press("Enter")

    expect(page.locator(".chainrows tbody tr")).to_have_count(1)
    expect(page.locator("#line-country")).to_be_focused()
    expect(page.locator("#line-metal")).to_have_value("ME-SN")
    expect(page.locator("[data-said]")).to_contain_text("Toegevoegd: Tin")
    keys.type("Peru")
    keys.press("Enter")

    expect(page.locator(".chainrows tbody tr")).to_have_count(2)
    assert kept(file) == [("ME-SN", "ID", "Contoh Timah"), ("ME-SN", "PE", None)]


def test_who_is_meant_is_asked_in_place(file, joke, open_page):
    supplier(file, "Contoh Timah Tbk")
    page = open_page(joke)
    page.goto(address("chain-lines"))
    page.locator("#line-metal").select_option("ME-SN")
    page.locator("#line-form").select_option("primary")
    page.locator("#line-stage").select_option("ST05")
    page.locator("#line-supplier").fill("Contoh Timah")
    page.keyboard.press("Enter")

    expect(page.locator("#who")).to_contain_text("Wie bedoelt u met “Contoh Timah”?")
    page.get_by_label("Contoh Timah Tbk").check()
    page.get_by_role("button", name="Toevoegen", exact=True).click()

    expect(page.locator(".chainrows tbody tr")).to_have_count(1)
    assert kept(file) == [("ME-SN", "", "Contoh Timah Tbk")]


def test_rows_pasted_in_a_field_are_shown_first(file, joke, open_page):
    page = open_page(joke)
    page.goto(address("chain-lines"))
    page.locator("#line-supplier").focus()
    page.evaluate(PASTE, "Metaal\tVorm\tLand\tLeverancier\nTin\tprimair\tID\tA\nX\tprimair\t\t")

    expect(page.get_by_role("heading", level=1)).to_have_text("Wat wij lazen")
    expect(page.get_by_text("“X” kennen wij niet")).to_be_visible()
    assert kept(file) == []
    page.get_by_role("button", name="Eén regel overnemen").click()
    expect(page.get_by_text("Overgenomen: 1 regel.")).to_be_visible()
    page.get_by_role("button", name="Alle regels terugdraaien").click()
    expect(page.get_by_text("Teruggedraaid: 1 regel.")).to_be_visible()
    assert kept(file) == []


def test_one_pasted_name_is_just_a_name(file, joke, open_page):
    page = open_page(joke)
    page.goto(address("chain-lines"))
    page.locator("#line-supplier").focus()
    page.evaluate(PASTE, "Contoh Timah\n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Regels van de keten 2026")


def test_without_script_the_form_does_the_same(file, joke, open_page):
    page = open_page(joke, script=False)
    page.goto(address("chain-lines"))
    page.locator("#line-metal").select_option("ME-SN")
    page.locator("#line-form").select_option("primary")
    page.locator("#line-stage").select_option("ST05")
    page.get_by_role("button", name="Toevoegen", exact=True).click()

    expect(page.get_by_text("Toegevoegd: Tin")).to_be_visible()
    expect(page.locator("#line-metal")).to_have_value("ME-SN")
    assert kept(file) == [("ME-SN", "", None)]
