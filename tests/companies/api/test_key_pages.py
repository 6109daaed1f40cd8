"""The pages on which people make, see and withdraw API keys, and read what the API can do."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from companies.api.description import codes, description
from companies.models import ApiKey, Event
from tests.api import Program, key_for
from tests.factories import (
    AdminFactory,
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
)

pytestmark = pytest.mark.django_db
FORM = {"name": "Inkoopsysteem", "scopes": ["read", "write"], "days": "90"}
PASSWORD = {"password": "een lang wachtwoord"}


@pytest.fixture(autouse=True)
def _fresh_limits():
    """Let nobody's password attempts of another test count."""
    cache.clear()


@pytest.fixture
def company():
    return CompanyFactory(slug="de-maas")


@pytest.fixture
def editor(company):
    return EditorFactory(of=company, name="Joke Bakker")


def page_of(name, *args):
    return reverse(f"companies:{name}", args=["de-maas", *args])


@pytest.fixture
def proven(client_of, editor):
    """Return a browser in which the editor has just given the password."""
    client = client_of(editor)
    client.post(reverse("account_reauthenticate"), PASSWORD)
    return client


def secret_on(page) -> str:
    return re.search(r">(kkapi_[\w-]{43})<", page.text)[1]


class TestMaking:
    """After the password, and shown once."""

    def test_asks_for_the_password_first(self, client_of, editor):
        page = client_of(editor).get(page_of("new-key"))
        assert page.url.startswith(reverse("account_reauthenticate"))

    def test_shows_the_secret_once_and_it_works(self, proven, company, in_scope):
        page = proven.post(page_of("new-key"), FORM)
        assert page.status_code == 201
        secret = secret_on(page)
        assert Program(secret).get("/companies/de-maas/").status_code == 200
        listed = proven.get(page_of("keys")).text
        assert "Inkoopsysteem" in listed and f"…{secret[-4:]}" in listed and secret not in listed
        with in_scope(company):
            event = Event.objects.get(verb="api_key.made")
        assert (event.data["days"], event.names["key"]) == (90, "Inkoopsysteem")
        assert secret not in str(event.__dict__)

    def test_who_waited_too_long_finds_the_form_as_it_was(self, client_of, editor):
        client = client_of(editor)
        away = client.post(page_of("new-key"), FORM)
        assert not ApiKey.objects.exists()
        client.post(reverse("account_reauthenticate"), PASSWORD)
        form = client.get(away.url).text
        assert 'value="Inkoopsysteem"' in form
        assert form.count(" checked") == 3

    @pytest.mark.parametrize(
        ("form", "field"),
        [
            ({"name": ""}, "name"),
            ({"scopes": []}, "scopes"),
            ({"scopes": ["sector"]}, "scopes"),
            ({"days": "3650"}, "days"),
            ({"name": "x" * 61}, "name"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(self, proven, form, field):
        page = proven.post(page_of("new-key"), FORM | form)
        assert page.status_code == 422
        assert page.context["form"].errors.keys() == {field}
        assert not ApiKey.objects.exists()

    def test_a_reader_is_not_offered_to_write(self, client_of, company):
        reader = ReaderFactory(of=company)
        client = client_of(reader)
        client.post(reverse("account_reauthenticate"), PASSWORD)
        assert 'value="write"' not in client.get(page_of("new-key")).text

    def test_twenty_at_a_time(self, proven, editor, company):
        for _ in range(20):
            key_for(editor, company)
        page = proven.post(page_of("new-key"), FORM)
        assert (page.status_code, "al 20 sleutels" in page.text) == (422, True)


class TestList:
    """One's own; an administrator sees everybody's of the company."""

    def test_each_sees_their_own_and_the_administrator_all(self, client_of, company, editor):
        key_for(editor, company)
        colleague = client_of(EditorFactory(of=company)).get(page_of("keys"))
        admin = client_of(AdminFactory(of=company)).get(page_of("keys"))
        assert "Joke Bakker" not in colleague.text and "nog geen sleutels" in colleague.text
        assert "Joke Bakker" in admin.text

    def test_withdrawing_stops_it_at_once(self, client_of, company, editor, in_scope):
        secret = key_for(editor, company)
        key = ApiKey.objects.get()
        admin = client_of(AdminFactory(of=company, name="Ahmed"))
        reply = admin.post(page_of("withdraw-key", key.pk))
        assert reply.url == page_of("keys")
        assert Program(secret).get("/me/").status_code == 401
        with in_scope(company):
            event = Event.objects.get(verb="api_key.withdrawn")
        assert (event.actor_name, event.names["person"]) == ("Ahmed", "Joke Bakker")

    def test_nobody_withdraws_a_colleagues(self, client_of, company, editor):
        key_for(editor, company)
        colleague = client_of(EditorFactory(of=company))
        address = page_of("withdraw-key", ApiKey.objects.get().pk)
        assert colleague.post(address).status_code == 404
        assert colleague.get(address).status_code == 404
        assert ApiKey.objects.not_withdrawn().exists()

    def test_the_secretariat_has_no_business_here(self, client_of, company):
        assert client_of(ReviewerFactory()).get(page_of("keys")).status_code == 403

    def test_statements_do_not_grow_with_keys(self, client_of, company, editor, max_queries):
        client = client_of(AdminFactory(of=company))
        client.get(page_of("keys"))
        for _ in range(5):
            key_for(editor, company)
        with max_queries(9):
            client.get(page_of("keys"))


class TestSecretariat:
    """Keys of their own, that see the sector and fill in nothing."""

    def test_makes_lists_and_withdraws(self, client_of):
        reviewer = ReviewerFactory()
        client = client_of(reviewer)
        client.post(reverse("account_reauthenticate"), PASSWORD)
        form = client.get(reverse("secretariat:new-key"))
        assert 'value="write"' not in form.text
        made = client.post(
            reverse("secretariat:new-key"), {"name": "Lijst", "scopes": ["sector"], "days": "30"}
        )
        assert made.status_code == 201
        key = ApiKey.objects.get()
        assert key.company is None
        client.post(reverse("secretariat:withdraw-key", args=[key.pk]))
        assert not ApiKey.objects.not_withdrawn().exists()

    def test_a_company_has_no_business_here(self, client_of, editor):
        assert client_of(editor).get(reverse("secretariat:keys")).status_code == 403


class TestReference:
    """Every call and every code, for anybody."""

    def test_tells_every_call_and_every_code(self, client_of):
        page = client_of(None).get(reverse("api_reference"))
        assert page.status_code == 200
        for methods in description()["paths"].values():
            for operation in methods.values():
                assert f'id="{operation["operationId"]}"' in page.text
        for code in codes():
            assert f'id="{code.name}"' in page.text
        assert "Log in om iets te proberen" in page.text

    def test_every_code_in_the_product_is_told_once(self):
        names = [code.name for code in codes()]
        assert len(names) == len(set(names)) >= 25
        assert {"answer_changed", "file_refused", "run_gone", "second_step_missing"} <= set(names)

    def test_who_is_signed_in_finds_their_company_filled_in(self, client_of, editor):
        page = client_of(editor).get(reverse("api_reference"))
        assert 'value="de-maas"' in page.text
        assert "Proberen" in page.text
