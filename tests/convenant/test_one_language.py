"""No page, message, mail or report speaks two languages, unless it says so with `lang`."""

import datetime
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core import mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from companies.adapter import AccountAdapter, ProviderAdapter, TwoStepAdapter
from companies.emails import send_invitation
from companies.models import Company, Invitation
from convenant.tenancy.scope import company_scope
from diligence import emails
from diligence.models import Assessment
from diligence.reports.pdf import html_of
from diligence.services import assessments
from tests.convenant.visible import LANGUAGES, foreign_in, foreign_on
from tests.diligence.files import fill
from tests.diligence.reports.paper import COMPANY, content_of, full_answers, stated
from tests.diligence.talks import accept_file, close_file, send_back, settle_all
from tests.factories import AdminFactory, CompanyFactory
from tests.isolation import world as worlds
from tests.isolation.routes import Route, all_routes

pytestmark = pytest.mark.django_db
TEMPLATES = Path(settings.BASE_DIR) / "templates"
MAILS = sorted(
    str(path.relative_to(TEMPLATES))
    for area in ("account", "mfa", "socialaccount")
    for path in (TEMPLATES / area / "email").glob("*_*.txt")
)
OURS = ("left", "invitation_refused", "step_reset", "step_reset_help", "step_reset_by_command")
TYPED = (
    "Ons beleid, kanarie.",
    "Bel kanarie even.",
    "Verloren kanarie.",
    "Wij vragen dit elk jaar aan onze drie leveranciers.",
    "Vraag kanarie",
    "Terug om kanarie.",
    "Wij hebben nog vragen.",
    "Waar staat dit?",
    "Antwoord kanarie",
    "Om kanarie",
    "Meer kanarie.",
    "Dit verraadt kanarie.",
    "Wij kopen dit van kanarie, al jaren.",
    "Friends of the Earth",  # how they are called in every language
)
VISITORS = ("nobody", "its own admin", "another company's reader", "the secretariat", "a party")
FIELDS = """
    email role language value version code text person login password password1 password2
    oldpassword year month day status choice action act
"""
LEADS_AWAY = {"account_logout", "set_language", "companies:end", "companies:withdraw"}
FILES = {"diligence:sheet-file", "diligence:export", "diligence:chain-export"}
"""No pages; asked for once in each language, not at every stage."""
UNREACHED = re.compile(
    r"phone|signup_by_passkey|webauthn/signup|mfa/trust|/base|snippets/|recovery_codes/download"
    r"|webauthn/authenticator_list|login_redirect|^usersessions/"
)
LANGUAGE_OF_PAGE = re.compile(r'<html lang="(\w*)"')


@pytest.fixture(autouse=True)
def _no_waiting(settings):
    """Try to sign in as often as it takes: the limits are not what is tested here."""
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def world():
    """Return two companies and everybody who might come by."""
    return worlds.build()


def addresses(world, routes: Iterable[Route], company: Company, *, parts: int = 99) -> list[str]:
    """Return every address, those of a part for this many parts."""
    with company_scope(company.pk):
        edition = Assessment.objects.first().edition
    found = []
    for route in routes:
        words = world.words(route, company)
        if "part" in route.needs:
            all_parts = ({**words, "part": part.key} for part in edition.parts[:parts])
            found += [reverse(route.name, kwargs=each) for each in all_parts]
        else:
            found.append(reverse(route.name, kwargs=words))
    return found


def browser(client, language: str):
    """Return a browser that has chosen this language."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def faults_of(response, language: str) -> list[str] | None:
    """Return what a page says in another language than it should; None for what is no page."""
    if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
        return None
    html = response.content.decode()
    said = LANGUAGE_OF_PAGE.search(html)
    wrong = [f"says it is in “{said[1]}”"] if said and said[1] != language else []
    return wrong + foreign_on(html, language, without=TYPED)


def assert_all_speak(answers: Iterable[tuple[object, object]], language: str, *, least: int):
    """Fail with every text in the other language, and when there were hardly any pages."""
    pages, found = 0, []
    for where, response in answers:
        faults = faults_of(response, language)
        pages += faults is not None
        found += [f"{where}: {fault}" for fault in faults or ()]
    assert not found, "\n".join(found)
    assert pages >= least


@pytest.mark.parametrize(
    ("html", "heard"),
    [
        ("<p>Save your answer</p>", ["Save your answer"]),
        ('<button aria-label="Choose a file">Kies een bestand</button>', ["Choose a file"]),
        ('<p data-text-new="Another page">Nieuwe pagina</p>', ["Another page"]),
        ('<svg><title>The score</title><path d="M0 0"/></svg>', ["The score"]),
        ('<i lang="en">Save <b>your</b> answer</i> Opslaan', []),
        ('<i lang="en">Yes <b lang="nl">Save this</b></i> <br>Ja', ["Save this"]),
        ("<textarea>Our answer to you</textarea>", []),
        ('<input value="Our answer to you">', []),
        (
            "<p>Vragen? Mail the@company.example of bel je collega</p>",
            ["Vragen? Mail of bel je coll"],
        ),
    ],
)
def test_the_ear_hears_what_is_not_marked_as_another_language(html, heard):
    found = foreign_on(f'<html lang="nl">{html}</html>', "nl")

    assert [each.split(";")[0][:27] for each in found] == [each[:27] for each in heard]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", VISITORS)
def test_no_page_mixes_languages(who, language, world, client_of):
    client = browser(client_of(world.people[who]), language)
    company = world.outsider if who.startswith("another") else world.victim
    routes = [route for route in all_routes() if route.name not in LEADS_AWAY]
    pages = addresses(world, routes, company)

    assert_all_speak(((url, client.get(url)) for url in pages), language, least=20)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", ["nobody", "its own admin", "the secretariat"])
def test_no_refusal_mixes_languages(who, language, world, client_of):
    """What a form says when nothing, or nonsense, was sent."""
    client = browser(client_of(world.people[who]), language)
    nonsense = dict.fromkeys(FIELDS.split(), "?")
    routes = [route for route in all_routes() if route.name not in LEADS_AWAY]
    pages = addresses(world, routes, world.victim, parts=2)

    answers = ((url, client.post(url, sent)) for sent in ({}, nonsense) for url in pages)
    assert_all_speak(answers, language, least=10)


def stages(file: Assessment, by, reviewer) -> Iterator[str]:
    """Take a file through its whole life, and stop at every stage."""
    fill(file, {}, by=by)
    yield "filled in"
    steps = (
        ("submitted", lambda: assessments.submit(file, by=by)),
        ("sent back", lambda: send_back(file, "embed.policy", by=reviewer)),
        ("", lambda: settle_all(file, by=reviewer)),
        ("", lambda: assessments.submit(file, by=by)),
        ("accepted", lambda: accept_file(file, by=reviewer)),
        ("closed", lambda: close_file(file, by=reviewer)),
    )
    for name, step in steps:
        with company_scope(file.company_id):
            step()
        if name:
            yield name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "visitors",
    [
        ("another company's admin", "the secretariat"),
        pytest.param(("another company's reader",), marks=pytest.mark.full),
    ],
    ids=", ".join,
)
def test_no_stage_of_a_file_mixes_languages(visitors, language, world, client_of):
    browsers = {who: browser(client_of(world.people[who]), language) for who in visitors}
    routes = [
        route
        for route in all_routes()
        if route.is_companys and "pk" not in route.needs and route.name not in FILES
        if not route.is_api
    ]
    routes += [route for route in all_routes() if route.name in ("sector:dashboard", "home")]
    with company_scope(world.outsider.pk):
        file = Assessment.objects.select_related("company", "cycle__version").get()
    urls = addresses(world, routes, world.outsider, parts=1)

    by, reviewer = world.people["another company's admin"], world.people["the secretariat"]
    for stage in stages(file, by, reviewer):
        answers = (
            (f"{stage}, {who}, {url}", client.get(url))
            for who, client in browsers.items()
            for url in urls
        )
        assert_all_speak(answers, language, least=20)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answered", ["nothing", "everything", "without answers"])
def test_no_report_mixes_languages(answered, language):
    states = ("dont_know", "later", "not_applicable")
    full = full_answers(typed="Kanarie.")
    answers = {
        "nothing": {},
        "everything": full,
        "without answers": full
        | {
            key: stated(states[place % 3], reason="Kanarie.")
            for place, key in enumerate(full)
            if not key.startswith("profile.")
        },
    }[answered]
    before = full_answers(level=1, typed="Kanarie.") if answers else None
    html = html_of(content_of(answers, before=before, lang=language))

    assert f'<html lang="{language}">' in html
    found = foreign_on(html, language, without=(COMPANY,))
    assert not found, "\n".join(found)


# --- mails -------------------------------------------------------------------------------------


def subject_and_body(message) -> str:
    """Return everything somebody reads of a mail."""
    return f"{message.subject}\n{message.body}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_mail_of_ours_mixes_languages(language, world):
    owner = world.people["another company's admin"]
    owner.language = language
    owner.save(update_fields=["language"])
    with company_scope(world.outsider.pk):
        file = Assessment.objects.select_related("company", "cycle__version").get()
        fill(file, {}, by=owner)
        snapshot = assessments.submit(file, by=owner)
        emails.receipt(snapshot.pk).send()
        emails.link_back(owner, file.company, 2026, "/")

    assert len(mail.outbox) == 2
    found = [foreign_in(subject_and_body(message), language) for message in mail.outbox]
    assert not any(found), found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("invited", ["by a colleague", "by the secretariat", "to the secretariat"])
def test_no_invitation_mixes_languages(invited, language):
    """Written from the template itself: who is invited has not chosen a language yet."""
    company, colleague = CompanyFactory(name="Kanarie B.V."), AdminFactory()
    context = {
        "company": None if invited == "to the secretariat" else company,
        "inviter": colleague if invited == "by a colleague" else None,
        "expires_at": timezone.now() + datetime.timedelta(days=14),
        "link": "https://kanarie.example/",
        "product_name": settings.PRODUCT_NAME,
    }
    with translation.override(language):
        text = render_to_string("emails/invitation.txt", context)

    assert foreign_in(text, language, without=(settings.COVENANT_NAME,)) == ""


def test_an_invitation_is_sent_in_dutch(world):
    invitation = Invitation(email="nieuw@kanarie.example", company=world.victim, role="editor")
    token = invitation.renew_token()
    invitation.save()
    send_invitation(invitation, token)

    assert foreign_in(subject_and_body(mail.outbox[0]), "nl") == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MAILS)
def test_no_mail_about_an_account_mixes_languages(name, language):
    context = {
        "email": "kanarie@kanarie.example",
        "from_email": "kanarie@kanarie.example",
        "to_email": "kanarie@kanarie.example",
        "timestamp": timezone.now(),
        "help_phone": settings.HELP_PHONE,
        "help_email": settings.HELP_EMAIL,
    }
    with translation.override(language):
        written = [render_to_string(name, context | {"code": code}) for code in ("", "123456")]

    assert [foreign_in(text, language) for text in written] == ["", ""]
    assert all(text.strip() for text in written)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", ["asked", "confirmed", "cancelled", "done"])
@pytest.mark.parametrize("name", OURS)
def test_no_mail_about_a_seat_or_a_step_mixes_languages(name, what, language):
    """Written from the templates themselves, with everything they may name."""
    people = dict.fromkeys(("person", "asker", "helper", "colleague", "admin", "receiver"), "X")
    context = people | {
        "what": what,
        "ripe_at": timezone.now(),
        "link": "https://kanarie.example/",
        "product_name": settings.PRODUCT_NAME,
        "help_phone": settings.HELP_PHONE,
    }
    with translation.override(language):
        text = render_to_string(f"emails/{name}.txt", context)

    assert foreign_in(text, language) == ""
    assert text.strip()


@pytest.mark.parametrize("area", ["account", "mfa", "socialaccount", "usersessions"])
def test_every_text_of_allauth_that_can_be_reached_has_our_own_words(area):
    """What is not here: telephones, accounts by passkey alone, trusted browsers, code by app."""
    theirs = Path(allauth.__file__).parent / "templates"
    ours = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.is_file()}
    names = {str(path.relative_to(theirs)) for path in (theirs / area).rglob("*.*")}
    missing = {name for name in names - ours if not UNREACHED.search(name)}

    assert missing == set()


# --- forms -------------------------------------------------------------------------------------


@pytest.mark.parametrize("ours", [TwoStepAdapter, ProviderAdapter])
def test_every_message_of_the_other_doors_has_our_own_words(ours):
    theirs = ours.__mro__[1].error_messages
    assert {name for name, text in theirs.items() if ours.error_messages[name] is text} == set()


def test_every_message_of_allauth_has_our_own_words():
    """Those about telephones and user names can't come up: nobody has one here."""
    without_a_face = {"phone", "username"}
    theirs = {
        name
        for name in DefaultAccountAdapter.error_messages
        if not without_a_face & set(name.split("_"))
    }
    ours = AccountAdapter.error_messages
    same = {name for name in theirs if ours[name] is DefaultAccountAdapter.error_messages[name]}

    assert same == set()


@pytest.mark.parametrize(
    ("path", "sent", "dutch", "english"),
    [
        ("account_login", {}, "Vul dit veld in.", "This field is required."),
        (
            "account_reset_password",
            {"email": "geen adres"},
            "Vul een e-mailadres in, bijvoorbeeld naam@uwbedrijf.nl.",
            "Enter a valid email address.",
        ),
        (
            "account_login",
            {"login": "wie@kanarie.example", "password": "verkeerd"},
            "Dit e-mailadres en wachtwoord horen niet bij elkaar.",
            "This email address and password do not belong together.",
        ),
    ],
)
def test_a_form_says_what_to_do(path, sent, dutch, english, client_of):
    for language, sentence in (("nl", dutch), ("en", english)):
        page = browser(client_of(), language).post(reverse(path), sent)
        assert sentence in page.content.decode()


@pytest.mark.parametrize(
    ("chosen", "dutch"),
    [
        ("kort", "Dit wachtwoord is te kort. Gebruik ten minste 12 tekens."),
        ("qwerty123456", "Dit wachtwoord is ooit ergens uitgelekt"),
    ],
)
def test_a_weak_password_is_refused_with_what_to_do(chosen, dutch, client_of):
    person = AdminFactory()
    sent = {"oldpassword": "een lang wachtwoord", "password1": chosen, "password2": chosen}
    page = client_of(person).post(reverse("account_change_password"), sent)

    assert dutch in page.content.decode()
