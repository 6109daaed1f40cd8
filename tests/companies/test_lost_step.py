"""A lost second step: two people, a day, mails that stop it, and never less than a password."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from companies.models import Event, StepReset
from companies.services import step_reset
from companies.services.two_step import has_second_step
from tests.factories import AdminFactory, CompanyFactory, EditorFactory, ReviewerFactory
from tests.support.two_steps import give_app, shown_by

pytestmark = pytest.mark.django_db
PASSWORD = "een lang wachtwoord"
ADMINISTRATOR = "administrator"


@pytest.fixture(autouse=True)
def _own_cache():
    cache.clear()


@pytest.fixture
def company():
    return CompanyFactory(name="Gieterij De Maas B.V.")


@pytest.fixture
def joke(company):
    """Somebody who lost the second step."""
    joke = EditorFactory(of=company, name="Joke Bakker", email="joke@maas.example")
    EmailAddress.objects.create(user=joke, email=joke.email, verified=True, primary=True)
    joke.secret = give_app(joke)
    return joke


@pytest.fixture
def ahmed(company):
    return AdminFactory(of=company, name="Ahmed Yilmaz", email="ahmed@maas.example")


@pytest.fixture
def bea(company):
    return AdminFactory(of=company, name="Bea Smit", email="bea@maas.example")


@pytest.fixture
def sanne():
    return ReviewerFactory(
        secretariat_role=ADMINISTRATOR, name="Sanne Vos", email="sanne@secretariaat.example"
    )


@pytest.fixture
def press(client_of, company, joke):
    """Return a function that presses a button on the page of help, as an administrator."""

    def press(by, act, user=joke, at=company, **data):
        if by.is_secretariat:
            page = reverse("secretariat-help:lost-step", args=[user.pk])
        else:
            seat = user.memberships.get(company=at)
            page = reverse("companies:lost-step", args=[at.slug, seat.pk])
        return client_of(by, strong=True).post(page, {"act": act, "spoken": "on", **data})

    return press


def open_one() -> StepReset | None:
    return StepReset.objects.open().first()


def let_pass(hours: int) -> None:
    reset = open_one()
    reset.ripe_at -= timedelta(hours=hours)
    reset.save()


def give_password(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


class TestTwoPeople:
    @pytest.mark.parametrize("second", ["bea", "sanne"])
    def test_one_asks_another_confirms_and_a_day_goes_by(
        self, press, client_of, joke, ahmed, second, request, company, in_scope
    ):
        elsewhere = client_of(joke, strong=True)
        press(ahmed, "ask")
        press(request.getfixturevalue(second), "confirm")
        early = client_of()
        assert give_password(early, joke).url == reverse("mfa_authenticate"), "not yet"

        let_pass(24)
        client = client_of()
        give_password(client, joke)

        assert is_in(client)
        assert not has_second_step(joke)
        assert client.get(reverse("account")).url == reverse("mfa_index"), "a new one first"
        assert "kwijt en is weggehaald" in client.get(reverse("mfa_index")).text
        with in_scope(company):
            verbs = Event.objects.filter(verb__startswith="two_step").order_by("at")
            assert [verb.rpartition("_")[2] for verb in verbs.values_list("verb", flat=True)] == [
                "asked",
                "confirmed",
                "done",
            ]
        assert elsewhere.get(reverse("account")).url == reverse("mfa_index")

    def test_who_asks_does_not_confirm(self, press, ahmed):
        press(ahmed, "ask")
        press(ahmed, "confirm")
        assert open_one().ripe_at is None

    def test_nobody_does_it_for_themselves(self, press, company, bea):
        ahmed = AdminFactory(of=company)
        give_app(ahmed)
        press(ahmed, "ask", user=ahmed)
        assert open_one() is None
        press(bea, "ask", user=ahmed)
        press(ahmed, "confirm", user=ahmed)
        assert open_one().ripe_at is None

    def test_it_is_asked_by_who_spoke_to_them(self, press, ahmed):
        press(ahmed, "ask", spoken="")
        assert open_one() is None

    def test_without_a_confirmation_nothing_happens(self, press, client_of, joke, ahmed):
        press(ahmed, "ask")
        client = client_of()
        give_password(client, joke)
        assert not is_in(client)

    def test_it_asks_again_who_you_are(self, client_of, company, joke, ahmed):
        seat = joke.memberships.get()
        page = reverse("companies:lost-step", args=[company.slug, seat.pk])
        asked = client_of(ahmed).post(page, {"act": "ask", "spoken": "on"})
        assert asked.url.startswith(reverse("account_reauthenticate"))
        assert open_one() is None

    def test_two_weeks_later_it_is_over(self, press, client_of, joke, ahmed, bea):
        press(ahmed, "ask")
        press(bea, "confirm")
        StepReset.objects.update(asked_at=timezone.now() - timedelta(days=15))
        assert open_one() is None
        client = client_of()
        give_password(client, joke)
        assert not is_in(client)


class TestWhoMay:
    def test_no_colleague_without_the_role(self, press, company, joke):
        page = press(EditorFactory(of=company), "ask")
        assert page.status_code == 403
        assert open_one() is None

    def test_no_administrator_of_another_company(self, client_of, company, joke, ahmed, press):
        press(ahmed, "ask")
        stranger = client_of(AdminFactory(of=CompanyFactory()), strong=True)
        seat = joke.memberships.get()
        page = reverse("companies:lost-step", args=[company.slug, seat.pk])
        assert stranger.post(page, {"act": "confirm"}).status_code == 404
        assert open_one().ripe_at is None

    def test_another_company_of_the_same_person_sees_nothing(self, client_of, press, joke, ahmed):
        other = CompanyFactory()
        seat = joke.memberships.create(company=other, role="editor")
        cleo = AdminFactory(of=other)
        press(ahmed, "ask")
        page = reverse("companies:lost-step", args=[other.slug, seat.pk])
        client = client_of(cleo, strong=True)
        assert "Gieterij De Maas" not in client.get(page).text
        client.post(page, {"act": "confirm"})
        client.post(page, {"act": "stop"})
        assert open_one().ripe_at is None

    def test_a_reviewer_may_not_help(self, press):
        assert press(ReviewerFactory(), "confirm").status_code == 404 or not open_one()
        assert press(ReviewerFactory(), "ask").status_code in (403, 404)

    def test_the_secretariat_asks_for_no_member(self, press, sanne):
        press(sanne, "ask")
        assert open_one() is None

    def test_the_secretariat_helps_its_own_by_two(self, press, client_of, sanne):
        lost = ReviewerFactory(email="tim@secretariaat.example")
        EmailAddress.objects.create(user=lost, email=lost.email, verified=True, primary=True)
        give_app(lost)
        press(sanne, "ask", user=lost)
        press(sanne, "confirm", user=lost)
        assert open_one().ripe_at is None
        press(ReviewerFactory(secretariat_role=ADMINISTRATOR), "confirm", user=lost)
        let_pass(24)
        client = client_of()
        give_password(client, lost)
        assert client.get(reverse("sector:home")).url == reverse("mfa_index")

    def test_the_list_is_for_administrators_of_the_secretariat(
        self, client_of, press, ahmed, sanne
    ):
        press(ahmed, "ask")
        page = reverse("secretariat-help:lost-steps")
        assert "Joke Bakker" in client_of(sanne).get(page).text
        assert client_of(ReviewerFactory()).get(page).status_code == 403
        assert client_of(ahmed).get(page).status_code == 403


class TestStopping:
    def link(self) -> str:
        word = mail.outbox[0].body.split("/accounts/two-step/stop/")[1].split("/")[0]
        return reverse("stop_lost_step", args=[word])

    def test_the_person_and_the_helpers_hear_of_it(
        self, press, run_outbox, joke, ahmed, bea, sanne
    ):
        press(ahmed, "ask")
        run_outbox()
        assert {message.to[0] for message in mail.outbox} == {joke.email, bea.email, sanne.email}
        press(bea, "confirm")
        run_outbox()
        assert mail.outbox[-1].to == [joke.email]
        assert "wordt weggehaald" in mail.outbox[-1].subject

    def test_the_link_in_the_mail_stops_it_after_a_press(
        self, press, run_outbox, client_of, joke, ahmed, bea
    ):
        press(ahmed, "ask")
        press(bea, "confirm")
        run_outbox()
        client = client_of()
        assert "Ahmed Yilmaz vroeg" in client.get(self.link()).text
        assert open_one() is not None, "opening it does nothing: mail scanners do that"
        assert "Gestopt" in client.post(self.link()).text
        assert not is_in(client), "and it opens nothing"
        assert open_one() is None
        assert client.get(self.link()).status_code == 404

    def test_a_made_up_link_is_nothing(self, client_of):
        page = client_of().post(reverse("stop_lost_step", args=["zomaar"]))
        assert page.status_code == 404

    def test_who_finds_the_phone_stops_it_by_signing_in(self, press, client_of, joke, ahmed):
        press(ahmed, "ask")
        client = client_of()
        give_password(client, joke)
        client.post(reverse("mfa_authenticate"), {"code": shown_by(joke.secret)})
        assert is_in(client)
        assert open_one() is None

    def test_an_administrator_stops_it(self, press, ahmed, bea):
        press(ahmed, "ask")
        press(bea, "stop")
        assert open_one() is None

    def test_asking_twice_is_one_request(self, press, ahmed, bea):
        press(ahmed, "ask")
        press(bea, "ask")
        assert StepReset.objects.count() == 1


class TestCommands:
    def test_the_last_administrator_is_helped_on_the_server(self, sanne, run_outbox):
        give_app(sanne)
        colleague = ReviewerFactory()
        call_command("reset_two_step", sanne.email)
        sanne.refresh_from_db()
        assert not has_second_step(sanne)
        assert sanne.two_step_due
        run_outbox()
        assert {message.to[0] for message in mail.outbox} == {sanne.email, colleague.email}

    @pytest.mark.parametrize("who", ["a member", "nobody", "with colleagues", "without a step"])
    def test_nobody_else(self, who, sanne, joke):
        email = sanne.email
        match who:
            case "a member":
                email = joke.email
            case "nobody":
                email = "wie@nergens.example"
            case "with colleagues":
                give_app(sanne)
                ReviewerFactory.create_batch(2, secretariat_role=ADMINISTRATOR)
        with pytest.raises(CommandError):
            call_command("reset_two_step", email)

    def test_a_closed_account_is_out_at_once(self, client_of, joke):
        client = client_of(joke)
        call_command("close_account", joke.email)
        assert client.get(reverse("account")).status_code == 302
        with pytest.raises(CommandError):
            call_command("close_account", "wie@nergens.example")

    def test_a_new_key_opens_the_old_secrets(self, settings, client_of, joke):
        old = settings.TWO_STEP_KEYS
        settings.TWO_STEP_KEYS = ["een nieuwe sleutel", *old]
        call_command("reseal_two_steps")
        settings.TWO_STEP_KEYS = ["een nieuwe sleutel"]
        client = client_of()
        give_password(client, joke)
        client.post(reverse("mfa_authenticate"), {"code": shown_by(joke.secret)})
        assert is_in(client)


def test_two_who_ask_at_once_are_told_of_one(joke, ahmed, bea):
    first = step_reset.ask(joke, seat=joke.memberships.get(), by=ahmed)
    assert step_reset.ask(joke, seat=joke.memberships.get(), by=bea) == first
