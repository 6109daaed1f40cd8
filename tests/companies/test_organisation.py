"""Signing in with the organisation's own sign-in, against a real small OpenID Connect provider."""

import re
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from oidc_provider_mock import run_server_in_thread
from requests import RequestException

from companies.models import Membership, User
from companies.permissions import Role
from companies.services.members import invite
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReviewerFactory,
)
from tests.support.two_steps import give_app, shown_by

pytestmark = pytest.mark.django_db
EMAIL = "piet@maas.example"
START = ["openid_connect_login", ["organisation"]]


@pytest.fixture(scope="module")
def provider():
    """Run the provider on this machine for the tests of this file."""
    with run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def _configured(settings, provider):
    """Set the product up as the environment would."""
    cache.clear()
    settings.OIDC_ISSUER, settings.OIDC_NAME = provider, "Maas Groep"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "organisation",
                    "name": "Maas Groep",
                    "client_id": "ketenkompas",
                    "secret": "geheim",
                    "settings": {"server_url": provider, "oauth_pkce_enabled": True},
                }
            ],
        }
    }


@pytest.fixture
def come_back(provider):
    """Return a function that signs in at the provider and comes back with its answer."""

    def go(client, sub="piet", *, process="", claims=None, follow=True, **data):
        known = {"email": EMAIL, "email_verified": True, "name": "Piet Jansen", **(claims or {})}
        httpx.put(f"{provider}/users/{sub}", json={"sub": sub, **known}).raise_for_status()
        sent = {"process": process, **data} if process else data
        leaves = client.post(reverse(START[0], args=START[1]), sent)
        assert leaves.url.startswith(provider)
        answer = httpx.post(leaves.url, data={"sub": sub})
        back = answer.headers["location"]
        return client.get(back[back.index("/accounts") :], follow=follow)

    return go


@pytest.fixture
def company():
    company = CompanyFactory(name="Gieterij De Maas B.V.")
    AssessmentFactory(company=company)
    return company


@pytest.fixture
def invited(company, in_scope):
    """Invite Piet, and return the address in his mail."""
    with in_scope(company):
        invite(company, EMAIL, Role.EDITOR, by=AdminFactory(of=company))
    return re.search(r"/invitations/\S+", mail.outbox[-1].body)[0]


def with_account(factory, **fields):
    user = factory(email=EMAIL, **fields)
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    return user


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


class TestInvitation:
    def test_without_one_no_account_opens(self, client_of, come_back):
        client = client_of()
        page = come_back(client)
        assert "Alleen met een uitnodiging" in page.text
        assert not User.objects.exists()
        assert not is_in(client)

    def test_with_one_the_person_checks_and_joins(self, client_of, come_back, invited, company):
        client = client_of()
        client.get(invited)
        page = come_back(client, "nieuw", claims={"email": "p.jansen@anders.example"})
        assert page.redirect_chain[-1][0] == reverse("socialaccount_signup")
        assert 'value="Piet Jansen"' in page.text
        assert f'value="{EMAIL}"' in page.text
        client.post(reverse("socialaccount_signup"), {"name": "Piet Jansen", "email": EMAIL})
        person = User.objects.get(email=EMAIL)
        assert Membership.objects.active().get(user=person).company == company
        addresses = EmailAddress.objects.filter(user=person).values_list("email", "verified")
        assert list(addresses) == [(EMAIL, True)], "the provider's own address is not taken over"
        assert is_in(client)
        again = client_of()
        come_back(again, "nieuw")
        assert is_in(again), "from now on without an invitation"

    def test_another_address_than_the_invited_is_refused(self, client_of, come_back, invited):
        client = client_of()
        client.get(invited)
        come_back(client, "vreemd")
        data = {"name": "Mallory", "email": "mallory@elders.example"}
        page = client.post(reverse("socialaccount_signup"), data)
        assert 'class="errors"' in page.text
        assert not User.objects.filter(name="Mallory").exists()


class TestJoining:
    """An account that exists is joined by address only where the provider is trusted with it."""

    def test_not_for_any_domain(self, client_of, come_back):
        person = with_account(EditorFactory)
        client = client_of()
        page = come_back(client)
        assert not is_in(client)
        assert not SocialAccount.objects.filter(user=person).exists()
        unknown = come_back(client_of(), "onbekend", claims={"email": "wie@maas.example"})
        assert plain(page.text) == plain(unknown.text), "it tells nobody who has an account"

    def test_for_a_trusted_domain(self, client_of, come_back, settings):
        settings.OIDC_EMAIL_DOMAINS = ["maas.example"]
        person = with_account(EditorFactory)
        client = client_of()
        come_back(client, "piet-maas")
        assert client.session["_auth_user_id"] == str(person.pk)
        assert SocialAccount.objects.get(user=person).uid == "piet-maas"

    @pytest.mark.parametrize(
        ("claims", "verified"),
        [
            ({"email_verified": False}, True),
            ({"email": "piet@maas.example.evil.example"}, True),
            ({}, False),
        ],
    )
    def test_but_not_on_anybodys_word(self, client_of, come_back, settings, claims, verified):
        settings.OIDC_EMAIL_DOMAINS = ["maas.example"]
        person = with_account(EditorFactory)
        EmailAddress.objects.filter(user=person).update(verified=verified)
        client = client_of()
        come_back(client, "mallory", claims=claims)
        assert not is_in(client)

    def test_from_the_account_page_after_showing_who_it_is(self, client_of, come_back):
        person = with_account(EditorFactory)
        client = client_of()
        data = {"login": EMAIL, "password": "een lang wachtwoord"}
        client.post(reverse("account_login"), data)
        assert "Koppelen aan Maas Groep" in client.get(reverse("socialaccount_connections")).text
        come_back(client, "gekoppeld", process="connect", claims={"email": "x@elders.example"})
        assert SocialAccount.objects.get(user=person).uid == "gekoppeld"
        later = client_of()
        come_back(later, "gekoppeld")
        assert later.session["_auth_user_id"] == str(person.pk)

    def test_it_can_be_taken_apart(self, client_of, come_back):
        person = with_account(EditorFactory)
        account = SocialAccount.objects.create(user=person, provider="organisation", uid="los")
        client = client_of(person, strong=True)
        client.post(reverse("socialaccount_connections"), {"account": account.pk})
        assert not SocialAccount.objects.exists()
        stranger = client_of()
        come_back(stranger, "los")
        assert not is_in(stranger)

    def test_not_when_it_is_the_only_way_in(self, client_of):
        person = with_account(EditorFactory)
        person.set_unusable_password()
        person.save()
        account = SocialAccount.objects.create(user=person, provider="organisation", uid="los")
        page = client_of(person).post(reverse("socialaccount_connections"), {"account": account.pk})
        assert "Stel eerst een wachtwoord in" in page.text
        assert SocialAccount.objects.exists()


class TestTwoSteps:
    """The provider's second step counts only when the provider says there was one."""

    def sanne(self):
        sanne = with_account(ReviewerFactory)
        SocialAccount.objects.create(user=sanne, provider="organisation", uid="sanne")
        return sanne

    def test_the_secretariat_must_still_set_one_up(self, client_of, come_back):
        self.sanne()
        client = client_of()
        come_back(client, "sanne")
        assert client.get(reverse("sector:home")).url == reverse("mfa_index")

    def test_or_take_the_one_there_is(self, client_of, come_back):
        secret, client = give_app(self.sanne()), client_of()
        come_back(client, "sanne")
        assert not is_in(client)
        client.post(reverse("mfa_authenticate"), {"code": shown_by(secret)})
        assert is_in(client)

    @pytest.mark.parametrize(
        ("claims", "counts"),
        [
            ({"amr": ["pwd", "mfa"]}, True),
            ({"amr": "mfa"}, True),
            ({"amr": ["pwd"]}, False),
            ({"acr": "urn:eh3"}, True),
            ({"acr": "urn:eh2"}, False),
        ],
    )
    def test_what_the_provider_says(self, client_of, come_back, settings, claims, counts):
        settings.OIDC_STRONG_ACR = ["urn:eh3"]
        give_app(self.sanne())
        client = client_of()
        come_back(client, "sanne", claims=claims)
        assert is_in(client) is counts
        if counts:
            assert client.get(reverse("sector:home")).headers.get("Location") != reverse(
                "mfa_index"
            )

    def test_a_closed_account_stays_closed(self, client_of, come_back):
        sanne = self.sanne()
        User.objects.filter(pk=sanne.pk).update(is_active=False)
        client = client_of()
        come_back(client, "sanne", claims={"amr": ["mfa"]})
        assert not is_in(client)


class TestTrouble:
    def test_who_stops_there_is_told_so(self, client_of):
        client = client_of()
        leaves = client.post(reverse(START[0], args=START[1]))
        state = re.search(r"state=(\w+)", leaves.url)[1]
        back = reverse("openid_connect_callback", args=START[1])
        page = client.get(f"{back}?error=access_denied&state={state}", follow=True)
        assert "U stopte bij de inlogpagina" in page.text

    @pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=y", "?error=server_error"])
    def test_an_answer_to_no_question_opens_nothing(self, client_of, query):
        client = client_of()
        page = client.get(reverse("openid_connect_callback", args=START[1]) + query)
        assert "Inloggen is niet gelukt" in page.text
        assert not is_in(client)

    def test_a_provider_that_is_away_is_told_in_plain_words(self, client_of, settings):
        app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
        app["settings"]["server_url"] = "http://127.0.0.1:1"
        page = client_of().post(reverse(START[0], args=START[1]))
        assert "Inloggen is niet gelukt" in page.text

    def test_it_leaves_with_a_proof_key(self, client_of):
        leaves = client_of().post(reverse(START[0], args=START[1]))
        assert "code_challenge_method=S256" in leaves.url
        assert "state=" in leaves.url

    def test_it_asks_for_a_fresh_answer_to_this_question_only(self, client_of):
        client = client_of()
        pages = [client.post(reverse(START[0], args=START[1])).url for _ in range(2)]
        asked = [parse_qs(urlsplit(page).query) for page in pages]
        assert asked[0]["nonce"] != asked[1]["nonce"]
        assert len(asked[0]["nonce"][0]) >= 32
        assert asked[0]["max_age"] == ["43200"]

    def test_nothing_is_added_to_the_question_by_an_address(self, client_of):
        way = reverse(START[0], args=START[1])
        added = "?auth_params=prompt%3Dnone%26nonce%3Dknown&scope=admin"
        asked = parse_qs(urlsplit(client_of().post(way + added).url).query)
        assert "prompt" not in asked
        assert asked["nonce"] != ["known"]
        assert "admin" not in asked["scope"][0]

    @pytest.mark.parametrize(
        ("claims", "counts"),
        [
            ({}, True),
            ({"nonce": "of another question"}, False),
            ({"nonce": None}, False),
            ({"auth_time": int(time.time()) - 60}, True),
            ({"auth_time": int(time.time()) - 13 * 3600}, False),
            ({"auth_time": "gisteren"}, False),
            ({"aud": "another product"}, False),
            ({"iss": "https://elders.example"}, False),
            ({"exp": int(time.time()) - 3600}, False),
        ],
    )
    def test_only_what_was_signed_for_this_question_now_and_for_us(
        self, client_of, come_back, monkeypatch, claims, counts
    ):
        person = with_account(EditorFactory)
        SocialAccount.objects.create(user=person, provider="organisation", uid="vast")
        forge(monkeypatch, claims)
        client = client_of()
        page = come_back(client, "vast")
        assert is_in(client) is counts
        assert counts or "Inloggen is niet gelukt" in page.text

    @pytest.mark.parametrize("named", ["issuer", "token_endpoint"])
    def test_metadata_of_another_provider_is_not_believed(
        self, client_of, provider, settings, monkeypatch, named
    ):
        app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
        told = httpx.get(f"{provider}/.well-known/openid-configuration").json()
        told["issuer"] = "https://login.maas.example/"
        for name in ("authorization_endpoint", "jwks_uri", "token_endpoint", "userinfo_endpoint"):
            told[name] = "https://login.maas.example/" + name
        told[named] = "http://elders.example"
        app["settings"]["server_url"] = "https://login.maas.example"
        monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", told)
        assert "Inloggen is niet gelukt" in client_of().post(reverse(START[0], args=START[1])).text

    def test_no_answer_leads_our_server_further(self, settings):
        with bouncing_server() as (address, asked):
            session = get_adapter().get_requests_session()
            with pytest.raises(RequestException):
                session.get(f"{address}/first")
        assert asked == ["/first"]

    def test_where_none_is_set_up_there_is_none(self, client_of, settings):
        settings.OIDC_ISSUER = ""
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
        client = client_of()
        assert "Inloggen via" not in client.get(reverse("account_login")).text
        assert client.post(reverse(START[0], args=START[1])).status_code == 404


def forge(monkeypatch, claims) -> None:
    """Let the provider sign other claims than it would."""
    fetch = OAuth2Client.get_access_token

    def forged(self, *args, **options):
        answer = fetch(self, *args, **options)
        signed = jwt.decode(answer["id_token"], options={"verify_signature": False}) | claims
        kept = {name: value for name, value in signed.items() if value is not None}
        return answer | {"id_token": jwt.encode(kept, "k" * 32)}

    monkeypatch.setattr(OAuth2Client, "get_access_token", forged)


@contextmanager
def bouncing_server():
    """Run a server that sends everybody on; tell which addresses were asked for."""
    asked: list[str] = []

    class Bounce(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(302)
            self.send_header("Location", "/second")
            self.end_headers()

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Bounce) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def plain(text: str) -> str:
    """Return a page without its secrets and its own address."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|\?code=[^"]*', "", text)
