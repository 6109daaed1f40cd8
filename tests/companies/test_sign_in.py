"""Signing in: throttled, and telling nobody who has an account."""

import re
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from companies.models import Invitation, User
from tests.factories import AdminFactory, CompanyFactory, EditorFactory

pytestmark = pytest.mark.django_db

PASSWORD = "een lang wachtwoord"


@pytest.fixture(autouse=True)
def _own_cache(settings):
    """Keep what is counted inside one test."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def company():
    return CompanyFactory()


@pytest.fixture
def person(company):
    """Return somebody who can sign in."""
    person = EditorFactory(of=company, email="aaaa@bedrijf.example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def sign_in(client, email, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


NEW_EACH_TIME = {"X-Request-ID", "Expires", "Content-Length"}
ALWAYS_NEW = re.compile(
    r'"challenge": "[^"]+"|data-seconds="[^"]+"|invitations/[0-9a-f-]{36}/withdraw'
)


class TestWay:
    """In with address and password, and straight to the file."""

    def test_the_right_password_leads_home(self, client_of, person, company):
        client = client_of()
        assert sign_in(client, person.email).url == reverse("home")
        assert client.get("/").url == reverse("diligence:start", args=[company.slug])

    def test_capitals_in_the_address_do_not_matter(self, client_of, person):
        assert sign_in(client_of(), "AAAA@Bedrijf.example").url == reverse("home")

    def test_the_session_ends_with_the_browser(self, client_of, person):
        client = client_of()
        sign_in(client, person.email)
        assert client.session.get_expire_at_browser_close()

    def test_the_page_asked_for_comes_next(self, client_of, person, company):
        wanted = reverse("companies:members", args=[company.slug])
        client = client_of()
        ask = client.get(wanted)
        data = {"login": person.email, "password": PASSWORD, "next": wanted}
        assert wanted in ask.url
        assert client.post(reverse("account_login"), data).url == wanted

    @pytest.mark.parametrize(
        "target", ["https://elders.example/", "//elders.example", "javascript:x"]
    )
    def test_no_way_leads_to_another_site(self, client_of, person, target):
        data = {"login": person.email, "password": PASSWORD, "next": target}
        assert client_of().post(reverse("account_login"), data).url == reverse("home")

    def test_an_account_that_was_closed_opens_nothing(self, client_of, person, company):
        User.objects.filter(pk=person.pk).update(is_active=False)
        client = client_of()
        sign_in(client, person.email)
        page = client.get(reverse("companies:members", args=[company.slug]))
        assert page.status_code == 302


class TestThrottle:
    """After a few wrong passwords the door stays shut for a while, and says so."""

    def test_the_limit_bites_and_says_what_to_do(self, client_of, person):
        client = client_of()
        for _ in range(5):
            page = sign_in(client, person.email, "fout wachtwoord")
            assert "horen niet bij elkaar" in page.text
        page = sign_in(client, person.email)
        assert page.status_code == 200, "even the right password waits now"
        assert "Te veel mislukte pogingen. Wacht vijf minuten" in page.text
        assert "_auth_user_id" not in client.session

    def test_an_address_that_does_not_exist_is_limited_alike(self, client_of, person):
        known, unknown = client_of(REMOTE_ADDR="10.0.0.1"), client_of(REMOTE_ADDR="10.0.0.2")
        for _ in range(6):
            pages = [
                sign_in(known, person.email, "fout"),
                sign_in(unknown, "bbbb@bedrijf.example", "fout"),
            ]
        texts = [plain(page.text) for page in pages]
        assert texts[0].replace(person.email, "X") == texts[1].replace("bbbb@bedrijf.example", "X")
        assert "Wacht vijf minuten" in texts[0]

    def test_one_address_that_tries_many_accounts_is_stopped(self, client_of):
        client = client_of()
        for n in range(10):
            sign_in(client, f"iemand{n}@bedrijf.example", "fout wachtwoord")
        page = sign_in(client, "nog-een@bedrijf.example", "fout wachtwoord")
        assert page.status_code == 429 or "Te veel mislukte pogingen" in page.text

    def test_too_many_requests_for_a_reset_get_a_page_that_says_wait(self, client_of, person):
        client = client_of()
        for _ in range(25):
            page = client.post(reverse("account_reset_password"), {"email": person.email})
            if page.status_code == 429:
                break
        assert page.status_code == 429
        assert "Wacht een paar minuten" in page.text
        assert len(mail.outbox) <= 5


class TestNoEnumeration:
    """The same bytes for an address with and without an account."""

    def pair(self, client_of, name, data_of, person):
        texts = []
        for email in (person.email, "bbbb@bedrijf.example"):
            page = client_of().post(reverse(name), data_of(email), follow=True)
            texts.append((page.status_code, page.redirect_chain, plain(page.text, email)))
        return texts

    def test_a_wrong_password(self, client_of, person):
        known, unknown = self.pair(
            client_of, "account_login", lambda email: {"login": email, "password": "fout"}, person
        )
        assert known == unknown

    def test_a_forgotten_password(self, client_of, person):
        known, unknown = self.pair(
            client_of, "account_reset_password", lambda email: {"email": email}, person
        )
        assert known == unknown

    def test_signing_up_is_closed_to_both(self, client_of, person):
        known, unknown = self.pair(
            client_of,
            "account_signup",
            lambda email: {"name": "X", "email": email, "password1": PASSWORD},
            person,
        )
        assert known == unknown
        assert "Alleen met een uitnodiging" in known[2]
        assert User.objects.count() == 1

    def test_the_sign_up_page_itself_is_closed(self, client_of):
        assert "Alleen met een uitnodiging" in client_of().get(reverse("account_signup")).text


class TestByteForByte:
    """Samples of sign-in, lost password and invitation: no byte and no header tells them apart."""

    SAMPLES = ("aaaa", "bbbb", "c.d+e", "1234", "ÀÉ-x")

    @pytest.mark.parametrize("name", SAMPLES)
    @pytest.mark.parametrize("act", ["sign in", "lost password", "invite", "sign up", "passkey"])
    def test_known_and_unknown_look_the_same(self, client_of, company, act, name):
        pages = {}
        for is_known in (True, False):
            email = f"{name.lower()}{'ab'[is_known]}@bedrijf.example"
            if is_known:
                person = EditorFactory(email=email)
                EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
            pages[is_known] = self.seen(client_of, company, act, email)
        assert pages[True] == pages[False]

    def seen(self, client_of, company, act, email) -> list:
        """Return all that somebody gets to see who tries an address, without what is always new."""
        client = client_of(REMOTE_ADDR="10.0.0.9")
        match act:
            case "sign in":
                page = sign_in(client, email, "een fout wachtwoord")
            case "lost password":
                page = client.post(reverse("account_reset_password"), {"email": email}, follow=True)
            case "sign up":
                data = {"name": "X", "email": email, "password1": PASSWORD}
                page = client.post(reverse("account_signup"), data, follow=True)
            case "passkey":
                page = client.get(reverse("mfa_login_webauthn"), {"login": email})
            case _:
                admin = User.objects.filter(name="Ahmed").first()
                client = client_of(admin or AdminFactory(of=company, name="Ahmed"))
                address = reverse("companies:invite", args=[company.slug])
                page = client.post(address, {"email": email, "role": "reader"}, follow=True)
                Invitation.objects.all().delete()
        return [
            page.status_code,
            getattr(page, "redirect_chain", None),
            {name: value for name, value in page.headers.items() if name not in NEW_EACH_TIME},
            sorted(page.cookies),
            ALWAYS_NEW.sub("", plain(page.text, email)),
        ]


class TestReset:
    """A new password ends every other session."""

    def test_the_link_in_the_mail_sets_a_new_password(self, client_of, person):
        elsewhere, client = client_of(person), client_of()
        client.post(reverse("account_reset_password"), {"email": person.email})
        link = next(word for word in mail.outbox[0].body.split() if "/accounts/password/" in word)
        form = client.get(link[link.index("/accounts") :], follow=True)
        address = form.redirect_chain[-1][0]
        new = "een ander lang wachtwoord"
        client.post(address, {"password1": new, "password2": new})
        person.refresh_from_db()
        assert person.check_password(new)
        assert elsewhere.get("/").url.startswith(reverse("account_login"))

    @pytest.mark.parametrize(("minutes", "works"), [(59, True), (61, False)])
    def test_the_link_works_for_an_hour(self, client_of, person, monkeypatch, minutes, works):
        client = client_of()
        client.post(reverse("account_reset_password"), {"email": person.email})
        link = next(word for word in mail.outbox[0].body.split() if "/accounts/password/" in word)
        later = datetime.now() + timedelta(minutes=minutes)
        monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: later)
        page = client.get(link[link.index("/accounts") :], follow=True)
        assert ('name="password1"' in page.text) is works
        assert works or "werkt niet meer" in page.text


class TestCacheAway:
    """Without the shared cache nobody signs in, and is told so; who is signed in works on."""

    @pytest.fixture(autouse=True)
    def _away(self, settings):
        settings.CACHES = {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": "redis://127.0.0.1:1",
            }
        }

    def test_the_door_stays_shut_and_says_why(self, client_of, person):
        client = client_of()
        page = sign_in(client, person.email)
        assert page.status_code == 503
        assert "Inloggen kan nu even niet" in page.text
        assert "_auth_user_id" not in client.session

    def test_who_is_in_works_on(self, client_of, person, company):
        wanted = reverse("companies:members", args=[company.slug])
        assert client_of(person).get(wanted).status_code == 200


def plain(text: str, email: str = "") -> str:
    """Return a page without what differs on every page: its secrets, and the typed address."""
    parts = text.split('name="csrfmiddlewaretoken" value="')
    joined = parts[0] + "".join(part[part.index('"') :] for part in parts[1:])
    return joined.replace(email, "X") if email else joined
