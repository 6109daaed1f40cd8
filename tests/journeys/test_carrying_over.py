"""Deciding about last year's answers in a browser: the card comes back, and autosave goes on."""

import pytest
from playwright.sync_api import expect

from diligence.models import CarryDecision
from tests.diligence.files import fill
from tests.factories import (
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    answer,
    published_version,
)
from tests.journeys.windows import address, kept, saved

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
KEY = "embed.training"
CARD = f'[data-question="{KEY}"]'


@pytest.fixture
def person():
    return EditorFactory(of=CompanyFactory(), name="Joke Bakker")


@pytest.fixture
def file(person):
    """A year in which only the profile is filled in, with a whole year before it."""
    company = person.memberships.get().company
    before = AssessmentFactory(
        company=company, cycle__year=2025, cycle__version=published_version("2025")
    )
    fill(before, {}, by=person)
    answer(before, KEY, 3, explanation="Iedereen volgde de training.", by=person)
    made = AssessmentFactory(company=company)
    fill(made, {}, by=person, upto="profile.changes")
    return made


def press(page, what: str) -> None:
    """Press a button of the question and wait until its card is there again."""
    with page.expect_response("**/carry/"):
        page.locator(f'{CARD} button[value="{what} {KEY}"]').click()


def test_a_decision_stays_on_the_page_and_autosave_goes_on(file, person, open_page, in_scope):
    page = open_page(person)
    page.goto(address(file))
    page.evaluate("window.isSamePage = true")
    waiting = page.locator("button[value=all] [data-former-count]")
    before = waiting.text_content()

    press(page, "still_true")
    expect(page.locator(CARD)).to_contain_text("Klopt nog: het antwoord van 2025 is overgenomen.")
    expect(waiting).not_to_have_text(before)
    assert (kept(file, KEY).value, kept(file, KEY).version) == (3, 1)

    with page.expect_response(f"**/answers/{KEY}/"):
        page.locator(f"{CARD} textarea[name='{KEY}:explanation']").fill("Ook de inkopers.")
    saved(page)
    assert kept(file, KEY).explanation == "Ook de inkopers."
    assert page.evaluate("window.isSamePage")


def test_a_proposal_is_saved_only_once_somebody_types(file, person, open_page, in_scope):
    page = open_page(person)
    page.goto(address(file))

    press(page, "changed")
    expect(page.locator(CARD)).to_contain_text("Nog niet opgeslagen.")
    why = page.locator(f"{CARD} textarea[name='{KEY}:explanation']")
    expect(why).to_have_value("Iedereen volgde de training.")
    assert kept(file, KEY) is None

    why.fill("Iedereen volgde de training, ook dit jaar.")
    saved(page)
    expect(page.locator(CARD)).not_to_contain_text("Nog niet opgeslagen.")
    assert kept(file, KEY).explanation == "Iedereen volgde de training, ook dit jaar."
    with in_scope(file.company):
        assert CarryDecision.objects.get().kind == "changed"


def test_a_reason_that_is_too_short_stays_typed_and_is_told(file, person, open_page):
    page = open_page(person)
    page.goto(address(file))
    page.locator(f"{CARD} .former__gone summary").click()
    page.locator(f"{CARD} textarea[name='gone:{KEY}']").fill("Nee.")

    press(page, "no_longer")

    expect(page.locator(f"{CARD} [data-former] .error")).to_be_visible()
    expect(page.locator(f"{CARD} textarea[name='gone:{KEY}']")).to_have_value("Nee.")
    assert kept(file, KEY) is None
