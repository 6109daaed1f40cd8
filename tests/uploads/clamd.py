"""A real virus scanner of our own: clamd with one signature, on a socket in a folder."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import clamd

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The agreed harmless text that scanners call a virus; in two pieces, so that they let this be."""
PATIENCE = 60.0


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Run clamd until the block ends; yields its address for CLAMD_URL."""
    program = shutil.which("clamd") or "/usr/sbin/clamd"
    folder.mkdir(parents=True, exist_ok=True)
    signatures = folder / "signatures"
    signatures.mkdir(exist_ok=True)
    signature = f"Test.Eicar:0:*:{EICAR.hex()}\n"
    (signatures / "own.ndb").write_text(signature, encoding="ascii")
    socket = folder / "clamd.sock"
    settings = {
        "Foreground": "yes",
        "LocalSocket": socket,
        "DatabaseDirectory": signatures,
        "TemporaryDirectory": folder,
        "StreamMaxLength": "2M",
        "AlertExceedsMax": "yes",
        "LogFile": folder / "clamd.log",
    }
    lines = "".join(f"{name} {value}\n" for name, value in settings.items())
    (folder / "clamd.conf").write_text(lines, encoding="ascii")
    process = subprocess.Popen(
        [program, "--config-file", str(folder / "clamd.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(process, socket, folder)
        yield f"unix:{socket}"
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(process: subprocess.Popen, socket: Path, folder: Path) -> None:
    """Wait until the scanner answers; fails with what it said."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            clamd.ClamdUnixSocket(str(socket), timeout=2).ping()
        except (clamd.ConnectionError, OSError):
            time.sleep(0.05)
        else:
            return
    log = folder / "clamd.log"
    said = log.read_text(errors="replace") if log.exists() else "nothing"
    raise AssertionError(f"clamd did not start; it said: {said}")
