"""What is measured on: a private PostgreSQL and Valkey, databases with companies, web servers."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from convenant.devstack import ports, services
from convenant.devstack.services import Place
from convenant.devstack.supervisor import Child, Supervisor

ROOT = Path(__file__).resolve().parent.parent
GRANTS = ROOT / "convenant" / "devstack" / "database.sql"
NEEDED = ("DATABASE_URL", "MIGRATION_DATABASE_URL", services.SUPERUSER_URL, "REDIS_URL")
GUNICORN = ("-m", "gunicorn", "--threads", "2", "--keep-alive", "60")


@dataclass(frozen=True, slots=True)
class Database:
    """A database with so many companies, and what a client needs to come in."""

    name: str
    companies: int
    environ: dict[str, str]
    facts: dict
    """What prepare.py told: addresses, sessions, ids."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Running servers and where they are."""

    supervisor: Supervisor
    place: Place
    environ: dict[str, str]

    def superuser(self, database: str) -> psycopg.Connection:
        """Connect as the server's superuser."""
        url = self.environ[services.SUPERUSER_URL].rsplit("/", 1)[0]
        return psycopg.connect(f"{url}/{database}", autocommit=True)

    def database(self, companies: int) -> Database:
        """Return a database with so many companies, made when it is not there yet."""
        name = f"bench_{companies}"
        self.make_database(name)
        environ = self.environ | {
            key: f"{self.environ[key].rsplit('/', 1)[0]}/{name}"
            for key in ("DATABASE_URL", "MIGRATION_DATABASE_URL")
        }
        run(environ, "-m", "django", "migrate", "--verbosity", "0")
        run(environ, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0")
        told = run(environ, str(ROOT / "benchmarks" / "prepare.py"), str(companies))
        return Database(name, companies, environ, json.loads(told.splitlines()[-1]))

    def make_database(self, name: str) -> None:
        """Make an empty database with the roles' grants, unless it is there."""
        with self.superuser("postgres") as server:
            found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if not found.fetchone():
                made = "CREATE DATABASE {} OWNER convenant_owner TEMPLATE template0"
                server.execute(sql.SQL(made).format(sql.Identifier(name)))
        with self.superuser(name) as inside:
            inside.execute(GRANTS.read_text(encoding="utf-8"))

    def serve(self, application: str, database: Database, *, workers: int = 1) -> "Served":
        """Start a web server; its database sessions carry its name."""
        port = ports.free()
        name = f"{application.split(':')[0].replace('.', '-')}-{database.name}-{port}"
        address = ("--workers", str(workers), "--bind", f"127.0.0.1:{port}")
        command = [sys.executable, *GUNICORN, *address, application]
        child = self.supervisor.start(
            name,
            command,
            log=self.place.log(name),
            env=database.environ | {"PGAPPNAME": name},
        )
        return Served(self, child, port, name, database)


@dataclass(frozen=True, slots=True)
class Served:
    """A running web server."""

    ground: Ground
    child: Child
    port: int
    name: str
    database: Database

    def cpu(self) -> float:
        """Return the CPU seconds used so far by its worker and by its sessions in PostgreSQL."""
        with self.ground.superuser("postgres") as server:
            own = "SELECT pid FROM pg_stat_activity WHERE application_name = %s"
            sessions = [pid for (pid,) in server.execute(own, [self.name])]
        return sum(cpu_of(pid) for pid in [*children_of(self.child.process.pid), *sessions])

    def memory(self) -> int:
        """Return the memory of its worker in bytes; of what it shares, its share."""
        pids = children_of(self.child.process.pid)
        told = "".join(Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids)
        return 1024 * sum(int(kb) for kb in re.findall(r"^Pss: +(\d+)", told, re.MULTILINE))

    def stop(self) -> None:
        """End it."""
        self.child.ask_to_stop()
        self.child.make_stop()
        self.ground.supervisor.children.remove(self.child)


def children_of(pid: int) -> list[int]:
    """Return the processes that a process started."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def cpu_of(pid: int) -> float:
    """Return the CPU seconds a process used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(environ: dict[str, str], *command: str) -> str:
    """Run a Python program of the project and return what it said; stops all when it fails."""
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environ, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    return done.stdout


@contextmanager
def ground() -> Iterator[Ground]:
    """Use the servers that the environment names, all four or none; else start private ones."""
    place = Place(ROOT / ".run" / "benchmark")
    place.folder.mkdir(parents=True, exist_ok=True)
    supervisor = Supervisor(ROOT, place.traces)
    with supervisor.listening():
        found: dict[str, str] = {}
        if not all(os.environ.get(name) for name in NEEDED):
            found = services.start(supervisor, place, durable=True, private=True)
        environ = services.environment(found) | {
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "convenant.settings",
            "SECRET_KEY": "only-for-benchmarks-" + "x" * 40,
            "SCOPE_KEY": "only-for-benchmarks-scope-" + "x" * 40,
            "CONVENANT_DEMO": "1",
            "CONVENANT_DEBUG": "0",
            "STATIC_ROOT": str(place.folder / "static"),
            "MEDIA_ROOT": str(place.folder / "media"),
            "PUBLIC_URL": "http://127.0.0.1:8000",
            "LOG_LEVEL": "WARNING",
        }
        yield Ground(supervisor, place, environ)
