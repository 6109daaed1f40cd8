"""Django's migrate, as the migrator: afterwards the owner owns all and knows the scope key."""

import time
from collections.abc import Callable

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections

from convenant.tenancy.scope import key_pads

MIGRATOR = "migrator"
LOCK_TIMEOUT = "500ms"
"""How long a migration waits for a lock. Everybody who comes after waits behind it, so not long."""
TRIES = 60
PAUSE = 5.0  # seconds in which those who wait are served, before the next try
LOCK_NOT_AVAILABLE = "55P03"


class Command(migrate.Command):
    """Run the migrations on the migrator's connection and hand the tables to the owner."""

    def get_check_kwargs(self, options):
        """Check the migrator's connection: what is asked of the runtime's only holds afterwards."""
        if MIGRATOR in connections:
            options = options | {"database": MIGRATOR}
        return super().get_check_kwargs(options)

    def handle(self, *args, **options):
        """Migrate, then reassign ownership and store the scope key's pads."""
        if MIGRATOR not in connections:
            raise CommandError(
                "Set MIGRATION_DATABASE_URL to the migrator's address; "
                "the runtime role may not change tables (docs/operate.md)."
            )
        options["database"] = MIGRATOR
        self.without_holding_up(lambda: super(Command, self).handle(*args, **options))
        if not (options["plan"] or options["check_unapplied"]):
            self.without_holding_up(hand_over)

    def without_holding_up(self, change: Callable[[], object]) -> None:
        """Make a change in the tables; one that can't have its lock soon lets others go first.

        What was done before stays done: each migration is one transaction. Raises CommandError
        when the lock was never free.
        """
        with connections[MIGRATOR].cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
        for _ in range(TRIES):
            try:
                change()
            except OperationalError as fault:
                if getattr(fault.__cause__, "sqlstate", "") != LOCK_NOT_AVAILABLE:
                    raise
                self.stdout.write("\nA table is in use; letting its users go first.")
                pause(PAUSE)
            else:
                return
        raise CommandError(
            f"A table was in use at each of {TRIES} tries. Nothing is half done: find the long "
            "transaction (pg_stat_activity), or run this again at a quieter hour."
        )


def pause(seconds: float) -> None:
    """Let those who wait for the table use it."""
    time.sleep(seconds)


def hand_over() -> None:
    """Give everything the migrator made to the owner and store the key the policies verify with."""
    with connections[MIGRATOR].cursor() as cursor:
        cursor.execute("SELECT to_regclass('convenant.scope_key') IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.execute(
                "INSERT INTO convenant.scope_key VALUES (1, %s, %s) ON CONFLICT (id) DO UPDATE "
                "SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
                list(key_pads()),
            )
        cursor.execute("REASSIGN OWNED BY convenant_migrator TO convenant_owner")
