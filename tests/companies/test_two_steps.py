"""Signing in in two steps: a code after the password, once; and who can't do without."""

import json
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from companies.models import Company, Event
from companies.services.recovery_codes import keep_hashed, use
from companies.services.two_step import OwnStepFirst, demand_of_company, has_second_step
from convenant.sealing import seal
from tests.factories import AdminFactory, AssessmentFactory, CompanyFactory, ReviewerFactory
from tests.support.two_steps import (
    give_app,
    give_recovery_codes,
    recovery_codes_left,
    shown_by,
)

pytestmark = pytest.mark.django_db
PASSWORD = "een lang wachtwoord"


@pytest.fixture(autouse=True)
def _own_cache():
    """Keep what is counted inside one test; the cache is the one all processes share."""
    cache.clear()


@pytest.fixture
def company():
    return CompanyFactory(name="Gieterij De Maas B.V.")


@pytest.fixture
def person(company):
    """Somebody who can sign in."""
    return can_sign_in(AdminFactory(of=company, email="ahmed@bedrijf.example"))


@pytest.fixture
def reviewer():
    return can_sign_in(ReviewerFactory(email="sanne@secretariaat.example"))


def can_sign_in(user):
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def give_password(client, user, **data):
    return client.post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD, **data}
    )


def give_code(client, code):
    return client.post(reverse("mfa_authenticate"), {"code": code})


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


class TestSigningIn:
    """The password alone opens nothing once there is a second step."""

    def test_the_code_of_the_app_opens(self, client_of, person):
        secret, client = give_app(person), client_of()
        assert give_password(client, person).url == reverse("mfa_authenticate")
        assert not is_in(client)
        assert give_code(client, shown_by(secret)).url == reverse("home")
        assert is_in(client)

    def test_a_code_works_once_for_all_processes(self, client_of, person):
        secret, first, second = give_app(person), client_of(), client_of()
        code = shown_by(secret)
        for client in (first, second):
            give_password(client, person)
        give_code(first, code)
        page = give_code(second, code)
        assert is_in(first)
        assert not is_in(second)
        assert "is al gebruikt" in page.text

    @pytest.mark.parametrize("ago", [1, -1, 2])
    def test_an_earlier_or_later_code_does_not(self, client_of, person, ago):
        secret, client = give_app(person), client_of()
        shown_by(secret)
        give_password(client, person)
        give_code(client, shown_by(secret, ago=ago))
        assert not is_in(client)

    def test_a_recovery_code_opens_once(self, client_of, person):
        give_app(person)
        code = give_recovery_codes(person)[3]
        for opens in (True, False):
            client = client_of()
            give_password(client, person)
            give_code(client, code)
            assert is_in(client) is opens
        assert recovery_codes_left(person) == 9

    def test_guessing_codes_is_stopped_whoever_guesses(self, client_of, person):
        secret = give_app(person)
        for place in range(5):
            client = client_of(REMOTE_ADDR=f"10.0.0.{place}")
            give_password(client, person)
            give_code(client, "000000")
        page = give_code(client, shown_by(secret))
        assert "Te veel mislukte pogingen" in page.text
        assert not is_in(client)

    def test_a_new_password_is_no_way_around(self, client_of, person):
        give_app(person)
        client = client_of()
        client.post(reverse("account_reset_password"), {"email": person.email})
        link = re.search(r"/accounts/password/\S+", mail.outbox[-1].body)[0]
        address = client.get(link, follow=True).redirect_chain[-1][0]
        new = "een ander lang wachtwoord"
        client.post(address, {"password1": new, "password2": new})
        assert not is_in(client)
        page = client.post(reverse("account_login"), {"login": person.email, "password": new})
        assert page.url == reverse("mfa_authenticate")
        assert not is_in(client)

    def test_who_has_no_second_step_needs_none(self, client_of, person):
        client = client_of()
        assert give_password(client, person).url == reverse("home")


class TestSettingUp:
    """An app is set up with its first code; recovery codes are shown once."""

    def set_up(self, client):
        page = client.get(reverse("mfa_activate_totp"))
        secret = re.search(r'<code class="key">(\w+)', page.text)[1]
        done = client.post(reverse("mfa_activate_totp"), {"code": shown_by(secret)})
        return secret, done

    @pytest.mark.django_db(transaction=True)
    def test_from_square_to_recovery_codes(self, client_of, person):
        client = client_of(person, strong=True)
        secret, done = self.set_up(client)
        assert done.url == reverse("mfa_view_recovery_codes")
        first = client.get(done.url)
        shown = re.findall(r"<code>(\d{4}) (\d{4})</code>", first.text)
        assert len(shown) == recovery_codes_left(person) == 10
        again = client.get(done.url)
        assert not re.findall(r"<code>\d{4} \d{4}</code>", again.text)
        assert "tonen ze niet nog een keer" in again.text
        assert mail.outbox[-1].to == [person.email]
        assert secret not in mail.outbox[-1].body

    @pytest.mark.django_db(transaction=True)
    def test_a_mail_that_can_not_leave_undoes_nothing(self, client_of, person, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        _, done = self.set_up(client_of(person, strong=True))
        assert done.url == reverse("mfa_view_recovery_codes")
        assert has_second_step(person)

    def test_two_tabs_show_one_secret(self, client_of, person):
        client = client_of(person, strong=True)
        pages = [client.get(reverse("mfa_activate_totp")).text for _ in range(2)]
        keys = {re.search(r'<code class="key">(\w+)', page)[1] for page in pages}
        assert len(keys) == 1

    def test_the_code_that_set_it_up_signs_nobody_in(self, client_of, person):
        secret, _ = self.set_up(client_of(person, strong=True))
        client = client_of()
        give_password(client, person)
        give_code(client, shown_by(secret))
        assert not is_in(client)

    def test_a_wrong_first_code_keeps_the_square(self, client_of, person):
        client = client_of(person, strong=True)
        before = client.get(reverse("mfa_activate_totp")).text
        page = client.post(reverse("mfa_activate_totp"), {"code": "abc"})
        assert page.status_code == 422
        assert "Deze code klopt niet" in page.text
        key = re.search(r'<code class="key">(\w+)', before)[1]
        assert key in page.text
        assert not has_second_step(person)

    def test_no_secret_lies_open_in_the_database(self, client_of, person):
        client = client_of(person, strong=True)
        waiting = re.search(
            r'<code class="key">(\w+)', client.get(reverse("mfa_activate_totp")).text
        )[1]
        assert waiting not in json.dumps(dict(client.session))
        secret, _ = self.set_up(client)
        assert client.session["fresh_recovery_codes"]
        waiting = json.dumps(dict(client.session))
        shown = re.findall(
            r"<code>(\d{4}) (\d{4})</code>", client.get(reverse("mfa_view_recovery_codes")).text
        )
        codes = ["".join(halves) for halves in shown]
        assert len(codes) == 10
        assert "fresh_recovery_codes" not in client.session
        with connection.cursor() as cursor:
            cursor.execute("SELECT data::text FROM mfa_authenticator")
            stored = " ".join(row[0] for row in cursor.fetchall())
        assert secret not in stored
        assert not any(code in stored or code in waiting for code in codes)
        assert '"seed"' not in stored

    def test_it_asks_again_who_it_is_after_a_while(self, client_of, person):
        page = client_of(person).get(reverse("mfa_activate_totp"))
        assert page.url.startswith(reverse("account_reauthenticate"))

    def test_just_after_signing_in_it_does_not(self, client_of, person):
        client = client_of()
        give_password(client, person)
        assert client.get(reverse("mfa_activate_totp")).status_code == 200

    def test_a_password_is_too_little_once_there_are_two_steps(self, client_of, person):
        give_app(person)
        client = client_of(person)
        page = client.get(reverse("mfa_generate_recovery_codes"))
        assert page.url.startswith(reverse("mfa_reauthenticate"))
        refused = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        assert refused.url.startswith(reverse("mfa_reauthenticate"))
        again = client.get(reverse("mfa_generate_recovery_codes"))
        assert again.status_code == 302

    def test_new_recovery_codes_end_the_old(self, client_of, person):
        secret = give_app(person)
        old = give_recovery_codes(person)
        made = client_of(person, strong=True)
        assert "U hebt nog 10 codes" in made.get(reverse("mfa_generate_recovery_codes")).text
        page = made.post(reverse("mfa_generate_recovery_codes"), follow=True)
        new = ["".join(halves) for halves in re.findall(r"<code>(\d{4}) (\d{4})</code>", page.text)]
        assert secret
        for code, opens in ((old[0], False), (new[0], True)):
            client = client_of()
            give_password(client, person)
            give_code(client, f"{code[:4]} {code[4:]}")
            assert is_in(client) is opens

    def test_codes_that_were_made_before_are_hashed_when_one_is_used(self, client_of, person):
        give_app(person)
        Authenticator.objects.filter(user=person, type="recovery_codes").delete()
        before = RecoveryCodes.activate(person)
        code = before.get_unused_codes()[5]
        client = client_of()
        give_password(client, person)
        give_code(client, code)
        assert is_in(client)
        kept = Authenticator.objects.get(user=person, type="recovery_codes").data
        assert kept.keys() == {"hashes", "migrated_codes"}
        assert len(kept["hashes"]) == recovery_codes_left(person) == 9

    def test_the_hash_is_a_slow_one_with_a_salt(self, person, settings):
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
        kept = Authenticator(
            user=person, type="recovery_codes", data={"migrated_codes": [seal("12345678")]}
        )
        kept.save()
        assert keep_hashed(kept) == ["12345678"]
        algorithm, turns, salt, _hash = kept.data["hashes"][0].split("$")
        assert (algorithm, turns) == ("pbkdf2_sha256", "600000")
        assert len(salt) >= 20
        assert use(person, "12345679") is None
        assert use(person, "12345678") is not None
        assert use(person, "12345678") is None


class TestSecretariat:
    """Whoever can open every file signs in in two steps, or sees nothing."""

    PAGES = ("home", "sector:home", "account_email", "account_change_password")

    @pytest.mark.parametrize("name", PAGES)
    def test_every_page_leads_to_setting_it_up(self, client_of, reviewer, name):
        page = client_of(reviewer, strong=False).get(reverse(name))
        assert page.status_code == 302
        assert page.url == reverse("mfa_index")

    def test_a_members_file_too(self, client_of, reviewer, company):
        AssessmentFactory(company=company)
        page = client_of(reviewer, strong=False).get(
            reverse("diligence:start", args=[company.slug])
        )
        assert page.url == reverse("mfa_index")

    def test_a_program_is_told_in_its_own_way(self, client_of, reviewer):
        answer = client_of(reviewer, strong=False).get(
            reverse("sector:home"), headers={"accept": "application/json"}
        )
        assert answer.status_code == 403
        assert answer.json() == {"detail": "Log eerst in met twee stappen."}

    def test_the_page_says_why_and_leads_back_to_where_they_were_going(self, client_of, reviewer):
        client = client_of()
        give_password(client, reviewer)
        client.get(reverse("sector:home"))
        assert "dossiers van alle bedrijven" in client.get(reverse("mfa_index")).text
        page = client.get(reverse("mfa_activate_totp"))
        secret = re.search(r'<code class="key">(\w+)', page.text)[1]
        done = client.post(reverse("mfa_activate_totp"), {"code": shown_by(secret)})
        codes = client.get(done.url)
        assert f'href="{reverse("sector:home")}"' in codes.text
        assert client.get(reverse("sector:home")).status_code in (200, 302)
        assert client.get(reverse("sector:home")).headers.get("Location") != reverse("mfa_index")

    def test_who_has_a_second_step_must_take_it_and_can_not_add_another(self, client_of, reviewer):
        secret = give_app(reviewer)
        client = client_of(reviewer, strong=False)
        for name in ("mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"):
            assert client.get(reverse(name)).url == reverse("mfa_index")
        client.post(reverse("mfa_reauthenticate"), {"code": shown_by(secret)})
        assert client.get(reverse("mfa_add_webauthn")).status_code == 200

    def test_the_last_second_step_stays(self, client_of, reviewer):
        give_app(reviewer)
        client = client_of(reviewer)
        page = client.post(reverse("mfa_deactivate_totp"))
        assert "Stel eerst een andere tweede stap in" in page.text
        assert has_second_step(reviewer)


class TestCompany:
    """A company may ask two steps of all its people."""

    def file(self, company):
        AssessmentFactory(company=company)
        return reverse("diligence:overview", args=[company.slug, 2026])

    def test_members_are_led_there_with_the_reason(self, client_of, company, person):
        address = self.file(company)
        client = client_of(person)
        assert client.get(address).status_code == 200
        company.requires_two_step = True
        company.save()
        assert client.get(address).url == reverse("mfa_index")
        assert (
            "Gieterij De Maas B.V. vraagt van al zijn mensen"
            in client.get("/accounts/two-step/").text
        )

    def test_who_signed_in_in_two_steps_notices_nothing(self, client_of, company, person):
        address = self.file(company)
        company.requires_two_step = True
        company.save()
        assert client_of(person, strong=True).get(address).status_code == 200

    def test_it_is_written_down_and_needs_ones_own_step(self, company, person, in_scope):
        with in_scope(company):
            with pytest.raises(OwnStepFirst):
                demand_of_company(company, True, by=person)
            give_app(person)
            demand_of_company(company, True, by=person)
            demand_of_company(company, False, by=person)
            verbs = list(Event.objects.order_by("at").values_list("verb", flat=True))
        assert verbs == ["two_step.demanded", "two_step.not_demanded"]

    def test_the_last_second_step_stays_where_the_company_asks_for_it(
        self, client_of, company, person
    ):
        give_app(person)
        company.requires_two_step = True
        company.save()
        client_of(person, strong=True).post(reverse("mfa_deactivate_totp"))
        assert has_second_step(person)

    def test_elsewhere_it_may_go_and_takes_the_recovery_codes_along(self, client_of, person):
        give_app(person)
        client_of(person, strong=True).post(reverse("mfa_deactivate_totp"))
        assert not Authenticator.objects.filter(user=person).exists()


class TestChecks:
    """What would make it unsafe stops the start."""

    @pytest.mark.parametrize(
        ("change", "complaint"),
        [
            (
                {
                    "CACHES": {
                        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
                    }
                },
                "companies.E001",
            ),
            ({"MFA_TOTP_INSECURE_BYPASS_CODE": "123456"}, "companies.E002"),
        ],
    )
    def test_unsafe_settings_are_refused(self, settings, change, complaint):
        for name, value in change.items():
            setattr(settings, name, value)
        with pytest.raises(BaseException, match=complaint):
            call_command("check")

    def test_the_code_is_shown_in_the_demo_only(self, client_of, reviewer, settings):
        secret, client = give_app(reviewer), client_of()
        give_password(client, reviewer)
        code = shown_by(secret)
        assert code not in client.get(reverse("mfa_authenticate")).text
        settings.IS_DEMO = True
        assert code in client.get(reverse("mfa_authenticate")).text


def test_a_new_company_asks_it_from_the_start_and_its_administrator_may_lift_it(
    client_of, in_scope
):
    call_command("invite_company", "Walserij Lek B.V.", "fatma@lek.example", "--city", "Tiel")
    client = client_of()
    invited = client.get(re.search(r"/invitations/\S+", mail.outbox[-1].body)[0])
    client.post(invited.request["PATH_INFO"])
    data = {"name": "Fatma Kaya", "email": "fatma@lek.example", "password1": PASSWORD}
    client.post(reverse("account_signup"), data)
    company = Company.objects.get(name="Walserij Lek B.V.")
    AssessmentFactory(company=company)
    file = reverse("diligence:overview", args=[company.slug, 2026])
    people = reverse("companies:members", args=[company.slug])
    assert client.get(file).url == client.get(people).url == reverse("mfa_index")

    assert 'href="/account/devices/"' not in client.get(reverse("mfa_index")).text
    page = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r'<code class="key">(\w+)', page.text)[1]
    done = client.post(reverse("mfa_activate_totp"), {"code": shown_by(secret)})
    assert f'href="{people}"' in client.get(done.url).text
    assert client.get(file).status_code == 200
    assert "Niet meer verplichten" in client.get(people).text
    client.post(reverse("companies:two-step", args=[company.slug]), {"demanded": ""})

    company.refresh_from_db()
    assert not company.requires_two_step
    with in_scope(company):
        told = Event.objects.get(verb="two_step.not_demanded")
    assert told.actor_name == "Fatma Kaya"
