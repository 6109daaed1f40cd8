"""System libraries that no wheel brings: found by loading them, installed with apt when allowed."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from .console import say

Runner = Callable[[list[str]], int]

# The name WeasyPrint loads -> the Debian package that brings it (and, with it, all of Pango).
WEASYPRINT = {
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}


@dataclass(frozen=True)
class Rights:
    """What this process may do about missing packages."""

    has_apt: bool
    is_root: bool
    has_sudo: bool

    @classmethod
    def here(cls) -> "Rights":
        """Look at this machine; sudo counts only when it asks no password."""
        has_apt = shutil.which("apt-get") is not None
        is_root = os.geteuid() == 0
        has_sudo = has_apt and not is_root and _quietly(["sudo", "-n", "true"]) == 0
        return cls(has_apt, is_root, has_sudo)


def missing_libraries(loads: Callable[[str], object] = ctypes.CDLL) -> list[str]:
    """Return the Debian packages of WeasyPrint's libraries that can't be loaded."""
    missing = []
    for library, package in WEASYPRINT.items():
        try:
            loads(library)
        except OSError:
            missing.append(package)
    return missing


def commands(packages: list[str], rights: Rights) -> list[list[str]]:
    """Return the commands that install the packages; none when this process may not."""
    if not rights.has_apt or not (rights.is_root or rights.has_sudo):
        return []
    # sudo drops the environment, so the front end is set behind it.
    prefix = ["sudo", "-n"] if not rights.is_root else []
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    patient = ["-q", "-y", "-o", "DPkg::Lock::Timeout=120"]
    return [
        [*apt, *patient, "update"],
        [*apt, *patient, "install", "--no-install-recommends", *packages],
    ]


def install(packages: list[str], rights: Rights | None = None, run: Runner | None = None) -> bool:
    """Install the packages and tell whether that worked; says what it does."""
    plan = commands(packages, rights or Rights.here())
    if not plan:
        return False
    say(f"Installing Debian packages: {' '.join(packages)} ...")
    run = run or _quietly
    update, *rest = plan
    run(update)  # when the lists can't be renewed, the ones at hand may still do
    return all(run(command) == 0 for command in rest)


def advice(packages: list[str], rights: Rights | None = None) -> str:
    """Return the sentence that tells a person what to run instead."""
    rights = rights or Rights.here()
    names = " ".join(packages)
    if not rights.has_apt:
        return f"Install with this system's package manager what Debian calls: {names}"
    sudo = "" if rights.is_root else "sudo "
    return f"Run: {sudo}apt-get update && {sudo}apt-get install -y {names}"


def _quietly(command: list[str]) -> int:
    """Run without input; the output is shown only when the command fails."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    except FileNotFoundError:
        return 127
    if done.returncode and "apt-get" in command:
        for line in done.stdout.decode(errors="replace").splitlines()[-5:]:
            say(f"    {line}")
    return done.returncode
