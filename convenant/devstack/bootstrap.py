"""The virtual environment: built from the hashed lock file, and entered by starting again in it."""

import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from . import debian, locks
from .console import Trouble, last_lines, say

RUNTIME = "requirements.lock"
DEVELOPMENT = "requirements-dev.lock"
STAMP = ".lock-sha256"
OPT_OUT = "CONVENANT_NO_VENV"


def enter(root: Path, arguments: list[str], lock_name: str) -> None:
    """Return when this process has the packages of the lock; otherwise start again where they are.

    Raises Trouble when the environment can't be built.
    """
    if os.environ.get(OPT_OUT) == "1":
        require_django()
        return
    venv, lock = root / ".venv", root / lock_name
    if not is_filled(venv, lock):
        waiting = f"Another process is installing into {venv}; waiting for it."
        with locks.hold(root / ".run" / "venv.lock", on_wait=lambda: say(waiting)):
            if not is_filled(venv, lock):
                fill(venv, lock, root / ".run" / "install.log")
    if Path(sys.prefix).resolve() != venv.resolve():
        python = str(python_of(venv))
        os.execv(python, [python, str(root / "manage.py"), *arguments[1:]])


def require_django() -> None:
    """Refuse a Python without Django, which only happens outside the virtual environment."""
    if importlib.util.find_spec("django") is None:
        raise Trouble(
            f"{OPT_OUT} is set and this Python ({sys.executable}) has no Django.",
            f"Unset {OPT_OUT}, or run: pip install --require-hashes -r {RUNTIME}",
        )


def python_of(venv: Path) -> Path:
    """Return the interpreter of a virtual environment."""
    return venv / "bin" / "python"


def stamp_of(lock: Path) -> str:
    """Return the line that stands for this content of this lock file."""
    return f"{lock.name} {hashlib.sha256(lock.read_bytes()).hexdigest()}"


def is_filled(venv: Path, lock: Path) -> bool:
    """Tell whether the environment works and was filled from exactly this lock file."""
    stamp = venv / STAMP
    if not (python_of(venv).exists() and stamp.exists()):
        return False
    return stamp_of(lock) in stamp.read_text(encoding="utf-8").splitlines()


def write_stamp(venv: Path, lock: Path) -> None:
    """Remember what was installed. The development lock holds all of the runtime lock."""
    lines = [stamp_of(lock)]
    if lock.name == DEVELOPMENT:
        lines.append(stamp_of(lock.with_name(RUNTIME)))
    (venv / STAMP).write_text("\n".join(lines) + "\n", encoding="utf-8")


def fill(venv: Path, lock: Path, log: Path) -> None:
    """Install everything the lock names, checking every hash; raises Trouble when that fails."""
    count = sum(line[:1].isalnum() for line in lock.read_text(encoding="utf-8").splitlines())
    say(f"Installing {count} packages into .venv (only when {lock.name} changed) ...")
    (venv / STAMP).unlink(missing_ok=True)
    log.parent.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    with _ended_together(), log.open("w", encoding="utf-8") as output:
        uv = shutil.which("uv")
        done = bool(uv) and install_with_uv(str(uv), venv, lock, output)
        if uv and not done:
            say("uv could not install them (see .run/install.log); trying pip.")
        if not done and not install_with_pip(venv, lock, output):
            output.flush()
            raise Trouble(
                f"The packages of {lock.name} could not be installed:\n{last_lines(log, 6)}\n",
                f"Check the network and the package index, then start again; all is in {log}.",
            )
    write_stamp(venv, lock)
    say(f"Installed in {time.monotonic() - began:.0f} s.")


def install_with_uv(uv: str, venv: Path, lock: Path, output: TextIO) -> bool:
    """Let uv make the environment and fill it."""
    if not is_whole(venv):
        make = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(venv)]
        if not _succeeds(make, output):
            return False
    install = [uv, "pip", "install", "--quiet", "--python", str(python_of(venv))]
    return _succeeds([*install, *_what(lock)], output)


def install_with_pip(venv: Path, lock: Path, output: TextIO) -> bool:
    """Let the standard library make the environment and its pip fill it."""
    if not is_whole(venv, with_pip=True):
        require_ensurepip()
        if not _succeeds([sys.executable, "-m", "venv", "--clear", str(venv)], output):
            return False
    quiet = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-compile", "--no-user"]
    install = [str(python_of(venv)), "-m", "pip", "install", *quiet]
    return _succeeds([*install, *_what(lock)], output)


def is_whole(venv: Path, with_pip: bool = False) -> bool:
    """Tell whether an environment is there with a Python that is new enough (and pip)."""
    try:
        settings = (venv / "pyvenv.cfg").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    version = next(
        (
            line.partition("=")[2].strip()
            for line in settings.splitlines()
            if line.startswith("version")
        ),
        "0.0",
    )
    is_new = tuple(int(part) for part in version.split(".")[:2]) >= (3, 11)
    has_pip = any(venv.glob("lib/python3*/site-packages/pip/__main__.py"))
    return python_of(venv).exists() and is_new and (has_pip or not with_pip)


def require_ensurepip(is_there: bool | None = None) -> None:
    """Debian ships the half of venv that installs pip apart: install it, or name the command."""
    if is_there is None:
        is_there = importlib.util.find_spec("ensurepip") is not None
    if is_there:
        return
    package = f"python3.{sys.version_info.minor}-venv"
    if not debian.install([package]):
        raise Trouble("This Python can't make virtual environments.", debian.advice([package]))
    importlib.invalidate_caches()


@contextmanager
def _ended_together() -> Iterator[None]:
    """Let a request to stop reach the installer too, which would go on alone otherwise."""
    former = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)


def _what(lock: Path) -> list[str]:
    """Only wheels: nothing is compiled here, and no build tool comes in without a hash."""
    return ["--require-hashes", "--only-binary", ":all:", "-r", str(lock)]


def _succeeds(command: list[str], output: TextIO) -> bool:
    output.flush()
    return subprocess.run(command, stdout=output, stderr=output, check=False).returncode == 0
