"""Processes told apart for certain: an id comes back in use, an id with its start time does not."""

import json
import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from .keys import write_private

GRACE = 10.0
POLL = 0.05


@dataclass(frozen=True)
class Trace:
    """What is written down about a started process, to end it should we die before it does."""

    name: str
    pid: int
    started: str
    stop_signal: int


def started_at(pid: int) -> str:
    """Return when a living process started, as an opaque text; empty for none or a zombie."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return ""
        return "" if fields[0] in "ZX" else fields[19]
    told = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return told.stdout.strip()


def write_traces(path: Path, traces: list[Trace]) -> None:
    """Write down which processes run, in the order they were started."""
    write_private(path, json.dumps([asdict(trace) for trace in traces], indent=1))


def end_left_over(path: Path) -> list[str]:
    """End what a run that was killed has left running; returns the names of what was ended."""
    try:
        traces = [Trace(**fields) for fields in json.loads(path.read_text(encoding="utf-8"))]
    except (FileNotFoundError, ValueError, TypeError):
        return []
    ended = []
    for trace in reversed(traces):
        if trace.started and started_at(trace.pid) == trace.started:
            _end(trace)
            ended.append(trace.name)
    path.unlink(missing_ok=True)
    return ended


def _end(trace: Trace) -> None:
    """Ask a process that is not our child to stop, insist after the grace."""
    for number in (trace.stop_signal, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.kill(trace.pid, number)
        deadline = time.monotonic() + GRACE
        while time.monotonic() < deadline:
            if started_at(trace.pid) != trace.started:
                break
            time.sleep(POLL)
        else:
            continue
        break
    kill_group(trace.pid)


def kill_group(pid: int) -> None:
    """Kill what is left of the process group a process led."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
