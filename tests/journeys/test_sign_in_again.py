"""The session ends while somebody works: they sign in again in another tab and go on."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from diligence.models import ColleagueNote
from tests.diligence.files import complete_file, fill
from tests.factories import AdminFactory, AssessmentFactory, CompanyFactory, EditorFactory, answer
from tests.journeys.axe import violations
from tests.journeys.windows import BREACHES, address, kept, line, saved, sign_in, sign_out

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PASSWORD = "een lang wachtwoord"
TEXT = "Wij geven een waarschuwing en bespreken het met de ploeg."
OUT = "U bent uitgelogd. Wat u typte, staat nog op deze pagina."


@pytest.fixture
def company():
    return CompanyFactory()


def known(person):
    """Let somebody sign in with their password."""
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def joke(company):
    return known(EditorFactory(of=company, name="Joke Bakker"))


@pytest.fixture
def ahmed(company):
    return known(AdminFactory(of=company, name="Ahmed Yilmaz"))


@pytest.fixture
def file(company, joke):
    made = AssessmentFactory(company=company)
    fill(made, {}, by=joke, upto="profile.changes")
    answer(made, "embed.policy", 2, by=joke)
    return made


def panel(page):
    return page.locator("[data-session]")


def log_in(tab, person) -> None:
    """Sign in on the real page."""
    tab.get_by_label("E-mailadres").fill(person.email)
    tab.locator("[name=password]").fill(PASSWORD)
    tab.locator("main form button.btn--p").click()


def come_back(page) -> None:
    """Go back to the first tab: it looks at once how the session stands."""
    page.bring_to_front()
    page.evaluate("dispatchEvent(new Event('focus'))")


def sign_in_tab(page):
    """Press the link, and return the tab that opens."""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Inloggen in een nieuw tabblad").click()
    return opened.value


def test_i_sign_in_again_in_another_tab_and_everything_goes_on(file, joke, open_page):
    page = open_page(joke)
    page.goto(address(file))
    Session.objects.all().delete()
    page.fill(BREACHES, TEXT)
    page.fill("#q-embed-hours-value", "12")
    expect(panel(page)).to_contain_text(OUT)
    expect(line(page)).to_have_text("U bent uitgelogd: wij bewaren uw 2 antwoorden")
    assert kept(file) is None

    tab = sign_in_tab(page)
    log_in(tab, joke)
    expect(tab.locator("h1")).to_have_text("U bent weer ingelogd")
    tab.close()
    come_back(page)

    saved(page, timeout=20000)
    expect(panel(page)).to_contain_text("U bent weer ingelogd.")
    assert kept(file).value == TEXT
    assert kept(file, "embed.hours").value == "12"


def test_somebody_else_signs_in_and_gets_none_of_my_words(file, joke, ahmed, open_page):
    page = open_page(joke)
    page.goto(address(file))
    Session.objects.all().delete()
    page.fill(BREACHES, TEXT)
    expect(panel(page)).to_contain_text(OUT)

    tab = sign_in_tab(page)
    log_in(tab, ahmed)
    expect(tab.locator("h1")).to_have_text("U bent weer ingelogd")
    come_back(page)

    expect(panel(page)).to_contain_text(
        "In deze browser is nu iemand anders ingelogd.", timeout=20000
    )
    page.locator(BREACHES).press_sequentially(" En meer.")
    page.wait_for_timeout(2800)
    assert kept(file) is None
    assert page.input_value(BREACHES) == TEXT + " En meer."
    tab.goto(reverse("account_logout"))
    tab.locator("main form button.btn--p").click()
    tab.wait_for_url("**/accounts/login/**")
    log_in(tab, joke)
    tab.wait_for_url("**/companies/**")
    come_back(page)
    saved(page, timeout=20000)
    assert kept(file).value == TEXT + " En meer."
    assert kept(file).changed_by_id == joke.pk


def test_the_server_too_stores_no_words_under_another_name(file, joke, ahmed, client_of):
    url = reverse("diligence:answer", args=[file.company.slug, file.cycle.year, "embed.breaches"])
    data = {"embed.breaches:version": "0", "embed.breaches:value": TEXT}

    response = client_of(ahmed).post(url, data, headers={"X-Signed-In-As": str(joke.pk)})

    assert response.status_code == 401
    assert kept(file) is None


def test_signing_in_again_elsewhere_changes_the_token_and_nothing_is_lost(file, joke, open_page):
    """No session ended here; in another tab somebody signed out and in, and the token is new."""
    page = open_page(joke)
    page.goto(address(file))
    tab = page.context.new_page()
    tab.goto(reverse("account_logout"))
    tab.locator("main form button.btn--p").click()
    tab.wait_for_url("**/accounts/login/**")
    log_in(tab, joke)
    tab.wait_for_url("**/companies/**")

    page.fill(BREACHES, TEXT)

    saved(page)
    assert kept(file).value == TEXT


@pytest.mark.parametrize(("width", "dark"), [(1360, False), (320, True)])
def test_without_script_the_words_come_back_after_signing_in(file, joke, open_page, width, dark):
    page = open_page(joke, script=False)
    page.goto(address(file))
    page.fill(BREACHES, TEXT)
    Session.objects.update(expire_date=timezone.now())
    page.get_by_role("button", name="Opslaan en verder").click()
    log_in(page, joke)
    expect(page.locator("h1")).to_have_text("Wij hebben bewaard wat u typte")
    expect(page.locator("main")).to_contain_text(TEXT)
    assert kept(file) is None
    looked_at(page, open_page(width=width, dark=dark))

    page.get_by_role("button", name="Alsnog versturen").click()

    page.wait_for_url("**/parts/1.3/")
    assert kept(file).value == TEXT


def looked_at(page, other) -> None:
    """Let axe look at the page in a window with script, which shows the same session."""
    other.context.add_cookies(page.context.cookies())
    other.goto(page.url)
    assert not violations(other, preload=False)
    assert other.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


class TestOtherForms:
    """Text that is no answer stays on the page too, until it can be sent."""

    def test_a_note_to_a_colleague(self, file, joke, open_page, live_server, in_scope):
        page = open_page(joke)
        page.goto(address(file))
        card = page.locator("#q-embed-breaches")
        card.get_by_text("Notities voor collega’s").click()
        box = card.get_by_label("Nieuwe notitie")
        sign_out(page)
        box.fill("Klopt dit, Ahmed?")

        card.get_by_role("button", name="Notitie plaatsen").click()

        expect(panel(page)).to_contain_text(OUT)
        expect(panel(page)).to_be_focused()
        expect(box).to_have_value("Klopt dit, Ahmed?")
        sign_in(page, joke, live_server)
        expect(panel(page)).to_contain_text("U bent weer ingelogd.")
        card.get_by_role("button", name="Notitie plaatsen").click()
        expect(page.get_by_text("Uw notitie is geplaatst")).to_be_visible()
        with in_scope(file.company):
            assert ColleagueNote.objects.get().text == "Klopt dit, Ahmed?"

    def test_a_note_without_a_network(self, file, joke, open_page):
        page = open_page(joke)
        page.goto(address(file))
        card = page.locator("#q-embed-breaches")
        card.get_by_text("Notities voor collega’s").click()
        page.context.set_offline(True)
        card.get_by_label("Nieuwe notitie").fill("Klopt dit?")

        card.get_by_role("button", name="Notitie plaatsen").click()

        expect(panel(page)).to_contain_text("Geen verbinding. Er is nog niets verstuurd")
        page.context.set_offline(False)
        card.get_by_role("button", name="Notitie plaatsen").click()
        expect(page.get_by_text("Uw notitie is geplaatst")).to_be_visible()

    def test_leaving_with_a_note_that_was_not_sent_is_asked_about(self, file, joke, open_page):
        page = open_page(joke)
        page.goto(address(file))
        card = page.locator("#q-embed-breaches")
        card.get_by_text("Notities voor collega’s").click()
        card.get_by_label("Nieuwe notitie").fill("Klopt dit?")
        asked = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

        page.evaluate("location.href = '/privacy/'")
        page.wait_for_timeout(500)

        assert asked == ["beforeunload"]

    @pytest.mark.parametrize("how", ["signed out", "offline", "a third text"])
    def test_what_was_made_of_two_texts(self, how, file, joke, ahmed, open_page, live_server):
        page = open_page(joke)
        page.goto(address(file))
        answer(file, "embed.breaches", "Van Ahmed.", by=ahmed)
        page.fill(BREACHES, "Van Joke.")
        page.get_by_text("Voeg de teksten samen").click()
        box = page.get_by_label("De tekst die blijft")
        box.fill("Van ons samen.")
        press = page.get_by_role("button", name="Neem deze tekst")
        if how == "signed out":
            sign_out(page)
        elif how == "offline":
            page.context.set_offline(True)
        else:
            answer(file, "embed.breaches", "Nog eens van Ahmed.", by=ahmed)

        press.click()

        if how == "a third text":
            expect(page.locator("[data-conflict]")).to_contain_text("Nog eens van Ahmed.")
        else:
            expect(panel(page)).to_be_visible()
        expect(box).to_have_value("Van ons samen.")
        if how == "signed out":
            sign_in(page, joke, live_server)
            expect(panel(page)).to_contain_text("U bent weer ingelogd.")
        page.context.set_offline(False)
        press.click()
        expect(page.locator(BREACHES)).to_have_value("Van ons samen.")
        saved(page)
        assert kept(file).value == "Van ons samen."

    def test_an_invitation(self, file, ahmed, open_page, live_server):
        page = open_page(ahmed)
        page.goto(reverse("companies:members", args=[file.company.slug]))
        sign_out(page)
        page.get_by_label("E-mailadres van uw collega").fill("nieuw@bedrijf.example")

        page.get_by_role("button", name="Uitnodiging versturen").click()

        expect(panel(page)).to_contain_text(OUT)
        sign_in(page, ahmed, live_server)
        expect(panel(page)).to_contain_text("U bent weer ingelogd.")
        page.get_by_role("button", name="Uitnodiging versturen").click()
        expect(page.get_by_text("De uitnodiging aan nieuw@bedrijf.example")).to_be_visible()
        assert mail.outbox[-1].to == ["nieuw@bedrijf.example"]

    def test_handing_in(self, company, joke, ahmed, open_page, live_server):
        file = complete_file(company, by=joke)
        page = open_page(ahmed)
        page.goto(reverse("diligence:check", args=[company.slug, file.cycle.year]))
        sign_out(page)
        page.get_by_label("Ik heb de antwoorden nagekeken").check()

        page.get_by_role("button", name="Indienen").click()

        expect(panel(page)).to_contain_text(OUT)
        sign_in(page, ahmed, live_server)
        expect(panel(page)).to_contain_text("U bent weer ingelogd.")
        expect(page.get_by_label("Ik heb de antwoorden nagekeken")).to_be_checked()
        page.get_by_role("button", name="Indienen").click()
        page.wait_for_url("**/submitted/")
