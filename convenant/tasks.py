"""Upkeep that beat asks for, in the maintenance queue."""

from celery import shared_task
from django.core.management import call_command


@shared_task(soft_time_limit=540, time_limit=600)
def clear_sessions() -> None:
    """Remove the sessions that have ended: they are rows, and nobody else removes them."""
    call_command("clearsessions")
