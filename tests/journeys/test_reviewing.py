"""A whole file reviewed by keyboard alone, and the same without script."""

import pytest
from playwright.sync_api import expect

from convenant.tenancy.scope import company_scope
from diligence.models import Agreement, Assessment, ReviewThread
from diligence.services.assessments import submit
from tests.diligence.files import complete_file
from tests.factories import AdminFactory, CompanyFactory, EditorFactory, ReviewerFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
URL = "/companies/de-maas/2026/review/"


@pytest.fixture
def file():
    company = CompanyFactory(slug="de-maas", name="Gieterij De Maas B.V.")
    file = complete_file(company, by=EditorFactory(of=company))
    with company_scope(company.pk):
        submit(file, by=AdminFactory(of=company))
        return Assessment.objects.with_cycle().select_related("company").get(pk=file.pk)


@pytest.fixture
def page(open_page):
    return open_page(ReviewerFactory(name="Marieke de Wit"), strong=True)


def agreed(file) -> int:
    with company_scope(file.company_id):
        return Agreement.objects.of_file(file).count()


def test_every_answer_is_agreed_with_by_one_key_each(file, page):
    page.goto(URL)
    answers = page.locator("[data-item]").count()
    assert answers >= 50
    page.keyboard.press("j")
    for number in range(1, answers + 1):
        page.keyboard.press("a")
        expect(page.locator("[data-progress]")).to_have_attribute("value", str(number))
    assert agreed(file) == answers
    expect(page.locator("[data-progress-words]")).to_have_text(f"{answers} van {answers} akkoord")


def test_jumping_asking_and_coming_back(file, page):
    page.goto(URL)
    page.keyboard.press("b")
    here = page.locator("[data-item]:focus")
    assert "no_proof" in here.get_attribute("data-marks").split()
    anchor = here.get_attribute("id")

    page.keyboard.press("v")
    field = page.locator(f"#{anchor}-text")
    expect(field).to_be_focused()
    page.keyboard.type("Waar is het bewijs?")
    page.keyboard.press("Control+Enter")

    expect(page.locator(f"#{anchor}")).to_be_focused()
    expect(page.locator(f"#{anchor} .msg")).to_contain_text("Waar is het bewijs?")
    with company_scope(file.company_id):
        assert ReviewThread.objects.of_file(file).count() == 1
    page.keyboard.press("d")
    expect(page.locator(f"#{anchor}")).to_be_focused()


def test_letters_do_nothing_while_somebody_types_or_when_they_are_off(file, page):
    page.goto(f"{URL}?at=embed.training&do=ask#q-embed-training-ask")
    expect(page.locator("#q-embed-training-text")).to_be_focused()
    page.keyboard.type("aj")
    expect(page.locator("#q-embed-training-text")).to_have_value("aj")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.keyboard.press("Enter")
    expect(page.locator("[data-keys-switch]")).to_have_text("Sneltoetsen aanzetten")
    page.keyboard.press("j")
    page.keyboard.press("a")
    assert agreed(file) == 0


def test_a_standard_remark_comes_into_the_text(file, page):
    from workgroups.models import TextBlock

    TextBlock.objects.create(title_nl="Audit", title_en="Audit", text_nl="Stuur het.", text_en="x")
    page.goto(f"{URL}?at=embed.training&do=ask#q-embed-training-ask")
    page.locator("#q-embed-training-block").select_option(label="Audit")
    expect(page.locator("#q-embed-training-text")).to_have_value("Stuur het.")


def test_without_script_every_act_is_a_button(file, open_page):
    page = open_page(ReviewerFactory(), strong=True, script=False)
    page.goto(URL)
    page.locator("#q-embed-training [data-agree]").click()
    expect(page.locator("[data-progress-words]")).to_contain_text("1 van")
    assert agreed(file) == 1
