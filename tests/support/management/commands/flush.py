"""Empty the tables after a test that really commits. The runtime role may not truncate."""

import os
import time

import psycopg
from django.core.management.base import BaseCommand
from django.db import connections

TRIES = 5
# Most tables hold nothing, or a few rows: emptying those by TRUNCATE makes hundreds of new files.
# The lock comes first: what a request of the browser still writes is waited for, and goes too.
EMPTY = """
DO $$
DECLARE
    name text;
    has_rows boolean;
BEGIN
    LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE;
    SET LOCAL session_replication_role = replica;
    FOREACH name IN ARRAY string_to_array('{tables}', ', ') LOOP
        IF pg_relation_size(name::regclass) > 1000000 THEN
            EXECUTE 'TRUNCATE ' || name || ' CASCADE';
        ELSE
            EXECUTE 'SELECT EXISTS (SELECT FROM ' || name || ')' INTO has_rows;
            IF has_rows THEN
                EXECUTE 'DELETE FROM ' || name;
            END IF;
        END IF;
    END LOOP;
END $$
"""


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
        """Empty every table of the database under test."""
        connection = connections[options["database"]]
        names = connection.introspection.django_table_names(only_existing=True, include_views=False)
        url = os.environ["TEST_SUPERUSER_URL"].rsplit("/", 1)[0]
        name = connection.settings_dict["NAME"]
        tables = ", ".join((*sorted(names), "convenant.log_link"))
        with psycopg.connect(f"{url}/{name}", autocommit=True) as superuser:
            patiently(superuser, EMPTY.format(tables=tables))

    def check(self, *args, **kwargs):
        """Nothing to check before emptying."""
