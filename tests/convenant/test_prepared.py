"""Prepared queries: the SQL is kept, the values and the answers never."""

import uuid

import pytest

from companies.models import Company
from convenant.prepared import NotWritten, Prepared, Write
from convenant.tenancy.scope import company_scope
from diligence.models import Assessment
from tests.factories import AssessmentFactory, CompanyFactory

pytestmark = pytest.mark.django_db


def test_each_use_has_its_own_values():
    one, other = CompanyFactory(), CompanyFactory()
    query = Prepared(lambda slug: Company.objects.filter(slug=slug), slug=str)

    assert [query(slug=one.slug), query(slug=other.slug)] == [[one], [other]]
    assert query.first(slug="nobody") is None


def test_what_changed_meanwhile_is_seen():
    company = CompanyFactory(city="Ede")
    query = Prepared(lambda pk: Company.objects.filter(pk=pk), pk=uuid.UUID)

    assert query.first(pk=company.pk).city == "Ede"
    Company.objects.filter(pk=company.pk).update(city="Zwolle")
    assert query.first(pk=company.pk).city == "Zwolle"


def test_related_rows_come_along(django_assert_num_queries):
    file = AssessmentFactory()
    query = Prepared(
        lambda company: Assessment.objects.for_company(company).with_cycle(), company=uuid.UUID
    )

    with company_scope(file.company_id), django_assert_num_queries(1):
        found = query.first(company=file.company_id)
        assert (found, found.cycle.year) == (file, file.cycle.year)


def test_the_policies_hold():
    ours, theirs = AssessmentFactory(), AssessmentFactory()
    query = Prepared(lambda pk: Assessment.objects.filter(pk=pk), pk=uuid.UUID)

    with company_scope(ours.company_id):
        assert query(pk=ours.pk) == [ours]
        assert query(pk=theirs.pk) == []


@pytest.mark.parametrize("values", [{}, {"slug": None}, {"slug": 1}, {"slug": "a", "more": "b"}])
def test_other_values_than_it_was_made_for_are_refused(values):
    query = Prepared(lambda slug: Company.objects.filter(slug=slug), slug=str)

    with pytest.raises(TypeError, match="takes"):
        query(**values)


def test_a_value_that_is_not_in_the_sql_as_it_is_is_refused():
    query = Prepared(lambda slug: Company.objects.filter(slug=slug.upper()), slug=str)

    with pytest.raises(ValueError, match="as it is"):
        query(slug="a")


def test_rows_are_written_together(django_assert_num_queries):
    file = AssessmentFactory()
    file.status, file.membership_year = "submitted", 9

    with company_scope(file.company_id):
        rows = Write()
        rows.update(file, ["status"])
        with django_assert_num_queries(1):
            rows.send()
        file.refresh_from_db()
    assert (file.status, file.membership_year) == ("submitted", 2)


def test_a_row_of_another_company_is_not_written():
    ours, theirs = AssessmentFactory(), AssessmentFactory()
    rows = Write()
    rows.update(theirs, ["status"])

    with pytest.raises(NotWritten), company_scope(ours.company_id):
        rows.send()


def test_rows_can_stay_plain_and_become_an_object_later(django_assert_num_queries):
    file = AssessmentFactory(figures={"filled": 3})
    query = Prepared(
        lambda company: Assessment.objects.for_company(company).with_cycle(), company=uuid.UUID
    )

    with company_scope(file.company_id), django_assert_num_queries(1):
        [row] = query.rows(company=file.company_id)
        assert (row.id, row.status, row.figures) == (file.pk, file.status, {"filled": 3})
        made = query.made(row)
    assert made == file
    assert (made.figures, made.opened_at) == (file.figures, file.opened_at)
    assert not made._state.adding
