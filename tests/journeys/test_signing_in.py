"""Signing in in a real browser: a passkey on a device, an app with codes, codes to keep."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from playwright.sync_api import expect

from tests.factories import AdminFactory, AssessmentFactory, CompanyFactory, ReviewerFactory
from tests.journeys.axe import breaches_of_standards
from tests.support.two_steps import give_app, shown_by

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PASSWORD = "een lang wachtwoord"


@pytest.fixture(autouse=True)
def _own_cache():
    cache.clear()


@pytest.fixture
def ahmed():
    company = CompanyFactory(name="Gieterij De Maas B.V.")
    AssessmentFactory(company=company)
    return can_sign_in(AdminFactory(of=company, name="Ahmed Yilmaz", email="ahmed@maas.example"))


def can_sign_in(user):
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def give_device(page, **options) -> None:
    """Put a device in the browser that can keep passkeys, through Chromium's own test door."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
            | options
        },
    )


def sign_in(page, user) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mailadres").fill(user.email)
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Inloggen", exact=True).click()


def test_a_passkey_is_made_and_opens_the_door_by_itself(ahmed, open_page):
    page = open_page()
    give_device(page)
    sign_in(page, ahmed)
    page.goto("/accounts/two-step/")
    page.get_by_role("link", name="Passkey maken").click()
    page.get_by_label("Naam van deze passkey").fill("Laptop werk")
    page.get_by_role("button", name="Passkey maken").click()
    expect(page.get_by_role("heading", name="Herstelcodes", level=1)).to_be_visible()
    page.get_by_role("link", name="Ik heb ze bewaard, verder").click()
    expect(page.get_by_text("Laptop werk", exact=True)).to_be_visible()

    page.context.clear_cookies()
    page.goto("/accounts/login/?next=/account/")
    page.get_by_role("button", name="Inloggen met een passkey").click()

    expect(page.get_by_role("heading", name="Uw account", level=1)).to_be_visible()
    assert page.url.endswith("/account/")


def test_a_passkey_is_the_second_step_after_the_password(ahmed, open_page):
    page = open_page()
    give_device(page)
    sign_in(page, ahmed)
    page.goto("/accounts/two-step/passkeys/add/")
    page.get_by_role("button", name="Passkey maken").click()
    expect(page.get_by_role("heading", name="Herstelcodes", level=1)).to_be_visible()
    page.context.clear_cookies()

    sign_in(page, ahmed)
    page.get_by_role("button", name="Inloggen met uw passkey").click()

    expect(page.get_by_text("Zelfbeoordeling").first).to_be_visible()


def test_a_device_that_says_no_is_told_of_in_plain_words(ahmed, open_page):
    page = open_page(ahmed, strong=True)
    give_device(page, isUserVerified=False)
    page.goto("/accounts/two-step/passkeys/add/")
    page.get_by_role("button", name="Passkey maken").click()
    expect(page.get_by_text(re.compile("Er is niets gebeurd|Uw apparaat kon"))).to_be_visible()
    assert not Authenticator.objects.filter(user=ahmed).exists()


def test_without_script_there_is_still_the_app(ahmed, open_page):
    secret = give_app(ahmed)
    page = open_page(script=False)
    sign_in(page, ahmed)
    expect(page.get_by_role("button", name=re.compile("passkey"))).to_have_count(0)
    page.get_by_label("Code").fill(shown_by(secret))
    page.get_by_role("button", name="Inloggen", exact=True).click()
    expect(page.get_by_text("Zelfbeoordeling").first).to_be_visible()


def test_the_secretariat_sets_it_up_and_keeps_the_codes(open_page):
    sanne = can_sign_in(ReviewerFactory(email="sanne@secretariaat.example"))
    page = open_page()
    sign_in(page, sanne)
    expect(page.get_by_text("dossiers van alle bedrijven")).to_be_visible()
    page.get_by_role("link", name="App instellen").click()
    secret = page.locator("code.key").inner_text()
    page.get_by_label("De code die de app nu toont").fill(shown_by(secret))
    page.get_by_role("button", name="Instellen").click()

    expect(page.locator(".codes")).to_be_visible()
    codes = page.locator(".codes code").all_inner_texts()
    with page.expect_download() as kept:
        page.get_by_role("link", name="Downloaden").click()
    text = kept.value.path().read_text(encoding="utf-8")
    assert kept.value.suggested_filename == "herstelcodes.txt"
    assert len(codes) == 10
    assert all(code.replace(" ", "") in text for code in codes)
    expect(page.get_by_role("button", name="Afdrukken")).to_be_visible()
    page.get_by_role("link", name="Ik heb ze bewaard, verder").click()
    expect(page).not_to_have_url(re.compile("two-step/codes"))


@pytest.mark.parametrize(("width", "dark"), [(1360, False), (320, True)])
def test_each_step_can_be_read_by_all(width, dark, ahmed, open_page):
    """The pages that only exist half way: no finding, and nothing runs off a phone."""
    page = open_page(width=width, dark=dark)
    sign_in(page, ahmed)
    expect(page.get_by_text("Zelfbeoordeling").first).to_be_attached()
    page.goto("/accounts/two-step/app/")
    secret = page.locator("code.key").inner_text()
    faults = findings(page)
    for code in ("000000", shown_by(secret)):
        page.get_by_label("De code die de app nu toont").fill(code)
        with page.expect_navigation():
            page.get_by_role("button", name="Instellen").click()
        faults += findings(page)
    page.context.clear_cookies()
    sign_in(page, ahmed)
    page.get_by_label("Code").fill("000000")
    faults += findings(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Inloggen", exact=True).click()
    faults += findings(page)
    assert faults == []


def findings(page) -> list[str]:
    """Return what axe finds, and how far the page runs off the screen."""
    found = breaches_of_standards(page)
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    wide = [f"{page.url}: {over} px too wide"] if over > 0 else []
    return [f"{page.url} {item['id']} {item['nodes'][0]['html'][:120]}" for item in found] + wide
