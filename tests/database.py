"""The database under test: real PostgreSQL, real roles, the product's own migrations."""

import hashlib
import os
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

BASE = Path(settings.BASE_DIR)
GRANTS = BASE / "convenant" / "devstack" / "database.sql"
APPS = ("convenant", "companies", "diligence", "workgroups")
TELLING = {"models", "migrations", "tenancy", "permissions", "apps"}
"""Modules and folders that say how the tables come to be, or what is in them from the start."""
MIGRATED = "test_migrated"
ONE_AT_A_TIME = 20260901
"""The lock under which the migrations run: whoever comes second copies."""


def superuser(database: str) -> psycopg.Connection:
    """Connect as the server's superuser to this database."""
    url = os.environ["TEST_SUPERUSER_URL"].rsplit("/", 1)[0]
    return psycopg.connect(f"{url}/{database}", autocommit=True)


def name_for(worker: str) -> str:
    """Return the name of this worker's database."""
    return "_".join(filter(None, ["test_convenant", os.environ.get("TEST_DB_SUFFIX"), worker]))


def create(name: str) -> None:
    """Make the database anew with the roles' grants, and point both connections at it.

    It is a copy of one in which the migrations ran; that one stays with the server, so that the
    next worker, and the next run with the same tables, need not run them.
    """
    with superuser("postgres") as server:
        server.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        migrated = f"{MIGRATED}_{of_the_tables()}"
        known = [row for (row,) in server.execute("SELECT datname FROM pg_database").fetchall()]
        if migrated not in known:
            for old in known:
                if old.startswith(MIGRATED):
                    remove(old)
            migrate(f"{MIGRATED}_{os.getpid()}")
            server.execute(f"ALTER DATABASE {MIGRATED}_{os.getpid()} RENAME TO {migrated}")
        make(name, migrated)
    point_at(name)


def of_the_tables() -> str:
    """Return a hash over all that says how the tables come to be, and with what key."""
    ours = [folder for app in APPS for folder in (BASE / app).rglob("*.py")]
    told = [path for path in ours if TELLING & {path.stem, *path.parts}]
    digest = hashlib.sha256(settings.SCOPE_KEY.encode())
    for path in (*sorted(told), GRANTS, Path(__file__), BASE / "requirements-dev.lock"):
        digest.update(f"{path.relative_to(BASE)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def migrate(name: str) -> None:
    """Make a database with the product's own migrations, and leave it."""
    make(name, "template0")
    point_at(name)
    call_command("migrate", verbosity=0, interactive=False)
    for alias in ("default", "migrator"):
        connections[alias].close()


def make(name: str, template: str) -> None:
    """Make a database as a copy of another, with the grants that are not copied along."""
    remove(name)
    with superuser("postgres") as server:
        made = sql.SQL("CREATE DATABASE {} OWNER convenant_owner TEMPLATE {} ENCODING 'UTF8'")
        server.execute(made.format(sql.Identifier(name), sql.Identifier(template)))
    with superuser(name) as inside:
        inside.execute(GRANTS.read_text(encoding="utf-8"))


def point_at(name: str) -> None:
    """Let both connections speak to this database from now on."""
    for alias in ("default", "migrator"):
        settings.DATABASES[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name


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
