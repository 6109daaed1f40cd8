"""`manage.py demo`: the whole product with invented companies, until Ctrl-C.

Exit codes: 0 stopped when asked, 1 something that ran has failed, 2 it could not start.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from . import debian, locks, ports, postgres, programs, services
from .console import Trouble, columns, complain, last_lines, say
from .fingerprints import Memory, of_files
from .keys import write_env
from .processes import end_left_over
from .services import Place, is_configured
from .supervisor import ChildDied, StopRequested, Supervisor

FIRST_PORT = 8000
LOCK = "requirements.lock"
# What the database and the static files are made from; a change means: do it again.
MIGRATIONS = ("[!.]*/migrations/**/*", "[!.]*/*/migrations/**/*", LOCK)
STATIC = ("static/**/*", "[!.]*/static/**/*", "convenant/settings.py", LOCK)


def place_of(root: Path) -> Place:
    """Return the folder of the demo of a checkout."""
    return Place(root / ".run" / "demo")


def run(root: Path, arguments: list[str]) -> int:
    """Run the demo and return the exit code; raises Trouble when it can't start."""
    options = _options(arguments)
    place = place_of(root)
    try:
        with locks.hold(place.lock) as tell:
            for name in end_left_over(place.traces):
                say(f"Ended {name}, left over from a run that was killed.")
            port = ports.choose(options.port, FIRST_PORT)
            tell(json.dumps({"address": f"http://{ports.HOST}:{port}", "pid": os.getpid()}))
            if options.fresh:
                remove_data(root, place)
            return _run_alone(root, place, port)
    except locks.Held as held:
        raise _runs_already(held.note) from None


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="manage.py demo",
        description="Run the whole product with invented companies on this machine only.",
    )
    parser.add_argument("--fresh", action="store_true", help="remove the demo's data first")
    parser.add_argument(
        "--port", type=int, help=f"port of the web server (default: first free from {FIRST_PORT})"
    )
    return parser.parse_args(arguments)


def _runs_already(note: str) -> Trouble:
    try:
        first = json.loads(note)
        where = f"at {first['address']} (process {first['pid']})"
    except ValueError:
        where = "and is just starting or stopping"
    return Trouble(
        f"A demo of this checkout runs already {where}.", "Stop that one with Ctrl-C first."
    )


def _run_alone(root: Path, place: Place, port: int) -> int:
    """Start everything, watch it until somebody stops it, and stop it all."""
    began = time.monotonic()
    _offer_libraries()
    supervisor = Supervisor(root, place.traces)
    try:
        with supervisor.listening():
            try:
                _start(supervisor, place, port)
                say(f"Started in {time.monotonic() - began:.0f} s. Ctrl-C stops everything.")
                _watch(supervisor)
            finally:
                place.env.unlink(missing_ok=True)
                names = [child.name for child in reversed(supervisor.children)]
                if names:
                    say(f"Stopping {', '.join(names)} ...")
    except StopRequested:
        say("Everything has stopped. The demo's data is kept for the next start.")
        return 0
    except ChildDied as death:
        child = death.child
        complain(
            f"{child.name} ended by itself ({child.ending()}), so everything was stopped. "
            f"The end of {child.log}:\n{last_lines(child.log)}"
        )
    return 1


def remove_data(root: Path, place: Place) -> None:
    """Remove what the demo kept, saying what; a database that the environment names stays."""
    if place.folder.exists():
        say(f"Removing {place.folder.relative_to(root)}: database, uploads, mail and keys.")
        postgres.forget_data(place.data)
        shutil.rmtree(place.folder)
    if is_configured("DATABASE_URL"):
        say("The database of DATABASE_URL is left as it is.")


def _offer_libraries() -> None:
    """Bring in what WeasyPrint needs; without it all works but the PDFs, which say why."""
    missing = debian.missing_libraries()
    if missing and not debian.install(missing):
        say(f"PDFs can't be made yet. {debian.advice(missing)}")


def _start(supervisor: Supervisor, place: Place, port: int) -> None:
    """Start the servers, bring the data up to date, start the programs, show the sign-ins."""
    found = services.start(supervisor, place, durable=True)
    found.pop(services.SUPERUSER_URL, None)
    found |= {"CONVENANT_DEMO": "1", "PUBLIC_URL": f"http://{ports.HOST}:{port}"}
    environ = services.environment(found)
    write_env(place.env, found)
    _prepare(supervisor, place, environ)
    bound = services.unprivileged(environ)
    web = programs.start_web(supervisor, place, bound, port)
    worker = programs.start_worker(supervisor, place, bound)
    table = _sign_ins(supervisor.root, environ)
    programs.wait_for_web(supervisor, web, port)
    programs.wait_for_worker(supervisor, worker)
    programs.start_beat(supervisor, place, bound)
    say(f"\n    http://{ports.HOST}:{port}\n")
    for line in table:
        say(f"    {line}")
    say("")


def _prepare(supervisor: Supervisor, place: Place, environ: Mapping[str, str]) -> None:
    """Migrate, load and collect: each only when its sources changed since it was last done."""
    root, memory = supervisor.root, Memory(place.done)
    is_ours = not is_configured("DATABASE_URL")
    migrations = of_files(root, MIGRATIONS, environ["SCOPE_KEY"])
    if not (is_ours and memory.knows("migrate", migrations)):
        say("Migrating the database ...")
        manage(supervisor, environ, "migrate", "--verbosity", "0")
        memory.remember("migrate", migrations)
    if not (is_ours and memory.knows("load_demo", "done")):
        say("Loading the demo's companies (once) ...")
        manage(supervisor, environ, "load_demo")
        memory.remember("load_demo", "done")
    statics = of_files(root, STATIC)
    if not (Path(environ["STATIC_ROOT"]).exists() and memory.knows("collectstatic", statics)):
        say("Collecting the static files ...")
        quiet = ("--noinput", "--clear", "--verbosity", "0")
        manage(supervisor, environ, "collectstatic", *quiet)
        memory.remember("collectstatic", statics)


def manage(supervisor: Supervisor, environ: Mapping[str, str], *arguments: str) -> None:
    """Run a management command to its end; raises Trouble when it fails."""
    command = [sys.executable, "manage.py", *arguments]
    supervisor.run(f"manage.py {arguments[0]}", command, environ)


def _sign_ins(root: Path, environ: Mapping[str, str]) -> list[str]:
    """Return the demo's sign-ins, lined up, or one line that says why they can't be told."""
    told = subprocess.run(
        [sys.executable, "manage.py", "demo_logins"],
        cwd=root,
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        start_new_session=True,
        check=False,
    )
    rows = [line.split("\t") for line in told.stdout.splitlines() if line.count("\t") == 2]
    if told.returncode or not rows:
        reason = (told.stderr.strip().splitlines() or ["no sign-ins were given"])[-1]
        return [f"The sign-ins could not be read (manage.py demo_logins): {reason}"]
    return columns(rows)


def _watch(supervisor: Supervisor) -> None:
    """Look after the processes until one ends or somebody asks to stop."""
    while True:
        supervisor.check()
        supervisor.pause(0.5)
