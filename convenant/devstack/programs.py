"""The programs of the demo: web, worker and beat, and when each counts as up."""

import http.client
import sys
import time
from collections.abc import Mapping

from . import ports
from .console import Trouble, last_lines
from .services import Place
from .supervisor import Child, Supervisor

QUEUES = "reports,mail,maintenance"
PATIENCE = 90.0  # seconds a slow machine may take until the first page
WORKER_PATIENCE = 20.0
CELERY = ("celery", "-A", "convenant")


def start_web(supervisor: Supervisor, place: Place, environ: Mapping[str, str], port: int) -> Child:
    """Start the web server: few processes, some threads, no socket for remote control."""
    command = ["gunicorn", "convenant.wsgi", "--bind", f"{ports.HOST}:{port}"]
    command += ["--workers", "2", "--threads", "4", "--timeout", "60"]
    command += ["--graceful-timeout", "8", "--no-control-socket"]
    return _start(supervisor, place, environ, "web", command)


def start_worker(supervisor: Supervisor, place: Place, environ: Mapping[str, str]) -> Child:
    """Start the worker of all queues, without the talk that only a fleet of workers needs."""
    command = [*CELERY, "worker", "-Q", QUEUES, "-c", "2", "--loglevel", "INFO"]
    command += ["--without-gossip", "--without-mingle"]
    return _start(supervisor, place, environ, "worker", command)


def start_beat(supervisor: Supervisor, place: Place, environ: Mapping[str, str]) -> Child:
    """Start the clock that puts recurring work on the queue."""
    command = [*CELERY, "beat", "--schedule", str(place.folder / "beat-schedule")]
    command += ["--pidfile=", "--loglevel", "INFO"]
    return _start(supervisor, place, environ, "beat", command)


def wait_for_web(supervisor: Supervisor, web: Child, port: int) -> None:
    """Wait until the health page says yes; raises Trouble with what it said instead."""
    deadline = time.monotonic() + PATIENCE
    while (status := health(port)) != 200:
        supervisor.check()
        if time.monotonic() > deadline:
            said = f"status {status}" if status else "nothing"
            raise Trouble(
                f"The web server answered {said} for {PATIENCE:.0f} s. "
                f"The end of {web.log}:\n{last_lines(web.log)}",
                exit_code=1,
            )
        supervisor.pause(0.1)


def wait_for_worker(supervisor: Supervisor, worker: Child) -> None:
    """Give the worker time to come up, so that one that can't is told before the address is."""
    supervisor.wait_until(worker, lambda: b" ready." in worker.log.read_bytes(), WORKER_PATIENCE)
    supervisor.check()


def health(port: int) -> int:
    """Return the status of /healthz, 0 when nothing answers. No proxy is asked."""
    line = http.client.HTTPConnection(ports.HOST, port, timeout=5)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        line.close()


def _start(
    supervisor: Supervisor, place: Place, environ: Mapping[str, str], name: str, command: list[str]
) -> Child:
    command = [sys.executable, "-m", *command]
    return supervisor.start(name, command, log=place.log(name), env=environ)
