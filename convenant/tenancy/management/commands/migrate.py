"""Django's migrate, as the migrator: afterwards the owner owns all and knows the scope key."""

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from convenant.tenancy.scope import key_pads

MIGRATOR = "migrator"


class Command(migrate.Command):
    """Run the migrations on the migrator's connection and hand the tables to the owner."""

    def handle(self, *args, **options):
        """Migrate, then reassign ownership and store the scope key's pads."""
        if MIGRATOR not in connections:
            raise CommandError(
                "Set MIGRATION_DATABASE_URL to the migrator's address; "
                "the runtime role may not change tables (docs/operate.md)."
            )
        options["database"] = MIGRATOR
        super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            hand_over()


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
