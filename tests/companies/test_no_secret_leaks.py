"""A day in which secrets are typed, shown, wrong, lost and in the way of a fault.

Afterwards they are looked for wherever something is left behind: the log, addresses, the shared
cache, mails, error pages, sessions and the whole database.
"""

import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import redis
from allauth.account.models import EmailAddress
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from companies.services.members import invite
from convenant.observe import logs
from convenant.sessions import SessionStore
from tests.companies.test_retention import whole_database
from tests.diligence.files import fill
from tests.diligence.forms import form_on
from tests.factories import AdminFactory, AssessmentFactory, CompanyFactory, answer
from tests.support.two_steps import shown_by

pytestmark = pytest.mark.django_db(transaction=True)
HTML = {"Accept": "text/html"}
PASSWORDS = {
    "the first password": "kanarie geel boven water",
    "the new password": "kanarie groen onder water",
    "a mistyped password": "kanarie gel boven water",
    "a password that leaked": "passwordpassword",
}
TEXTS = {
    "an answer": "Kanarie-antwoord-17",
    "a note": "Kanarie-notitie-23",
    "an answer of who was signed out": "Kanarie-verlopen-29",
    "an answer in a fault": "Kanarie-fout-31",
    "a file's words": "Kanarie-bestand-37",
}


class Day:
    """Everything that was asked and answered, and the secrets that came by."""

    def __init__(self) -> None:
        self.secrets = dict(PASSWORDS)
        self.addresses: list[str] = []
        self.error_pages: list[str] = []
        self.links: set[str] = set()

    def browser(self, **options) -> "Browser":
        return Browser(self, raise_request_exception=False, **options)


class Browser(Client):
    """Remembers each address it was at or sent to, and each page that said something went wrong."""

    def __init__(self, day: Day, **options):
        super().__init__(**options)
        self.day = day

    def generic(self, method, path, *args, **options):
        answered = super().generic(method, path, *args, **options)
        self.day.addresses += [path, answered.headers.get("Location", "")]
        if answered.status_code in (403, 404, 413, 429, 500, 503):
            self.day.error_pages.append(answered.content.decode())
        return answered


@pytest.fixture
def log_text() -> Iterator:
    """Return a function that gives all that was logged, our own way, from DEBUG up."""
    stream = io.StringIO()
    made = logs.configuration("DEBUG", as_json=True)
    formatter = dict(made["formatters"]["discreet"])
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter.pop("()")(**formatter))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for name in logs.TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    yield stream.getvalue
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def company():
    return CompanyFactory(slug="maas", name="Gieterij De Maas B.V.")


@pytest.fixture
def day(company, in_scope, monkeypatch, log_text) -> Day:
    """Live it: from the invitation to a fault."""
    cache.clear()
    day = Day()
    browser = join(day, company, in_scope)
    set_up_second_step(day, browser)
    make_key(day, browser)
    ask_too_late(browser)
    file = AssessmentFactory(company=company)
    admin = AdminFactory(of=company)
    fill(file, {}, by=admin, upto="profile.changes")
    answer(file, "embed.policy", 2, by=admin)
    work(day, browser, file, monkeypatch)
    change_password(day, browser)
    return day


def join(day, company, in_scope) -> Browser:
    """Take an invitation, with a password that leaked first."""
    with in_scope(company):
        invite(company, "kees@maas.example", "company_admin", by=AdminFactory(of=company))
    link = re.search(r"/invitations/(\S+)/", mail.outbox[-1].body)
    day.secrets["the word of the invitation"] = link[1]
    day.links.add(link[0])
    browser = day.browser()
    browser.get(link[0])
    browser.post(link[0])
    form = {"name": "Kees Vos", "email": "kees@maas.example"}
    for password in ("a password that leaked", "the first password"):
        browser.post(reverse("account_signup"), form | {"password1": PASSWORDS[password]})
    assert EmailAddress.objects.filter(email="kees@maas.example", verified=True).exists()
    return browser


def set_up_second_step(day, browser) -> None:
    """Set an app up, see the recovery codes, and sign in anew with mistakes."""
    page = browser.get(reverse("mfa_activate_totp")).text
    secret = re.search(r'<code class="key">(\w+)', page)[1]
    day.secrets["the app's secret"] = secret
    done = browser.post(reverse("mfa_activate_totp"), {"code": shown_by(secret)}, follow=True)
    codes = re.findall(r"<code>(\d{4}) (\d{4})</code>", done.text)
    assert len(codes) == 10
    day.secrets |= {f"recovery code {n}": "".join(code) for n, code in enumerate(codes)}
    browser.post(reverse("account_logout"))
    for password in ("a mistyped password", "the first password"):
        data = {"login": "kees@maas.example", "password": PASSWORDS[password]}
        browser.post(reverse("account_login"), data)
    browser.post(reverse("mfa_authenticate"), {"code": "".join(codes[0])})
    assert "_auth_user_id" in browser.session


def ask_too_late(browser) -> None:
    """Type passwords where the page first asks again who it is."""
    session = browser.session
    session["signed_in_at"] = 0
    session["account_authentication_methods"] = [
        each | {"at": 0} for each in session["account_authentication_methods"]
    ]
    session.save()
    wrong, new = PASSWORDS["a mistyped password"], PASSWORDS["the new password"]
    data = {"oldpassword": wrong, "password1": new, "password2": new}
    browser.post(reverse("account_change_password"), data)
    browser.post(reverse("account_email"), {"action_add": "", "email": "kees@elders.example"})
    browser.post(reverse("companies:new-key", args=["maas"]), {"name": "Rekenblad"})


def make_key(day, browser) -> None:
    """Make an API key and call with it."""
    data = {"name": "Rekenblad", "scopes": ["read", "write"], "days": "30"}
    page = browser.post(reverse("companies:new-key", args=["maas"]), data, follow=True)
    key = re.search(r"kkapi_[\w-]+", page.text)[0]
    day.secrets["the API key"] = key
    caller = day.browser()
    caller.get("/api/v1/me/", headers={"Authorization": f"Bearer {key}"})
    caller.get("/api/v1/companies/elders/", headers={"Authorization": f"Bearer {key}"})


def work(day, browser, file, monkeypatch) -> None:
    """Answer, leave a note, add a file; be signed out, and meet a fault."""
    part = reverse("diligence:part", args=["maas", file.cycle.year, "1.2"])
    form = form_on(browser.get(part))
    field = "embed.breaches:value"
    browser.post(part, form | {field: TEXTS["an answer"]})
    note = reverse("diligence:note", args=["maas", file.cycle.year, "embed.policy"])
    browser.post(note, {"text": TEXTS["a note"]})
    paper = SimpleUploadedFile("beleid.txt", TEXTS["a file's words"].encode(), "text/plain")
    browser.post(reverse("diligence:library", args=["maas"]), {"files": paper})
    browser.post(f"/companies/elders/{file.cycle.year}/parts/1.2/", {field: TEXTS["an answer"]})

    form = form_on(browser.get(part))
    with monkeypatch.context() as broken:
        broken.setattr("diligence.views.parts.save_answers", fail)
        assert browser.post(part, form | {field: TEXTS["an answer in a fault"]}).status_code == 500

    key = browser.session.session_key
    Session.objects.filter(session_key=key).update(
        expire_date=timezone.now() - timedelta(minutes=1)
    )
    late = form | {field: TEXTS["an answer of who was signed out"]}
    assert "kept-form" in browser.post(part, late, headers=HTML).url


def fail(file, changes, *, by):
    """Fail as code does that has the answers in hand."""
    raise ValueError(f"can't use {[change.entry.value for change in changes]} of {by.email}")


def change_password(day, browser) -> None:
    """Forget the password, and choose another with the link in the mail."""
    fresh = day.browser()
    forged = day.browser(enforce_csrf_checks=True)
    forged.post(reverse("account_login"), {"password": PASSWORDS["the first password"]})
    fresh.post(reverse("account_reset_password"), {"email": "kees@maas.example"})
    link = re.search(r"/accounts/password/reset/key/([\w-]+)/", mail.outbox[-1].body)
    day.secrets["the word in the mail for a new password"] = link[1].partition("-")[2]
    day.links.add(link[0])
    form = fresh.get(link[0], follow=True)
    new = PASSWORDS["the new password"]
    fresh.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    data = {"login": "kees@maas.example", "password": new}
    assert fresh.post(reverse("account_login"), data).url.startswith(reverse("mfa_authenticate"))


def found_in(text: str, secrets: dict[str, str]) -> list[str]:
    """Return the names of the secrets that stand in a text."""
    return [name for name, secret in secrets.items() if secret in text]


def cache_text() -> str:
    """Return everything in Redis: the cache, and the messages for workers."""
    told = []
    with redis.Redis.from_url(django_settings.REDIS_URL) as server:
        for key in server.scan_iter():
            kind = server.type(key)
            if kind == b"string":
                told.append(server.get(key))
            elif kind == b"list":
                told += server.lrange(key, 0, -1)
            elif kind == b"hash":
                told += [*server.hgetall(key).values()]
            elif kind == b"zset":
                told += server.zrange(key, 0, -1)
            told.append(key)
    return b" ".join(filter(None, told)).decode("utf-8", "replace")


def session_text() -> str:
    rows = [SessionStore().decode(row.session_data) for row in Session.objects.all()]
    return json.dumps(rows, default=str)


def test_nothing_of_it_is_left_where_it_should_not_be(day, log_text):
    everything = day.secrets | TEXTS
    left = {
        "the log": found_in(log_text(), everything | {"an address": "kees@maas.example"}),
        "error pages": found_in(" ".join(day.error_pages), everything),
        "the shared cache": found_in(cache_text(), everything),
        "sessions": found_in(session_text(), everything),
        "mails": found_in(
            " ".join(f"{each.subject} {each.body}" for each in mail.outbox),
            {name: secret for name, secret in everything.items() if "the word" not in name},
        ),
        "addresses": found_in(
            " ".join(one for one in day.addresses if not one.endswith(tuple(day.links))),
            everything,
        ),
        "the database": found_in(
            whole_database(),
            {name: secret for name, secret in day.secrets.items() if "recovery" not in name},
        ),
    }
    left["sessions"] = [name for name in left["sessions"] if name not in IN_A_SESSION]
    left["the database"] = [name for name in left["the database"] if name not in IN_A_SESSION]

    assert {where: names for where, names in left.items() if names} == {}
    assert len(day.error_pages) >= 3
    assert len(log_text().splitlines()) > 30


IN_A_SESSION = {
    "the word of the invitation": "in the session of who opened the link, until it is taken",
    "the word in the mail for a new password": "in the session, so that the address loses it",
}


def test_the_search_finds_what_is_there(day, log_text):
    """Were the search blind, the test above would say nothing."""
    logging.getLogger("companies").warning("typed %s", TEXTS["a note"])
    assert found_in(log_text(), TEXTS) == ["a note"]
    cache.set("canary", PASSWORDS["the new password"])
    assert found_in(cache_text(), PASSWORDS) == ["the new password"]
    assert found_in(whole_database(), TEXTS) == ["an answer", "a note"]
    cache.delete("canary")
