"""How gunicorn serves: `gunicorn convenant.wsgi --config python:convenant.webserver`."""

import os
from pathlib import Path

from convenant.observe import logs

workers = int(os.environ.get("WEB_PROCESSES") or 2)
threads = int(os.environ.get("WEB_THREADS") or 4)
timeout = 60  # seconds until a worker that hangs is ended
graceful_timeout = 20  # seconds a request may still take after a stop
keepalive = 75  # longer than a proxy keeps an idle connection, so that it is never the one cut off
control_socket_disable = True
# Signs of life of the workers; on a disk they would stop a worker each time the disk is slow.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
logconfig_dict = logs.from_environment()


def on_starting(server) -> None:
    """Begin the figures anew: those in the folder are of processes that are gone."""
    if folder := os.environ.get("METRICS_DIR"):
        for old in Path(folder).glob("*.db"):
            old.unlink(missing_ok=True)


def child_exit(server, worker) -> None:
    """Take a process that ended out of the figures of what is going on now."""
    if folder := os.environ.get("METRICS_DIR"):
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid, path=folder)
