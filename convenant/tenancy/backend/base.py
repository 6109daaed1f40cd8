"""PostgreSQL with the tenant scope applied at every BEGIN."""

from collections.abc import Iterator
from functools import partial

from django.db.backends.postgresql import base
from psycopg import generators
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, TransactionStatus

from convenant.tenancy.scope import current_scope, signed_scope

SHOW = "SELECT set_config('convenant.scope', %s, true)"
CLEAN = frozenset("0123456789abcdefghijklmnopqrstuvwxyz-|")


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL backend that tells the database in whose scope a transaction runs."""

    applied_scope: str | None = None

    def get_new_connection(self, conn_params):
        """Connect; from now on every BEGIN of this connection carries the scope."""
        connection = super().get_new_connection(conn_params)
        connection._start_query = partial(self.begin, connection)
        return connection

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


def awaits_begin(connection) -> bool:
    """Tell whether the next statement has to begin a transaction."""
    is_idle = connection.pgconn.transaction_status == TransactionStatus.IDLE
    return is_idle and not connection.autocommit


def shown(value: str) -> bytes:
    """Return the statement that shows a scope, as text: BEGIN takes no parameters."""
    if not CLEAN.issuperset(value):
        raise ValueError("A scope is made of small letters, digits, - and |.")
    return SHOW.replace("%s", f"'{value}'").encode()
