"""More time: asked with a reason, given or refused by the secretariat, counted everywhere."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from companies.models import Event
from convenant.tenancy.scope import company_scope, officer_scope
from diligence.models import Assessment, Extension
from diligence.services.review import extensions
from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory, ReviewerFactory

pytestmark = pytest.mark.django_db
LAST = datetime.date(2027, 3, 31)
LATER = datetime.date(2027, 5, 1)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def file():
    return AssessmentFactory(company=CompanyFactory())


@pytest.fixture
def editor(file):
    return EditorFactory(of=file.company)


@pytest.fixture
def reviewer():
    return ReviewerFactory()


def request_time(file, by, until=LATER, reason="Onze inkoper is ziek.") -> Extension:
    with company_scope(file.company_id):
        return extensions.ask_for_time(file, until, reason, by=by)


def again(file) -> Assessment:
    with company_scope(file.company_id):
        return Assessment.objects.with_cycle().get(pk=file.pk)


def test_given_time_is_the_deadline_from_then_on(file, editor, reviewer):
    request = request_time(file, editor)
    assert again(file).deadline == LAST
    with officer_scope(file.company_id):
        extensions.grant(request, LATER - DAY, "Tot dan.", by=reviewer)
    file = again(file)
    assert (file.deadline, file.is_late(LATER - DAY), file.is_late(LATER)) == (
        LATER - DAY,
        False,
        True,
    )
    with company_scope(file.company_id):
        verbs = list(Event.objects.order_by("at").values_list("verb", "data__day"))
    assert verbs[-2:] == [
        ("file.time_asked", "2027-05-01"),
        ("file.time_given", "2027-04-30"),
    ]


def test_a_refusal_needs_a_reason_and_changes_nothing(file, editor, reviewer):
    request = request_time(file, editor)
    with officer_scope(file.company_id):
        with pytest.raises(extensions.NoReason):
            extensions.refuse(request, "  ", by=reviewer)
        extensions.refuse(request, "Wij gaven al twee keer uitstel.", by=reviewer)
    assert again(file).deadline == LAST
    assert request_time(file, editor).state == "waiting"  # one may ask again


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001])
def test_a_request_needs_a_reason(file, editor, reason):
    with pytest.raises(extensions.NoReason):
        request_time(file, editor, reason=reason)


@pytest.mark.parametrize("until", [LAST, LAST - DAY])
def test_a_day_that_is_no_later_is_refused(file, editor, until):
    with pytest.raises(extensions.NotLater) as refused:
        request_time(file, editor, until=until)
    assert refused.value.deadline == LAST


def test_one_request_waits_at_a_time(file, editor):
    request_time(file, editor)
    with pytest.raises(extensions.AlreadyAsked):
        request_time(file, editor, until=LATER + DAY)


def test_who_handed_in_needs_no_time(file, editor):
    with company_scope(file.company_id):
        Assessment.objects.filter(pk=file.pk).update(
            status="submitted", submitted_at="2027-03-01T12:00Z"
        )
    with pytest.raises(extensions.AlreadyHandedIn):
        request_time(file, editor)


def test_a_request_is_decided_once(file, editor, reviewer):
    request = request_time(file, editor)
    with company_scope(file.company_id):
        extensions.withdraw(request, by=editor)
    with officer_scope(file.company_id):
        for act in (
            lambda: extensions.grant(request, LATER, by=reviewer),
            lambda: extensions.refuse(request, "Nee.", by=reviewer),
        ):
            with pytest.raises(extensions.AlreadyDecided):
                act()


def test_a_member_gives_itself_no_time(file, editor, reviewer):
    request = request_time(file, editor)
    with company_scope(file.company_id):
        with pytest.raises(IntegrityError), transaction.atomic():
            extensions.grant(request, LATER, by=reviewer)
        with pytest.raises(IntegrityError), transaction.atomic():
            Assessment.objects.filter(pk=file.pk).update(extended_until=LATER)
        with pytest.raises(IntegrityError), transaction.atomic():
            Extension.objects.create(
                company=file.company,
                assessment=file,
                state="granted",
                until=LATER,
                granted_until=LATER,
                reason="x",
            )
    assert again(file).deadline == LAST


def test_time_outlives_no_other_year(file, editor, reviewer):
    other = AssessmentFactory(company=file.company, cycle__year=2025)
    request = request_time(file, editor)
    with officer_scope(file.company_id):
        extensions.grant(request, LATER, by=reviewer)
    assert again(other).extended_until is None
