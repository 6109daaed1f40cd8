"""A whole machine of the product, each part of which can be killed and comes back where it was."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from convenant.devstack import ports, postgres, programs, services, valkey
from convenant.devstack.keys import load_or_make
from convenant.devstack.processes import kill_group
from convenant.devstack.services import Place
from convenant.devstack.supervisor import Child, Supervisor

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("web", "worker", "PostgreSQL", "Valkey")
CELERY = (sys.executable, "-m", "celery", "-A", "convenant")
A_START = 180.0
"""Seconds a program may take to come up on a busy machine."""


class Machine:
    """Servers with durable data, a web server, workers and the clock."""

    def __init__(self, folder: Path, supervisor: Supervisor, smtp: int) -> None:
        self.place = Place(folder)
        self.supervisor = supervisor
        found = services.start(self.supervisor, self.place, durable=True, private=True)
        self.superuser_url = found.pop(services.SUPERUSER_URL)
        self.port = ports.free()
        self.media, self.uploads = folder / "media", folder / "uploads"
        self.uploads.mkdir()
        self.pulse = folder / "worker-alive"
        self.former: dict[str, str] = {}
        self.people: list[dict] = []
        self.environ = services.environment(found) | {
            "DJANGO_SETTINGS_MODULE": "convenant.settings",
            "CONVENANT_DEMO": "0",
            "CONVENANT_DEBUG": "0",
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "ALLOWED_HOSTS": "127.0.0.1,testserver",
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(smtp),
            "STATIC_ROOT": str(folder / "static"),
            "UPLOAD_DIR": str(self.uploads),
            "LOG_LEVEL": "WARNING",
        }
        self.environ.pop("MAIL_DIR", None)
        self.manage("migrate", "--verbosity", "0")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")

    def manage(self, *arguments: str) -> None:
        """Run a management command to its end."""
        self.supervisor.run(arguments[0], [sys.executable, "manage.py", *arguments], self.environ)

    def seed(self, people: int, companies: int) -> list[dict]:
        """Fill the database; returns who may come in."""
        told = subprocess.run(
            [sys.executable, "-m", "tests.faults.seed", str(people), str(companies)],
            cwd=ROOT,
            env=self.environ,
            check=False,
            capture_output=True,
            text=True,
        )
        assert told.returncode == 0, told.stderr
        return json.loads(told.stdout.splitlines()[-1])

    def start_programs(self) -> None:
        """Start the web server, a worker of all queues, and beat, and wait until they are up."""
        for start in (self.start_web, self.start_worker, self.start_beat):
            start()
        for part in PARTS:
            self.wait_until_up(part)

    def wait_until_up(self, part: str) -> None:
        """Wait until a part does its work; of what ended by itself another is started."""
        until = time.monotonic() + A_START
        while not self.is_up(part):
            self.watch()
            assert time.monotonic() < until, f"{part} is not up:\n{self.said(part)[-3000:]}"
            time.sleep(0.1)

    def is_up(self, part: str) -> bool:
        """Tell whether a part does its work; the servers do once they were started."""
        if part == "web":
            return programs.health(self.port) == 200
        return part != "worker" or self.pulse.exists()

    def said(self, name: str) -> str:
        """Return all that a program ever said, also before it was killed."""
        return self.former.get(name, "") + self.place.log(name).read_text()

    def forget(self, child: Child) -> None:
        """Leave a program that ended out of the watch, and keep what it said."""
        if child.log == self.place.log(child.name):
            self.former[child.name] = self.said(child.name)
        self.supervisor.forget(child)

    def start_web(self) -> None:
        """Start the web server at its port, as production does."""
        command = [sys.executable, "-m", "gunicorn", "convenant.wsgi"]
        command += ["--config", "python:convenant.webserver", "--bind", f"127.0.0.1:{self.port}"]
        self.supervisor.start("web", command, log=self.place.log("web"), env=self.bound)

    def start_worker(self) -> None:
        """Start a worker of all queues, which gives a sign of life when it is up."""
        self.pulse.unlink(missing_ok=True)
        environ = {**self.bound, "PULSE_FILE": str(self.pulse)}
        programs.start_worker(self.supervisor, self.place, environ)

    def start_beat(self) -> None:
        """Start the clock."""
        programs.start_beat(self.supervisor, self.place, self.bound)

    @property
    def bound(self) -> Mapping[str, str]:
        """Return the environment of programs, which know no address that outranks the policies."""
        return services.unprivileged(self.environ)

    def child(self, name: str) -> Child:
        """Return the running part of this name."""
        return next(child for child in self.supervisor.children if child.name == name)

    def kill(self, name: str) -> None:
        """End a part and all its children at once, without a word (kill -9)."""
        child = self.child(name)
        kill_group(child.process.pid)
        child.process.wait()
        self.forget(child)

    def kill_one_process_of(self, name: str, which: int = 0) -> None:
        """End one child of a part, as soon as it has one; the parent has to notice by itself."""
        until = time.monotonic() + A_START
        while not (listed := self.processes_of(name)):
            self.watch()
            assert time.monotonic() < until, f"{name} has no process:\n{self.said(name)[-3000:]}"
            time.sleep(0.05)
        with suppress(ProcessLookupError):
            os.kill(listed[which % len(listed)], 9)

    def processes_of(self, name: str) -> list[int]:
        """Return the children of a part."""
        parent = self.child(name).process.pid
        try:
            listed = Path(f"/proc/{parent}/task/{parent}/children").read_text()
        except FileNotFoundError:
            return []
        return [int(pid) for pid in listed.split()]

    def tidy(self) -> None:
        """Ask for the daily upkeep of files, as beat does at night."""
        task = "diligence.tasks.tidy_evidence"
        self.supervisor.run("celery", [*CELERY, "call", task], self.bound)

    def bring_back(self, name: str) -> None:
        """Start a killed part again, at the same address; Valkey comes back empty."""
        keys = load_or_make(self.place.folder / "secrets.json")
        match name:
            case "web":
                self.start_web()
            case "worker":
                self.start_worker()
            case "PostgreSQL":
                postgres.start(
                    self.supervisor,
                    self.place.data,
                    self.place.log("postgresql"),
                    keys["postgres"],
                    durable=True,
                    port=urlsplit(self.superuser_url).port,
                )
            case "Valkey":
                valkey.start(
                    self.supervisor,
                    self.place.folder / "valkey",
                    self.place.log("valkey"),
                    keys["valkey"],
                    port=urlsplit(self.environ["REDIS_URL"]).port,
                )

    def watch(self) -> None:
        """Start again what ended by itself meanwhile, as an init system does."""
        for child in list(self.supervisor.children):
            if child.has_ended():
                self.forget(child)
                if child.name == "beat":
                    self.start_beat()
                else:
                    self.bring_back(child.name)

    def rows(self, query: str, *params: object) -> list[tuple]:
        """Read from the database as its superuser: all rows, whatever the policies say."""
        url = self.superuser_url.rsplit("/", 1)[0] + "/convenant"
        with psycopg.connect(url, autocommit=True) as server:
            return server.execute(query, params).fetchall()

    def wait_for(self, query: str, wanted: object, seconds: float) -> None:
        """Wait until a query gives this value; fails with what it gives instead."""
        until = time.monotonic() + seconds
        while (found := self.rows(query)[0][0]) != wanted:
            self.watch()
            assert time.monotonic() < until, f"still {found}: {query}"
            time.sleep(0.5)


@contextmanager
def running(folder: Path, smtp: int) -> Iterator[Machine]:
    """Run a machine; all of it is stopped at the end."""
    supervisor = Supervisor(ROOT, Place(folder).traces)
    try:
        yield Machine(folder, supervisor, smtp)
    finally:
        supervisor.stop_all()


__all__ = ["PARTS", "Machine", "running"]
