"""Proof in a real browser: chosen, dropped, photographed, refused and taken away."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from convenant.tenancy.scope import company_scope
from diligence.models import EvidenceUse
from tests.diligence.files import fill
from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory
from tests.journeys.windows import address
from tests.uploads import good

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
CARD = "#q-embed-policy"


@pytest.fixture
def company():
    return CompanyFactory(slug="de-maas", name="Gieterij De Maas")


@pytest.fixture
def joke(company):
    return EditorFactory(of=company, name="Joke Bakker")


@pytest.fixture
def file(company, joke):
    made = AssessmentFactory(company=company)
    fill(made, {}, by=joke, upto="profile.changes")
    return made


def pdf(name="beleid.pdf", words="Beleid") -> dict:
    """Return a file as a person chooses it."""
    return {"name": name, "mimeType": "application/pdf", "buffer": good.pdf(words)}


def choose(card, *files) -> None:
    """Choose files with the button."""
    card.locator("input[type=file][multiple]").set_input_files(list(files))


def test_files_are_chosen_at_the_question_and_a_bad_one_is_told(file, joke, open_page):
    page = open_page(joke)
    page.goto(address(file, "1.1"))
    card = page.locator(CARD)

    empty = {"name": "leeg.pdf", "mimeType": "application/pdf", "buffer": b""}
    choose(card, pdf(), empty, pdf("verslag.pdf", "Verslag"))

    expect(card.locator("[data-docs-list] .file")).to_have_count(2)
    expect(card.locator("[data-told]")).to_have_text("Toegevoegd: 1 bestand.")
    wrong = card.locator("[data-uploads] .file")
    expect(wrong).to_contain_text("Dit bestand is leeg.")
    wrong.get_by_role("button", name="Sluiten").click()
    expect(wrong).to_have_count(0)


def test_a_file_is_dropped_on_the_question(file, joke, open_page):
    page = open_page(joke)
    page.goto(address(file, "1.1"))
    script = """content => {
      const data = new DataTransfer();
      data.items.add(new File([content], "notitie.txt", {type: "text/plain"}));
      return data;
    }"""
    data = page.evaluate_handle(script, "Ons beleid staat op bladzijde 4.")

    page.dispatch_event(f"{CARD} h2", "dragover", {"dataTransfer": data})
    expect(page.locator(CARD)).to_have_class("card q is-over")
    page.dispatch_event(f"{CARD} h2", "drop", {"dataTransfer": data})

    expect(page.locator(f"{CARD} [data-docs-list]")).to_contain_text("Notitie")
    expect(page.locator(CARD)).to_have_class("card q")


def test_taken_away_and_put_back_within_ten_seconds(file, joke, company, open_page):
    page = open_page(joke)
    page.goto(address(file, "1.1"))
    card = page.locator(CARD)
    choose(card, pdf())
    expect(card.locator("[data-docs-list] .file")).to_have_count(1)

    card.get_by_role("button", name="Weghalen bij deze vraag: Beleid").click()
    expect(card.locator("[data-docs-list] .file")).to_have_count(0)
    undo = card.get_by_role("button", name="Ongedaan maken")
    expect(undo).to_be_focused()
    undo.click()

    expect(card.locator("[data-docs-list] .file")).to_have_count(1)
    with company_scope(company.pk):
        assert EvidenceUse.objects.count() == 1


def test_a_lost_connection_keeps_the_file_ready(file, joke, open_page):
    page = open_page(joke)
    page.goto(address(file, "1.1"))
    card = page.locator(CARD)

    page.context.set_offline(True)
    choose(card, pdf())
    expect(card.locator("[data-uploads]")).to_contain_text("er is geen verbinding")
    page.context.set_offline(False)
    card.get_by_role("button", name="Opnieuw versturen: beleid.pdf").click()

    expect(card.locator("[data-docs-list] .file")).to_have_count(1)


def test_too_large_is_told_before_anything_is_sent(file, joke, open_page, settings):
    settings.EVIDENCE_MAX_MB = 1
    page = open_page(joke)
    page.goto(address(file, "1.1"))
    sent = []
    page.on("request", lambda request: sent.append(request.url) if "proof" in request.url else None)

    large = {"name": "groot.pdf", "mimeType": "application/pdf", "buffer": bytes(2 << 20)}
    choose(page.locator(CARD), large)

    expect(page.locator(f"{CARD} [data-uploads]")).to_contain_text("groter dan 1 MB")
    assert [url for url in sent if url.endswith("/proof/")] == []


def test_without_script_the_same_page_takes_files(file, joke, open_page):
    page = open_page(joke, script=False)
    page.goto(address(file, "1.1"))

    page.locator(CARD).get_by_role("link", name="Bewijs toevoegen").click()
    page.set_input_files("#files", [pdf(), pdf("verslag.pdf", "Verslag")])
    page.get_by_role("button", name="Toevoegen").click()

    expect(page.locator(f"{CARD} .file")).to_have_count(2)
    expect(page.locator(".note--ok")).to_have_text("Toegevoegd: 2 bestanden.")


def test_the_library_takes_a_file_with_progress_and_a_new_version(file, joke, open_page):
    page = open_page(joke)
    page.goto(reverse("diligence:library", args=["de-maas"]))
    page.set_input_files("#files", [pdf("certificaat.pdf", "Certificaat")])
    page.get_by_role("button", name="Toevoegen").click()
    page.get_by_role("link", name="Certificaat", exact=True).click()

    page.set_input_files("#files", [pdf("certificaat 2027.pdf", "Certificaat 2027")])
    page.get_by_role("button", name="Nieuwe versie bewaren").click()

    expect(page.locator(".note--ok")).to_contain_text("Versie 2 is bewaard.")
    with page.expect_download() as caught:
        page.get_by_role("link", name="Ophalen (PDF").click()
    assert caught.value.suggested_filename == "certificaat 2027.pdf"


def test_on_a_phone_a_photo_is_taken_and_attached(file, joke, open_page, browser):
    page = open_page(joke, width=320, touch=True)
    page.goto(address(file, "1.1"))
    card = page.locator(CARD)
    camera = card.locator("input[capture=environment]")

    expect(card.get_by_text("Maak een foto")).to_be_visible()
    taken = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": good.jpg(exif=True)}
    camera.set_input_files([taken])

    expect(card.locator("[data-docs-list]")).to_contain_text("Foto")
    expect(card.locator("[data-told]")).to_contain_text("verborgen gegevens")
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
