"""API keys: what one opens, what it never opens, and when it stops."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from companies.access import open_company
from companies.models import ApiKey, Event, Membership
from companies.models.api_key import hash_of
from companies.services.api_keys import ScopeNotHeld, TooLong, TooManyKeys, make_key, withdraw_key
from companies.services.members import change_role, end_seat
from tests.api import Program, key_for
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    PartyUserFactory,
    ReaderFactory,
    ReviewerFactory,
)

pytestmark = pytest.mark.django_db
COMPANY = "/companies/de-maas/"


@pytest.fixture
def company():
    company = CompanyFactory(slug="de-maas")
    AssessmentFactory(company=company)
    return company


@pytest.fixture
def editor(company):
    return EditorFactory(of=company, name="Joke Bakker")


def refused(reply, status: int, code: str) -> None:
    assert (reply.status_code, reply.json()["code"]) == (status, code)
    assert reply["Content-Type"] == "application/problem+json"


class TestOpens:
    """One person, one company, for what it was made for."""

    def test_says_who_is_calling(self, company, editor):
        CompanyFactory(slug="elders")
        Membership.objects.create(user=editor, company=CompanyFactory(slug="tweede"), role="editor")
        told = Program(key_for(editor, company, ["read"])).get("/me/").json()
        assert told["name"] == "Joke Bakker"
        assert told["key"]["scopes"] == ["read"]
        assert [one["slug"] for one in told["companies"]] == ["de-maas"]

    def test_the_profile_tells_what_the_role_allows(self, company, editor):
        told = Program(key_for(editor, company)).get(COMPANY).json()
        assert (told["role"], "file_submit" in told["grants"]) == ("editor", False)

    def test_a_session_works_on_our_own_pages(self, company, editor, client_of):
        assert client_of(editor).get("/api/v1/me/").json()["key"] is None

    def test_a_session_must_prove_where_a_write_comes_from(self, company, editor, client_of):
        client = client_of(editor, enforce_csrf_checks=True)
        address = f"/api/v1{COMPANY}assessments/2026/answers/embed.policy/"
        reply = client.put(address, '{"value": 3}', "application/json", headers={"If-Match": '"0"'})
        refused(reply, 403, "csrf_failed")

    def test_two_statements_find_the_key_and_the_seat(self, company, editor, max_queries):
        program = Program(key_for(editor, company))
        program.get(COMPANY)
        with max_queries(6):
            program.get(COMPANY)

    def test_its_use_is_written_down_now_and_then(self, company, editor):
        program = Program(key_for(editor, company))
        program.get("/me/")
        first = ApiKey.objects.get().used_at
        program.get("/me/")
        assert first is not None
        assert ApiKey.objects.get().used_at == first
        ApiKey.objects.update(used_at=timezone.now() - timedelta(hours=1))
        program.get("/me/")
        assert ApiKey.objects.get().used_at > first

    def test_the_secret_is_not_kept(self, company, editor):
        secret = key_for(editor, company)
        key = ApiKey.objects.get()
        assert secret.startswith("kkapi_") and len(secret) == 49
        assert key.secret_hash == hash_of(secret) and secret not in str(key.__dict__)


class TestStops:
    """At once, and the caller hears why in one way for all."""

    def test_without_a_key(self, company):
        reply = Program().get(COMPANY)
        refused(reply, 401, "not_signed_in")
        assert reply["WWW-Authenticate"] == "Bearer"

    @pytest.mark.parametrize("secret", ["kkapi_onzin", "x", "kkapi_" + "a" * 43, "\x00", "é"])
    def test_an_unknown_key(self, company, secret):
        refused(Program(secret).get(COMPANY), 401, "key_unusable")

    def test_another_way_of_signing_in(self, company):
        program = Program()
        program.headers["Authorization"] = "Basic dXNlcjpwYXNz"
        refused(program.get(COMPANY), 401, "key_unusable")

    def test_a_key_in_the_address_is_no_key(self, company, editor):
        secret = key_for(editor, company)
        refused(Program().get(COMPANY, {"key": secret, "token": secret}), 401, "not_signed_in")

    def test_a_key_opens_no_page(self, company, editor):
        reply = Program(key_for(editor, company)).client.get(
            "/companies/de-maas/2026/",
            headers={"Authorization": f"Bearer {key_for(editor, company)}"},
        )
        assert reply.status_code == 302

    def test_withdrawn(self, company, editor, in_scope):
        program = Program(key_for(editor, company))
        with in_scope(company):
            withdraw_key(ApiKey.objects.get(), by=editor)
            withdraw_key(ApiKey.objects.get(), by=editor)
            assert Event.objects.filter(verb="api_key.withdrawn").count() == 1
        refused(program.get(COMPANY), 401, "key_unusable")

    def test_expired(self, company, editor):
        program = Program(key_for(editor, company))
        past = timezone.now() - timedelta(days=40)
        ApiKey.objects.update(created_at=past, expires_at=past + timedelta(days=30))
        refused(program.get(COMPANY), 401, "key_unusable")

    def test_the_seat_is_gone(self, company, editor, in_scope):
        program = Program(key_for(editor, company))
        with in_scope(company):
            end_seat(Membership.objects.get(user=editor), by=AdminFactory(of=company))
        refused(program.get(COMPANY), 401, "key_unusable")

    def test_the_person_is_gone(self, company, editor):
        program = Program(key_for(editor, company))
        editor.is_active = False
        editor.save()
        refused(program.get(COMPANY), 401, "key_unusable")

    def test_the_role_became_smaller(self, company, editor, in_scope):
        program = Program(key_for(editor, company))
        with in_scope(company):
            change_role(Membership.objects.get(user=editor), "reader", by=AdminFactory(of=company))
        sent = program.put(
            f"{COMPANY}assessments/2026/answers/embed.policy/", {"value": 3}, if_match='"0"'
        )
        refused(sent, 403, "not_allowed")
        assert program.get(COMPANY).status_code == 200

    def test_no_longer_of_the_secretariat(self, company):
        reviewer = ReviewerFactory()
        program = Program(key_for(reviewer, None, ["sector"]))
        assert program.get("/sector/years/").status_code == 200
        reviewer.secretariat_role = ""
        reviewer.save()
        refused(program.get("/sector/years/"), 401, "key_unusable")

    def test_the_company_demands_a_second_step_that_is_not_there(self, company, editor):
        program = Program(key_for(editor, company))
        company.requires_two_step = True
        company.save()
        refused(program.get(COMPANY), 403, "second_step_missing")

    def test_too_many_calls(self, company, editor, settings):
        settings.API_CALLS_PER_MINUTE = 3
        program = Program(key_for(editor, company))
        replies = [program.get("/me/") for _ in range(4)]
        refused(replies[-1], 429, "too_many_requests")
        assert int(replies[-1]["Retry-After"]) <= 61
        assert [one.status_code for one in replies[:3]] == [200, 200, 200]

    def test_without_the_cache_nobody_is_stopped(self, company, editor, settings):
        settings.API_CALLS_PER_MINUTE = 1
        settings.CACHES = {
            "default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
        }
        program = Program(key_for(editor, company))
        assert [program.get("/me/").status_code for _ in range(3)] == [200, 200, 200]


class TestMaking:
    """Nobody gives away more than they have."""

    def make(self, user, company, in_scope, scopes=("read",), days=30):
        with in_scope(company):
            access = open_company(user, company.slug)
            return make_key("Programma", scopes, days, by=user, access=access)

    @pytest.mark.parametrize("scopes", [["write"], ["sector"], [], ["read", "write"]])
    def test_a_reader_makes_no_key_that_writes(self, company, in_scope, scopes):
        with pytest.raises(ScopeNotHeld):
            self.make(ReaderFactory(of=company), company, in_scope, scopes)
        assert not ApiKey.objects.exists()

    @pytest.mark.parametrize("days", [0, -1, 366])
    def test_a_year_at_most(self, company, editor, in_scope, days):
        with pytest.raises(TooLong):
            self.make(editor, company, in_scope, days=days)

    def test_the_database_holds_the_year_too(self, company, editor, in_scope):
        key, _secret = self.make(editor, company, in_scope, days=365)
        with pytest.raises(IntegrityError), transaction.atomic():
            ApiKey.objects.update(expires_at=key.created_at + timedelta(days=366))

    def test_twenty_at_a_time(self, company, editor, in_scope):
        for _ in range(20):
            self.make(editor, company, in_scope)
        with pytest.raises(TooManyKeys):
            self.make(editor, company, in_scope)

    def test_a_party_has_no_company_to_make_one_for(self, company, client_of):
        assert (
            client_of(PartyUserFactory()).get("/companies/de-maas/members/keys/").status_code == 404
        )


class TestInTheClear:
    """A key that went unencrypted is refused, not led on: somebody may have read it."""

    @pytest.fixture(autouse=True)
    def _under_https(self, settings):
        settings.IS_HTTPS = settings.SECURE_SSL_REDIRECT = True
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    def test_a_program_is_refused_and_not_redirected(self, client_of, company):
        answer = client_of().get(
            f"/api/v1/companies/{company.slug}/", HTTP_AUTHORIZATION="Bearer kkapi_x"
        )
        assert answer.status_code == 403
        assert answer.json()["code"] == "not_safe"

    def test_over_tls_it_is_heard(self, client_of, company):
        answer = client_of().get(
            f"/api/v1/companies/{company.slug}/", headers={"X-Forwarded-Proto": "https"}
        )
        assert answer.json()["code"] == "not_signed_in"

    def test_a_person_is_led_to_the_safe_address(self, client_of):
        answer = client_of().get("/accounts/login/")
        assert answer.status_code == 301
        assert answer.url.startswith("https://")
