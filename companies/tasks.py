"""Celery's entrance: mails that follow an act, one each, and housekeeping."""

from celery import shared_task

from companies import emails
from companies.models import Membership
from companies.permissions import Role
from companies.services.commands import forget_old_commands
from convenant.queue.mail import send_once
from convenant.queue.outbox import once


@once(name="companies.tasks.send_left", autoretry_for=(OSError,), retry_backoff=True)
def send_left(company_id: str, membership_id: str) -> None:
    """Tell every administrator of a company that a colleague stopped."""
    seat = Membership.objects.select_related("user", "company").get(pk=membership_id)
    admins = Membership.objects.of_company(seat.company).filter(role=Role.ADMIN)
    for admin in admins:
        send_once(f"left {seat.pk} {admin.user_id}", emails.left(seat, admin.user))


@shared_task(soft_time_limit=500, time_limit=540)
def forget_commands() -> None:
    """Remove the answers kept for repeated API calls after 72 hours (each day, by beat)."""
    forget_old_commands()
