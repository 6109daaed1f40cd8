"""From the command line to the code: what each command needs installed, and who runs it."""

import os
from collections.abc import MutableMapping
from pathlib import Path

from . import bootstrap, demo, keys, locks, testing
from .console import Trouble, complain, say
from .services import is_configured

OURS = {
    "demo": ("the whole product with invented companies, on this machine", bootstrap.RUNTIME),
    "test": (
        "all tests, against throw-away servers (--full: the long ones too)",
        bootstrap.DEVELOPMENT,
    ),
}


def run(root: str, arguments: list[str]) -> int | None:
    """Enter the virtual environment and run a command of ours in it; returns the exit code.

    For any other command it returns None, with the environment ready for Django.
    """
    command = arguments[1] if len(arguments) > 1 else ""
    lock = OURS.get(command, ("", bootstrap.RUNTIME))[1]
    try:
        bootstrap.enter(Path(root), arguments, lock)
        if command == "demo":
            return demo.run(Path(root), arguments[2:])
        if command == "test":
            return testing.run(Path(root), arguments[2:])
    except Trouble as trouble:
        complain(str(trouble))
        return trouble.exit_code
    except KeyboardInterrupt:
        complain("Stopped.")
        return 130
    if arguments[1:] in ([], ["help"], ["--help"]):
        for name, (purpose, _) in OURS.items():
            say(f"    manage.py {name}   {purpose}")
    join_demo(Path(root), os.environ)
    return None


def join_demo(root: Path, environ: MutableMapping[str, str]) -> None:
    """Take over the running demo's addresses, unless a database is named already."""
    place = demo.place_of(root)
    if is_configured("DATABASE_URL", environ) or not locks.is_held(place.lock):
        return
    if place.env.exists():
        for name, value in keys.read_env(place.env).items():
            environ.setdefault(name, value)
