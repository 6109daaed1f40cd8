"""A form sent without script just after the session ended: its words are there after signing in."""

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from companies.models import Event, Membership
from companies.services.kept_forms import KEPT, MOST
from convenant.sessions import SessionStore
from tests.companies.test_two_steps import give_code
from tests.diligence.files import fill
from tests.diligence.forms import form_on
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReviewerFactory,
    answer,
)
from tests.support.two_steps import give_app, shown_by

pytestmark = pytest.mark.django_db
PASSWORD = "een lang wachtwoord"
TEXT = "Wij geven een waarschuwing,\nen bespreken het <b>samen</b>."
HTML = {"Accept": "text/html,application/xhtml+xml"}
FIELD = "embed.breaches:value"


@pytest.fixture(autouse=True)
def _own_cache():
    cache.clear()


@pytest.fixture
def company():
    return CompanyFactory(slug="maas")


@pytest.fixture
def person(company):
    return known(EditorFactory(of=company, name="Joke Bakker"))


@pytest.fixture
def file(company, person):
    made = AssessmentFactory(company=company)
    fill(made, {}, by=person, upto="profile.changes")
    answer(made, "embed.policy", 2, by=person)
    return made


@pytest.fixture
def part(file):
    return reverse("diligence:part", args=["maas", file.cycle.year, "1.2"])


def known(user):
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def end_session(client, ago=timedelta(minutes=1)) -> None:
    """Let the session end by itself, as half an hour without a request does."""
    Session.objects.filter(session_key=client.session.session_key).update(
        expire_date=timezone.now() - ago
    )


def sign_in(client, person, asks):
    target = asks.url.partition("next=")[2].replace("%3D", "=")
    return client.post(
        reverse("account_login"), {"login": person.email, "password": PASSWORD, "next": target}
    )


def send(client, url, data, **headers):
    return client.post(url, data, headers=HTML | headers)


@pytest.fixture
def typed(client_of, person, part):
    """Return a browser whose session ended, and what it sends: the page's form with one text."""
    client = client_of(person)
    data = form_on(client.get(part)) | {FIELD: TEXT}
    end_session(client)
    return client, data


def kept(file, in_scope, key="embed.breaches"):
    with in_scope(file.company):
        return file.answers.filter(question=key).first()


def session_text() -> str:
    """Return all that lies in the sessions, readable as far as it is."""
    return json.dumps([SessionStore().decode(row.session_data) for row in Session.objects.all()])


def test_the_words_are_back_after_signing_in_and_one_press_stores_them(
    typed, part, person, file, in_scope
):
    client, data = typed
    asks = send(client, part, data)
    assert "/members/kept-form/" in asks.url
    assert sign_in(client, person, asks).url == reverse("companies:kept-form", args=["maas"])

    page = client.get(reverse("companies:kept-form", args=["maas"]))
    assert "Wij geven een waarschuwing," in page.text
    assert "&lt;b&gt;samen&lt;/b&gt;" in page.text
    assert kept(file, in_scope) is None, "nothing is done without a press"

    fields = form_on(page, "kept")
    sent_on = client.post(page.request["PATH_INFO"], fields)
    assert sent_on.status_code == 307
    assert sent_on.url == part
    assert client.post(sent_on.url, fields).status_code == 302
    assert kept(file, in_scope).value == TEXT
    assert KEPT not in client.session
    assert client.get(reverse("companies:kept-form", args=["maas"])).url == "/"


def test_only_what_is_new_is_told_with_its_question(client_of, part, person, file):
    answer(file, "embed.hours", "12", by=person)
    client = client_of(person)
    data = form_on(client.get(part))
    assert data["embed.hours:value"] == ["12"]
    end_session(client)
    data |= {FIELD: TEXT, "embed.responsibility:value": "2"}
    sign_in(client, person, send(client, part, data))
    page = client.get(reverse("companies:kept-form", args=["maas"])).text
    told = page[page.index("<dl") : page.index("</dl>")]
    assert told.count("<dt>") == 2
    assert "U koos een antwoord." in told
    assert "Wij geven een waarschuwing" in told
    assert "12" not in told


def test_what_a_colleague_saved_meanwhile_leads_to_a_choice(typed, part, person, file, in_scope):
    client, data = typed
    sign_in(client, person, send(client, part, data))
    colleague = EditorFactory(of=file.company)
    answer(file, "embed.breaches", "Van een collega.", by=colleague)
    page = client.get(reverse("companies:kept-form", args=["maas"]))
    fields = form_on(page, "kept")
    assert client.post(page.request["PATH_INFO"], fields).status_code == 307
    clash = client.post(part, fields)
    assert clash.status_code == 412
    assert "Van een collega." in clash.text
    assert "Wij geven een waarschuwing" in clash.text
    assert kept(file, in_scope).value == "Van een collega."


def test_thrown_away_is_gone_and_nothing_is_stored(typed, part, person, file, in_scope):
    client, data = typed
    sign_in(client, person, send(client, part, data))
    done = client.post(reverse("companies:kept-form", args=["maas"]) + "?drop")
    assert done.url == part
    assert KEPT not in client.session
    assert kept(file, in_scope) is None


def test_it_lies_sealed(typed, part, file):
    client, data = typed
    send(client, part, data)
    assert KEPT in session_text()
    assert "waarschuwing" not in session_text()
    assert "breaches" not in session_text()


class TestOthers:
    """It is for that person in that company, whoever else comes."""

    def test_somebody_else_in_this_browser_gets_nothing_and_it_is_wiped(
        self, typed, part, person, company
    ):
        client, data = typed
        asks = send(client, part, data)
        colleague = known(AdminFactory(of=company))
        sign_in(client, colleague, asks)
        page = client.get(reverse("companies:kept-form", args=["maas"]), follow=True)
        assert "waarschuwing" not in page.text
        assert KEPT not in client.session
        post = client.post(reverse("companies:kept-form", args=["maas"]), {FIELD: TEXT})
        assert post.url == "/"

    def test_not_in_another_company_of_the_same_person(self, typed, part, person):
        client, data = typed
        other = CompanyFactory(slug="waal")
        Membership.objects.create(user=person, company=other, role="editor")
        sign_in(client, person, send(client, part, data))
        assert client.get(reverse("companies:kept-form", args=["waal"])).url == "/"
        assert KEPT not in client.session

    def test_who_lost_the_seat_meanwhile_finds_no_such_page(self, typed, part, person):
        client, data = typed
        asks = send(client, part, data)
        Membership.objects.filter(user=person).update(ended_at=timezone.now())
        sign_in(client, person, asks)
        assert client.get(reverse("companies:kept-form", args=["maas"])).status_code == 404

    def test_the_secretariat_sees_none_of_it_and_leaves_no_trace(self, typed, part, client_of):
        client, data = typed
        send(client, part, data)
        visitor = client_of(ReviewerFactory())
        assert visitor.get(reverse("companies:kept-form", args=["maas"])).url == "/"

    def test_a_stranger_who_leaves_a_form_keeps_nothing(self, client_of, part):
        client = client_of()
        asks = send(client, part, {FIELD: TEXT})
        assert asks.url == f"{reverse('account_login')}?next={part}"
        assert KEPT not in client.session

    def test_a_made_up_company_is_answered_alike(self, typed, part):
        client, data = typed
        session = client.cookies["session"].value
        real = send(client, part, data).url
        client.cookies["session"] = session
        made_up = send(client, part.replace("/maas/", "/bestaat-niet/"), data).url
        assert made_up == real.replace("/maas/", "/bestaat-niet/")


class TestNotKept:
    @pytest.mark.parametrize(
        "end",
        [
            lambda client, person: client.post(reverse("account_logout")),
            lambda client, person: Session.objects.all().delete(),
            lambda client, person: (person.set_password("een ander woord"), person.save()),
            lambda client, person: type(person).objects.update(is_active=False),
            lambda client, person: end_session(client, ago=timedelta(minutes=61)),
        ],
        ids=["signed out", "ended elsewhere", "new password", "closed account", "long ago"],
    )
    def test_for_a_session_that_did_not_just_end_by_itself(self, client_of, person, part, end):
        client = client_of(person)
        key = client.session.session_key
        end(client, person)
        Session.objects.filter(session_key=key, expire_date__gt=timezone.now()).update(
            expire_date=timezone.now() - timedelta(minutes=1)
        )
        client.cookies["session"] = key
        asks = send(client, part, {FIELD: TEXT})
        assert "kept-form" not in asks.url
        assert "waarschuwing" not in session_text()

    def test_what_script_or_a_program_sends(self, typed, part):
        client, data = typed
        for headers in ({"Accept": "application/json"}, {"X-Background": "1"}):
            assert "kept-form" not in send(client, part, data, **headers).url
        asked = client.post(part, json.dumps(data), content_type="application/json", headers=HTML)
        assert "kept-form" not in asked.url

    def test_more_than_fits(self, typed, part):
        client, data = typed
        assert "kept-form" not in send(client, part, data | {FIELD: "x" * (MOST + 1)}).url

    def test_after_an_hour(self, typed, part, person, monkeypatch):
        client, data = typed
        sign_in(client, person, send(client, part, data))
        later = timezone.now().timestamp() + 3700
        monkeypatch.setattr("companies.services.kept_forms.time.time", lambda: later)
        assert client.get(reverse("companies:kept-form", args=["maas"])).url == "/"
        assert KEPT not in client.session

    def test_a_key_that_was_changed_loses_it_quietly(self, typed, part, person, settings):
        client, data = typed
        sign_in(client, person, send(client, part, data))
        settings.TWO_STEP_KEYS = ["another" * 10]
        gone = client.post(reverse("companies:kept-form", args=["maas"]), {FIELD: TEXT})
        assert gone.url == "/"


class TestOtherForms:
    def test_a_note_is_told_and_placed(self, client_of, person, file):
        client = client_of(person)
        url = reverse("diligence:note", args=["maas", file.cycle.year, "embed.policy"])
        end_session(client)
        sign_in(client, person, send(client, url, {"text": "Klopt dit, Ahmed?"}))
        page = client.get(reverse("companies:kept-form", args=["maas"]))
        assert "Klopt dit, Ahmed?" in page.text
        fields = form_on(page, "kept")
        assert client.post(page.request["PATH_INFO"], fields).url == url

    def test_an_invitation_of_an_administrator_with_two_steps(self, client_of, company):
        admin = known(AdminFactory(of=company))
        secret = give_app(admin)
        client = client_of(admin)
        url = reverse("companies:invite", args=["maas"])
        data = {"email": "nieuw@bedrijf.example", "role": "editor"}
        end_session(client)
        asks = send(client, url, data)
        assert sign_in(client, admin, asks).url.startswith(reverse("mfa_authenticate"))
        give_code(client, shown_by(secret))
        page = client.get(reverse("companies:kept-form", args=["maas"]))
        assert "nieuw@bedrijf.example" in page.text
        assert not mail.outbox
        client.post(url, form_on(page, "kept"))
        assert mail.outbox[-1].to == ["nieuw@bedrijf.example"]

    def test_a_file_is_not_kept_and_that_is_said(self, client_of, person, file, tmp_path):
        client = client_of(person)
        url = reverse("diligence:library", args=["maas"])
        paper = tmp_path / "beleid.txt"
        paper.write_text("Ons beleid.")
        end_session(client)
        with paper.open("rb") as upload:
            asks = send(client, url, {"description": "Beleid van mei", "file": upload})
        sign_in(client, person, asks)
        page = client.get(reverse("companies:kept-form", args=["maas"])).text
        assert "Bestanden bewaren wij hierbij niet" in page
        assert "Beleid van mei" in page
        assert "Ons beleid" not in page

    def test_a_button_alone_says_that_there_was_no_text(self, client_of, person, file, part):
        client = client_of(person)
        url = reverse("diligence:part-work", args=["maas", file.cycle.year, "1.2"])
        end_session(client)
        sign_in(client, person, send(client, url, {"act": "complete"}))
        page = client.get(reverse("companies:kept-form", args=["maas"])).text
        assert "zonder tekst" in page

    def test_reading_it_is_no_entry_in_the_log(self, typed, part, person, file, in_scope):
        client, data = typed
        sign_in(client, person, send(client, part, data))
        with in_scope(file.company):
            before = Event.objects.count()
        client.get(reverse("companies:kept-form", args=["maas"]))
        with in_scope(file.company):
            assert Event.objects.count() == before
