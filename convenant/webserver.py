"""How gunicorn serves: `gunicorn convenant.wsgi --config python:convenant.webserver`."""

import os
import shutil
import tempfile
import time
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
HALF_FORMS = ("tmp*.upload*", "evidence-in-*")
"""Files on their way in: Django's own, and what is being examined (diligence.services)."""
NOBODYS = 3600
"""Seconds untouched after which such a file is nobody's: its process was killed."""


def on_starting(server) -> None:
    """Remove what killed processes left, and begin the figures anew: they are of the same."""
    remove_half_forms()
    if folder := os.environ.get("METRICS_DIR"):
        for old in Path(folder).glob("*.db"):
            old.unlink(missing_ok=True)


def child_exit(server, worker) -> None:
    """Remove what it left, and take it out of the figures of what is going on now."""
    remove_half_forms()
    if folder := os.environ.get("METRICS_DIR"):
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid, path=folder)


def remove_half_forms() -> None:
    """Remove what is left of forms whose process was killed while they came in."""
    folder = Path(os.environ.get("UPLOAD_DIR") or tempfile.gettempdir())
    for path in [path for pattern in HALF_FORMS for path in folder.glob(pattern)]:
        try:
            if path.stat().st_mtime < time.time() - NOBODYS:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        except OSError:
            continue  # it went by itself, or is not ours
