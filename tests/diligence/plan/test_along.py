"""What came along from an earlier year says so, and asks for a new day when its own has gone by."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from convenant.tenancy.scope import company_scope
from diligence.models import Action, ActionStep
from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory, ReaderFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PAST, SOON = TODAY - timedelta(days=20), TODAY + timedelta(days=30)
GONE_BY = "Van één actie uit een eerder jaar is de einddatum voorbij."


@pytest.fixture
def file():
    return AssessmentFactory(company=CompanyFactory(slug="de-maas"))


@pytest.fixture
def editor(file):
    return EditorFactory(of=file.company)


@pytest.fixture
def browser(client_of, editor):
    return client_of(editor)


def action_of(file, **more) -> Action:
    fields = {"title": "Stof meten", "first_year": file.cycle.year - 1, "due_on": PAST}
    with company_scope(file.company_id):
        return Action.objects.create(company=file.company, **fields | more)


def text(response):
    return " ".join(response.content.decode().split())


def plan(file):
    return reverse("diligence:plan", args=[file.company.slug])


def page_of(action, name="action"):
    return reverse(f"diligence:{name}", args=[action.company.slug, action.pk])


def fresh(action):
    with company_scope(action.company_id):
        return Action.objects.get(pk=action.pk)


def new_day(browser, action, day=SOON, why="", version=1):
    said = {"new_day": day.isoformat(), "why_later": why, "version": version}
    return browser.post(page_of(action, "action-day"), said)


def test_the_plan_says_from_which_year_an_action_came(file, browser):
    action_of(file, due_on=SOON)
    year = file.cycle.year

    assert f"meegenomen uit {year - 1}" in text(browser.get(plan(file)))
    assert GONE_BY not in text(browser.get(plan(file)))


def test_an_action_of_this_year_came_from_nowhere(file, browser):
    action_of(file, first_year=file.cycle.year)

    page = text(browser.get(plan(file)))
    assert "meegenomen uit" not in page and GONE_BY not in page


def test_a_day_that_has_gone_by_asks_for_a_new_one_until_there_is_one(file, browser):
    action = action_of(file)
    page = text(browser.get(plan(file)))
    assert GONE_BY in page and f"{page_of(action)}#nieuwe-dag" in page
    assert 'id="nieuwe-dag"' in text(browser.get(page_of(action)))

    assert new_day(browser, action).status_code == 302

    after = fresh(action)
    assert (after.due_on, after.delays, after.title) == (SOON, 1, "Stof meten")
    assert GONE_BY not in text(browser.get(plan(file)))
    assert 'id="nieuwe-dag"' not in text(browser.get(page_of(action)))


def test_the_second_time_needs_a_reason_that_the_history_keeps(file, browser):
    action = action_of(file, delays=1)

    refused = new_day(browser, action)
    told = new_day(browser, action, why="De meetdienst heeft geen plek.")

    assert refused.status_code == 422 and SOON.isoformat() in text(refused)
    assert "Zeg waarom het weer later wordt" in text(refused)
    assert told.status_code == 302
    with company_scope(file.company_id):
        assert ActionStep.objects.get().text == "De meetdienst heeft geen plek."


@pytest.mark.parametrize("day", [TODAY, PAST])
def test_a_day_that_has_gone_by_is_no_new_day(day, file, browser):
    action = action_of(file)

    response = new_day(browser, action, day=day)

    assert response.status_code == 422
    assert "Kies een dag die nog moet komen." in text(response)
    assert fresh(action).due_on == PAST


def test_a_colleague_was_first(file, browser):
    action = action_of(file, version=2)

    assert new_day(browser, action, version=1).status_code == 412
    assert fresh(action).due_on == PAST


def test_a_reader_sees_it_and_changes_nothing(file, client_of):
    action = action_of(file)
    client = client_of(ReaderFactory(of=file.company))

    assert GONE_BY in text(client.get(plan(file)))
    assert 'name="new_day"' not in text(client.get(page_of(action)))
    assert new_day(client, action).status_code == 403
