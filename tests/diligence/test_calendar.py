"""Somebody's last days for a calendar program: secret, revocable, of the person alone."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from companies.models import CalendarFeed, Company, Membership
from companies.services.calendar_feeds import make_address
from convenant import limits
from convenant.tenancy.scope import company_scope
from diligence.models import Action, Assessment
from tests.diligence.files import complete_file
from tests.factories import CompanyFactory, EditorFactory, ReaderFactory, ReviewerFactory

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + timedelta(days=20)


@pytest.fixture
def company():
    return CompanyFactory(slug="de-maas", name="De Maas, en Co")


@pytest.fixture
def joke(company):
    return EditorFactory(of=company, language="nl")


@pytest.fixture
def cycle(company, joke):
    return complete_file(company, by=joke).cycle


def action(company, owner, **more) -> Action:
    """Put an action of somebody in the plan."""
    fields = {"title": "Geheim plan", "first_year": 2026, "owner": owner, "due_on": SOON}
    with company_scope(company.pk):
        return Action.objects.create(company=company, **fields | more)


def fetch(secret: str, **headers):
    """Ask for a calendar as a program does: without a session."""
    return Client().get(reverse("calendar", args=[secret]), headers=headers)


def events_in(answer) -> list[str]:
    """Return the names of the events."""
    text = re.sub("\r\n ", "", answer.content.decode())
    return re.findall("SUMMARY;LANGUAGE=nl:(.*)\r\n", text)


def test_the_file_and_own_actions_and_no_title(joke, company, cycle):
    action(company, joke)
    action(company, ReaderFactory(of=company))
    action(company, joke, status="stopped", last_year=2026)
    answer = fetch(make_address(joke))

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert events_in(answer) == [
        f"Zelfbeoordeling {cycle.year} indienen (De Maas\\, en Co)",
        "Een actie afronden (De Maas\\, en Co)",
    ]
    assert "Geheim" not in answer.content.decode()
    assert f"DTSTART;VALUE=DATE:{cycle.deadline:%Y%m%d}" in answer.content.decode()


def test_a_file_that_was_handed_in_is_gone(joke, company, cycle):
    secret = make_address(joke)
    assert len(events_in(fetch(secret))) == 1
    with company_scope(company.pk):
        Assessment.objects.update(status="submitted", submitted_at=timezone.now())
    assert events_in(fetch(secret)) == []


def test_who_only_reads_hands_nothing_in(company, cycle):
    assert events_in(fetch(make_address(ReaderFactory(of=company)))) == []


def test_two_companies_each_in_its_own_scope_and_none_that_was_left(joke, company, cycle):
    other = CompanyFactory(name="Walserij Noord")
    seat = Membership.objects.create(user=joke, company=other, role="reader")
    action(other, joke)
    action(CompanyFactory(), joke)  # a seat there was never held
    secret = make_address(joke)
    assert [name.partition("(")[2] for name in events_in(fetch(secret))] == [
        "De Maas\\, en Co)",
        "Walserij Noord)",
    ]

    Membership.objects.filter(pk=seat.pk).update(ended_at=timezone.now())
    assert len(events_in(fetch(secret))) == 1
    Membership.objects.filter(user=joke).update(ended_at=timezone.now())
    assert fetch(secret).status_code == 404


def test_a_company_that_left_has_no_file_to_hand_in(joke, company, cycle):
    Company.objects.update(status="left", left_on=timezone.localdate())
    assert events_in(fetch(make_address(joke))) == []


def test_the_secretariat_sees_the_year_and_no_company(company, cycle):
    boss = ReviewerFactory(language="nl")
    answer = fetch(make_address(boss))
    assert events_in(answer) == [f"Uiterste dag van {cycle.year} voor alle deelnemers"]
    assert "Maas" not in answer.content.decode()


def test_a_new_address_stops_the_former_and_stopping_stops_it(joke, client_of):
    former = make_address(joke)
    client = client_of(joke)
    page = client.post(reverse("calendar-address")).content.decode()
    [secret] = re.findall(r"/calendar/([\w-]+)\.ics", page)
    assert fetch(former).status_code == 404 and fetch(secret).status_code == 200
    assert secret not in client.get(reverse("notice-settings")).content.decode()
    assert secret not in str(CalendarFeed.objects.values().get())

    client.post(reverse("calendar-stop"))
    assert fetch(secret).status_code == 404
    for name in ("calendar-address", "calendar-stop"):
        assert client.get(reverse(name)).url == reverse("notice-settings")
    assert not CalendarFeed.objects.exists()


def test_a_closed_account_and_a_wrong_secret_are_not_found(joke):
    secret = make_address(joke)
    joke.is_active = False
    joke.save()
    assert [fetch(one).status_code for one in (secret, "onzin", secret[:-1])] == [404] * 3


def test_what_did_not_change_is_not_sent_again(joke, company, cycle):
    secret = make_address(joke)
    first = fetch(secret)
    again = fetch(secret, if_none_match=first["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])

    action(company, joke)
    assert fetch(secret, if_none_match=first["ETag"]).status_code == 200
    assert Client().head(reverse("calendar", args=[secret])).status_code == 200
    assert Client().post(reverse("calendar", args=[secret])).status_code == 405


def test_a_program_that_asks_all_the_time_must_wait(joke, monkeypatch):
    secret = make_address(joke)
    monkeypatch.setattr("diligence.views.calendar.CALENDARS", limits.Limit("test-cal", 2, 60))
    monkeypatch.setattr("diligence.views.calendar.GUESSES", limits.Limit("test-guess", 1, 60))
    assert [fetch(secret).status_code for _ in range(3)] == [200, 200, 429]
    assert [fetch("onzin").status_code for _ in range(2)] == [404, 429]
    assert fetch("onzin")["Retry-After"] == "60"


def test_the_cost_does_not_grow_with_actions(joke, company, cycle, django_assert_num_queries):
    secret = make_address(joke)
    fetch(secret)
    with django_assert_num_queries(10) as few:
        fetch(secret)
    for _ in range(10):
        action(company, joke)
    with django_assert_num_queries(len(few)):
        fetch(secret)
