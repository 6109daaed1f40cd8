"""`manage.py test`: pytest against private, throw-away servers. Asks nothing, needs no set-up.

    python3 manage.py test                      all but the long tests
    python3 manage.py test --full               everything
    python3 manage.py test tests/diligence -x   anything pytest understands is passed on

Exit code: pytest's own; 2 when something the tests need can't be had.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from . import debian, locks, services
from .console import Trouble, complain, last_lines, say
from .processes import end_left_over
from .services import Place
from .supervisor import ChildDied, StopRequested, Supervisor

PLACES = 20
# The program -> the Debian package that brings it.
PROGRAMS = {
    "chromium": "chromium",
    "pgbouncer": "pgbouncer",
    "caddy": "caddy",
    "clamd": "clamav-daemon",
    "docker-compose": "docker-compose",
    "age": "age",
    "gpg": "gnupg",
}
# Debian keeps servers where only root's PATH looks.
SERVERS = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"


def run(root: Path, arguments: list[str]) -> int:
    """Run the tests and return pytest's exit code; raises Trouble when they can't be run."""
    full = "--full" in arguments
    passed_on = [word for word in arguments if word != "--full"]
    needs = _needs()
    with _place(root) as place:
        end_left_over(place.traces)
        supervisor = Supervisor(root, place.traces)
        try:
            with supervisor.listening():
                found = services.start(supervisor, place, durable=False, private=True)
                environ = services.environment(found | needs | _test_settings())
                command = [sys.executable, "-m", "pytest", *pytest_options(passed_on, full)]
                code = supervisor.run_in_front([*command, *passed_on], environ)
                _tell_of_dead_servers(supervisor)
                return code
        except StopRequested:
            complain("The tests were stopped.")
            return 130


def pytest_options(passed_on: list[str], full: bool) -> list[str]:
    """Return our options for pytest. They stand first, so that what a person passes on wins."""
    marks = ["-m", "full or not full" if full else "not full"]
    if any(word in passed_on for word in ("--pdb", "--trace", "no:xdist")):
        return marks  # a debugger needs the one terminal
    # One test at a time to who is free; the tests of a group stay with one worker.
    return ["-n", str(workers()), "--dist", "loadgroup", *marks]


def workers() -> int:
    """Return how many tests run at a time: one more than there are cores, and five at most.

    A test that waits for a browser, a server or a queue leaves its core to another.
    """
    return min(os.cpu_count() or 1, 4) + 1


def _test_settings() -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "CONVENANT_DEMO": "0",
        "CONVENANT_DEBUG": "0",
        "PUBLIC_URL": "http://127.0.0.1:8000",
        "PYTHONDONTWRITEBYTECODE": "",  # compile each module once, not in each worker and program
    }


def _needs() -> dict[str, str]:
    """Have the outside programs and WeasyPrint's libraries, or raise Trouble: no test is skipped.

    The browser may be another one, named by CHROMIUM.
    """
    missing = debian.missing_libraries()
    browser = os.environ.get("CHROMIUM")
    for program, package in PROGRAMS.items():
        if not shutil.which(program, path=SERVERS) and not (program == "chromium" and browser):
            missing.append(package)
    if missing and not debian.install(missing):
        raise Trouble(
            f"The tests need {' and '.join(missing)}, and this process can't install that.",
            debian.advice(missing),
        )
    return {
        "CHROMIUM": browser or shutil.which("chromium") or "/usr/bin/chromium",
        "PATH": SERVERS,
    }


@contextmanager
def _place(root: Path) -> Iterator[Place]:
    """Hold a folder of servers that no other test run uses at this moment."""
    for number in range(1, PLACES + 1):
        name = "test" if number == 1 else f"test-{number}"
        place = Place(root / ".run" / name)
        with ExitStack() as held:
            try:
                held.enter_context(locks.hold(place.lock, str(os.getpid())))
            except locks.Held:
                continue
            yield place
            return
    raise Trouble(f"{PLACES} test runs are under way already.", "Wait for one to end.")


def _tell_of_dead_servers(supervisor: Supervisor) -> None:
    """Say so when a server went down under the tests: their failures then mean nothing."""
    try:
        supervisor.check()
    except ChildDied as death:
        log = death.child.log
        complain(f"{death.child.name} died during the tests. The end of {log}:\n{last_lines(log)}")
    except StopRequested:
        say("The tests were stopped.")
