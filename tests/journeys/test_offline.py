"""The network goes, the server dies, the session ends: typing goes on, and nothing is lost."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from playwright.sync_api import expect

from diligence.models import AnswerConflict
from diligence.views.answers import SaveAnswer
from tests.diligence.files import fill
from tests.factories import AdminFactory, AssessmentFactory, CompanyFactory, EditorFactory, answer
from tests.journeys.server import Server
from tests.journeys.windows import BREACHES, address, kept, line, saved, session_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
TEXT = "Wij geven een waarschuwing en bespreken het met de ploeg."
HOURS = "#q-embed-hours-value"
MINUTE = 60_000

FILL = """() => {
  const form = document.querySelector("[data-autosave]");
  const cards = [...form.querySelectorAll("[data-question]")].filter((card) => !card.hidden);
  const tell = (box, type) => box.dispatchEvent(new Event(type, { bubbles: true }));
  const type = (box, text) => { box.value = text; tell(box, "input"); tell(box, "change"); };
  const off = "fieldset[disabled], .q__states, .q__reason";
  const isOn = (box) => box.name && !box.disabled && !box.closest(off);
  const text = { number: "12", date: "2026-03-12", url: "https://voorbeeld.example/plan" };
  const isNumber = (box) => ["numeric", "decimal"].includes(box.inputMode);
  const wordFor = (box, n) => (isNumber(box) ? "12" : text[box.type] ?? `Woord ${n}`);
  const fill = (place, n) => {
    for (const box of place.querySelectorAll("select"))
      if (isOn(box)) type(box, box.options[1].value);
    const boxes = [...place.querySelectorAll("textarea, input")].filter(isOn);
    for (const box of boxes) {
      if (box.matches("textarea")) type(box, `Getypt zonder verbinding: ${n}.\\nTweede regel.`);
      else if (box.matches("[type=text], [type=url], [type=date]")) type(box, wordFor(box, n));
    }
    const chosen = "[type=radio], [type=checkbox]:not([data-alone])";
    const choices = boxes.filter((box) => box.matches(chosen));
    for (const same of Map.groupBy(choices, (box) => box.name).values()) same.at(-1).click();
  };
  for (const [n, card] of cards.entries()) {
    card.querySelector("[data-add]")?.click();
    fill(card, n);
    if (n % 5 === 4) card.querySelector("[data-state-of=later]").click();
    if (n % 5 === 3) card.querySelector(".state--flag input").click();
  }
  return cards.length;
}"""
STANDS = """() => {
  const form = document.querySelector("[data-autosave]");
  const found = {};
  for (const [name, value] of new FormData(form)) {
    if (!name.includes(":") || name.endsWith(":version")) continue;
    if (name.endsWith(":rows")) continue;
    const [question, ...what] = name.split(":");
    const place = what.length > 1 && form.querySelector(`[data-row="${what[0]}"] [data-n]`);
    const row = place ? place.textContent : "";
    (found[question] ??= []).push([row, what.at(-1), value.replaceAll("\\r\\n", "\\n")]);
  }
  return found;
}"""


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


def test_twelve_minutes_without_a_network(file, joke, open_page):
    page = open_page(joke)
    page.clock.install()
    page.goto(address(file))
    page.context.set_offline(True)
    words = []
    for minute in range(12):
        words.append(f"Minuut {minute}: er is geen verbinding, en ik typ door.")
        page.locator(BREACHES).press_sequentially(words[-1] + " ")
        page.clock.run_for(MINUTE)
    page.fill(HOURS, "12")
    page.clock.run_for(5000)

    expect(line(page)).to_have_text("Geen verbinding: wij bewaren uw 2 antwoorden")
    expect(page.locator("[data-save]")).to_have_attribute("role", "status")
    page.context.set_offline(False)
    page.clock.run_for(5000)

    saved(page)
    assert kept(file).value == " ".join(words)
    assert kept(file, "embed.hours").value == "12"
    assert page.locator("[data-conflict]").count() == 0


@pytest.mark.parametrize("part", ["profile", "1.2", "2.1"])
def test_every_kind_of_question_is_kept_while_the_network_is_gone(part, file, joke, open_page):
    """What stood on the page before the network came back stands there after a reload."""
    page = open_page(joke)
    page.goto(address(file, part))
    page.context.set_offline(True)
    filled = page.evaluate(FILL)
    before = page.evaluate(STANDS)
    expect(line(page)).to_have_text(re.compile(r"Geen verbinding: wij bewaren uw \d+ antwoorden"))

    page.context.set_offline(False)

    saved(page, timeout=40000)
    page.reload()
    after = page.evaluate(STANDS)
    both = before.keys() & after.keys()
    assert filled == len(before) and len(both) >= filled * 0.8  # an answer may hide a question
    assert [(before[key], after[key]) for key in both if after[key] != before[key]] == []


def test_a_slow_network_delays_and_loses_nothing(file, joke, open_page):
    page = open_page(joke)
    page.goto(address(file))
    slow = page.context.new_cdp_session(page)
    speed = {"latency": 800, "downloadThroughput": 5000, "uploadThroughput": 2500}
    slow.send("Network.emulateNetworkConditions", {"offline": False} | speed)

    page.locator(BREACHES).press_sequentially(TEXT, delay=20)
    page.fill(HOURS, "12")

    expect(line(page)).to_have_text("Bezig met opslaan…")
    saved(page, timeout=30000)
    assert kept(file).value == TEXT
    assert kept(file, "embed.hours").value == "12"


def test_a_fault_of_ours_counts_what_waits_and_sends_all_of_it(file, joke, open_page, monkeypatch):
    page = open_page(joke)
    page.goto(address(file))
    own = SaveAnswer.dispatch
    monkeypatch.setattr(SaveAnswer, "dispatch", lambda *_, **__: HttpResponse(status=502))
    page.fill(BREACHES, TEXT)
    page.fill(HOURS, "12")
    page.locator("#q-embed-hours [data-state-of=later]").check()

    wanted = "er ging iets mis bij ons. Wij proberen het opnieuw (2 antwoorden wachten)"
    expect(line(page)).to_have_text(f"Niet opgeslagen: {wanted}")
    expect(page.locator("[data-save-more]")).to_have_text("Laat deze pagina open.")
    monkeypatch.setattr(SaveAnswer, "dispatch", own)

    saved(page, timeout=30000)
    assert kept(file).value == TEXT
    assert kept(file, "embed.hours").state == "later"


def test_a_server_that_was_killed_comes_back_to_every_word(file, joke, open_page):
    server = Server()
    server.start()
    try:
        page = open_page(joke)
        cookie = {"name": "session", "value": session_of(joke), "url": server.url}
        page.context.add_cookies([cookie])
        page.goto(server.url + address(file))
        page.fill(BREACHES, "Voor de val.")
        saved(page)

        server.kill()
        page.fill(BREACHES, "Voor de val. Terwijl er geen server was.")
        page.fill(HOURS, "12")
        expect(line(page)).to_have_text("Geen verbinding: wij bewaren uw 2 antwoorden")
        page.locator(BREACHES).press_sequentially(" En daarna.")
        server.start()

        saved(page, timeout=40000)
        assert kept(file).value == page.input_value(BREACHES)
        assert kept(file).value.endswith("geen server was. En daarna.")
        assert kept(file, "embed.hours").value == "12"
    finally:
        server.kill()


def test_a_colleague_was_first_while_i_was_away(file, joke, ahmed, open_page, in_scope):
    page = open_page(joke)
    page.goto(address(file))
    page.context.set_offline(True)
    page.fill(BREACHES, "Van Joke, zonder verbinding.")
    expect(line(page)).to_have_text("Geen verbinding: wij bewaren uw antwoord")
    answer(file, "embed.breaches", "Van Ahmed.", by=ahmed)

    page.context.set_offline(False)

    panel = page.locator("#q-embed-breaches [data-conflict]")
    expect(panel).to_contain_text("Van Joke, zonder verbinding.", timeout=20000)
    expect(panel).to_contain_text("Van Ahmed.")
    with in_scope(file.company):
        assert AnswerConflict.objects.get().value == "Van Joke, zonder verbinding."
    panel.get_by_role("button", name="Neem mijn tekst").click()
    saved(page)
    assert kept(file).value == "Van Joke, zonder verbinding."


def test_leaving_with_unsaved_words_is_asked_about(file, joke, open_page):
    page = open_page(joke)
    page.goto(address(file))
    page.context.set_offline(True)
    page.fill(BREACHES, TEXT)
    expect(line(page)).to_have_text("Geen verbinding: wij bewaren uw antwoord")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    page.evaluate("location.href = '/privacy/'")
    page.wait_for_timeout(500)

    assert asked == ["beforeunload"]
    assert page.input_value(BREACHES) == TEXT


class TestWarning:
    """The session is about to end."""

    def until_it_warns(self, page, person) -> None:
        """Let 26 minutes go by without a sign of life."""
        page.clock.run_for(26 * MINUTE)
        expect(page.locator("[data-session]")).to_be_visible()

    def test_it_is_said_in_time_and_one_press_keeps_me_in(self, file, joke, open_page):
        page = open_page(joke)
        page.clock.install()
        page.goto(address(file))
        ends = self.move(minutes=26)

        self.until_it_warns(page, joke)

        panel = page.locator("[data-session]")
        expect(panel).to_contain_text("Over 4 min. loggen wij u uit")
        panel.get_by_role("button", name="Blijf ingelogd").click()
        expect(panel).to_be_hidden()
        assert Session.objects.get().expire_date > ends

    def test_who_moves_on_the_page_is_not_bothered(self, file, joke, open_page):
        page = open_page(joke)
        page.clock.install()
        page.goto(address(file))
        ends = self.move(minutes=10)

        page.keyboard.press("PageDown")
        page.clock.run_for(10 * MINUTE)
        page.wait_for_timeout(300)

        assert Session.objects.get().expire_date > ends
        expect(page.locator("[data-session]")).to_be_hidden()

    def test_when_it_ended_the_page_says_so_by_itself(self, file, joke, open_page):
        page = open_page(joke)
        page.clock.install()
        page.goto(address(file))
        Session.objects.all().delete()

        self.until_it_warns(page, joke)

        expect(page.locator("[data-session]")).to_contain_text("U bent uitgelogd.")
        expect(line(page)).to_have_text("U bent uitgelogd. Wat u typte, is opgeslagen")

    def move(self, **by):
        """Let time go by on the server."""
        session = Session.objects.get()
        session.expire_date -= timedelta(**by)
        session.save()
        return session.expire_date
