"""The real thing: PostgreSQL and Valkey started, killed, started again and stopped."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from convenant.devstack import footing, keys, ports, postgres, processes, roles, services, valkey
from convenant.devstack.console import Trouble
from convenant.devstack.services import Place
from convenant.devstack.supervisor import ChildDied, StopRequested, Supervisor

pytestmark = pytest.mark.xdist_group("one pair of servers")
SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]


@pytest.fixture
def supervisor(tmp_path):
    watch = Supervisor(tmp_path, tmp_path / "processes.json")
    yield watch
    watch.stop_all()


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """Both servers, with their variables; for tests that leave them as they were."""
    place = Place(tmp_path_factory.mktemp("running") / "stack")
    place.folder.mkdir()
    watch = Supervisor(place.folder, place.traces)
    try:
        yield services.start(watch, place, durable=False, private=True)
    finally:
        watch.stop_all()


@pytest.fixture
def connect(running):
    """Open a connection as the role behind one of the variables."""
    opened = []

    def open_as(variable: str) -> psycopg.Connection:
        opened.append(psycopg.connect(running[variable], autocommit=True))
        return opened[-1]

    yield open_as
    for connection in opened:
        connection.close()


def test_the_runtime_role_can_not_outrank_its_policies(connect):
    row = connect("DATABASE_URL").execute(
        "SELECT current_user, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolinherit,"
        " (SELECT count(*) FROM pg_auth_members WHERE member = pg_roles.oid)"
        " FROM pg_roles WHERE rolname = current_user"
    )
    assert row.fetchone() == ("convenant_app", False, False, False, False, False, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "SET ROLE convenant_owner",
        "TABLE pg_sequences",
        "TABLE pg_stat_activity",
        "TABLE pg_stat_user_tables",
        "TABLE pg_locks",
        "SELECT pg_cancel_backend(1)",
        "SELECT pg_terminate_backend(1)",
        "SELECT lo_create(0)",
        "SELECT lo_from_bytea(0, 'x')",
    ],
)
def test_what_the_runtime_role_is_refused(connect, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connect("DATABASE_URL").execute(statement)


def test_our_roles_come_into_no_other_database(running):
    elsewhere = running["DATABASE_URL"].removesuffix("convenant") + "postgres"
    with pytest.raises(psycopg.OperationalError, match="CONNECT"):
        psycopg.connect(elsewhere)


def test_a_table_of_the_migrator_is_the_owners_to_keep_and_everybody_elses_to_use(connect):
    migrator = connect("MIGRATION_DATABASE_URL")
    migrator.execute("CREATE TABLE note (id bigserial PRIMARY KEY, text text)")
    migrator.execute("REASSIGN OWNED BY convenant_migrator TO convenant_owner")
    app, backup = connect("DATABASE_URL"), connect("BACKUP_DATABASE_URL")
    app.execute("INSERT INTO note (text) VALUES ('written')")
    app.execute("UPDATE note SET text = 'changed'")
    assert backup.execute("SELECT text FROM note").fetchone() == ("changed",)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("TRUNCATE note")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("ALTER TABLE note DISABLE ROW LEVEL SECURITY")
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        backup.execute("DELETE FROM note")
    backup.execute("SET default_transaction_read_only = off")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        backup.execute("DELETE FROM note")
    migrator.execute("DROP TABLE note")


def test_the_backup_role_dumps_every_schema(running, connect):
    migrator = connect("MIGRATION_DATABASE_URL")
    migrator.execute("CREATE SCHEMA apart")
    migrator.execute("CREATE TABLE apart.kept (id serial, text text)")
    migrator.execute("INSERT INTO apart.kept (text) VALUES ('in the dump')")
    try:
        program = Path(running["PG_BIN"]) / "pg_dump"
        dumped = subprocess.run(
            [program, running["BACKUP_DATABASE_URL"]], capture_output=True, text=True, check=True
        )
    finally:
        migrator.execute("DROP SCHEMA apart CASCADE")
    assert "in the dump" in dumped.stdout


def test_a_wrong_password_is_refused(running):
    address = running["DATABASE_URL"]
    user, _, host = address.rpartition("@")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(f"{user}x@{host}")


def test_roles_that_drifted_are_repaired(running, connect, tmp_path):
    superuser = connect("TEST_SUPERUSER_URL")
    superuser.execute("ALTER ROLE convenant_app BYPASSRLS CREATEDB INHERIT")
    superuser.execute("GRANT convenant_owner TO convenant_app")
    found = superuser.info
    server = postgres.Postgres(found.port, Path(running["PG_BIN"]), found.password, is_new=False)
    given = keys.load_or_make(tmp_path / "secrets.json")
    mine = psycopg.conninfo.conninfo_to_dict(running["DATABASE_URL"])["password"]
    for role in ("convenant_migrator", "convenant_backup"):
        given[role] = ""  # an empty password is left as it is
    roles.apply(server, given | {"convenant_app": mine})
    test_the_runtime_role_can_not_outrank_its_policies(connect)
    psycopg.connect(running["BACKUP_DATABASE_URL"]).close()


def test_roles_that_can_not_be_made_are_told_with_the_reason(running, connect, tmp_path):
    port = connect("TEST_SUPERUSER_URL").info.port
    server = postgres.Postgres(port, Path(running["PG_BIN"]), "wrong", is_new=False)
    with pytest.raises(Trouble, match="password authentication failed"):
        roles.apply(server, keys.load_or_make(tmp_path / "secrets.json"))


def test_valkey_answers_only_who_knows_the_password(running):
    client = redis.Redis.from_url(running["REDIS_URL"])
    assert client.ping()
    port = client.connection_pool.connection_kwargs["port"]
    assert not valkey.answers(port, "wrong")
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=port, retry=Retry(NoBackoff(), 0)).ping()


def test_a_killed_server_comes_back_with_all_that_was_committed(supervisor, tmp_path):
    place = Place(tmp_path / "stack")
    found = services.start(supervisor, place, durable=True, private=True)
    with psycopg.connect(found["MIGRATION_DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'acknowledged' AS text")
    postmaster = supervisor.children[0].process
    postmaster.send_signal(signal.SIGKILL)
    time.sleep(0.2)
    with pytest.raises(ChildDied, match="PostgreSQL"):
        supervisor.check()
    supervisor.stop_all()
    again = services.start(supervisor, place, durable=True, private=True)
    with psycopg.connect(again["MIGRATION_DATABASE_URL"]) as connection:
        assert connection.execute("SELECT text FROM kept").fetchone() == ("acknowledged",)
    assert (place.data / "PG_VERSION").exists()


def test_throw_away_data_of_a_killed_server_is_made_anew(supervisor, tmp_path):
    def start() -> postgres.Postgres:
        return postgres.start(
            supervisor, tmp_path / "data", tmp_path / "log", "password", durable=False
        )

    assert start().is_new
    supervisor.stop_all()
    assert not start().is_new
    supervisor.children[0].process.kill()
    supervisor.stop_all()
    assert start().is_new


def test_a_pid_file_that_names_a_stranger_does_not_stop_the_start(supervisor, tmp_path):
    data, log = tmp_path / "data", tmp_path / "log"
    postgres.start(supervisor, data, log, "password", durable=True)
    kept = (data / "postmaster.pid").read_text()
    supervisor.stop_all()
    stranger = subprocess.Popen(SLEEPER)
    try:
        lines = kept.splitlines()
        (data / "postmaster.pid").write_text("\n".join([str(stranger.pid), *lines[1:], ""]))
        assert postgres.start(supervisor, data, log, "password", durable=True).port
    finally:
        stranger.kill()
        stranger.wait()


def test_data_of_another_version_is_kept_and_told(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "PG_VERSION").write_text("9\n")
    watch = Supervisor(tmp_path, tmp_path / "processes.json")
    with pytest.raises(Trouble, match=r"PostgreSQL 9.*--fresh"):
        postgres.start(watch, data, tmp_path / "log", "password", durable=True)
    assert (data / "PG_VERSION").exists()


def test_a_named_folder_without_postgres_is_refused(tmp_path):
    with pytest.raises(Trouble, match="PG_BIN"):
        postgres.find_programs({"PG_BIN": str(tmp_path)})


def test_root_steps_down_where_namespaces_are_forbidden(supervisor, tmp_path, monkeypatch):
    data = tmp_path / "data"
    if os.geteuid() != 0:  # there is nothing to step down from
        assert footing.find(Path("bin"), data).owner is None
        return
    allowed = footing._works
    monkeypatch.setattr(
        footing, "_works", lambda prefix: prefix[0] != "unshare" and allowed(prefix)
    )
    try:
        server = postgres.start(supervisor, data, tmp_path / "log", "password", durable=True)
        owner = Path(f"/proc/{supervisor.children[0].process.pid}").stat().st_uid
        assert owner == footing.NOBODY
        with psycopg.connect(server.url("postgres", "password", "postgres")) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        supervisor.stop_all()
        postgres.forget_data(data)
    assert not data.exists()
    assert not footing.place_of(data).exists()


@pytest.mark.parametrize(
    ("user", "accounts", "prefix"),
    [
        (1000, [1000], ()),
        (0, [0, 1, 1000], ("unshare", "--user", "--map-user=1000", "--map-group=1000")),
        (0, [0, 1, 13], ("unshare", "--user", "--map-user=1", "--map-group=1")),
        (1001, [0, 1], ("unshare", "--user", "--map-user=1", "--map-group=1")),
    ],
)
def test_whom_the_server_believes_to_be(monkeypatch, tmp_path, user, accounts, prefix):
    known = {number: SimpleNamespace(pw_uid=number) for number in accounts}
    monkeypatch.setattr(footing.os, "geteuid", lambda: user)
    monkeypatch.setattr(footing.pwd, "getpwall", lambda: list(known.values()))
    monkeypatch.setattr(footing.pwd, "getpwuid", known.__getitem__)
    monkeypatch.setattr(footing, "_works", lambda prefix: True)
    assert footing.find(Path("bin"), tmp_path / "data").prefix == prefix


@pytest.mark.parametrize(("user", "named"), [(0, "root"), (1001, "user 1001")])
def test_who_can_not_step_aside_is_told(monkeypatch, tmp_path, user, named):
    monkeypatch.setattr(footing.os, "geteuid", lambda: user)
    monkeypatch.setattr(footing.pwd, "getpwuid", {}.__getitem__)
    monkeypatch.setattr(footing, "_works", lambda prefix: False)
    with pytest.raises(Trouble, match=rf"refuses to run as {named}.*DATABASE_URL"):
        footing.find(Path("bin"), tmp_path / "data")


def test_what_a_killed_run_left_is_ended_and_nothing_else(supervisor, tmp_path):
    left, stranger = subprocess.Popen(SLEEPER), subprocess.Popen(SLEEPER)
    path = tmp_path / "left.json"
    try:
        known = processes.Trace("web", left.pid, processes.started_at(left.pid), signal.SIGTERM)
        reused = processes.Trace("worker", stranger.pid, "another start time", signal.SIGTERM)
        processes.write_traces(path, [known, reused])
        assert processes.end_left_over(path) == ["web"]
        assert left.wait(5) == -signal.SIGTERM
        assert stranger.poll() is None
        assert not path.exists()
    finally:
        for process in (left, stranger):
            process.kill()
            process.wait()


def test_traces_of_running_children_are_on_disk(supervisor, tmp_path):
    child = supervisor.start("sleeper", SLEEPER, log=tmp_path / "log", env=os.environ)
    (trace,) = json.loads((tmp_path / "processes.json").read_text())
    assert trace["pid"] == child.process.pid
    assert trace["started"] == processes.started_at(child.process.pid)
    supervisor.stop_all()
    assert not (tmp_path / "processes.json").exists()


def test_programs_stop_before_servers_and_the_stubborn_are_killed(supervisor, tmp_path):
    ignoring = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print(1, flush=True); time.sleep(600)"
    )
    log = tmp_path / "log"
    stubborn = supervisor.start(
        "stubborn", [sys.executable, "-c", ignoring], log=log, env=os.environ, grace=0.3
    )
    assert supervisor.wait_until(stubborn, lambda: log.read_text() == "1\n", 10)
    supervisor.stop_all()
    assert stubborn.process.returncode == -signal.SIGKILL
    assert supervisor.children == []


def test_a_signal_stops_everything_and_is_told(tmp_path):
    watch = Supervisor(tmp_path, tmp_path / "processes.json")
    before = signal.getsignal(signal.SIGTERM)
    child = watch.start("sleeper", SLEEPER, log=tmp_path / "log", env=os.environ)
    with watch.listening():
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(StopRequested):
            watch.pause(60)
    assert child.process.returncode == -signal.SIGTERM
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_failing_step_is_told_by_name(supervisor):
    with pytest.raises(Trouble, match=r"migrate failed \(exit code 3\)"):
        supervisor.run("migrate", [sys.executable, "-c", "raise SystemExit(3)"], os.environ)


def test_a_step_ends_when_a_server_dies_under_it(supervisor, tmp_path):
    supervisor.start(
        "server",
        [sys.executable, "-c", "raise SystemExit(7)"],
        log=tmp_path / "log",
        env=os.environ,
    )
    began = time.monotonic()
    with pytest.raises(ChildDied, match="server"):
        supervisor.run("migrate", SLEEPER, os.environ)
    assert time.monotonic() - began < 60


def test_a_port_stays_on_loopback(running):
    port = psycopg.conninfo.conninfo_to_dict(running["DATABASE_URL"])["port"]
    assert not ports.is_free(int(port))
    tcp = Path("/proc/net/tcp")
    if tcp.exists():
        listening = [line.split()[1] for line in tcp.read_text().splitlines()[1:] if " 0A " in line]
        assert f"0100007F:{int(port):04X}" in listening
        assert f"00000000:{int(port):04X}" not in listening
