"""Passkeys: made, used instead of a password, refused when something is not right."""

import json
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.urls import reverse

from companies.models import User
from tests.factories import AdminFactory, CompanyFactory, ReviewerFactory
from tests.support.passkeys import SoftPasskey
from tests.support.two_steps import give_app

pytestmark = pytest.mark.django_db
PASSWORD = "een lang wachtwoord"
HOST = {"HTTP_HOST": "localhost"}
LOGIN = "mfa_login_webauthn"


@pytest.fixture(autouse=True)
def _own_cache():
    cache.clear()


@pytest.fixture
def person():
    person = AdminFactory(of=CompanyFactory(), email="ahmed@bedrijf.example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def options_in(page) -> dict:
    """Return the question to the device that stands in a page."""
    return json.loads(re.search(r'<script[^>]*application/json">(.*?)</script>', page.text)[1])


@pytest.fixture
def make(client_of):
    """Return a function that makes a passkey for somebody through the page."""

    def make(person, passkey=None, **data):
        client = client_of(person, strong=True, **HOST)
        passkey = passkey or SoftPasskey()
        page = client.get(reverse("mfa_add_webauthn"))
        data = {"name": "Laptop werk", "credential": passkey.make(options_in(page)), **data}
        return passkey, client.post(reverse("mfa_add_webauthn"), data)

    return make


def question(client) -> dict:
    answer = client.get(reverse(LOGIN), headers={"accept": "application/json"})
    return answer.json()["request_options"]


def use(client, passkey, **data):
    data = {"credential": passkey.use(question(client)), **data}
    return client.post(reverse(LOGIN), data)


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


class TestMaking:
    def test_it_is_kept_with_its_name_and_gives_recovery_codes(self, make, person):
        _, page = make(person)
        assert page.url == reverse("mfa_view_recovery_codes")
        kept = Authenticator.objects.get(user=person, type="webauthn")
        assert kept.wrap().name == "Laptop werk"

    def test_the_device_is_asked_to_know_its_owner_and_to_keep_it(self, client_of, person):
        page = client_of(person, strong=True, **HOST).get(reverse("mfa_add_webauthn"))
        asked = options_in(page)["publicKey"]["authenticatorSelection"]
        assert asked["userVerification"] == "required"
        assert asked["residentKey"] == "required"

    @pytest.mark.parametrize(
        "passkey",
        [
            pytest.param(SoftPasskey(verified=False), id="did not ask for finger or PIN"),
            pytest.param(SoftPasskey("elders.example"), id="of another site"),
            pytest.param(SoftPasskey(origin="https://elders.example"), id="asked by another site"),
        ],
    )
    def test_what_is_not_right_is_refused(self, make, person, passkey):
        _, page = make(person, passkey)
        assert page.status_code == 422
        assert "hoort niet bij uw account" in page.text
        assert not Authenticator.objects.filter(user=person).exists()

    @pytest.mark.parametrize("credential", ["", "{}", "geen json", '{"id": 1}', "[]"])
    def test_nonsense_is_refused(self, make, person, credential):
        _, page = make(person, credential=credential)
        assert page.status_code == 422

    def test_an_answer_works_once(self, client_of, person):
        client = client_of(person, strong=True, **HOST)
        options = options_in(client.get(reverse("mfa_add_webauthn")))
        credential = SoftPasskey().make(options)
        client.post(reverse("mfa_add_webauthn"), {"credential": credential})
        again = client.post(reverse("mfa_add_webauthn"), {"credential": credential})
        assert again.status_code == 422
        assert Authenticator.objects.filter(user=person, type="webauthn").count() == 1


class TestSigningIn:
    def test_without_a_password_and_in_two_steps(self, make, client_of):
        reviewer = ReviewerFactory(email="sanne@secretariaat.example")
        EmailAddress.objects.create(
            user=reviewer, email=reviewer.email, verified=True, primary=True
        )
        passkey, _ = make(reviewer)
        client = client_of(**HOST)
        assert use(client, passkey).url == reverse("home")
        assert client.get("/").url == reverse("sector:home"), "strong enough for the secretariat"

    def test_as_the_second_step(self, make, client_of, person):
        passkey, _ = make(person)
        client = client_of(**HOST)
        client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
        page = client.get(reverse("mfa_authenticate"))
        assert not is_in(client)
        data = {"credential": passkey.use(options_in(page))}
        assert client.post(reverse("mfa_authenticate"), data).url == reverse("home")
        assert is_in(client)

    def test_to_show_again_who_it_is(self, make, client_of, person):
        passkey, _ = make(person)
        client = client_of(person, **HOST)
        asked = client.get(reverse("mfa_activate_totp"))
        page = client.get(asked.url)
        page = client.get(reverse("mfa_reauthenticate_webauthn") + "?next=/privacy/")
        data = {"credential": passkey.use(options_in(page)), "next": "/privacy/"}
        assert client.post(reverse("mfa_reauthenticate_webauthn"), data).url == "/privacy/"
        assert client.get(reverse("mfa_activate_totp")).status_code == 200

    def test_an_answer_can_not_be_used_again(self, make, client_of, person):
        passkey, _ = make(person)
        first = client_of(**HOST)
        data = {"credential": passkey.use(question(first))}
        first.post(reverse(LOGIN), data)
        second = client_of(**HOST)
        question(second)
        second.post(reverse(LOGIN), data)
        assert is_in(first)
        assert not is_in(second)

    @pytest.mark.parametrize("fault", ["key", "person", "verified", "origin"])
    def test_what_is_not_right_opens_nothing(self, make, client_of, person, fault):
        passkey, _ = make(person)
        match fault:
            case "key":
                passkey.key = SoftPasskey().key
            case "person":
                other = AdminFactory(of=CompanyFactory())
                passkey.user_handle = SoftPasskey.handle_of(str(other.pk))
            case "verified":
                passkey.verified = False
            case "origin":
                passkey.origin = "https://elders.example"
        client = client_of(**HOST)
        page = use(client, passkey)
        assert page.url == reverse("account_login")
        assert not is_in(client)

    @pytest.mark.parametrize(
        "credential", ["", "{}", "geen json", '{"response": {}}', "[]", '{"id": 1}']
    )
    def test_nonsense_opens_nothing(self, client_of, credential):
        client = client_of(**HOST)
        question(client)
        page = client.post(reverse(LOGIN), {"credential": credential})
        assert page.status_code == 302
        assert not is_in(client)

    def test_a_closed_account_stays_closed(self, make, client_of, person):
        passkey, _ = make(person)
        User.objects.filter(pk=person.pk).update(is_active=False)
        client = client_of(**HOST)
        use(client, passkey)
        assert not is_in(client)

    def test_the_question_tells_nothing_of_anybody(self, make, client_of, person):
        make(person)
        asked = question(client_of(**HOST))
        assert not asked["publicKey"].get("allowCredentials")


class TestKeeping:
    def test_another_name(self, make, client_of, person):
        make(person)
        kept = Authenticator.objects.get(user=person, type="webauthn")
        address = reverse("mfa_edit_webauthn", args=[kept.pk])
        client = client_of(person, strong=True, **HOST)
        client.post(address, {"name": "Telefoon"})
        kept.refresh_from_db()
        assert kept.wrap().name == "Telefoon"

    def test_removed_it_opens_nothing(self, make, client_of, person):
        passkey, _ = make(person)
        kept = Authenticator.objects.get(user=person, type="webauthn")
        client = client_of(person, strong=True, **HOST)
        client.post(reverse("mfa_remove_webauthn", args=[kept.pk]))
        stranger = client_of(**HOST)
        use(stranger, passkey)
        assert not is_in(stranger)
        assert not Authenticator.objects.filter(user=person).exists(), "the codes go along"

    def test_the_last_stays_where_one_is_demanded(self, make, client_of):
        reviewer = ReviewerFactory()
        make(reviewer)
        kept = Authenticator.objects.get(user=reviewer, type="webauthn")
        address = reverse("mfa_remove_webauthn", args=[kept.pk])
        client = client_of(reviewer, **HOST)
        page = client.post(address, follow=True)
        assert "Stel eerst een andere tweede stap in" in page.text
        give_app(reviewer)
        client.post(address)
        assert not Authenticator.objects.filter(pk=kept.pk).exists()

    def test_anothers_is_not_there(self, make, client_of, person):
        make(person)
        kept = Authenticator.objects.get(user=person, type="webauthn")
        stranger = client_of(AdminFactory(of=CompanyFactory()), strong=True, **HOST)
        for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
            assert stranger.post(reverse(name, args=[kept.pk])).status_code == 404
