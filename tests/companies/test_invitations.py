"""The link in an invitation: a seat, taken once, by the address it was sent to."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from companies.models import Event, Invitation, Membership, User
from companies.permissions import Role, SecretariatRole
from companies.services.members import invite, withdraw
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

EMAIL = "piet@bedrijf.example"
ACCOUNT = {"name": "Piet Jansen", "email": EMAIL, "password1": "een heel lang wachtwoord"}


@pytest.fixture(autouse=True)
def _own_cache(settings):
    """Keep what allauth counts inside one test."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def company():
    return CompanyFactory(name="Gieterij De Maas B.V.")


@pytest.fixture
def admin(company):
    return AdminFactory(of=company, name="Ahmed Yilmaz")


@pytest.fixture
def invited(company, admin, in_scope):
    """Return a function that invites somebody and gives the address in the mail."""

    def send(email=EMAIL, role=Role.EDITOR) -> str:
        with in_scope(company):
            invite(company, email, role, by=admin)
        token = mail.outbox[-1].body.split("/invitations/")[1].split("/")[0]
        return reverse("invitation", args=[token])

    return send


class TestLanding:
    """What the link shows."""

    def test_it_tells_who_asks_for_what_until_when(self, client_of, invited):
        page = client_of().get(invited())
        assert page.status_code == 200
        for words in ("Gieterij De Maas B.V.", "Ahmed Yilmaz", "invuller", EMAIL):
            assert words in page.text

    def test_opening_it_takes_no_seat(self, client_of, invited):
        client_of().get(invited())
        assert not User.objects.filter(email=EMAIL).exists()
        assert Invitation.objects.open().count() == 1

    def test_the_page_is_the_same_for_an_address_with_an_account(self, client_of, invited):
        unknown = client_of().get(invited())
        UserFactory(email=EMAIL)
        known = client_of().get(unknown.request["PATH_INFO"])
        assert without_csrf(known.text) == without_csrf(unknown.text)

    @pytest.mark.parametrize("why", ["unknown", "expired", "withdrawn", "used"])
    def test_a_link_that_does_not_work_tells_not_why(
        self, client_of, invited, company, admin, in_scope, why
    ):
        address = invited()
        invitation = Invitation.objects.get()
        match why:
            case "unknown":
                address = reverse("invitation", args=["zomaar-een-verzonnen-geheim"])
            case "expired":
                invitation.expires_at = timezone.now() - datetime.timedelta(seconds=1)
                invitation.save()
            case "withdrawn":
                with in_scope(company):
                    withdraw(invitation, by=admin)
            case "used":
                client_of(UserFactory(email=EMAIL)).post(address)
        for answer in (client_of().get(address), client_of().post(address)):
            assert answer.status_code == 404
            assert "Deze link werkt niet meer" in answer.text
            assert "Gieterij" not in answer.text

    def test_the_secret_itself_is_not_kept(self, invited):
        token = invited().rstrip("/").rsplit("/", 1)[-1]
        assert token not in str(Invitation.objects.values())


class TestNewAccount:
    """An account, for the invited address only, without a second mail."""

    def sign_up(self, client, address, **data):
        client.get(address)
        client.post(address)
        return client.post(reverse("account_signup"), ACCOUNT | data, follow=True)

    def test_from_mail_to_file_in_one_go(self, client_of, invited, company):
        AssessmentFactory(company=company)
        address = invited()
        mails = len(mail.outbox)
        client = client_of()
        page = self.sign_up(client, address)
        assert len(mail.outbox) == mails, "the address was proven by opening the mail"
        person = User.objects.get(email=EMAIL)
        assert person.name == "Piet Jansen"
        assert Membership.objects.active().get(user=person).role == Role.EDITOR
        assert EmailAddress.objects.get(user=person).verified
        assert page.status_code == 200
        assert page.redirect_chain[0][0] == "/"
        assert page.redirect_chain[1][0] == reverse("diligence:start", args=[company.slug])

    def test_the_address_is_filled_in_and_fixed(self, client_of, invited):
        client = client_of()
        address = invited()
        client.get(address)
        page = client.get(reverse("account_signup") + "?email=mallory@elders.example")
        field = page.text.split('name="email"')[1].split(">")[0]
        assert f'value="{EMAIL}"' in field
        assert "readonly" in field
        assert "mallory" not in field

    @pytest.mark.parametrize("email", ["mallory@elders.example", "", "piet@bedrijf.example.evil"])
    def test_another_address_is_refused(self, client_of, invited, email):
        page = self.sign_up(client_of(), invited(), email=email)
        assert page.status_code == 200
        assert 'class="errors"' in page.text
        assert not User.objects.filter(email=email).exists()
        assert not User.objects.filter(email=EMAIL).exists()
        assert Invitation.objects.open().count() == 1

    def test_capitals_in_the_address_are_no_other_address(self, client_of, invited):
        self.sign_up(client_of(), invited(), email="PIET@Bedrijf.example")
        assert Membership.objects.active().filter(user__email=EMAIL).exists()

    @pytest.mark.parametrize(
        "data", [{"password1": "kort"}, {"password1": "qwertyqwerty"}, {"name": ""}]
    )
    def test_what_is_missing_or_weak_is_refused(self, client_of, invited, data):
        page = self.sign_up(client_of(), invited(), **data)
        assert 'class="errors"' in page.text
        assert not User.objects.filter(email=EMAIL).exists()

    def test_an_invitation_makes_one_account(self, client_of, invited):
        address = invited()
        self.sign_up(client_of(), address)
        page = self.sign_up(client_of(), address)
        assert "Alleen met een uitnodiging" in page.text
        assert User.objects.filter(email=EMAIL).count() == 1

    def test_an_invitation_that_is_withdrawn_meanwhile_closes_the_form(
        self, client_of, invited, company, admin, in_scope
    ):
        client = client_of()
        client.get(invited())
        with in_scope(company):
            withdraw(Invitation.objects.get(), by=admin)
        page = client.post(reverse("account_signup"), ACCOUNT)
        assert "Alleen met een uitnodiging" in page.text
        assert not User.objects.filter(email=EMAIL).exists()

    def test_an_address_with_an_account_gets_no_second_one(self, client_of, invited):
        known = UserFactory(email=EMAIL)
        self.sign_up(client_of(), invited())
        assert User.objects.filter(email=EMAIL).get() == known
        assert not Membership.objects.filter(user=known).exists()
        assert known.check_password("een lang wachtwoord")


class TestNotMe:
    """Whoever gets an invitation that is not theirs withdraws it with one click."""

    def test_it_is_withdrawn_and_who_invited_hears_it(
        self, client_of, invited, admin, company, in_scope, run_outbox
    ):
        address = invited()
        mail.outbox.clear()
        client = client_of()
        client.get(address)
        page = client.post(address, {"act": "refuse"})
        assert "De uitnodiging is ingetrokken" in page.text
        assert not Invitation.objects.open().exists()
        assert client.get(address).status_code == 404
        assert "Alleen met een uitnodiging" in client.get(reverse("account_signup")).text
        run_outbox()
        (message,) = mail.outbox
        assert message.to == [admin.email]
        assert EMAIL in message.body
        with in_scope(company):
            assert Event.objects.filter(verb="member.invitation_refused").count() == 1

    def test_opening_the_link_withdraws_nothing(self, client_of, invited):
        client_of().get(invited() + "?act=refuse")
        assert Invitation.objects.open().exists()

    def test_the_secretariats_own_goes_back_to_the_secretariat(
        self, client_of, settings, run_outbox
    ):
        invitation = Invitation(email=EMAIL, role=SecretariatRole.REVIEWER)
        address = reverse("invitation", args=[invitation.renew_token()])
        invitation.save()
        client_of().post(address, {"act": "refuse"})
        run_outbox()
        assert mail.outbox[-1].to == [settings.HELP_EMAIL]

    def test_a_used_invitation_can_not_be_refused(self, client_of, invited):
        person = UserFactory(email=EMAIL)
        address = invited()
        client_of(person).post(address)
        assert client_of().post(address, {"act": "refuse"}).status_code == 404
        assert Membership.objects.active().filter(user=person).exists()


class TestSignedIn:
    """Somebody who has an account takes the seat with one click."""

    def test_the_invited_person_joins(self, client_of, invited, company):
        person = UserFactory(email=EMAIL)
        address = invited()
        client = client_of(person)
        assert "Dit ben ik: uitnodiging aannemen" in client.get(address).text
        page = client.post(address)
        assert page.url == reverse("diligence:start", args=[company.slug])
        assert Membership.objects.active().get(user=person).role == Role.EDITOR

    def test_another_person_can_not_take_it(self, client_of, invited):
        mallory = EditorFactory()
        address = invited()
        client = client_of(mallory)
        shown = client.get(address)
        assert "ingelogd als" in shown.text
        assert "uitnodiging aannemen" not in shown.text
        client.post(address)
        assert Membership.objects.filter(user=mallory).count() == 1
        assert Invitation.objects.open().count() == 1

    def test_who_takes_part_already_keeps_the_seat(self, client_of, invited, company):
        address = invited(role=Role.READER)
        person = EditorFactory(of=company, email=EMAIL)
        client_of(person).post(address)
        seat = Membership.objects.active().get(user=person)
        assert (seat.company, seat.role) == (company, Role.EDITOR)

    def test_signing_in_leads_back_to_the_invitation(self, client_of, invited):
        person = UserFactory(email=EMAIL)
        EmailAddress.objects.create(user=person, email=EMAIL, verified=True, primary=True)
        address = invited()
        client = client_of()
        assert f"?next={address}" in client.get(address).text
        data = {"login": EMAIL, "password": "een lang wachtwoord", "next": address}
        assert client.post(reverse("account_login"), data).url == address

    def test_an_invitation_is_taken_once(self, client_of, invited, company):
        person = UserFactory(email=EMAIL)
        address = invited()
        client = client_of(person)
        client.post(address)
        assert client.post(address).status_code == 404
        assert Membership.objects.filter(user=person, company=company).count() == 1


def test_an_invitation_to_the_secretariat_gives_its_role(client_of):
    invitation = Invitation(email="nieuw@secretariaat.example", role=SecretariatRole.REVIEWER)
    token = invitation.renew_token()
    invitation.save()
    address = reverse("invitation", args=[token])
    person = UserFactory(email=invitation.email)
    client = client_of(person)
    assert "secretariaat" in client.get(address).text
    assert client.post(address).url == reverse("home")
    person.refresh_from_db()
    assert person.secretariat_role == SecretariatRole.REVIEWER


def test_the_menu_of_a_reader_has_no_way_to_invite(client_of, company):
    page = client_of(ReaderFactory(of=company)).get(
        reverse("companies:members", args=[company.slug])
    )
    assert "Een collega uitnodigen" not in page.text


def without_csrf(text: str) -> str:
    """Return a page without the secrets that differ on every page."""
    parts = text.split('name="csrfmiddlewaretoken" value="')
    return parts[0] + "".join(part[part.index('"') :] for part in parts[1:])
