"""Celery's entrance: ids in, one service."""

from django.db import OperationalError

from convenant.queue.outbox import once
from workgroups.services.report_runs import advance


@once(
    name="workgroups.tasks.make_all_reports", autoretry_for=(OperationalError,), retry_backoff=True
)
def make_all_reports(run_id: str) -> None:
    """Take one step of a run that makes all reports. Safe to run twice."""
    advance(run_id)
