"""Empty the tables after a test that really commits. The runtime role may not truncate."""

import os
import time

import psycopg
from django.core.management.base import BaseCommand
from django.core.management.color import no_style
from django.core.management.sql import sql_flush
from django.db import connections

TRIES = 5


def patiently(server: psycopg.Connection, statement: str) -> None:
    """Run a statement again when it deadlocks with a request of the browser that still ends."""
    for left in reversed(range(TRIES)):
        try:
            server.execute(statement)
            return
        except psycopg.errors.DeadlockDetected:
            if not left:
                raise
            time.sleep(0.5)


class Command(BaseCommand):
    """Django's flush, on a superuser's own connection."""

    stealth_options = ("allow_cascade", "inhibit_post_migrate", "reset_sequences")

    def add_arguments(self, parser):
        """Take what Django's flush takes."""
        parser.add_argument("--database", default="default")
        parser.add_argument("--noinput", action="store_false", dest="interactive")

    def handle(self, **options):
        """Truncate every table of the database under test."""
        connection = connections[options["database"]]
        statements = sql_flush(no_style(), connection, allow_cascade=True)
        url = os.environ["TEST_SUPERUSER_URL"].rsplit("/", 1)[0]
        name = connection.settings_dict["NAME"]
        with psycopg.connect(f"{url}/{name}", autocommit=True) as superuser:
            for statement in [*statements, "TRUNCATE convenant.log_link"]:
                patiently(superuser, statement)

    def check(self, *args, **kwargs):
        """Nothing to check before emptying."""
