"""docker-compose.yml as docker compose itself reads it."""

import functools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TOLD = {
    "PUBLIC_URL": "https://ketenkompas.example",
    "ALLOWED_HOSTS": "ketenkompas.example",
    "SMTP_HOST": "127.0.0.1",
}
PROFILES = ("pool", "metrics", "backup")


@functools.cache
def program() -> tuple[str, ...]:
    """Return the command of compose: docker's plugin, or the program of its own that Debian has."""
    docker = shutil.which("docker")
    if (
        docker
        and subprocess.run([docker, "compose", "version"], capture_output=True).returncode == 0
    ):
        return (docker, "compose")
    return ("docker-compose",)


def config(**told: str) -> subprocess.CompletedProcess:
    """Let compose judge and resolve the file, with these values in its environment."""
    environ = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    profiles = [word for name in PROFILES for word in ("--profile", name)]
    with tempfile.NamedTemporaryFile(suffix=".env") as empty:  # or a .env here would be read
        command = [*program(), "--env-file", empty.name, "-f", "docker-compose.yml", *profiles]
        return subprocess.run(
            [*command, "config"],
            cwd=ROOT,
            env=environ | {name: value for name, value in told.items() if value},
            capture_output=True,
            text=True,
            check=False,
        )


@functools.cache
def resolved(**told: str) -> dict:
    """Return the file with every anchor, default and variable filled in."""
    done = config(**TOLD | told)
    assert done.returncode == 0, done.stderr
    return yaml.safe_load(done.stdout)


def option(command: list[str], name: str) -> str:
    """Return the word after an option in a command."""
    return command[command.index(name) + 1]
