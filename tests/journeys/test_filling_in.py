"""Filling in a part in a real browser: what is typed is kept, whatever happens in between."""

import re

import pytest
from playwright.sync_api import expect

from convenant.tenancy.scope import company_scope
from diligence.models import AnswerConflict
from tests.diligence.files import complete_file, fill
from tests.factories import AdminFactory, AssessmentFactory, CompanyFactory, EditorFactory, answer
from tests.journeys.axe import breaches_of_standards
from tests.journeys.windows import BREACHES, address, kept, line, saved, sign_in, sign_out

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
TEXT = "Wij geven een waarschuwing en bespreken het met de ploeg."


@pytest.fixture
def company():
    return CompanyFactory()


@pytest.fixture
def joke(company):
    return EditorFactory(of=company, name="Joke Bakker")


@pytest.fixture
def ahmed(company):
    return AdminFactory(of=company, name="Ahmed Yilmaz")


@pytest.fixture
def file(company, joke):
    """A company of 40 people with a profile and a policy."""
    made = AssessmentFactory(company=company)
    fill(made, {}, by=joke, upto="profile.changes")
    answer(made, "embed.policy", 2, by=joke)
    return made


def settled(page):
    """Wait until nothing is on its way to the server."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(900)
    page.wait_for_load_state("networkidle")


def test_what_is_typed_is_saved_by_itself_and_counted(file, joke, open_page):
    page = open_page(joke)
    page.goto(address(file, "1.2"))
    before = page.locator("[data-whole=count]").inner_text()

    page.fill(BREACHES, TEXT)

    card = page.locator("#q-embed-breaches")
    expect(card.locator("[data-pill]")).to_have_text("Beantwoord")
    expect(card.locator("[data-change]")).to_contain_text("Joke Bakker, ")
    saved(page)
    assert kept(file).value == TEXT
    assert page.locator("[data-whole=count]").inner_text() != before
    page.reload()
    assert page.input_value(BREACHES) == TEXT


def test_a_browser_that_dies_two_seconds_after_typing_loses_nothing(file, joke, open_page):
    page = open_page(joke)
    page.goto(address(file, "1.2"))
    page.click(BREACHES)
    page.keyboard.type(TEXT, delay=5)
    page.wait_for_timeout(2000)

    page.context.close()  # no goodbye: nothing of the page runs any more

    assert kept(file).value == TEXT


def test_leaving_at_once_takes_the_text_along(file, joke, open_page):
    page = open_page(joke)
    page.goto(address(file, "1.2"))
    page.on("dialog", lambda dialog: dialog.accept())
    page.fill(BREACHES, TEXT)

    page.goto("/privacy/")
    page.wait_for_timeout(500)

    assert kept(file).value == TEXT


def test_a_lost_connection_keeps_every_letter(file, joke, open_page):
    page = open_page(joke)
    page.goto(address(file, "1.2"))
    page.context.set_offline(True)
    page.fill(BREACHES, "Zonder verbinding getypt.")
    expect(line(page)).to_have_text("Geen verbinding: wij bewaren uw antwoord")
    page.locator(BREACHES).press_sequentially(" En verder getypt.")

    page.context.set_offline(False)

    expect(line(page)).to_have_text(re.compile("Opgeslagen om"), timeout=15000)
    assert kept(file).value == page.input_value(BREACHES)
    assert "En verder getypt." in kept(file).value


def test_an_answer_the_server_never_got_to_tell_is_no_conflict(file, joke, open_page):
    """It saved, the connection broke before the reply, and typing went on."""
    page = open_page(joke)
    page.goto(address(file, "1.2"))
    page.route(
        "**/answers/embed.breaches/",
        lambda route: (route.fetch(), route.abort())[1],
        times=1,
    )
    page.fill(BREACHES, "Eerste tekst.")
    expect(line(page)).to_have_text("Geen verbinding: wij bewaren uw antwoord")

    page.fill(BREACHES, TEXT)

    saved(page)
    assert kept(file).value == TEXT
    assert page.locator("[data-conflict]").count() == 0


def test_a_fault_of_ours_is_tried_again(file, joke, open_page):
    page = open_page(joke)
    page.goto(address(file, "1.2"))
    page.route("**/answers/embed.breaches/", lambda route: route.fulfill(status=503), times=2)

    page.fill(BREACHES, TEXT)

    expect(line(page)).to_have_text(re.compile("er ging iets mis bij ons"))
    expect(line(page)).to_have_text(re.compile("Opgeslagen om"), timeout=15000)
    assert kept(file).value == TEXT


def test_signing_in_again_elsewhere_goes_on_where_it_was(file, joke, open_page, live_server):
    page = open_page(joke)
    page.goto(address(file, "1.2"))
    sign_out(page)

    page.fill(BREACHES, TEXT)

    expect(line(page)).to_have_text(re.compile("U bent uitgelogd"))
    expect(page.get_by_role("link", name="Inloggen in een nieuw tabblad")).to_be_visible()
    assert kept(file) is None
    sign_in(page, joke, live_server)
    saved(page)
    assert kept(file).value == TEXT


def test_somebody_elses_sign_in_does_not_take_my_words(file, joke, ahmed, open_page, live_server):
    page = open_page(joke)
    page.goto(address(file, "1.2"))
    sign_out(page)
    page.fill(BREACHES, TEXT)
    expect(line(page)).to_have_text(re.compile("U bent uitgelogd"))

    sign_in(page, ahmed, live_server)

    expect(line(page)).to_have_text(re.compile("ingelogd als iemand anders"))
    settled(page)
    assert kept(file) is None
    assert page.input_value(BREACHES) == TEXT


def test_two_people_at_one_question_choose(file, joke, ahmed, open_page):
    first, second = open_page(joke), open_page(ahmed)
    for page in (first, second):
        page.goto(address(file, "1.2"))
    first.fill(BREACHES, "Tekst van Joke.")
    saved(first)

    second.fill(BREACHES, "Tekst van Ahmed.")

    panel = second.locator("#q-embed-breaches [data-conflict]")
    expect(panel).to_be_focused()
    expect(panel).to_contain_text("Tekst van Joke.")
    expect(panel).to_contain_text("Tekst van Ahmed.")
    expect(line(second)).to_have_text("Niet opgeslagen: kies eerst welke tekst blijft")
    second.reload()
    second.get_by_text("Voeg de teksten samen").click()
    second.get_by_label("De tekst die blijft").fill("Tekst van Joke en van Ahmed.")
    second.get_by_role("button", name="Neem deze tekst").click()

    expect(second.locator(BREACHES)).to_have_value("Tekst van Joke en van Ahmed.")
    assert kept(file).value == "Tekst van Joke en van Ahmed."
    second.fill(BREACHES, "En nu gewoon verder.")
    settled(second)
    assert kept(file).value == "En nu gewoon verder."
    with company_scope(file.company_id):
        assert AnswerConflict.objects.get().value == "Tekst van Ahmed."


def test_an_answer_brings_up_the_question_that_follows_from_it(file, joke, open_page):
    page = open_page(joke)
    page.goto(address(file, "1.1"))
    follow_up = page.locator("#q-embed-policy_reviewed_on")
    expect(follow_up).to_be_visible()

    page.check("#q-embed-policy-value-1")
    expect(follow_up).to_be_hidden()
    page.check("#q-embed-policy-value-4")

    expect(follow_up).to_be_visible()
    expect(follow_up.locator("[data-because]")).to_contain_text("niveau 3")
    settled(page)


def test_what_is_no_answer_is_said_at_the_field_and_goes_when_it_is_right(file, joke, open_page):
    page = open_page(joke)
    page.goto(address(file, "1.2"))
    hours = page.locator("#q-embed-hours-value")

    hours.fill("een dag of twee")

    error = page.locator("#q-embed-hours-error")
    expect(error).to_contain_text("Vul een getal in")
    expect(hours).to_have_attribute("aria-invalid", "true")
    assert "q-embed-hours-error" in hours.get_attribute("aria-describedby")
    hours.fill("12")
    expect(error).to_be_hidden()
    saved(page)
    assert kept(file, "embed.hours").value == "12"


class TestRows:
    def test_rows_are_added_filled_moved_and_removed_with_a_way_back(self, file, joke, open_page):
        page = open_page(joke)
        page.goto(address(file, "2.1"))
        card = page.locator("#q-identify-sourcing")
        row = card.locator("[data-row]").first

        row.get_by_label("Metaal").select_option(label="Tin")
        row.get_by_label("Vorm").select_option("primary")
        row.get_by_label("Directe leverancier").fill("Tinhandel Delfzijl")
        row.get_by_label("Hoeveel per jaar").select_option("up_to_10")
        row.get_by_label("Zoek in de lijst").fill("boli")
        row.get_by_label("Bolivia").check()
        row.get_by_label("Hoe zeker is dat?").select_option("told")
        expect(card.locator("[data-pill]")).to_have_text("Beantwoord")
        expect(row.locator("summary")).to_contain_text("Tin")

        card.get_by_role("button", name="Nog een regel").click()
        second = card.locator("[data-row]").nth(1)
        second.get_by_label("Metaal").select_option(label="Koper")
        expect(card.locator("[data-missing]")).to_contain_text("Rij 2 is nog niet compleet")
        second.get_by_role("button", name="Omhoog").click()
        settled(page)
        metals = [row["cells"]["metal"] for row in kept(file, "identify.sourcing").value]
        assert metals == ["ME-CU", "ME-SN"]

        card.get_by_role("button", name="Verwijderen: Koper").click()
        settled(page)
        assert len(kept(file, "identify.sourcing").value) == 1
        card.get_by_role("button", name="Ongedaan maken").click()
        settled(page)
        metals = [row["cells"]["metal"] for row in kept(file, "identify.sourcing").value]
        assert metals == ["ME-CU", "ME-SN"]

    def test_a_cell_shows_when_the_row_asks_for_it(self, file, joke, open_page):
        page = open_page(joke)
        page.goto(address(file, "2.1"))
        row = page.locator("#q-identify-sourcing [data-row]").first
        smelters = row.locator("[data-cell=smelters]")

        expect(smelters).to_be_hidden()
        row.get_by_label("Vorm").select_option("primary")
        expect(smelters).to_be_visible()
        row.get_by_label("Vorm").select_option("scrap")
        expect(smelters).to_be_hidden()
        settled(page)

    def test_two_people_work_in_one_table_at_the_same_time(self, file, joke, ahmed, open_page):
        sites = [
            {"id": f"0b9c4c7e-3a3e-4a8c-9d0e-{n:012}", "cells": {"name": f"Plaats {n}"}}
            for n in range(50)
        ]
        answer(file, "profile.sites", sites, by=joke)
        first, second = open_page(joke), open_page(ahmed)
        for page in (first, second):
            page.goto(address(file, "profile"))
        mine = first.locator(f"[data-row='{sites[3]['id']}']")
        mine.get_by_label("Naam").fill("Plaats 3 van Joke")
        settled(first)

        theirs = second.locator(f"[data-row='{sites[7]['id']}']")
        theirs.get_by_label("Naam").fill("Plaats 7 van Ahmed")
        settled(second)

        names = {row["cells"]["name"] for row in kept(file, "profile.sites").value}
        assert {"Plaats 3 van Joke", "Plaats 7 van Ahmed"} <= names
        assert len(names) == 50
        row = second.locator(f"[data-row='{sites[3]['id']}']")
        expect(row.locator("summary")).to_contain_text("Plaats 3 van Joke")


class TestWithoutScript:
    def test_a_part_is_filled_in_with_buttons_alone(self, file, joke, open_page):
        page = open_page(joke, script=False)
        page.goto(address(file, "1.2"))
        page.fill(BREACHES, TEXT)
        page.fill("#q-embed-hours-value", "veel")

        page.get_by_role("button", name="Opslaan", exact=True).last.click()

        assert page.locator(".errors").inner_text().startswith("Niet alles is opgeslagen")
        assert page.input_value("#q-embed-hours-value") == "veel"
        assert kept(file).value == TEXT
        page.fill("#q-embed-hours-value", "12")
        page.get_by_role("button", name="Opslaan en verder").click()
        assert page.url.endswith(address(file, "1.3"))
        assert kept(file, "embed.hours").value == "12"

    def test_rows_too(self, file, joke, open_page):
        page = open_page(joke, script=False)
        page.goto(address(file, "profile"))
        table = page.locator("#q-profile-sites")
        before = table.locator("[data-row]").count()

        table.get_by_role("button", name="Nog een vestiging").click()
        table.get_by_label("Naam").last.fill("Tweede vestiging")
        page.get_by_role("button", name="Opslaan", exact=True).last.click()

        assert table.locator("[data-row]").count() == before + 1
        names = [row["cells"].get("name") for row in kept(file, "profile.sites").value]
        assert names[-1] == "Tweede vestiging"


def test_another_button_of_the_page_saves_first(file, joke, open_page):
    """A note to a colleague, half a second after typing an answer."""
    page = open_page(joke)
    page.goto(address(file, "1.2"))
    card = page.locator("#q-embed-breaches")
    card.get_by_text("Notities voor collega’s").click()
    card.get_by_label("Nieuwe notitie").fill("Klopt dit?")
    page.fill(BREACHES, TEXT)

    card.get_by_role("button", name="Notitie plaatsen").click()

    expect(page.get_by_text("Uw notitie is geplaatst")).to_be_visible()
    expect(card.locator(".notes")).to_contain_text("Klopt dit?")
    assert page.input_value(BREACHES) == TEXT
    assert kept(file).value == TEXT


def test_a_part_is_called_complete(file, joke, open_page):
    page = open_page(joke)
    page.goto(address(file, "1.2"))

    page.get_by_role("button", name="Dit onderdeel is klaar").click()

    expect(page.get_by_text("Joke Bakker noemde dit onderdeel klaar")).to_be_visible()


def test_the_keyboard_is_enough(file, joke, open_page):
    page = open_page(joke)
    page.goto(address(file, "1.2"))
    page.locator("#q-embed-governance-value-1, [data-levels] input").first.focus()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Sinds mei 2026.")
    page.keyboard.press("Tab")  # how it is answered
    page.keyboard.press("Tab")  # doubt
    page.keyboard.press("Space")

    settled(page)
    first = file.edition.part("1.2").questions[0].key
    stands = kept(file, first)
    assert (stands.value, stands.explanation, stands.unsure) == (1, "Sinds mei 2026.", True)


def test_enter_in_a_text_box_saves_and_stays(file, joke, open_page):
    page = open_page(joke)
    page.goto(address(file, "1.2"))
    page.fill("#q-embed-hours-value", "8")

    page.press("#q-embed-hours-value", "Enter")

    saved(page)
    assert kept(file, "embed.hours").value == "8"
    assert page.url.endswith(address(file, "1.2"))


@pytest.mark.parametrize(
    ("width", "dark"),
    [(1360, False), (320, True), pytest.param(320, False, marks=pytest.mark.full)],
)
def test_every_state_of_a_question_can_be_read_by_all(width, dark, company, joke, ahmed, open_page):
    """Errors, two texts, open rows and long lists: no finding, and nothing runs off a phone."""
    file = complete_file(company, by=joke)
    page = open_page(ahmed, width=width, dark=dark)
    faults = []
    page.goto(address(file, "1.2"))
    page.fill("#q-embed-hours-value", "veel")
    expect(page.locator("#q-embed-hours-error")).to_be_visible()
    answer(file, "embed.breaches", "Tekst van Joke.", by=joke)
    page.fill(BREACHES, "Tekst van Ahmed.")
    expect(page.locator("[data-conflict]")).to_be_visible()
    faults += findings(page)
    for part in ("2.1", "profile"):
        page.goto(address(file, part))
        page.evaluate("document.querySelectorAll('main details').forEach((d) => (d.open = true))")
        faults += findings(page)

    assert faults == []


def findings(page) -> list[str]:
    """Return what axe finds, and how far the page runs off the screen."""
    found = breaches_of_standards(page)
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    wide = [f"{over} px too wide"] if over > 0 else []
    return [f"{item['id']} {item['nodes'][0]['html'][:120]}" for item in found] + wide
