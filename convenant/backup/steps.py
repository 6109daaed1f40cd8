"""Make a backup, bring one back, and prove that what came back is what went in."""

import hashlib
import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction

from convenant.backup import files
from convenant.backup.fingerprint import differences, fingerprint
from convenant.backup.sealing import opened, sealed
from convenant.backup.server import Server
from convenant.tenancy.checks import scope_key_is_known

MANIFEST, DATABASE, ROLES, FILES = "manifest.json", "database.dump", "roles.sql", "files.tar"
FORMAT = 1
NOT_EMPTY = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
MISSING_ROLES = """
SELECT name FROM unnest(ARRAY['convenant_owner', 'convenant_migrator', 'convenant_app',
                              'convenant_backup']) AS wanted (name)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
"""
UNDER_POLICIES = """
SELECT oid::regclass::text FROM pg_class
WHERE relrowsecurity AND relforcerowsecurity AND pg_relation_size(oid) > 0 ORDER BY 1
"""
"""An empty table has nothing to show, and need not ask its policy: the fingerprint holds that."""


class CannotRestore(Exception):
    """Where the backup is to go there is something already, or something is missing."""


def make(folder: Path, server: Server, recipient: str = "") -> Path:
    """Write a backup into a new folder below `folder` and return it; it is whole or not there.

    Rows, fingerprint and dump are of one moment: they share a snapshot. Files are copied after
    it, so that every file a row speaks of is there.
    """
    name = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    draft = folder / f".{name}.new"
    draft.mkdir(parents=True, mode=0o700)
    try:
        _fill(draft, server, recipient, {"format": FORMAT, "made_at": name})
        return draft.rename(folder / name)
    except BaseException:
        shutil.rmtree(draft)
        raise


def _fill(draft: Path, server: Server, recipient: str, manifest: dict[str, Any]) -> None:
    """Write each part, the manifest last."""
    with server.connect() as line:
        (snapshot,) = line.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        manifest["database"] = fingerprint(line)
        with sealed(draft / DATABASE, recipient) as target:
            server.run("pg_dump", "--format=custom", f"--snapshot={snapshot}", writes=target)
    with sealed(draft / ROLES, recipient) as target:
        database = f"--database={server.place['NAME']}"
        server.run("pg_dumpall", "--globals-only", "--no-role-passwords", database, writes=target)
    with sealed(draft / FILES, recipient) as target:
        manifest["files"] = files.pack(target)
    with sealed(draft / MANIFEST, recipient) as target:
        target.write(json.dumps(manifest, indent=1).encode())
    _add_up(draft)


def _add_up(folder: Path) -> None:
    """Write SHA256SUMS, so that anybody can see damage without the key, and make all of it last."""
    lines = []
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}\n")
            os.fsync(file.fileno())
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def manifest_of(folder: Path, identity: str = "") -> dict[str, Any]:
    """Return what a backup says it holds."""
    with opened(folder, MANIFEST, identity) as file:
        return json.load(file)


def restore(folder: Path, server: Server, identity: str = "") -> int:
    """Bring a backup back into an empty database and empty storages; return the number of files.

    `server` is the new database, as superuser. Raises CannotRestore when there is anything in it.
    """
    manifest_of(folder, identity)  # a backup that can't be read touches nothing
    with server.connect() as line:
        if missing := [name for (name,) in line.execute(MISSING_ROLES).fetchall()]:
            raise CannotRestore(f"Run roles.sql first: {', '.join(missing)} is not there.")
        if line.execute(NOT_EMPTY).fetchone() != (0,):
            raise CannotRestore(f"The database {server.place['NAME']} is not empty.")
    if (first := next(files.every_file(), None)) is not None:
        raise CannotRestore(f"The storage of files is not empty: {first[0]} is there.")
    with opened(folder, DATABASE, identity) as dump:
        options = ("--exit-on-error", "--single-transaction", f"--dbname={server.place['NAME']}")
        server.run("pg_restore", *options, reads=dump, writes=None)
    with opened(folder, FILES, identity) as archive:
        return files.unpack(archive)


def prove(folder: Path, server: Server, identity: str = "") -> tuple[dict[str, Any], list[str]]:
    """Return the backup's manifest and every difference with the database and files of now.

    `server` reads everything; the runtime role of the settings must see nothing without a scope.
    """
    manifest = manifest_of(folder, identity)
    with server.connect() as line:
        found = differences(manifest["database"], fingerprint(line))
    found += files.differences(manifest["files"], files.sums())
    return manifest, found + seen_without_scope()


def seen_without_scope() -> list[str]:
    """Return what the runtime role can see that it must not, and whether it knows the scope key."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(UNDER_POLICIES)
        tables = [name for (name,) in cursor.fetchall()]
    for table in tables:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        except DatabaseError:
            continue
        found.append(f"{table} answers without a scope")
    if not tables:
        found.append("no table is under a policy")
    if not scope_key_is_known():
        found.append("SCOPE_KEY is not the key of this database")
    return found
