"""PostgreSQL's own programs and a plain connection, for one address."""

import os
import shutil
import subprocess
from typing import IO

import psycopg

from convenant import env


class ProgramFailed(Exception):
    """pg_dump, pg_dumpall or pg_restore is missing, or ended with a fault."""


class Server:
    """A database by its address; its password travels in the environment, which is private."""

    def __init__(self, url: str) -> None:
        self.place = env.database(url)
        self.url = url

    def connect(self) -> psycopg.Connection:
        """Open a connection whose transactions see one moment, and whose texts are always alike."""
        connection = psycopg.connect(self.url)
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.execute("SET TIME ZONE 'UTC'")
        connection.execute("SET datestyle = 'ISO'")
        connection.execute("SET extra_float_digits = 1")
        connection.execute("SET search_path = pg_catalog")
        connection.commit()
        return connection

    def run(
        self, name: str, *options: str, reads: IO[bytes] | None = None, writes: IO[bytes] | None
    ) -> None:
        """Run a program on this database; raises ProgramFailed with what it said."""
        command = [program(name), "--no-password", *options]
        try:
            process = subprocess.Popen(  # noqa: S603 (the words are ours, and the operator's)
                command,
                env=self.environment(),
                stdin=subprocess.PIPE if reads else subprocess.DEVNULL,
                stdout=subprocess.PIPE if writes else subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        except FileNotFoundError:
            raise ProgramFailed(f"{name} is not installed (or set PG_BIN).") from None
        try:
            if reads and process.stdin:
                shutil.copyfileobj(reads, process.stdin)
                process.stdin.close()
                process.stdin = None
            if writes and process.stdout:
                shutil.copyfileobj(process.stdout, writes)
        except BrokenPipeError:
            process.stdin = None  # it ended early; what it said follows
        _, told = process.communicate()
        if process.returncode:
            raise ProgramFailed(f"{name} failed: {told.decode(errors='replace').strip()}")

    def environment(self) -> dict[str, str]:
        """Return the variables that tell libpq this address, and no others of libpq's."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return kept | {
            "PGHOST": self.place["HOST"],
            "PGPORT": self.place["PORT"] or "5432",
            "PGUSER": self.place["USER"],
            "PGPASSWORD": self.place["PASSWORD"],
            "PGDATABASE": self.place["NAME"],
        }


def program(name: str) -> str:
    """Return where one of PostgreSQL's programs is: in PG_BIN, or on PATH."""
    folder = os.environ.get("PG_BIN")
    return os.path.join(folder, name) if folder else name
