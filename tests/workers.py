"""Real Celery workers on a test's own database, files and queue, to be killed without a word."""

import functools
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

from celery import current_app
from django.conf import settings
from django.db import connection
from django.utils import timezone

from convenant.queue.models import OutboxItem
from convenant.queue.outbox import resend_overdue


def environment() -> dict[str, str]:
    """Return what a worker needs to work on this test's own database, files and queue."""
    broker = urlsplit(settings.REDIS_URL)
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "convenant.settings",
        "DATABASE_URL": database_url(),
        "REDIS_URL": urlunsplit(broker._replace(path="/11")),
        "SECRET_KEY": settings.SECRET_KEY,
        "SCOPE_KEY": settings.SCOPE_KEY,
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }


def database_url() -> str:
    """Return the address of this test's own database."""
    here = connection.settings_dict
    place = f"{here['HOST']}:{here['PORT']}/{here['NAME']}"
    return f"postgresql://{here['USER']}:{here['PASSWORD']}@{place}"


@contextmanager
def workers(queue: str, count: int, **environ: str) -> Iterator[subprocess.Popen]:
    """Worker processes of one queue, killed without a word at the end."""
    command = ("-m", "celery", "-A", "convenant", "worker", "-Q", queue, "-c", str(count))
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env=environment() | environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        kill_nine(process)


def kill_nine(process: subprocess.Popen) -> None:
    """Kill a worker that this test started, with its children, by its own process group."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def handed_to_them(monkeypatch) -> Iterator[None]:
    """Let what is put on the queue go to these workers."""
    with current_app.connection_for_write(environment()["REDIS_URL"]) as broker:
        send_task = functools.partial(current_app.send_task, connection=broker)
        monkeypatch.setattr(current_app, "send_task", send_task)
        yield


def resend_all() -> None:
    """Hand out again all that waits, as the relay does once its time has come."""
    OutboxItem.objects.update(due_at=timezone.now())
    resend_overdue()
