"""A standby of the database that answers reads which may be some seconds old.

It holds the same roles, keys and policies as the primary, and its transactions begin with the same
signed scope. Named by DATABASE_REPLICA_URL; without it there is none.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections

from convenant.databases import REPLICA

REST = 30.0
"""Seconds in which a replica that failed is not asked again: it may take long to say no."""
WRITTEN = "SELECT pg_current_wal_lsn()::text"
BEHIND = """
SELECT pg_is_in_recovery(), CASE
    WHEN pg_last_wal_replay_lsn() >= %s::pg_lsn THEN 0
    ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())
END
"""

_place: ContextVar[str] = ContextVar("place", default=DEFAULT_DB_ALIAS)


class NotToRead(Exception):
    """The replica is too far behind, or is no replica (any more); the text says which."""


class Rest:
    """Until when this process leaves the replica alone."""

    until = 0.0


def may_be_asked() -> bool:
    """Tell whether there is a replica that did not fail a moment ago."""
    return REPLICA in settings.DATABASES and time.monotonic() >= Rest.until


def leave_alone() -> None:
    """Ask nothing of the replica for a while."""
    Rest.until = time.monotonic() + REST
    connections[REPLICA].close()


@contextmanager
def read_here() -> Iterator[None]:
    """Send every read of the block to the replica."""
    token = _place.set(REPLICA)
    try:
        yield
    finally:
        _place.reset(token)


def check_age() -> None:
    """Refuse a replica that lags, or that follows nobody. One statement to each server.

    A primary where nothing is written has a standby whose last transaction is old and that lacks
    nothing, so its place in the log counts first. Raises NotToRead.
    """
    with connection.cursor() as primary:
        primary.execute(WRITTEN)
        [written] = primary.fetchone()
    with connections[REPLICA].cursor() as replica:
        replica.execute(BEHIND, [written])
        is_standby, behind = replica.fetchone()
    if not is_standby:
        raise NotToRead("it is no standby (any more)")
    if behind is None or behind > settings.DATABASE_REPLICA_MAX_LAG:
        raise NotToRead(
            "nobody knows its age" if behind is None else f"it is {behind:.0f} s behind"
        )


class Reads:
    """Django's router: the primary for everything, but for reads inside `read_here`."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """Return where to read; where a row came from before does not matter."""
        return _place.get()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """Return where to write: always the primary."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Let rows of both belong together: they are the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """Never change the replica; of the others Django decides."""
        return False if db == REPLICA else None
