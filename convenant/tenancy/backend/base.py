"""PostgreSQL with the tenant scope applied at every BEGIN."""

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from convenant.tenancy.scope import current_scope, signed_scope


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL backend that tells the database in whose scope a transaction runs."""

    applied_scope: str | None = None

    def apply_scope(self) -> None:
        """Write the open scope into the running transaction; outside one there is nothing to do.

        After an error the transaction is aborted and its rollback restores the former value.
        """
        if self.connection is None or self.get_autocommit():
            return
        if self.connection.info.transaction_status == TransactionStatus.INERROR:
            return
        scope = current_scope()
        if scope == self.applied_scope:
            return
        with self.cursor() as cursor:
            cursor.execute("SELECT set_config('convenant.scope', %s, true)", [signed_scope()])
        self.applied_scope = scope

    def set_autocommit(self, autocommit, force_begin_transaction_with_broken_autocommit=False):
        """Begin (or end) a transaction, and show the scope to a new one."""
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        self.applied_scope = None
        if not autocommit:
            self.apply_scope()
