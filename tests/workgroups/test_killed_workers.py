"""Real workers, real PDFs, real kills: each report once, one ZIP, whatever dies when."""

import hashlib
import random
import time
import zipfile

import pytest

from convenant.queue.models import OutboxItem
from diligence.models import ProgressReport
from tests.factories import ReviewerFactory
from tests.stored import path_of
from tests.workers import handed_to_them, resend_all, workers
from tests.workgroups.members import cycle_of, member, reports_of
from workgroups.services import report_runs

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.full]
MEMBERS = 4
PATIENCE = 400
"""Seconds for all of it on a busy machine."""
BETWEEN_RELAYS = 20
"""Seconds; a task that is handed out too often without effect would be given up."""


@pytest.fixture
def relay(monkeypatch):
    """Return a function that hands out again, to these workers, what has no effect yet."""
    with handed_to_them(monkeypatch):
        yield resend_all


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
        with workers("reports", 2):
            wait_for(lambda wanted=wanted: made(companies) >= wanted, relay, until)
            time.sleep(dice.random())
    with workers("reports", 2):
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
