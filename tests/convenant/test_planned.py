"""Statements that PostgreSQL plans once per connection: only where no pool stands in between."""

import pytest
from django.db import NotSupportedError, connection, connections

from companies.models import Company
from convenant.prepared import Prepared
from convenant.tenancy.backend import base
from tests.factories import CompanyFactory

COMPANY: Prepared[Company] = Prepared(lambda slug: Company.objects.filter(slug=slug), slug=str)


def planned() -> list[str]:
    """Return what this connection has planned."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall()]


@pytest.fixture
def fresh():
    """A connection that has planned nothing yet."""
    connection.close()
    yield
    connection.close()


@pytest.mark.django_db(transaction=True)
class TestPlans:
    def test_a_statement_is_planned_once_for_all_values(self, fresh):
        one, other = CompanyFactory(), CompanyFactory()

        assert [COMPANY.first(slug=slug) for slug in (one.slug, other.slug)] == [one, other]
        assert [text for text in planned() if "companies_company" in text] == [
            COMPANY.kept.sql.replace("%s", "$1")
        ]

    def test_behind_a_pool_nothing_is_planned(self, fresh, monkeypatch):
        monkeypatch.setattr(base, "is_direct", lambda connection: False)
        company = CompanyFactory()

        assert COMPANY.first(slug=company.slug) == company
        assert planned() == []

    def test_a_pool_is_known_by_the_number_it_greets_with(self, fresh):
        connection.ensure_connection()

        class Pooled:
            """A connection whose greeting came from another process than the answers."""

            info = type("Info", (), {"backend_pid": connection.connection.info.backend_pid + 1})
            execute = connection.connection.execute

        assert base.is_direct(connection.connection)
        assert not base.is_direct(Pooled())

    def test_what_was_asked_can_still_be_read_with_its_values(
        self, fresh, django_assert_num_queries
    ):
        with django_assert_num_queries(1) as caught:
            COMPANY.first(slug="nobody's")
        assert """= 'nobody''s'""" in caught[0]["sql"]


@pytest.mark.django_db(transaction=True, databases=["default", "migrator"])
def test_a_migration_that_changes_a_type_costs_one_request_at_most(fresh):
    with connections["migrator"].cursor() as migrator:
        migrator.execute("CREATE TABLE probe (word varchar(2))")
        migrator.execute("GRANT SELECT ON probe TO convenant_app")
        try:
            assert ask() == []
            migrator.execute("ALTER TABLE probe ALTER word TYPE varchar(3)")
            with pytest.raises(NotSupportedError, match="result type"):
                ask()
            connection.close_if_unusable_or_obsolete()  # as at the end of each request
            assert ask() == []
        finally:
            migrator.execute("DROP TABLE probe")
    connections["migrator"].close()


def ask() -> list:
    """Ask a planned question of the table."""
    with connection.planned_cursor() as cursor:
        cursor.execute("SELECT word FROM probe")
        return cursor.fetchall()
