"""A real standby of PostgreSQL: dashboards read from it until it lags, and go on when it dies."""

import os
import subprocess
import time
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connections

from companies.models import Company
from convenant.databases import REPLICA
from convenant.devstack import footing, ports, postgres
from convenant.devstack.supervisor import Supervisor
from convenant.tenancy.scope import open_scope
from diligence.models import Assessment
from tests.factories import ReviewerFactory
from tests.production import stack
from tests.replica import in_settings
from tests.workgroups.members import member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.full]
SAID = "The primary is read instead of the replica"
PAGE = "/sector/2026/"


class Standby:
    """A copy of the server under test, which follows it."""

    def __init__(self, folder: Path, supervisor: Supervisor) -> None:
        self.primary = os.environ["TEST_SUPERUSER_URL"]
        ground = footing.find(postgres.find_programs(), folder / "standby")
        self.port = ports.free()
        copy = [*ground.prefix, str(ground.programs / "pg_basebackup"), "-d", self.primary]
        copy += ["-D", str(ground.data), "-R", "-X", "stream", "-c", "fast", "--no-sync"]
        environ = postgres.clean_environment(os.environ)
        subprocess.run(copy, check=True, env=environ, cwd="/")
        chosen = postgres.SETTINGS | postgres.THROW_AWAY
        chosen |= {"port": str(self.port), "hot_standby_feedback": "on", "log_statement": "all"}
        options = [word for name, value in chosen.items() for word in ("-c", f"{name}={value}")]
        self.child = supervisor.start(
            "standby",
            [*ground.prefix, str(ground.programs / "postgres"), "-D", str(ground.data), *options],
            log=folder / "standby.log",
            env=environ,
        )
        wait_for(lambda: postgres.is_ready(ground.data, self.child) and self.asked("SELECT 1"))

    def asked(self, query: str) -> object:
        """Ask the standby as its superuser."""
        person, _, _ = self.primary.rpartition("@")
        try:
            with psycopg.connect(f"{person}@127.0.0.1:{self.port}/postgres") as line:
                return line.execute(query).fetchone()[0]
        except psycopg.OperationalError:
            return None

    def wait_until_here(self) -> None:
        """Wait until all that is written is here."""
        with psycopg.connect(self.primary) as line:
            [written] = line.execute("SELECT pg_current_wal_insert_lsn()::text").fetchone()
        wait_for(lambda: self.asked(f"SELECT pg_last_wal_replay_lsn() >= '{written}'::pg_lsn"))

    def stop_following(self) -> None:
        """Replay nothing more; the server only notes the wish at once, so wait until it is so."""
        self.asked("SELECT pg_wal_replay_pause()")
        wait_for(lambda: self.asked("SELECT pg_get_wal_replay_pause_state()") == "paused")

    def wait_until_behind(self) -> None:
        """Wait until the primary wrote more: the server under test commits before it writes."""

        def is_behind() -> bool:
            with psycopg.connect(self.primary) as line:
                [written] = line.execute("SELECT pg_current_wal_lsn()::text").fetchone()
            return self.asked(f"SELECT pg_last_wal_replay_lsn() < '{written}'::pg_lsn")

        wait_for(is_behind)


def wait_for(is_so) -> None:
    until = time.monotonic() + stack.PATIENCE
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.fixture
def standby(tmp_path, monkeypatch):
    supervisor = Supervisor(Path(settings.BASE_DIR), tmp_path / "processes.json")
    try:
        found = Standby(tmp_path, supervisor)
        with in_settings(monkeypatch, PORT=str(found.port)):
            yield found
    finally:
        supervisor.stop_all()


def test_dashboards_read_from_it_until_it_lags_and_go_on_when_it_dies(
    standby, client_of, settings, caplog
):
    member("Oude naam", "submitted")
    officer = client_of(ReviewerFactory())
    standby.wait_until_here()

    assert "Oude naam" in officer.get(PAGE).text
    assert SAID not in caplog.text
    said = standby.child.log.read_text()
    assert "convenant.scope" in said
    assert "diligence_assessment" in said
    it_is_bound_by_the_policies_and_writes_nothing()

    standby.stop_following()
    Company.objects.filter(name="Oude naam").update(name="Nieuwe naam")
    standby.wait_until_behind()
    settings.DATABASE_REPLICA_MAX_LAG = 3600
    assert "Oude naam" in officer.get(PAGE).text, "it was not the standby that answered"
    settings.DATABASE_REPLICA_MAX_LAG = 0
    assert "Nieuwe naam" in officer.get(PAGE).text
    assert f"{SAID}: it is " in caplog.text
    assert " s behind." in caplog.text

    settings.DATABASE_REPLICA_MAX_LAG = 600
    standby.asked("SELECT pg_wal_replay_resume()")
    standby.wait_until_here()
    caplog.clear()
    assert "Nieuwe naam" in officer.get(PAGE).text
    assert SAID not in caplog.text

    standby.child.process.kill()
    standby.child.process.wait()
    assert "Nieuwe naam" in officer.get(PAGE).text
    assert f"{SAID}: it failed" in caplog.text


def it_is_bound_by_the_policies_and_writes_nothing() -> None:
    """The standby holds the policies too, and nobody's scope can change a row there."""
    with pytest.raises(DatabaseError):
        Assessment.objects.using(REPLICA).count()
    with open_scope("sector", REPLICA), pytest.raises(DatabaseError) as refused:
        Company.objects.using(REPLICA).update(city="Elders")
    assert "read-only transaction" in str(refused.value)
    connections[REPLICA].close()
