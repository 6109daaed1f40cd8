"""Files for addresses, passwords and keys: readable by their owner only."""

import json
import os
import secrets
import shlex
from pathlib import Path

NAMES = (
    "postgres",
    "convenant_app",
    "convenant_migrator",
    "convenant_backup",
    "valkey",
    "SECRET_KEY",
    "SCOPE_KEY",
)


def load_or_make(path: Path) -> dict[str, str]:
    """Return the generated passwords and keys, making the ones that are not there yet."""
    found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    wanted = {name: found.get(name) or secrets.token_hex(32) for name in NAMES}
    if wanted != found:
        write_private(path, json.dumps(wanted, indent=2) + "\n")
    return wanted


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step; nobody else can read it at any moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)


def write_env(path: Path, values: dict[str, str]) -> None:
    """Write variables so that a shell can read them too: `set -a; . .run/demo/env`."""
    lines = [f"{name}={shlex.quote(value)}" for name, value in sorted(values.items())]
    write_private(path, "\n".join(lines) + "\n")


def read_env(path: Path) -> dict[str, str]:
    """Read what `write_env` wrote."""
    words = shlex.split(path.read_text(encoding="utf-8"), comments=True)
    return {name: value for name, _, value in (word.partition("=") for word in words)}
