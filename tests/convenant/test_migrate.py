"""A migration never holds up readers: it gives way, lets them go first, and tries again."""

from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from convenant.tenancy.management.commands import migrate

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "migrator"])
PROBE = "tests.support.probe_migrations"


def another_session() -> psycopg.Connection:
    """Connect as the product does, beside Django."""
    place = connection.get_connection_params()
    names = ("host", "port", "dbname", "user", "password")
    return psycopg.connect(**{name: place[name] for name in names})


def read(session: psycopg.Connection) -> int:
    """Read the table as a page would; fails rather than wait behind a migration."""
    session.execute("SET lock_timeout = '2s'")
    return session.execute("SELECT count(*) FROM companies_user").fetchone()[0]


def columns() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'companies_user'::regclass"
            " AND attnum > 0 AND NOT attisdropped"
        )
        return {row[0] for row in cursor.fetchall()}


@pytest.fixture
def probe(settings):
    """A migration that adds a column to a table in use; taken back at the end."""
    settings.MIGRATION_MODULES = {"support": PROBE}
    yield
    call_command("migrate", "support", "zero", verbosity=0, stdout=StringIO())
    assert "probe" not in columns()


def test_readers_go_first_and_the_migration_comes_after(probe, monkeypatch):
    pauses = []
    with another_session() as slow_reader:
        read(slow_reader)  # and its transaction stays open, as a long report's would

        def look_around(seconds: float) -> None:
            pauses.append(seconds)
            with another_session() as page:
                read(page)
            if len(pauses) == 2:
                slow_reader.rollback()

        monkeypatch.setattr(migrate, "pause", look_around)
        told = StringIO()
        call_command("migrate", "support", stdout=told)

    assert pauses == [migrate.PAUSE] * 2
    assert told.getvalue().count("letting its users go first") == 2
    assert "probe" in columns()


def test_a_table_that_is_never_free_is_told_and_left_as_it_was(probe, monkeypatch):
    monkeypatch.setattr(migrate, "pause", lambda seconds: None)
    monkeypatch.setattr(migrate, "TRIES", 2)
    with another_session() as slow_reader:
        read(slow_reader)
        with pytest.raises(CommandError, match="in use at each of 2 tries"):
            call_command("migrate", "support", stdout=StringIO())

    assert "probe" not in columns()


def test_other_faults_are_not_waited_out(monkeypatch):
    monkeypatch.setattr(migrate, "pause", lambda seconds: pytest.fail("this is no lock"))
    fault = migrate.OperationalError("the disk is full")

    def fail():
        raise fault

    with pytest.raises(migrate.OperationalError, match="disk is full"):
        migrate.Command().without_holding_up(fail)
