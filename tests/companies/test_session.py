"""A session: how long it lasts, who it belongs to, and what goes with it when it ends."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from convenant.sessions import SessionStore
from tests.factories import CompanyFactory, EditorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return EditorFactory(of=CompanyFactory())


def row(client) -> Session:
    return Session.objects.get(session_key=client.session.session_key)


def move(client, **by) -> None:
    """Let time go by: the stored end comes nearer."""
    stands = row(client)
    Session.objects.filter(pk=stands.pk).update(expire_date=stands.expire_date - timedelta(**by))


class TestHowLong:
    def test_it_ends_after_half_an_hour_without_a_request(self, client_of, person):
        client = client_of(person)
        left = row(client).expire_date - timezone.now()
        assert timedelta(minutes=29) < left <= timedelta(minutes=30)

        move(client, minutes=31)

        assert client.get("/").url.startswith(reverse("account_login"))

    def test_every_page_counts_as_being_busy(self, client_of, person):
        client = client_of(person)
        move(client, minutes=20)

        client.get("/privacy/")

        assert row(client).expire_date - timezone.now() > timedelta(minutes=29)

    def test_a_page_soon_after_another_writes_nothing(self, client_of, person):
        client = client_of(person)
        before = row(client).expire_date

        client.get(reverse("session_back"))

        assert row(client).expire_date == before

    def test_asking_how_it_stands_is_not_being_busy(self, client_of, person):
        client = client_of(person)
        move(client, minutes=20)

        told = client.get(reverse("session")).json()

        assert 590 <= told["seconds"] <= 600
        assert told["person"] == str(person.pk)
        assert not told["last"]
        assert row(client).expire_date - timezone.now() < timedelta(minutes=11)

    def test_what_a_page_fetches_by_itself_is_not_being_busy(self, client_of, person):
        client = client_of(person)
        move(client, minutes=20)

        client.get("/privacy/", headers={"X-Background": "1"})

        assert row(client).expire_date - timezone.now() < timedelta(minutes=11)

    def test_staying_makes_it_last_again(self, client_of, person):
        client = client_of(person)
        move(client, minutes=20)

        assert client.post(reverse("session")).json()["seconds"] > 29 * 60

    def test_twelve_hours_after_signing_in_it_ends_however_busy(self, client_of, person):
        client = client_of(person)
        session = client.session
        session["_began"] -= 12 * 3600 - 600
        session.save()

        told = client.post(reverse("session")).json()

        assert told["last"]
        assert 590 <= told["seconds"] <= 600

    def test_a_new_key_starts_the_clock_again(self, client_of, person):
        client = client_of(person)
        session = client.session
        session["_began"] -= 12 * 3600 - 600
        session.cycle_key()  # what signing in and choosing another password do
        session.save()

        assert not session.is_last
        assert session.seconds_left > 29 * 60

    def test_who_is_not_signed_in_keeps_an_invitation_for_longer(self):
        store = SessionStore()
        store["invitation"] = "x"
        store.save()
        assert store.get_expiry_date() - timezone.now() > timedelta(hours=11)

    def test_staying_does_not_undo_what_another_request_changed(self, client_of, person):
        client = client_of(person)
        move(client, minutes=20)
        mine, other = (SessionStore(client.session.session_key) for _ in range(2))
        mine.load(), other.load()
        other["kept"] = "yes"
        other.save()

        mine.stay()

        assert client.session["kept"] == "yes"

    @pytest.mark.parametrize("name", ["session", "draft_key", "keep_drafts"])
    def test_nobody_hears_nothing(self, name, client_of):
        assert client_of().post(reverse(name)).status_code == 401
        assert client_of().get(reverse("session")).json() == {}


class TestDraftKey:
    def key(self, client) -> str:
        return client.post(reverse("draft_key")).json()["key"]

    def test_it_is_the_same_all_session_long(self, client_of, person):
        client = client_of(person)
        assert self.key(client) == self.key(client)
        assert len(self.key(client)) == 44

    def test_no_other_session_and_no_other_person_gets_it(self, client_of, person):
        mine = client_of(person)
        keys = {self.key(mine), self.key(client_of(person)), self.key(client_of(EditorFactory()))}
        assert len(keys) == 3

    def test_two_people_in_one_session_row_would_not_share_it(self, client_of, person):
        from companies.services.drafts import key_of

        session = client_of(person).session
        assert key_of(session, person) != key_of(session, EditorFactory())

    def test_a_new_sign_in_and_a_new_password_bring_a_new_one(self, client_of, person):
        client = client_of(person)
        before = self.key(client)
        client.post(reverse("account_logout"))
        client.force_login(person)
        assert self.key(client) != before

    def test_it_is_handed_out_to_a_form_of_ours_only(self, client_of, person):
        client = client_of(person, enforce_csrf_checks=True)
        assert client.post(reverse("draft_key")).status_code == 403
        assert client.get(reverse("draft_key")).status_code == 405

    def test_it_is_not_kept_anywhere(self, client_of, person):
        client = client_of(person)
        key = self.key(client)
        assert "no-store" in client.post(reverse("draft_key")).headers["Cache-Control"]
        assert key not in str(dict(client.session))


class TestChoice:
    def keep(self, client, keep="1", **more):
        return client.post(reverse("keep_drafts"), {"keep": keep, "next": "/privacy/"} | more)

    def test_it_is_kept_with_the_browser_and_taken_back(self, client_of, person):
        client = client_of(person)
        assert self.keep(client).url == "/privacy/"
        cookie = client.cookies["drafts"]
        assert cookie["httponly"] and cookie["samesite"] == "Lax"
        assert str(person.pk) not in cookie.value

        self.keep(client, keep="")

        assert client.cookies["drafts"].value == ""

    def test_nobody_elses_choice_counts(self, client_of, person):
        from companies.services.drafts import keeps_drafts

        client = client_of(person)
        self.keep(client)
        cookies = {"drafts": client.cookies["drafts"].value}
        assert keeps_drafts(cookies, person)
        assert not keeps_drafts(cookies, EditorFactory())
        assert not keeps_drafts({}, person)

    def test_no_way_leads_to_another_site(self, client_of, person):
        assert self.keep(client_of(person), next="https://elders.example/").url == "/"


class TestLeaving:
    def test_signing_out_clears_what_the_browser_kept(self, client_of, person):
        response = client_of(person).post(reverse("account_logout"))
        assert response.headers["Clear-Site-Data"] == '"storage"'

    def test_a_new_password_does_too(self, client_of, person):
        person.set_password("een lang wachtwoord")
        person.save()
        client = client_of(person)
        client.post(reverse("account_reauthenticate"), {"password": "een lang wachtwoord"})
        new = "een heel ander wachtwoord"
        response = client.post(
            reverse("account_change_password"),
            {"oldpassword": "een lang wachtwoord", "password1": new, "password2": new},
        )
        assert response.status_code == 302
        assert response.headers["Clear-Site-Data"] == '"storage"'

    def test_nothing_else_clears_anything(self, client_of, person):
        client = client_of(person)
        for url in ("/", "/privacy/", reverse("account_logout"), reverse("session")):
            assert "Clear-Site-Data" not in client.get(url).headers
        assert "Clear-Site-Data" not in client_of().get(reverse("account_login")).headers
