"""What happens at the door of an account: in its person's list, and in the log without names."""

import io
import json
import logging
import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from companies.models import AccountEvent, Membership
from companies.permissions import Role
from companies.services.members import change_role
from companies.services.retention import keep_to_terms
from companies.services.step_reset import take_away
from convenant.limits import Limit
from convenant.observe import logs
from tests.factories import AdminFactory, CompanyFactory, EditorFactory, ReviewerFactory
from tests.support.two_steps import give_app, give_recovery_codes, shown_by

pytestmark = pytest.mark.django_db
PASSWORD = "een lang wachtwoord"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PLACE = "192.0.2.77"


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
def browser(client_of):
    return client_of(HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR=PLACE)


@pytest.fixture
def written():
    """Return a function that gives what our own lines say since the test began."""
    stream = io.StringIO()
    made = logs.configuration("INFO", as_json=True)
    formatter = dict(made["formatters"]["discreet"])
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter.pop("()")(**formatter))
    logging.getLogger().addHandler(handler)
    yield lambda: [
        line for line in map(json.loads, stream.getvalue().splitlines()) if "what" in line
    ]
    logging.getLogger().removeHandler(handler)


def sign_in(client, email, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def events_of(person) -> list[tuple[str, str]]:
    return list(AccountEvent.objects.filter(user=person).order_by("pk").values_list("what", "way"))


class TestSigningIn:
    def test_with_a_password(self, browser, person, written):
        sign_in(browser, person.email)
        assert events_of(person) == [("signed_in", "password")]
        (line,) = written()
        assert line["level"] == "info"
        assert (line["what"], line["way"]) == ("signed_in", "password")
        assert line["person"] == str(person.pk)

    @pytest.mark.parametrize("second", ["totp", "recovery_codes"])
    def test_in_two_steps_the_second_is_named(self, browser, person, second):
        secret, codes = give_app(person), give_recovery_codes(person)
        sign_in(browser, person.email)
        assert events_of(person) == []
        code = shown_by(secret) if second == "totp" else codes[0]
        browser.post(reverse("mfa_authenticate"), {"code": code})
        assert events_of(person) == [("signed_in", f"password,{second}")]

    def test_a_wrong_password(self, browser, person, written):
        sign_in(browser, person.email, "een fout wachtwoord")
        assert events_of(person) == [("wrong_password", "password")]
        (line,) = written()
        assert (line["level"], line["what"]) == ("warning", "wrong_password")

    def test_an_unknown_address_costs_the_same_and_is_not_kept(self, browser, person, written):
        counts = []
        for email in (person.email, "niemand@elders.example"):
            with CaptureQueriesContext(connection) as asked:
                sign_in(browser, email, "een fout wachtwoord")
            counts.append(sum("companies_accountevent" in query["sql"] for query in asked))
        assert counts == [1, 1]
        assert AccountEvent.objects.get(user=None).what == "wrong_password"
        assert "elders" not in json.dumps(written())
        assert written()[1]["person"] == "unknown"

    def test_a_wrong_code(self, browser, person, written):
        give_app(person)
        sign_in(browser, person.email)
        for code in ("000000", "0000 0000"):
            browser.post(reverse("mfa_authenticate"), {"code": code})
        assert events_of(person) == [("wrong_code", "")] * 2
        assert [line["what"] for line in written()] == ["wrong_code"] * 2

    def test_too_many_attempts_are_told_to_the_operator(self, browser, person, written):
        for _ in range(6):
            sign_in(browser, person.email, "een fout wachtwoord")
        assert written()[-1]["what"] == "too_many_passwords"
        assert len(events_of(person)) == 5

    def test_too_many_codes_too(self, browser, person, written):
        give_app(person)
        sign_in(browser, person.email)
        for _ in range(6):
            browser.post(reverse("mfa_authenticate"), {"code": "000000"})
        assert written()[-1]["what"] == "too_many_codes"

    def test_showing_again_who_it_is_with_a_wrong_password(self, client_of, person):
        client = client_of(person)
        client.post(reverse("account_reauthenticate"), {"password": "een fout wachtwoord"})
        assert events_of(person) == [("wrong_password", "password")]


class TestChanges:
    def test_a_new_password(self, browser, person):
        sign_in(browser, person.email)
        new = "een heel ander wachtwoord"
        data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        browser.post(reverse("account_change_password"), data)
        assert events_of(person)[-1] == ("password_changed", "")

    @pytest.mark.django_db(transaction=True)
    def test_a_second_step_codes_and_taking_them_away(self, client_of, person, written):
        client = client_of(person, strong=True)
        give_app_by_page(client)
        client.post(reverse("mfa_generate_recovery_codes"))
        client.post(reverse("mfa_deactivate_totp"))
        assert [what for what, _ in events_of(person)] == [
            "step_added",
            "codes_renewed",
            "step_removed",
        ]
        assert [line["what"] for line in written()] == [what for what, _ in events_of(person)]

    def test_a_step_that_others_took_away(self, person):
        give_app(person)
        take_away(person)
        assert events_of(person) == [("step_removed", "")]

    def test_another_role_and_another_demand_are_in_the_log_without_a_name(
        self, company, person, written, in_scope
    ):
        admin = AdminFactory(of=company, name="Ahmed Yilmaz")
        with in_scope(company):
            change_role(Membership.objects.get(user=person), Role.APPROVER, by=admin)
        (line,) = written()
        assert (line["what"], line["person"]) == ("member.role_changed", str(admin.pk))
        assert "Joke" not in json.dumps(line)
        assert "Ahmed" not in json.dumps(line)


class TestRefusals:
    def test_another_company(self, client_of, person, written):
        other = CompanyFactory(slug="geheim-bedrijf")
        assert client_of(person).get(f"/companies/{other.slug}/file/").status_code == 404
        (line,) = written()
        assert (line["what"], line["person"]) == ("company", str(person.pk))
        assert "geheim" not in json.dumps(line)

    def test_a_role_that_does_not_allow_it(self, client_of, person, company, written):
        page = client_of(person).post(
            reverse("companies:invite", args=[company.slug]), {"email": "x@y.example"}
        )
        assert page.status_code == 403
        (line,) = written()
        assert (line["what"], line["person"]) == ("role", str(person.pk))

    def test_a_limit(self, person, written):
        limit = Limit("reports", 1, 60)
        assert [limit.is_passed(person.pk) for _ in range(2)] == [False, True]
        (line,) = written()
        assert line["what"] == "limit_reports"


class TestOwnList:
    def test_it_tells_what_from_where_and_how(self, browser, person):
        sign_in(browser, person.email, "een fout wachtwoord")
        sign_in(browser, person.email)
        page = browser.get(reverse("devices")).text
        page = page[page.index("Recente aanmeldingen") :]
        assert page.index("Ingelogd") < page.index("Verkeerd wachtwoord ingevuld")
        assert "met wachtwoord" in page
        assert "Firefox op Windows" in page
        assert PLACE in page

    def test_two_ways_read_as_a_sentence(self, browser, person):
        secret = give_app(person)
        sign_in(browser, person.email)
        browser.post(reverse("mfa_authenticate"), {"code": shown_by(secret)})
        assert "met wachtwoord en app met codes" in browser.get(reverse("devices")).text

    def test_nobody_else_sees_it(self, browser, person, company, client_of):
        sign_in(browser, person.email)
        for other in (AdminFactory(of=company), ReviewerFactory()):
            assert PLACE not in client_of(other).get(reverse("devices")).text

    def test_it_goes_after_ninety_days(self, person):
        for days in (89, 91):
            AccountEvent.objects.create(
                user=person, what="signed_in", at=timezone.now() - timedelta(days=days)
            )
        proofs = {proof.category: proof.count for proof in keep_to_terms()}
        assert proofs["sign_ins"] == 1
        assert AccountEvent.objects.count() == 1


def give_app_by_page(client) -> None:
    """Set an app up through its page."""
    page = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r'<code class="key">(\w+)', page.text)[1]
    client.post(reverse("mfa_activate_totp"), {"code": shown_by(secret)})
