"""The database's own lock: raises without a scope, shows one company with one."""

import uuid

import pytest
from django.db import ProgrammingError, connection, transaction

from convenant.tenancy import scope
from convenant.tenancy.backend.base import shown
from convenant.tenancy.scope import company_scope, current_scope, signed_scope
from convenant.tenancy.sector import sector_scope
from diligence.models import Assessment
from tests.factories import AssessmentFactory

pytestmark = pytest.mark.django_db


def test_without_a_scope_the_database_refuses():
    AssessmentFactory()

    with pytest.raises(ProgrammingError, match="no tenant scope"), transaction.atomic():
        list(Assessment.objects.all())


def test_a_company_sees_its_own_rows_only():
    ours, theirs = AssessmentFactory(), AssessmentFactory()

    with company_scope(ours.company_id):
        assert list(Assessment.objects.all()) == [ours]
        assert not Assessment.objects.filter(pk=theirs.pk).update(status="closed")
        assert not Assessment.objects.filter(pk=theirs.pk).delete()[0]


def test_the_sector_reads_all_and_writes_none():
    files = {AssessmentFactory().pk, AssessmentFactory().pk}

    with sector_scope():
        assert set(Assessment.objects.values_list("pk", flat=True)) == files
        assert Assessment.objects.update(status="closed") == 0


def test_a_row_of_another_company_can_not_be_written():
    ours, theirs = AssessmentFactory(), AssessmentFactory()

    with (
        company_scope(ours.company_id),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Assessment.objects.create(company_id=theirs.company_id, cycle=theirs.cycle)


def test_a_nested_scope_puts_the_former_back():
    ours, theirs = AssessmentFactory(), AssessmentFactory()

    with company_scope(ours.company_id):
        with company_scope(theirs.company_id):
            assert Assessment.objects.get() == theirs
        assert Assessment.objects.get() == ours
    assert current_scope() is None


def test_an_error_inside_a_scope_puts_the_former_back():
    ours, theirs = AssessmentFactory(), AssessmentFactory()

    with company_scope(ours.company_id):
        with pytest.raises(ZeroDivisionError), company_scope(theirs.company_id):
            raise ZeroDivisionError
        assert Assessment.objects.get() == ours


@pytest.mark.parametrize("forged", ["{company}", "{company}|9999999999|00", "sector|9999999999|00"])
def test_a_forged_scope_is_refused(forged):
    file = AssessmentFactory()
    value = forged.format(company=file.company_id)

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('convenant.scope', %s, true)", [value])
        with pytest.raises(ProgrammingError, match="not genuine"), transaction.atomic():
            cursor.execute("SELECT count(*) FROM diligence_assessment")


@pytest.mark.parametrize(
    "change",
    [
        lambda genuine, other: genuine.replace(genuine[:36], str(other)),
        lambda genuine, other: f"{other}|{genuine}",
        lambda genuine, other: f"{genuine}|",
        lambda genuine, other: genuine.replace("|", f"|{other}|", 1),
        lambda genuine, other: genuine.replace("|", "0|", 1),
        lambda genuine, other: genuine[-64:],
    ],
)
def test_a_genuine_scope_is_worth_nothing_when_it_was_changed(change):
    ours, theirs = AssessmentFactory(), AssessmentFactory()

    with company_scope(ours.company_id):
        value = change(signed_scope(), theirs.company_id)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('convenant.scope', %s, true)", [value])
        for asked in ("scope_company()", "open_scope()"):
            with pytest.raises(ProgrammingError, match="not genuine"), transaction.atomic():
                cursor.execute(f"SELECT convenant.{asked}")


def test_an_old_scope_is_refused(monkeypatch):
    file = AssessmentFactory()
    monkeypatch.setattr(scope, "LIFETIME", -1)

    with pytest.raises(ProgrammingError, match="expired"), company_scope(file.company_id):
        Assessment.objects.exists()


@pytest.mark.parametrize("nothing", ["", "sector", "0", None])
def test_only_an_id_opens_a_company_scope(nothing):
    with pytest.raises(ValueError), company_scope(nothing):
        pass


def test_an_unknown_company_sees_nothing():
    AssessmentFactory()

    with company_scope(uuid.uuid4()):
        assert not Assessment.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestTheBeginOfATransaction:
    """Outside a test's own transaction: BEGIN carries the scope, in one message."""

    def test_shows_the_scope_without_a_statement_more(self, django_assert_num_queries):
        ours, theirs = AssessmentFactory(), AssessmentFactory()

        with company_scope(ours.company_id), django_assert_num_queries(1):
            assert list(Assessment.objects.all()) == [ours]
        with company_scope(theirs.company_id), django_assert_num_queries(1):
            assert list(Assessment.objects.all()) == [theirs]

    def test_shows_nothing_without_a_scope(self):
        ours = AssessmentFactory()

        with company_scope(ours.company_id):
            assert Assessment.objects.exists()
        with pytest.raises(ProgrammingError, match="no tenant scope"), transaction.atomic():
            list(Assessment.objects.all())

    def test_a_scope_opened_before_the_first_statement_holds(self):
        ours, theirs = AssessmentFactory(), AssessmentFactory()

        with company_scope(ours.company_id), company_scope(theirs.company_id):
            assert list(Assessment.objects.all()) == [theirs]
        with transaction.atomic(), company_scope(ours.company_id):
            assert list(Assessment.objects.all()) == [ours]

    def test_a_rollback_takes_the_scope_along(self):
        ours, theirs = AssessmentFactory(), AssessmentFactory()

        with pytest.raises(ZeroDivisionError), company_scope(ours.company_id):
            assert Assessment.objects.exists()
            raise ZeroDivisionError
        with company_scope(theirs.company_id):
            assert list(Assessment.objects.all()) == [theirs]


@pytest.mark.parametrize("value", ["x'; DROP TABLE t; --", "sector|1|\\", "A", "é"])
def test_nothing_but_a_scope_stands_in_a_begin(value):
    with pytest.raises(ValueError, match="scope"):
        shown(value)
