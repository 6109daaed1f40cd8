"""Real workers, real PDFs, real kills: each report once, one ZIP, whatever dies when."""

import functools
import hashlib
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection
from django.utils import timezone

from convenant.queue.models import OutboxItem
from convenant.queue.outbox import resend_overdue
from diligence.models import ProgressReport
from tests.factories import ReviewerFactory
from tests.stored import path_of
from tests.workgroups.members import cycle_of, member, reports_of
from workgroups.services import report_runs

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.full]
MEMBERS = 4
WORKER = ("-m", "celery", "-A", "convenant", "worker", "-Q", "reports", "-c", "2")
PATIENCE = 400
"""Seconds for all of it on a busy machine."""
BETWEEN_RELAYS = 20
"""Seconds; a task that is handed out too often without effect would be given up."""


def environment() -> dict[str, str]:
    """Return what a worker needs to work on this test's own database, files and queue."""
    here = connection.settings_dict
    broker = urlsplit(settings.REDIS_URL)
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "convenant.settings",
        "DATABASE_URL": (
            f"postgresql://{here['USER']}:{here['PASSWORD']}@{here['HOST']}:{here['PORT']}"
            f"/{here['NAME']}"
        ),
        "REDIS_URL": urlunsplit(broker._replace(path="/11")),
        "SECRET_KEY": settings.SECRET_KEY,
        "SCOPE_KEY": settings.SCOPE_KEY,
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }


@contextmanager
def workers() -> Iterator[subprocess.Popen]:
    """Two worker processes, killed without a word at the end."""
    process = subprocess.Popen(
        [sys.executable, *WORKER],
        cwd=settings.BASE_DIR,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def relay(monkeypatch):
    """Return a function that hands out again, to these workers, what has no effect yet."""
    with current_app.connection_for_write(environment()["REDIS_URL"]) as broker:
        send_task = functools.partial(current_app.send_task, connection=broker)
        monkeypatch.setattr(current_app, "send_task", send_task)
        yield resend_all


def resend_all() -> None:
    """Hand out again all that waits, as the relay does once its time has come."""
    OutboxItem.objects.update(due_at=timezone.now())
    resend_overdue()


def wait_for(happened, relay, until: float) -> None:
    """Wait until something happened, with the relay at work; fail when it takes too long."""
    relayed = -BETWEEN_RELAYS
    while not happened():
        assert time.monotonic() < until, "it takes too long"
        if time.monotonic() - relayed > BETWEEN_RELAYS:
            relay()
            relayed = time.monotonic()
        time.sleep(0.2)


def made(companies) -> int:
    """Return how many reports are ready."""
    ready = ProgressReport.Status.READY
    return sum(report.status == ready for one in companies for report in reports_of(one))


def test_kill_nine_makes_nothing_double_and_loses_nothing(relay):
    until = time.monotonic() + PATIENCE
    dice = random.Random(20261122)
    companies = [member(f"Lid {number}", "submitted") for number in range(MEMBERS)]
    run = report_runs.start_run(cycle_of(), "nl", by=ReviewerFactory())

    for wanted in (1, 3):
        with workers():
            wait_for(lambda wanted=wanted: made(companies) >= wanted, relay, until)
            time.sleep(dice.random())
    with workers():
        wait_for(lambda: not report_runs.is_running(type(run).objects.get(pk=run.pk)), relay, until)
        wait_for(lambda: not OutboxItem.objects.exists(), relay, until)

    run.refresh_from_db()
    assert (run.status, run.done, run.total, run.failed) == ("ready", MEMBERS, MEMBERS, [])
    reports = [report for one in companies for report in reports_of(one)]
    assert [report.status for report in reports] == ["ready"] * MEMBERS
    with zipfile.ZipFile(path_of(run.file)) as archive:
        assert archive.testzip() is None
        pdfs = [archive.read(name) for name in archive.namelist() if name.endswith(".pdf")]
    assert all(pdf.startswith(b"%PDF-") for pdf in pdfs)
    assert sorted(hashlib.sha256(pdf).hexdigest() for pdf in pdfs) == sorted(
        report.sha256 for report in reports
    )
    assert [path.name for path in path_of("report-runs").iterdir()] == [f"{run.pk}.zip"]
