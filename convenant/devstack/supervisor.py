"""Start processes, watch them, and stop every one of them by its own id, whatever happens."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from .console import Trouble, say
from .processes import POLL, Trace, kill_group, started_at, write_traces

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SERVERS, PROGRAMS = 0, 1


class StopRequested(Exception):
    """Ctrl-C, or a signal that means the same."""


class ChildDied(Exception):
    """A process that should be running has ended by itself."""

    def __init__(self, child: "Child") -> None:
        super().__init__(child.name)
        self.child = child


@dataclass
class Child:
    """A running process of ours; it leads its own group, so a terminal's Ctrl-C passes it by."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path
    stage: int
    stop_signal: signal.Signals
    grace: float

    def has_ended(self) -> bool:
        """Tell whether it ended, and clear away the zombie."""
        return self.process.poll() is not None

    def ending(self) -> str:
        """Tell how it ended."""
        code = self.process.returncode
        return f"killed by signal {-code}" if code is not None and code < 0 else f"exit code {code}"

    def ask_to_stop(self) -> None:
        """Send the signal on which it finishes its work."""
        if not self.has_ended():
            self.process.send_signal(self.stop_signal)

    def make_stop(self) -> None:
        """Wait out the grace, then kill; what it left in its group goes with it."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(self.grace)
        if not self.has_ended():
            self.process.kill()
            self.process.wait()
        kill_group(self.process.pid)


class Supervisor:
    """Holds the children of one command. `stop_all` must be called at the end, always."""

    def __init__(self, root: Path, traces: Path) -> None:
        self.root = root
        self.children: list[Child] = []
        self._traces = traces
        self._signal: int | None = None

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Turn stop signals into StopRequested at the next look; ends with everything stopped."""
        former = {number: signal.signal(number, self._note) for number in STOP_SIGNALS}
        try:
            yield
        finally:
            self.stop_all()
            for number, handler in former.items():
                signal.signal(number, handler)

    def start(
        self,
        name: str,
        command: list[str],
        *,
        log: Path,
        env: Mapping[str, str],
        stage: int = PROGRAMS,
        stop_signal: signal.Signals = signal.SIGTERM,
        grace: float = 10.0,
    ) -> Child:
        """Start a process with its output in a log. Higher stages are stopped before lower ones."""
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=self.root,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        child = Child(name, process, log, stage, stop_signal, grace)
        self.children.append(child)
        self._write_traces()
        return child

    def forget(self, child: Child) -> None:
        """Leave a process that ended out of the watch, to start it anew."""
        child.make_stop()
        self.children.remove(child)
        self._write_traces()

    def check(self) -> None:
        """Raise StopRequested or ChildDied when there is reason to."""
        if self._signal is not None:
            raise StopRequested
        for child in self.children:
            if child.has_ended():
                raise ChildDied(child)

    def pause(self, seconds: float) -> None:
        """Sleep, but wake up for a signal."""
        deadline = time.monotonic() + seconds
        while self._signal is None and (left := deadline - time.monotonic()) > 0:
            time.sleep(min(left, POLL))
        if self._signal is not None:
            raise StopRequested

    def wait_until(self, child: Child, is_ready: Callable[[], bool], seconds: float) -> bool:
        """Wait until a child is ready; False when it ended or took too long."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not child.has_ended():
            if is_ready():
                return True
            self.pause(POLL)
        return False

    def run(self, name: str, command: list[str], env: Mapping[str, str]) -> None:
        """Run a step to its end with its output shown; raises Trouble when it fails."""
        step = subprocess.Popen(
            command, cwd=self.root, env=dict(env), stdin=subprocess.DEVNULL, start_new_session=True
        )
        try:
            while step.poll() is None:
                self.check()
                self.pause(POLL)
        finally:
            _end_step(step)
        if step.returncode:
            raise Trouble(
                f"{name} failed (exit code {step.returncode}).",
                "What it said stands above.",
                exit_code=1,
            )

    def run_in_front(self, command: list[str], env: Mapping[str, str]) -> int:
        """Run a program that owns the terminal (and hears Ctrl-C itself); returns its exit code."""
        program = subprocess.Popen(command, cwd=self.root, env=dict(env))
        while self._signal is None:
            with suppress(subprocess.TimeoutExpired):
                return program.wait(0.2)
        if self._signal != signal.SIGINT:
            program.send_signal(signal.SIGINT)
        try:
            return program.wait(20)
        except subprocess.TimeoutExpired:
            program.kill()
            return program.wait()

    def stop_all(self) -> None:
        """Stop everything, programs before the servers they use.

        A second Ctrl-C changes nothing.
        """
        for stage in sorted({child.stage for child in self.children}, reverse=True):
            leaving = [child for child in reversed(self.children) if child.stage == stage]
            for child in leaving:
                child.ask_to_stop()
            for child in leaving:
                child.make_stop()
                self.children.remove(child)
        self._write_traces()

    def _note(self, number: int, frame: object) -> None:
        if self._signal is None and number == signal.SIGINT and os.isatty(1):
            say("")  # leave the terminal's ^C on a line of its own
        self._signal = self._signal or number

    def _write_traces(self) -> None:
        traces = [
            Trace(child.name, child.process.pid, started_at(child.process.pid), child.stop_signal)
            for child in self.children
        ]
        if traces:
            write_traces(self._traces, traces)
        else:
            self._traces.unlink(missing_ok=True)


def _end_step(step: "subprocess.Popen[bytes]") -> None:
    """End a step that is still running because something else went wrong."""
    if step.poll() is not None:
        return
    step.terminate()
    with suppress(subprocess.TimeoutExpired):
        step.wait(5)
    kill_group(step.pid)
    step.wait()
