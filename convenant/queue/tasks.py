"""Celery's entrance to the relay."""

from celery import shared_task

from convenant.queue.outbox import resend_overdue


@shared_task(soft_time_limit=50, time_limit=60)
def relay() -> None:
    """Send again every task whose effect is overdue (each few seconds, by beat)."""
    resend_overdue()
