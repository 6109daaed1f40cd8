"""Encrypt on the way out and decrypt on the way in, with age or GnuPG; without a key, neither.

The key that opens a backup has no place on the server that makes it.
"""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

SUFFIXES = {"age": ".age", "gpg": ".gpg"}


class SealingFailed(Exception):
    """The program that encrypts or decrypts is missing or said no."""


def program_for(recipient: str) -> str:
    """Return which program encrypts for this recipient: age's keys tell themselves apart."""
    return "age" if recipient.startswith(("age1", "ssh-")) else "gpg"


@contextmanager
def sealed(path: Path, recipient: str) -> Iterator[IO[bytes]]:
    """Open a file for writing; for a recipient what is written is encrypted and gets a suffix."""
    if not recipient:
        with path.open("xb") as plain:
            yield plain
        return
    program = program_for(recipient)
    command = {
        "age": ["age", "--encrypt", "--recipient", recipient],
        "gpg": ["gpg", "--batch", "--trust-model", "always", "-e", "-r", recipient],
    }[program]
    with path.with_name(path.name + SUFFIXES[program]).open("xb") as target:
        process = _start(command, stdin=subprocess.PIPE, stdout=target)
        assert process.stdin is not None
        try:
            yield process.stdin
        finally:
            process.stdin.close()
            _finish(process, command)


@contextmanager
def opened(folder: Path, name: str, identity: str = "") -> Iterator[IO[bytes]]:
    """Open a file of a backup for reading, decrypted when it was encrypted.

    `identity` is age's key file; GnuPG looks in its own keyring.
    """
    plain, age, gpg = folder / name, folder / f"{name}.age", folder / f"{name}.gpg"
    if plain.exists():
        with plain.open("rb") as file:
            yield file
        return
    if age.exists():
        command = ["age", "--decrypt", "--identity", identity, str(age)]
    elif gpg.exists():
        command = ["gpg", "--batch", "--quiet", "--decrypt", str(gpg)]
    else:
        raise SealingFailed(f"{folder} has no {name}: this is no whole backup.")
    process = _start(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield process.stdout
        shutil.copyfileobj(process.stdout, _Nowhere())
    finally:
        process.stdout.close()
        _finish(process, command)


class _Nowhere:
    """Takes what a reader left, so that the program can end in peace."""

    def write(self, data: bytes) -> int:
        """Forget the data."""
        return len(data)


def _start(command: list[str], **streams) -> subprocess.Popen:
    try:
        # The words of the command are ours, and the operator's key.
        return subprocess.Popen(command, stderr=subprocess.PIPE, **streams)  # noqa: S603
    except FileNotFoundError:
        raise SealingFailed(f"{command[0]} is not installed.") from None


def _finish(process: subprocess.Popen, command: list[str]) -> None:
    assert process.stderr is not None
    told = process.stderr.read().decode(errors="replace").strip()
    process.stderr.close()
    if process.wait():
        raise SealingFailed(f"{command[0]} refused: {told}")
