"""Your account on one page, the devices you are signed in on, and stopping at a company."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from companies.models import Event, Membership
from companies.services.sessions import device_in_words, end_all_sessions
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReviewerFactory,
)
from tests.support.two_steps import give_app

pytestmark = pytest.mark.django_db
PASSWORD = "een lang wachtwoord"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605 Safari/604.1"


@pytest.fixture(autouse=True)
def _own_cache():
    cache.clear()


@pytest.fixture
def company():
    return CompanyFactory(name="Gieterij De Maas B.V.")


@pytest.fixture
def person(company):
    person = EditorFactory(of=company, email="joke@bedrijf.example", name="Joke Bakker")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def signed_in(client_of, person):
    """Return a function that signs this person in on a device, through the page."""

    def sign_in(agent=FIREFOX, ip="192.0.2.1"):
        client = client_of(HTTP_USER_AGENT=agent, REMOTE_ADDR=ip)
        client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
        return client

    return sign_in


def is_in(client) -> bool:
    return client.get(reverse("devices")).status_code == 200


class TestAccount:
    def test_everything_stands_on_it(self, client_of, person, company):
        give_app(person)
        page = client_of(person).get(reverse("account")).text
        for words in (person.name, person.email, company.name, "App met codes", "Invuller"):
            assert words in page

    def test_the_name_is_changed(self, client_of, person):
        client = client_of(person)
        client.post(reverse("account"), {"name": "Joke de Bakker"})
        person.refresh_from_db()
        assert person.name == "Joke de Bakker"

    def test_a_name_is_needed_and_what_was_typed_stays_out_of_the_menu(self, client_of, person):
        page = client_of(person).post(reverse("account"), {"name": " "})
        assert page.status_code == 422
        assert 'class="errors"' in page.text
        assert '<span class="menu__name">Joke Bakker</span>' in page.text

    def test_only_ones_own_name(self, client_of, person, company):
        other = EditorFactory(of=company, name="Iemand Anders")
        client_of(person).post(reverse("account"), {"name": "X", "pk": str(other.pk)})
        other.refresh_from_db()
        assert other.name == "Iemand Anders"

    def test_queries_do_not_grow_with_companies(self, client_of, person, max_queries):
        for _ in range(3):
            Membership.objects.create(user=person, company=CompanyFactory(), role="reader")
        client = client_of(person)
        with max_queries(8):
            client.get(reverse("account"))


class TestAddress:
    """Another address counts once the code sent to it was typed; the old one hears of it."""

    NEW = "joke.bakker@maas.example"

    def ask(self, client):
        return client.post(reverse("account_email"), {"email": self.NEW, "action_add": "1"})

    def code(self) -> str:
        message = next(message for message in mail.outbox if message.to == [self.NEW])
        return re.search(r"^\s*([A-Z0-9-]{6,})\s*$", message.body, re.MULTILINE)[1]

    @pytest.mark.parametrize("steps", [False, True])
    def test_from_asking_to_the_new_address(self, client_of, person, steps):
        if steps:
            give_app(person)
        client = client_of(person, strong=True)
        page = self.ask(client)
        assert page.url == reverse("account_email_verification_sent")
        person.refresh_from_db()
        assert person.email == "joke@bedrijf.example", "not before the code"
        client.post(page.url, {"code": self.code()})
        person.refresh_from_db()
        assert person.email == self.NEW
        assert [address.email for address in person.emailaddress_set.all()] == [self.NEW]
        assert any(message.to == ["joke@bedrijf.example"] for message in mail.outbox)

    def test_a_wrong_code_changes_nothing(self, client_of, person):
        client = client_of(person, strong=True)
        page = client.post(self.ask(client).url, {"code": "ZZZZ-ZZZZ"})
        assert "Deze code klopt niet" in page.text
        person.refresh_from_db()
        assert person.email == "joke@bedrijf.example"

    def test_it_asks_again_who_it_is(self, client_of, person):
        page = self.ask(client_of(person))
        assert page.url.startswith(reverse("account_reauthenticate"))
        assert mail.outbox == []

    def test_an_address_of_somebody_else_looks_the_same(self, client_of, person, company):
        other = EditorFactory(of=company, email=self.NEW)
        EmailAddress.objects.create(user=other, email=self.NEW, verified=True, primary=True)
        client = client_of(person, strong=True)
        page = self.ask(client)
        assert page.url == reverse("account_email_verification_sent")
        person.refresh_from_db()
        assert person.email == "joke@bedrijf.example"


class TestDevices:
    def test_each_is_named_with_place_and_time(self, signed_in):
        signed_in(SAFARI, "192.0.2.99")
        page = signed_in().get(reverse("devices")).text
        assert page.index("Firefox op Windows") < page.index("Safari op iPhone")
        assert "192.0.2.99" in page
        assert "Dit apparaat" in page

    def test_one_other_is_ended(self, signed_in, person):
        here, there = signed_in(), signed_in(SAFARI)
        other = UserSession.objects.get(session_key=there.session.session_key)
        here.post(reverse("end_device", args=[other.pk]))
        assert is_in(here)
        assert not is_in(there)

    def test_all_others_are_ended(self, signed_in):
        here, others = signed_in(), [signed_in(SAFARI), signed_in()]
        page = here.post(reverse("end_other_devices"), follow=True)
        assert "op 2 andere apparaten uitgelogd" in page.text
        assert is_in(here)
        assert not any(is_in(other) for other in others)

    def test_anothers_device_is_not_there(self, signed_in, client_of, company):
        there = signed_in()
        other = UserSession.objects.get(session_key=there.session.session_key)
        stranger = client_of(EditorFactory(of=company))
        assert stranger.post(reverse("end_device", args=[other.pk])).status_code == 404
        assert is_in(there)

    def test_a_new_password_ends_them_all(self, signed_in):
        here, there = signed_in(), signed_in(SAFARI)
        new = "een ander lang wachtwoord"
        data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        here.post(reverse("account_change_password"), data)
        assert not is_in(here)
        assert not is_in(there)

    def test_a_session_with_an_older_password_is_not_listed(self, signed_in, person):
        signed_in(SAFARI)
        person.set_password(PASSWORD)
        person.save()
        page = signed_in().get(reverse("devices")).text
        assert "Safari" not in page[: page.index("Recente aanmeldingen")]

    @pytest.mark.parametrize("which", ["one", "all others"])
    def test_ending_one_asks_again_who_it_is(self, client_of, signed_in, person, which):
        there = signed_in(SAFARI)
        other = UserSession.objects.get(session_key=there.session.session_key)
        here = client_of(person)  # signed in a while ago
        address = reverse("end_device", args=[other.pk])
        if which == "all others":
            address = reverse("end_other_devices")
        asks = here.post(address)
        assert asks.url == f"{reverse('account_reauthenticate')}?next=%2Faccount%2Fdevices%2F"
        assert is_in(there)
        back = here.post(asks.url, {"password": PASSWORD, "next": reverse("devices")})
        assert back.url == reverse("devices")
        assert is_in(there), "nothing is done without pressing again"
        here.post(address)
        assert not is_in(there)

    def test_a_closed_account_is_out_at_once(self, signed_in, person):
        here = signed_in()
        person.is_active = False
        person.save()
        assert not is_in(here)
        assert end_all_sessions(person) == 1

    @pytest.mark.parametrize(
        ("agent", "words"),
        [
            (FIREFOX, "Firefox op Windows"),
            (SAFARI, "Safari op iPhone"),
            ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36", "Chrome op Linux"),
            ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140", "Edge op Windows"),
            ("curl/8.0", "Onbekend apparaat"),
            ("", "Onbekend apparaat"),
        ],
    )
    def test_devices_in_words(self, agent, words):
        assert device_in_words(agent) == words


class TestLeaving:
    def address(self, company):
        return reverse("companies:leave", args=[company.slug])

    def test_the_page_says_what_is_lost_and_does_nothing(self, client_of, person, company):
        page = client_of(person).get(self.address(company))
        assert "meteen niet meer bij het dossier" in page.text
        assert Membership.objects.active().filter(user=person).exists()

    def test_the_seat_ends_at_once_and_the_administrators_hear_it(
        self, client_of, person, company, in_scope, run_outbox
    ):
        admin = AdminFactory(of=company, email="ahmed@bedrijf.example")
        AssessmentFactory(company=company)
        client = client_of(person)
        client.post(self.address(company))
        page = client.get(reverse("diligence:overview", args=[company.slug, 2026]))
        assert page.status_code == 404
        run_outbox()
        (message,) = mail.outbox
        assert message.to == [admin.email]
        assert "Joke Bakker doet niet meer mee" in message.subject
        with in_scope(company):
            assert Event.objects.filter(verb="member.stopped", actor=person.pk).exists()

    def test_the_last_administrator_stays(self, client_of, company):
        admin = AdminFactory(of=company)
        client = client_of(admin)
        assert "enige beheerder" in client.get(self.address(company)).text
        page = client.post(self.address(company))
        assert page.status_code == 422
        assert Membership.objects.active().filter(user=admin).exists()

    def test_the_secretariat_has_no_seat_to_give_up(self, client_of, company):
        assert client_of(ReviewerFactory()).get(self.address(company)).status_code == 403


class TestDemandingTwoSteps:
    def press(self, client, company, demanded="on"):
        return client.post(
            reverse("companies:two-step", args=[company.slug]), {"demanded": demanded}
        )

    def test_an_administrator_switches_it_on_and_off(self, client_of, company):
        admin = AdminFactory(of=company)
        give_app(admin)
        client = client_of(admin, strong=True)
        for word, stands in (("on", True), ("", False)):
            self.press(client, company, word)
            company.refresh_from_db()
            assert company.requires_two_step is stands

    def test_who_demands_it_takes_two_steps(self, client_of, company):
        client = client_of(AdminFactory(of=company), strong=True)
        self.press(client, company)
        page = client.get(reverse("companies:members", args=[company.slug]))
        assert "Stel eerst zelf een tweede stap in" in page.text
        company.refresh_from_db()
        assert not company.requires_two_step

    def test_it_asks_again_who_it_is(self, client_of, company):
        admin = AdminFactory(of=company)
        client = client_of(admin)
        page = self.press(client, company)
        people = reverse("companies:members", args=[company.slug])
        assert page.url.startswith(reverse("account_reauthenticate"))
        back = client.post(page.url, {"password": PASSWORD, "next": people})
        assert back.url == people

    @pytest.mark.parametrize("factory", [EditorFactory, ReviewerFactory])
    def test_others_may_not(self, client_of, company, factory):
        extra = {"of": company} if factory is EditorFactory else {}
        client = client_of(factory(**extra), strong=True)
        assert self.press(client, company).status_code == 403
