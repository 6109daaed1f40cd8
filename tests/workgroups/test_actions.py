"""Actions of members that are late or stuck, for the secretariat."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.models import Company
from convenant.tenancy.scope import company_scope
from diligence.services.plan.actions import ActionDetails, add_action, ask_help
from tests.factories import (
    AdminFactory,
    CompanyFactory,
    EditorFactory,
    PartyUserFactory,
    ReviewerFactory,
)

pytestmark = pytest.mark.django_db
URL = "/sector/actions/"
TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - datetime.timedelta(1), TODAY + datetime.timedelta(1)


def action(title: str, due_on, *, stuck: bool = False, **company):
    made = CompanyFactory(**company)
    editor = EditorFactory(of=made)
    with company_scope(made.pk):
        one = add_action(made, ActionDetails(title=title, due_on=due_on), year=2026, by=editor)
        if stuck:
            ask_help(one, "Onze leverancier zwijgt.", by=editor)
    return one


@pytest.fixture
def officer(client_of):
    return client_of(ReviewerFactory())


def test_late_and_stuck_are_listed_stuck_first_and_the_rest_is_not(officer):
    late = action("Te late actie", YESTERDAY)
    stuck = action("Vastgelopen actie", TOMORROW, stuck=True)
    action("Gewone actie", TOMORROW)

    html = officer.get(URL).content.decode()

    assert html.index("Vastgelopen actie") < html.index("Te late actie")
    assert "Gewone actie" not in html
    for one in (late, stuck):
        assert reverse("diligence:action", args=[one.company.slug, one.pk]) in html


@pytest.mark.parametrize(("show", "title"), [("late", "Te laat"), ("stuck", "Vast")])
def test_each_can_be_chosen(show, title, officer):
    action("Te laat werk", YESTERDAY)
    action("Vast werk", TOMORROW, stuck=True)

    html = officer.get(URL, {"show": show}).content.decode()

    assert f"{title} werk" in html
    assert html.count("plan__row") == 1


def test_who_left_is_not_pressed(officer):
    action("Van wie wegging", YESTERDAY, status=Company.Status.LEFT, left_on=YESTERDAY)

    assert "Van wie wegging" not in officer.get(URL).content.decode()


def test_nothing_that_asks_for_help_says_so(officer):
    assert "Er is geen actie die hulp vraagt." in officer.get(URL).content.decode()


def test_members_and_parties_are_refused(client_of):
    for person in (AdminFactory(of=CompanyFactory()), PartyUserFactory()):
        assert client_of(person).get(URL).status_code == 403


def test_it_costs_the_same_for_many(officer, django_assert_max_num_queries):
    for n in range(6):
        action(f"Actie {n}", YESTERDAY)
    with django_assert_max_num_queries(7):
        officer.get(URL)
