"""Run the services of docker-compose.yml as plain processes, word for word but for their places.

A container's paths, ports and host names become folders and loopback ports of this test. Nothing
else of a command or an environment is changed, and nothing of ours is passed on.
"""

import configparser
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, connections

from convenant.devstack import footing, ports, postgres, valkey
from convenant.devstack.processes import kill_group
from convenant.devstack.supervisor import SERVERS, Child, Supervisor
from tests import database
from tests.production import compose

ROOT = Path(settings.BASE_DIR)
PYTHONS = {
    "python": [sys.executable],
    "gunicorn": [sys.executable, "-m", "gunicorn"],
    "celery": [sys.executable, "-m", "celery"],
}
PATIENCE = 120.0
"""Seconds a process may take to come up on a busy machine."""


class Stack:
    """A database, a queue, secrets and any number of the services, on loopback alone."""

    def __init__(self, folder: Path, **told: str) -> None:
        self.folder, self.told = folder, compose.TOLD | told
        self.supervisor = Supervisor(ROOT, folder / "processes.json")
        self.secrets = folder / "secrets"
        self.database = f"{connection.settings_dict['NAME']}_production"
        self.services = compose.resolved(**self.told)["services"]
        self.extra: dict[str, str] = {}

    def prepare(self) -> None:
        """Make the secrets as an operator does, and the servers that they name."""
        script = ["sh", str(ROOT / "docs" / "secrets.sh"), str(self.secrets)]
        subprocess.run(script, check=True)
        self.make_database()
        for secret, variable in (
            ("database_url", "DATABASE_URL"),
            ("migration_database_url", "MIGRATION_DATABASE_URL"),
            ("backup_database_url", "BACKUP_DATABASE_URL"),
        ):
            self.write_secret(secret, os.environ[variable].rpartition("/")[0] + f"/{self.database}")
        self.write_secret("redis_url", self.start_redis())
        self.run("collectstatic", ["python", "manage.py", "collectstatic", "--noinput"], "check")

    def start_redis(self, port: int | None = None) -> str:
        """Start an empty queue and return its address."""
        place, password = self.folder / "valkey", "queue-password"
        return valkey.start(self.supervisor, place, self.log("valkey"), password, port=port)

    def lose_redis(self) -> int:
        """Kill the queue with all that is in it; return its port."""
        self.kill("Valkey")
        return urlsplit((self.secrets / "redis_url").read_text().strip()).port or 0

    def kill(self, name: str) -> None:
        """End a process without a word."""
        child = next(child for child in self.supervisor.children if child.name == name)
        kill_group(child.process.pid)
        child.process.wait()
        self.supervisor.forget(child)

    def make_database(self) -> None:
        """Make a database of this stack's own, as empty as the one under test."""
        for one in connections.all():
            one.close()
        with database.superuser("postgres") as server:
            database.remove(self.database)
            template = connection.settings_dict["NAME"]
            # A page that an earlier test left loading may still hold a connection.
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [template],
            )
            server.execute(f"CREATE DATABASE {self.database} TEMPLATE {template}")
        with database.superuser(self.database) as inside:
            inside.execute(database.GRANTS.read_text(encoding="utf-8"))

    def files_of(self, machine: str) -> set[Path]:
        """Return what a machine keeps on its own disk: nothing that another would miss."""
        return {path for path in (self.folder / machine / "media").rglob("*") if path.is_file()}

    def write_secret(self, name: str, value: str) -> None:
        """Replace a secret."""
        place = self.secrets / name
        place.unlink(missing_ok=True)
        place.write_text(value + "\n", encoding="utf-8")

    def log(self, name: str) -> Path:
        """Return where a process writes what it says."""
        return self.folder / "log" / f"{name}.log"

    def environment(self, service: str, machine: str = "a") -> dict[str, str]:
        """Return the variables of a service, with its paths below this folder."""
        places = {
            "/run/secrets": str(self.secrets),
            "/data": str(self.folder / machine),
            "/tmp": str(self.folder / machine / f"tmp-{service}"),
        }
        (self.folder / machine / f"tmp-{service}").mkdir(parents=True, exist_ok=True)
        (self.folder / machine / "uploads").mkdir(exist_ok=True)  # as the image has it
        found = {"PATH": os.environ["PATH"], "HOME": str(self.folder)}
        found |= {
            "STATIC_ROOT": str(self.folder / "static")
        }  # the image has them in its own folder
        for name, value in (self.services[service]["environment"] | self.extra).items():
            top = next((top for top in places if str(value).startswith(f"{top}/")), None)
            found[name] = places[top] + value.removeprefix(top) if top else str(value)
        return found

    def command(self, words: list[str], service: str, machine: str, port: int = 0) -> list[str]:
        """Return a command of the file with this Python, this folder and this port."""
        temporary = str(self.folder / machine / f"tmp-{service}")
        first, *rest = words
        changed = [
            word.replace("/tmp/", f"{temporary}/")
            .replace("/data/", f"{self.folder / machine}/")
            .replace("0.0.0.0:8000", f"127.0.0.1:{port}")
            .replace("0.0.0.0:9100", f"127.0.0.1:{port}")
            for word in rest
        ]
        return [*PYTHONS.get(first, [first]), *changed]

    def run(self, name: str, words: list[str], service: str) -> str:
        """Run a command of a service to its end and return what it said; fails when it fails."""
        done = subprocess.run(
            self.command(words, service, "a"),
            cwd=ROOT,
            env=self.environment(service),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{name}: {done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    def run_service(self, service: str) -> str:
        """Run a service that ends by itself."""
        return self.run(service, self.services[service]["command"], service)

    def start(self, service: str, machine: str = "a", port: int = 0) -> Child:
        """Start a service on a machine, which is a folder of files of its own."""
        name = f"{service}-{machine}"
        return self.supervisor.start(
            name,
            self.command(self.services[service]["command"], service, machine, port),
            log=self.log(name),
            env=self.environment(service, machine),
        )

    def start_web(self, machine: str = "a") -> int:
        """Start a web server, wait until it is ready as its health check asks; return its port."""
        port = ports.free()
        child = self.start("web", machine, port)
        self.wait_until(lambda: answers(f"http://127.0.0.1:{port}/readyz"), child)
        return port

    def start_worker(self, service: str, machine: str = "a") -> Child:
        """Start a worker or beat, and wait for the sign of life that its health check looks for."""
        child = self.start(service, machine)
        alive = self.folder / machine / f"tmp-{service}" / "alive"
        self.wait_until(alive.exists, child)
        return child

    def start_pgbouncer(self) -> None:
        """Put docs/pgbouncer.ini between the services and the database."""
        settings_of_pool = configparser.ConfigParser()
        settings_of_pool.read(ROOT / "docs" / "pgbouncer.ini")
        direct = urlsplit((self.secrets / "database_url").read_text().strip())
        ground = footing.find(postgres.find_programs(), self.folder / "pgbouncer")
        port, folder = ports.free(), ground.data
        folder.mkdir()
        place = f"host={direct.hostname} port={direct.port} dbname={self.database}"
        settings_of_pool["databases"]["convenant"] = place
        users = folder / "users"
        users.write_text(f'"{direct.username}" "{direct.password}"\n')
        settings_of_pool["pgbouncer"].update(
            listen_addr="127.0.0.1", listen_port=str(port), auth_file=str(users)
        )
        with (folder / "pgbouncer.ini").open("w") as file:
            settings_of_pool.write(file)
        for path in (folder, users, folder / "pgbouncer.ini"):
            ground.give(path)
        command = [*ground.prefix, "pgbouncer", str(folder / "pgbouncer.ini")]
        child = self.supervisor.start(
            "pgbouncer", command, log=self.log("pgbouncer"), env=os.environ, stage=SERVERS
        )
        self.wait_until(lambda: not ports.is_free(port), child)
        secret = f"postgresql://{direct.username}:{direct.password}@127.0.0.1:{port}/convenant"
        self.write_secret("database_url", secret)

    def start_proxy(self, *upstreams: int) -> Path:
        """Start the proxy with a certificate of its own making; return its root certificate."""
        folder = self.folder / "caddy"
        folder.mkdir()
        words = self.services["proxy"]["command"]
        command = [word.replace("/setup/", f"{ROOT}/docs/") for word in words]
        environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "XDG_DATA_HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder),
            "TLS_OPTIONS": "tls internal",
            "CADDY_OPTIONS": "skip_install_trust",
            "CLEAR_SITE": f"http://127.0.0.1:{ports.free()}",
            "UPSTREAM": " ".join(f"127.0.0.1:{port}" for port in upstreams),
        } | self.services["proxy"]["environment"]
        child = self.supervisor.start("proxy", command, log=self.log("proxy"), env=environ)
        root = folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
        port = urlsplit(self.told["PUBLIC_URL"]).port or 443
        self.wait_until(lambda: root.exists() and not ports.is_free(port), child)
        return root

    def wait_until(self, is_so, child: Child) -> None:
        """Wait for something that a process must bring about; fails with what the process said."""
        until = time.monotonic() + PATIENCE
        while not is_so():
            ended = child.has_ended()
            late = time.monotonic() > until
            assert not ended and not late, f"{child.name}:\n{child.log.read_text('utf-8')}"
            time.sleep(0.1)

    def seed(self) -> dict:
        """Put in a company whose file is ready to be handed in; return how to enter."""
        told = self.run("seed", ["python", "-m", "tests.production.seed"], "web")
        return json.loads(told.splitlines()[-1])

    def lines(self, name: str) -> list[dict]:
        """Return what a process logged: all but Celery's printed greeting."""
        told = self.log(name).read_text("utf-8").splitlines()
        return [json.loads(line) for line in told if line.startswith("{")]

    def everything_logged(self) -> str:
        """Return all that any process said."""
        return "\n".join(path.read_text("utf-8") for path in self.log("x").parent.glob("*.log"))


def answers(address: str) -> bool:
    """Tell whether a page answers 200."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


@contextmanager
def running(folder: Path, **told: str) -> Iterator[Stack]:
    """Prepare a stack; all of it is stopped, and its database dropped, at the end."""
    stack = Stack(folder, **told)
    try:
        stack.prepare()
        yield stack
    finally:
        stack.supervisor.stop_all()
        database.remove(stack.database)
