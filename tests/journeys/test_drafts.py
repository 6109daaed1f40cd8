"""Drafts on the device: only when somebody chose so, unreadable without our key, gone in time."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.urls import reverse
from playwright.sync_api import expect

from diligence.views.answers import SaveAnswer
from tests.diligence.files import fill
from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory, answer
from tests.journeys.windows import BREACHES, address, kept, line, saved, sign_in, sign_out

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
TEXT = "Geheim plan van de smelterij in Delfzijl."
KEEP = "Concepten op dit apparaat bewaren"
ROWS = """async () => {
  if (!(await indexedDB.databases()).some(({ name }) => name === "drafts")) return null;
  const box = await new Promise((done) => {
    const asked = indexedDB.open("drafts");
    asked.onsuccess = () => done(asked.result);
  });
  const asked = box.transaction("drafts").objectStore("drafts");
  const [ids, rows] = await Promise.all([asked.getAllKeys(), asked.getAll()].map(
    (request) => new Promise((done) => { request.onsuccess = () => done(request.result); })));
  box.close();
  const words = (bytes) => new TextDecoder("latin1").decode(bytes);
  return rows.map(({ iv, sealed, ...more }, n) =>
    ({ id: ids[n], iv: iv.length, words: words(sealed), more: JSON.stringify(more) }));
}"""
ELSEWHERE = """async () => JSON.stringify([
  { ...localStorage }, { ...sessionStorage }, await caches.keys(), location.href,
  history.state, (await navigator.serviceWorker.getRegistrations()).length])"""


@pytest.fixture
def company():
    return CompanyFactory()


@pytest.fixture
def joke(company):
    return EditorFactory(of=company, name="Joke Bakker")


@pytest.fixture
def ahmed(company):
    return EditorFactory(of=company, name="Ahmed Yilmaz")


@pytest.fixture
def file(company, joke):
    made = AssessmentFactory(company=company)
    fill(made, {}, by=joke, upto="profile.changes")
    answer(made, "embed.policy", 2, by=joke)
    return made


@pytest.fixture
def drafting(file, joke, open_page):
    """A page on which Joke chose to keep drafts on the device."""
    page = open_page(joke)
    page.goto(address(file))
    page.get_by_role("button", name=KEEP).click()
    expect(page.locator("[data-drafts=on]")).to_be_visible()
    return page


def rows(page):
    """Return what lies in the browser's database as it is; None without a database."""
    return page.evaluate(ROWS)


def wait_for_rows(page, n) -> list:
    """Wait until so many drafts lie on the device."""
    for _ in range(100):
        found = rows(page) or []
        if len(found) == n:
            return found
        page.wait_for_timeout(50)
    raise AssertionError(f"{len(found)} drafts on the device, not {n}")


@pytest.fixture
def server(monkeypatch):
    """A server whose saving can be broken: `server.breaks()`, `server.works()`."""

    class Server:
        own = SaveAnswer.dispatch

        def breaks(self) -> None:
            monkeypatch.setattr(SaveAnswer, "dispatch", lambda *_, **__: HttpResponse(status=503))

        def works(self) -> None:
            monkeypatch.setattr(SaveAnswer, "dispatch", Server.own)

    return Server()


def again(page):
    """Close the page and open it again in the same browser: the words in memory are gone."""
    url, context = page.url, page.context
    page.close()
    fresh = context.new_page()
    fresh.goto(url)
    return fresh


def test_by_default_nothing_of_a_draft_stays_on_the_device(file, joke, open_page):
    page = open_page(joke)
    page.goto(address(file))
    expect(page.get_by_role("button", name=KEEP)).to_be_visible()
    page.context.set_offline(True)

    page.fill(BREACHES, TEXT)

    expect(line(page)).to_have_text("Geen verbinding: wij bewaren uw antwoord")
    expect(page.locator("[data-save-more]")).to_have_text("Laat deze pagina open.")
    page.wait_for_timeout(500)
    assert rows(page) is None
    assert page.evaluate(ELSEWHERE) == f'[{{}},{{}},[],"{page.url}",null,0]'


def test_the_choice_can_be_reached_without_reading_to_the_end_of_the_page(file, joke, open_page):
    """It stands last in the column that stays in place, which must fit the window."""
    page = open_page(joke)
    page.goto(address(file))
    keep = page.get_by_role("button", name=KEEP)

    keep.scroll_into_view_if_needed()

    place = keep.bounding_box()
    assert 0 <= place["y"] <= page.viewport_size["height"] - place["height"]


def test_a_draft_on_the_device_can_not_be_read(drafting, server):
    server.breaks()
    drafting.fill(BREACHES, TEXT)
    expect(drafting.locator("[data-save-more]")).to_have_text("Ook op dit apparaat, versleuteld.")

    [row] = wait_for_rows(drafting, 1)

    assert row["iv"] == 12 and len(row["words"]) > len(TEXT)
    told = row["id"] + row["words"] + row["more"]
    for word in ("Geheim", "smelterij", "embed", "breaches", "companies", "path"):
        assert word not in told
    assert row["more"] == "{}"
    assert drafting.evaluate(ELSEWHERE) == f'[{{}},{{}},[],"{drafting.url}",null,0]'


def test_a_draft_goes_once_it_is_saved(drafting, file, server):
    server.breaks()
    drafting.fill(BREACHES, TEXT)
    wait_for_rows(drafting, 1)

    server.works()

    saved(drafting, timeout=20000)
    wait_for_rows(drafting, 0)
    assert kept(file).value == TEXT


def test_a_draft_comes_back_after_the_page_was_closed(drafting, file, server):
    server.breaks()
    drafting.fill(BREACHES, TEXT)
    wait_for_rows(drafting, 1)

    page = again(drafting)

    panel = page.locator("#q-embed-breaches [data-draft]")
    expect(panel).to_contain_text(TEXT)
    expect(panel).to_contain_text("Nog geen antwoord")
    assert page.input_value(BREACHES) == ""
    server.works()
    panel.get_by_role("button", name="Neem mijn concept").click()
    saved(page)
    assert kept(file).value == TEXT
    wait_for_rows(page, 0)
    expect(panel).to_have_count(0)


def test_it_stands_beside_what_a_colleague_wrote_and_can_be_let_go(drafting, file, ahmed, server):
    server.breaks()
    drafting.fill(BREACHES, TEXT)
    wait_for_rows(drafting, 1)
    answer(file, "embed.breaches", "Tekst van Ahmed.", by=ahmed)

    page = again(drafting)

    panel = page.locator("[data-draft]")
    expect(panel).to_contain_text("Tekst van Ahmed.")
    expect(panel).to_contain_text(TEXT)
    panel.get_by_role("button", name="Houd deze tekst").click()
    wait_for_rows(page, 0)
    assert page.input_value(BREACHES) == "Tekst van Ahmed."
    assert kept(file).value == "Tekst van Ahmed."


def test_every_kind_of_question_comes_back_as_it_was(drafting, file, server):
    """A level with its explanation and doubt, an honest state with its reason, and “later”."""
    server.breaks()
    page = drafting
    first = file.edition.part("1.2").questions[0].key
    anchor = "#" + page.locator("[data-question]").first.get_attribute("id")
    page.locator(f"{anchor} [data-levels] input").nth(2).check()
    page.fill(f"{anchor}-explanation", "Sinds mei.\nTwee regels.")
    page.locator(f"{anchor} .state--flag input").check()
    hours = page.locator("#q-embed-hours")
    hours.locator("[data-state-of=not_applicable]").check()
    page.fill("#q-embed-hours-reason", "Wij hebben geen eigen mensen in dienst.")
    page.locator("#q-embed-breaches [data-state-of=later]").check()
    page.fill(BREACHES, "Later meer.")
    page.locator("#q-embed-breaches [data-state-of=later]").check()
    wait_for_rows(page, 3)

    page = again(page)

    expect(page.locator("[data-draft]")).to_have_count(3)
    expect(page.locator(f"{anchor} [data-draft]")).to_contain_text("Twee regels.")
    expect(hours_panel(page)).to_contain_text("Niet van toepassing")
    server.works()
    for _ in range(3):
        page.get_by_role("button", name="Neem mijn concept").first.click()
    saved(page)
    wait_for_rows(page, 0)
    level, reason, later = (kept(file, key) for key in (first, "embed.hours", "embed.breaches"))
    assert (level.value, level.explanation, level.unsure) == (2, "Sinds mei.\nTwee regels.", True)
    assert reason.reason == "Wij hebben geen eigen mensen in dienst."
    assert (later.state, later.value) == ("later", "Later meer.")


def hours_panel(page):
    return page.locator("#q-embed-hours [data-draft]")


def test_rows_come_back_and_a_colleagues_rows_stay(drafting, file, ahmed, joke, server):
    sites = [
        {"id": f"0b9c4c7e-3a3e-4a8c-9d0e-{n:012}", "cells": {"name": f"Plaats {n}"}}
        for n in range(4)
    ]
    answer(file, "profile.sites", sites, by=joke)
    page = drafting
    page.goto(address(file, "profile"))
    server.breaks()
    page.locator(f"[data-row='{sites[1]['id']}']").get_by_label("Naam").fill("Mijn plaats")
    page.get_by_role("button", name="Nog een vestiging").click()
    page.locator("#q-profile-sites").get_by_label("Naam").last.fill("Nieuwe plaats")
    page.get_by_role("button", name="Verwijderen: Plaats 2").click()
    page.wait_for_timeout(600)
    wait_for_rows(page, 1)
    theirs = [*sites[:3], sites[3] | {"cells": {"name": "Plaats van Ahmed"}}]
    answer(file, "profile.sites", theirs, by=ahmed)

    page = again(page)

    panel = page.locator("[data-draft]")
    expect(panel).to_contain_text("Mijn plaats")
    expect(panel).to_contain_text("Nieuwe plaats")
    server.works()
    panel.get_by_role("button", name="Neem mijn concept").click()
    saved(page)
    wait_for_rows(page, 0)
    names = [row["cells"]["name"] for row in kept(file, "profile.sites").value]
    assert names == ["Plaats 0", "Mijn plaats", "Plaats van Ahmed", "Nieuwe plaats"]


def test_signing_out_asks_first_and_then_wipes_everything(drafting, file, server):
    server.breaks()
    drafting.fill(BREACHES, TEXT)
    wait_for_rows(drafting, 1)
    page = drafting
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/privacy/")

    page.locator(".menu__me").click()
    page.get_by_role("button", name="Uitloggen", exact=True).click()

    panel = page.locator("[data-session]")
    expect(panel).to_contain_text("Op dit apparaat staat nog een concept")
    assert len(rows(page)) == 1
    page.get_by_role("button", name="Uitloggen en wissen").click()
    page.wait_for_url(re.compile("/accounts/login/"))
    assert rows(page) is None


def test_the_browser_wipes_too_when_only_the_server_says_so(drafting, server):
    """Without the script's help: the header of the answer to signing out."""
    server.breaks()
    drafting.fill(BREACHES, TEXT)
    wait_for_rows(drafting, 1)
    page = drafting
    page.on("dialog", lambda dialog: dialog.accept())
    page.context.route(
        "**/signout*.js", lambda route: route.fulfill(body="", content_type="text/javascript")
    )
    page.goto("/privacy/")

    page.locator(".menu__me").click()
    page.get_by_role("button", name="Uitloggen", exact=True).click()

    page.wait_for_url(re.compile("/accounts/login/"))
    assert rows(page) is None


def test_without_the_key_drafts_are_wiped_and_it_is_said(drafting, joke, live_server, file, server):
    server.breaks()
    drafting.fill(BREACHES, TEXT)
    wait_for_rows(drafting, 1)
    page, context = drafting, drafting.context
    page.close()
    Session.objects.all().delete()
    page = context.new_page()
    page.goto(reverse("account_login"))

    sign_in(page, joke, live_server)
    page.goto(address(file))

    lost = page.locator("[data-drafts-lost]")
    expect(lost).to_contain_text("Die zijn niet meer te openen. Wij hebben ze gewist.")
    wait_for_rows(page, 0)
    expect(page.locator("[data-draft]")).to_have_count(0)
    page.reload()
    expect(page.locator("[data-drafts=on]")).to_be_visible()
    expect(lost).to_be_hidden()


def test_the_next_person_at_this_device_finds_nothing(drafting, ahmed, live_server, file, server):
    server.breaks()
    drafting.fill(BREACHES, TEXT)
    wait_for_rows(drafting, 1)
    context = drafting.context
    drafting.close()
    page = context.new_page()
    page.goto("/privacy/")

    sign_in(page, ahmed, live_server)
    page.goto(address(file))

    expect(page.locator("[data-drafts=off]")).to_be_visible()  # Joke's choice is not Ahmed's
    page.wait_for_timeout(300)
    assert rows(page) is None


def test_a_new_sign_in_seals_what_waits_with_the_new_key(drafting, joke, live_server, file, server):
    sign_out(drafting)
    drafting.fill(BREACHES, TEXT)
    expect(line(drafting)).to_have_text("U bent uitgelogd: wij bewaren uw antwoord")
    [before] = wait_for_rows(drafting, 1)
    server.breaks()

    sign_in(drafting, joke, live_server)

    expect(drafting.locator("[data-session]")).to_contain_text("U bent weer ingelogd")
    for _ in range(60):
        [after] = rows(drafting)
        if after["words"] != before["words"]:
            break
        drafting.wait_for_timeout(50)
    page = again(drafting)
    expect(page.locator("[data-draft]")).to_contain_text(TEXT)


def test_stopping_wipes_what_was_kept(drafting, file):
    drafting.get_by_role("button", name="Niet meer op dit apparaat bewaren").click()

    expect(drafting.locator("[data-drafts=off]")).to_be_visible()
    drafting.wait_for_timeout(300)
    assert rows(drafting) is None


def test_where_the_connection_is_not_safe_it_is_not_offered(file, joke, open_page):
    page = open_page(joke)
    page.add_init_script("Object.defineProperty(globalThis, 'isSecureContext', { value: false })")
    page.goto(address(file))

    page.fill(BREACHES, TEXT)

    saved(page)
    expect(page.get_by_role("button", name=KEEP)).to_be_hidden()


def test_the_choice_is_a_cookie_that_script_can_not_read(drafting):
    cookies = {cookie["name"]: cookie for cookie in drafting.context.cookies()}
    assert cookies["drafts"]["httpOnly"]
    assert "drafts" not in drafting.evaluate("document.cookie")
