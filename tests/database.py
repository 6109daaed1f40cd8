"""The database under test: real PostgreSQL, real roles, the product's own migrations."""

import os
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

GRANTS = Path(settings.BASE_DIR) / "convenant" / "devstack" / "database.sql"


def superuser(database: str) -> psycopg.Connection:
    """Connect as the server's superuser to this database."""
    url = os.environ["TEST_SUPERUSER_URL"].rsplit("/", 1)[0]
    return psycopg.connect(f"{url}/{database}", autocommit=True)


def name_for(worker: str) -> str:
    """Return the name of this worker's database."""
    return "_".join(filter(None, ["test_convenant", os.environ.get("TEST_DB_SUFFIX"), worker]))


def create(name: str) -> None:
    """Make the database anew with the roles' grants, and point both connections at it."""
    with superuser("postgres") as server:
        remove(name)
        made = sql.SQL(
            "CREATE DATABASE {} OWNER convenant_owner TEMPLATE template0 ENCODING 'UTF8'"
        )
        server.execute(made.format(sql.Identifier(name)))
    with superuser(name) as inside:
        inside.execute(GRANTS.read_text(encoding="utf-8"))
    for alias in ("default", "migrator"):
        settings.DATABASES[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name
    call_command("migrate", verbosity=0, interactive=False)
    connections["migrator"].close()


def remove(name: str) -> None:
    """Drop the database, whoever is still connected."""
    with superuser("postgres") as server:
        dropped = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        server.execute(dropped.format(sql.Identifier(name)))


def whole_database() -> str:
    """Return everything that stands in any table, as text."""
    with superuser(connections["default"].settings_dict["NAME"]) as server:
        tables = server.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
            "WHERE schemaname IN ('public', 'convenant')"
        ).fetchall()
        rows = [
            server.execute(
                f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {name} t"
            ).fetchone()
            for (name,) in tables
        ]
    return " ".join(row for (row,) in rows)
