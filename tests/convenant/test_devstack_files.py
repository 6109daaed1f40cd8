"""The small parts of the two commands: ports, keys, locks, fingerprints, options."""

import os
import socket
import stat
import subprocess
import sys

import pytest

from convenant.devstack import commands, demo, keys, locks, ports, services, testing
from convenant.devstack.console import Trouble, columns, last_lines
from convenant.devstack.fingerprints import Memory, of_files
from convenant.devstack.services import Place

WORKERS = ("-n", str(testing.workers()), "--dist", "loadgroup")


@pytest.fixture
def taken_port():
    with socket.socket() as server:
        server.bind((ports.HOST, 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_free_port_can_be_listened_on():
    port = ports.free()
    assert ports.is_free(port)
    assert ports.choose(port, first=8000) == port


def test_a_wanted_port_that_is_taken_is_refused_with_a_mend(taken_port):
    with pytest.raises(Trouble, match=rf"{taken_port} is in use.*--port"):
        ports.choose(taken_port, first=8000)


def test_without_a_wish_the_next_free_port_is_taken(taken_port):
    assert ports.choose(None, first=taken_port) > taken_port


def test_keys_are_made_once_and_private(tmp_path):
    path = tmp_path / "secrets.json"
    made = keys.load_or_make(path)
    assert set(made) == set(keys.NAMES)
    assert len(set(made.values())) == len(keys.NAMES)
    assert keys.load_or_make(path) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_keys_that_came_later_are_added(tmp_path):
    path = tmp_path / "secrets.json"
    path.write_text('{"postgres": "known"}')
    made = keys.load_or_make(path)
    assert made["postgres"] == "known"
    assert made["SCOPE_KEY"]


AWKWARD = {
    "PLAIN": "1",
    "SPACED": "a b",
    "QUOTED": 'it\'s "so" $HOME # no',
    "EMPTY": "",
    "EQ": "a=b",
}


def test_variables_survive_the_file(tmp_path):
    keys.write_env(tmp_path / "env", AWKWARD)
    assert keys.read_env(tmp_path / "env") == AWKWARD
    assert stat.S_IMODE((tmp_path / "env").stat().st_mode) == 0o600


def test_a_shell_reads_the_same_variables(tmp_path):
    keys.write_env(tmp_path / "env", AWKWARD)
    script = 'set -a; . "$1"; printf "%s|%s|%s" "$SPACED" "$QUOTED" "$EQ"'
    told = subprocess.run(
        ["sh", "-c", script, "sh", str(tmp_path / "env")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == "|".join(AWKWARD[name] for name in ("SPACED", "QUOTED", "EQ"))


def test_a_held_lock_tells_who_holds_it(tmp_path):
    path = tmp_path / "lock"
    assert not locks.is_held(path)
    with locks.hold(path, "the first"):
        assert locks.is_held(path)
        with pytest.raises(locks.Held) as held, locks.hold(path, "the second"):
            pass
    assert held.value.note == "the first"
    assert not locks.is_held(path)
    with locks.hold(path, "the third"):
        assert path.read_text() == "the third"


def test_the_lock_of_a_process_that_died_is_free(tmp_path):
    path = tmp_path / "lock"
    script = (
        "import os, pathlib, sys; from convenant.devstack import locks\n"
        "hold = locks.hold(pathlib.Path(sys.argv[1]), 'dead'); hold.__enter__(); os._exit(9)"
    )
    died = subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert died.returncode == 9
    assert path.read_text() == "dead"
    assert not locks.is_held(path)


def test_a_fingerprint_follows_names_and_contents(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.sql").write_text("1")
    first = of_files(tmp_path, ["a/*"], "key")
    assert of_files(tmp_path, ["a/*"], "key") == first
    assert of_files(tmp_path, ["a/*"], "other key") != first
    (tmp_path / "a" / "one.sql").write_text("2")
    second = of_files(tmp_path, ["a/*"], "key")
    (tmp_path / "a" / "one.sql").rename(tmp_path / "a" / "two.sql")
    assert len({first, second, of_files(tmp_path, ["a/*"], "key")}) == 3


def test_a_step_is_remembered_for_one_fingerprint(tmp_path):
    memory = Memory(tmp_path / "done.json")
    assert not memory.knows("migrate", "1")
    memory.remember("migrate", "1")
    memory.remember("load", "2")
    assert memory.knows("migrate", "1")
    assert not memory.knows("migrate", "2")


def test_columns_line_up():
    assert columns([["role", "a@b", "x"], ["r", "long@name", "y"]]) == [
        "role  a@b        x",
        "r     long@name  y",
    ]


def test_the_end_of_a_log_is_shown_and_a_missing_log_is_no_error(tmp_path):
    (tmp_path / "log").write_text("\n".join(map(str, range(30))))
    assert last_lines(tmp_path / "log", 2) == "    28\n    29"
    assert "nothing" in last_lines(tmp_path / "none")


def test_a_second_demo_is_told_where_the_first_runs(tmp_path):
    place = demo.place_of(tmp_path)
    note = '{"address": "http://127.0.0.1:8003", "pid": 41}'
    with (
        locks.hold(place.lock, note),
        pytest.raises(Trouble, match=r"127\.0\.0\.1:8003 \(process 41\)"),
    ):
        demo.run(tmp_path, [])


def test_fresh_removes_the_data_and_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    place = demo.place_of(tmp_path)
    (place.folder / "media").mkdir(parents=True)
    demo.remove_data(tmp_path, place)
    assert not place.folder.exists()
    assert "Removing .run/demo" in capsys.readouterr().out


def test_web_and_worker_do_not_get_the_addresses_that_outrank_policies():
    environ = dict.fromkeys(("DATABASE_URL", "MIGRATION_DATABASE_URL", "TEST_SUPERUSER_URL"), "x")
    assert services.unprivileged(environ) == {"DATABASE_URL": "x"}


def test_a_secret_file_does_not_outrank_what_was_started_here(monkeypatch):
    monkeypatch.setenv("DATABASE_URL_FILE", "/run/secrets/production")
    monkeypatch.setenv("PGSSLMODE", "require")
    monkeypatch.setenv("PG_BIN", "/opt/postgresql/bin")
    environ = services.environment({"DATABASE_URL": "postgresql://here"})
    assert environ["DATABASE_URL"] == "postgresql://here"
    assert "DATABASE_URL_FILE" not in environ
    assert "PGSSLMODE" not in environ
    assert environ["PG_BIN"] == "/opt/postgresql/bin"


def test_other_commands_join_a_running_demo_only(tmp_path):
    place = demo.place_of(tmp_path)
    keys.write_env(place.env, {"DATABASE_URL": "postgresql://demo", "SECRET_KEY": "theirs"})
    environ: dict[str, str] = {}
    commands.join_demo(tmp_path, environ)
    assert environ == {}
    with locks.hold(place.lock, "{}"):
        mine = {"DATABASE_URL": "postgresql://mine"}
        commands.join_demo(tmp_path, mine)
        assert mine == {"DATABASE_URL": "postgresql://mine"}
        environ["SECRET_KEY"] = "mine"
        commands.join_demo(tmp_path, environ)
    assert environ == {"DATABASE_URL": "postgresql://demo", "SECRET_KEY": "mine"}


@pytest.mark.parametrize(
    ("passed_on", "full", "options"),
    [
        ([], False, [*WORKERS, "-m", "not full"]),
        (["-x"], True, [*WORKERS, "-m", "full or not full"]),
        (["--pdb"], False, ["-m", "not full"]),
    ],
)
def test_our_pytest_options(passed_on, full, options):
    assert testing.pytest_options(passed_on, full) == options


def test_overlapping_test_runs_get_folders_of_their_own(tmp_path):
    with testing._place(tmp_path) as first, testing._place(tmp_path) as second:
        assert (first.folder.name, second.folder.name) == ("test", "test-2")
        assert first.lock.read_text() == str(os.getpid())
    with testing._place(tmp_path) as again:
        assert again == Place(tmp_path / ".run" / "test")
