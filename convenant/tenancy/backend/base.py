"""PostgreSQL with the tenant scope applied at every BEGIN."""

import select
import sys
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.backends.postgresql import base, operations
from psycopg import ClientCursor, Cursor, generators
from psycopg.errors import FeatureNotSupported, error_from_result
from psycopg.pq import ExecStatus, TransactionStatus

from convenant.tenancy.scope import current_scope, signed_scope

SHOW = "SELECT set_config('convenant.scope', %s, true)"
SHOW_AT_BEGIN = "SET LOCAL convenant.scope = '%s'"
"""The same without a query to plan; it takes no parameters."""
CLEAN = frozenset("0123456789abcdefghijklmnopqrstuvwxyz-|")


class DatabaseOperations(operations.DatabaseOperations):
    """Tells what was asked, for tests and debugging."""

    def last_executed_query(self, cursor, sql, params):
        """Return the statement with its values in it; a planned cursor sent them apart."""
        if isinstance(cursor, PlannedCursor):
            return ClientCursor(cursor.connection).mogrify(sql, params)
        return super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL backend that tells the database in whose scope a transaction runs."""

    ops_class = DatabaseOperations
    applied_scope: str | None = None
    is_direct: bool | None = None
    """Whether PostgreSQL itself is at the other end and no pool; None until somebody asks."""

    def get_new_connection(self, conn_params):
        """Connect; from now on every BEGIN of this connection carries the scope."""
        connection = super().get_new_connection(conn_params)
        connection._start_query = partial(self.begin, connection)
        self.is_direct = None
        return connection

    def close_if_health_check_failed(self):
        """Look whether the server hung up, without asking it: that would cost each request a trip.

        Whoever stops or dies closes the socket, and what comes in then is asked about. The rest is
        left to CONN_MAX_AGE: no connection waits long enough to be forgotten by a network.
        """
        if self.health_check_enabled and not self.health_check_done and self.connection is not None:
            self.health_check_done = is_silent(self.connection)
        super().close_if_health_check_failed()

    def planned_cursor(self) -> Any:
        """Return a cursor whose statements PostgreSQL parses and plans once per connection.

        For statements of few different words. Behind a pool, where the next transaction may be in
        another session, it is an ordinary cursor.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            if self.is_direct is None:
                self.is_direct = is_direct(self.connection)
                self.connection.prepare_threshold = sys.maxsize if self.is_direct else None
            return self._prepare_cursor(  # type: ignore[attr-defined]
                PlannedCursor(self.connection) if self.is_direct else self.create_cursor()
            )

    def begin(self, connection) -> Iterator:
        """Begin a transaction in the scope that is open, both in one message.

        psycopg calls this before each statement. The method is a private one of its own: the
        tests of tenancy fail when an upgrade no longer calls it, and without a scope the policies
        raise.
        """
        if not awaits_begin(connection):
            return
        scope = current_scope()
        if scope is None:
            yield from type(connection)._start_query(connection)
            self.applied_scope = None
            return
        begin = connection._get_tx_start_command()
        connection.pgconn.send_query(begin + b"; " + shown(signed_scope()))
        for result in (yield from generators.execute(connection.pgconn)):
            if result.status not in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
                raise error_from_result(result, encoding=connection.pgconn._encoding)
        self.applied_scope = scope

    def apply_scope(self) -> None:
        """Write the open scope into the running transaction; outside one there is nothing to do.

        After an error the transaction is aborted and its rollback restores the former value.
        """
        if self.connection is None or self.get_autocommit():
            return
        if self.connection.info.transaction_status in (
            TransactionStatus.IDLE,  # BEGIN is still to come, and takes the scope along
            TransactionStatus.INERROR,
        ):
            return
        scope = current_scope()
        if scope == self.applied_scope:
            return
        with self.cursor() as cursor:
            cursor.execute(SHOW, [signed_scope()])
        self.applied_scope = scope


class PlannedCursor(Cursor):
    """Sends its statement by name, and the values apart."""

    def execute(self, query, params=None, **kwargs):
        """Run it; the first time on this connection it is parsed and gets its name."""
        try:
            return super().execute(query, params, prepare=True)
        except FeatureNotSupported:
            # A migration changed the type of a column. A new connection makes new plans.
            self.connection.close()
            raise


def is_silent(connection) -> bool:
    """Tell whether the connection is open and nothing came in that nobody asked for."""
    if connection.closed:
        return False
    ear = select.poll()
    ear.register(connection.fileno(), select.POLLIN)
    return not ear.poll(0)


def is_direct(connection) -> bool:
    """Tell whether the server's process is the one that greeted us; a pool gives its own number."""
    [own] = connection.execute("SELECT pg_backend_pid()").fetchone()
    return own == connection.info.backend_pid


def awaits_begin(connection) -> bool:
    """Tell whether the next statement has to begin a transaction."""
    is_idle = connection.pgconn.transaction_status == TransactionStatus.IDLE
    return is_idle and not connection.autocommit


def shown(value: str) -> bytes:
    """Return the statement that goes along with a BEGIN and shows a scope."""
    if not CLEAN.issuperset(value):
        raise ValueError("A scope is made of small letters, digits, - and |.")
    return (SHOW_AT_BEGIN % value).encode()
