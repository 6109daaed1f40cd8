"""Celery's entrance: mails that follow an act, one each, and housekeeping."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from companies import emails
from companies.models import Invitation, LogDay, Membership, StepReset, User
from companies.permissions import Role
from companies.services import digests, retention, step_reset
from companies.services.commands import forget_old_commands
from companies.services.log_heads import keep_heads
from companies.services.notices import URGENT
from convenant.queue.mail import send_once
from convenant.queue.outbox import once


@once(name="companies.tasks.send_left", autoretry_for=(OSError,), retry_backoff=True)
def send_left(company_id: str, membership_id: str) -> None:
    """Tell every administrator of a company that a colleague stopped."""
    seat = Membership.objects.select_related("user", "company").get(pk=membership_id)
    admins = Membership.objects.of_company(seat.company).filter(role=Role.ADMIN)
    for admin in admins:
        send_once(f"left {seat.pk} {admin.user_id}", emails.left(seat, admin.user))


@once(name="companies.tasks.send_refused", autoretry_for=(OSError,), retry_backoff=True)
def send_refused(invitation_id: str) -> None:
    """Tell who invited, else the secretariat, that the receiver says: this is not me."""
    invited = Invitation.objects.select_related("company", "invited_by").get(pk=invitation_id)
    send_once(f"refused {invited.pk}", emails.refused(invited, invited.invited_by))


@shared_task(soft_time_limit=500, time_limit=540)
def forget_commands() -> None:
    """Remove the answers kept for repeated API calls after 72 hours (each day, by beat)."""
    forget_old_commands()


@shared_task(name="companies.tasks.keep_log_heads")
def keep_log_heads() -> None:
    """Keep today's heads of the logs, if nobody did yet (each hour, by beat)."""
    keep_heads()


@once(name="companies.tasks.send_log_heads", autoretry_for=(OSError,), retry_backoff=True)
def send_log_heads(day: str) -> None:
    """Mail the heads of a day to the configured addresses, once."""
    message = emails.log_heads(LogDay.objects.get(day=date.fromisoformat(day)))
    if message is not None:
        send_once(f"log heads {day}", message)


@once(name="companies.tasks.send_step_reset", autoretry_for=(OSError,), retry_backoff=True)
def send_step_reset(reset_id: str, what: str) -> None:
    """Tell the person what is asked, confirmed, stopped or done; ask helpers to confirm."""
    reset = StepReset.objects.with_people().filter(pk=reset_id).first()
    if reset is None:
        return
    word = step_reset.link_word(reset)
    send_once(f"step reset {reset.pk} {what}", emails.step_reset(reset, what, word))
    if what == "asked":
        for helper in step_reset.helpers_of(reset):
            message = emails.step_reset_help(reset, helper)
            send_once(f"step reset {reset.pk} help {helper.pk}", message)


@once(
    name="companies.tasks.send_step_reset_by_command",
    autoretry_for=(OSError,),
    retry_backoff=True,
)
def send_step_reset_by_command(person_id: str, at: str) -> None:
    """Tell the whole secretariat that the server's own command took a second step away."""
    person = User.objects.get(pk=person_id)
    colleagues = User.objects.filter(is_active=True).exclude(secretariat_role="")
    for colleague in colleagues:
        message = emails.step_reset_by_command(person, colleague)
        send_once(f"step reset command {person.pk} {at} {colleague.pk}", message)


@shared_task(name="companies.tasks.keep_to_terms", soft_time_limit=500, time_limit=540)
def keep_to_terms() -> None:
    """Remove what is past its time (each night, by beat); the next night goes on where it ended."""
    retention.keep_to_terms()


@once(name=URGENT, autoretry_for=(OSError,), retry_backoff=True)
def send_urgent(person_id: str, notice_id: str) -> None:
    """Mail somebody what presses, once; not when it was read, or they left, or want no mail."""
    found = digests.urgent_of(person_id, notice_id)
    if found is not None:
        person, notice = found
        send_once(f"notice {notice.pk}", emails.urgent(notice, person))
        digests.note_mailed(person, [notice.pk])


@shared_task(name="companies.tasks.plan_digests", soft_time_limit=500, time_limit=540)
def plan_digests() -> None:
    """Ask for the digests of today (each hour, by beat); whoever had theirs is passed over."""
    digests.plan_all(timezone.localtime())


@once(name=digests.TASK, autoretry_for=(OSError,), retry_backoff=True)
def send_digest(person_id: str, day: str) -> None:
    """Mail somebody's digest of a day, once. Safe to run twice: what is in it was noted first."""
    gathered = digests.gather(person_id, date.fromisoformat(day))
    if gathered is None:
        return
    if gathered.notices:
        message = emails.digest(gathered.person, gathered.shown, gathered.more)
        send_once(gathered.key, message)
    digests.note_mailed(gathered.person, [notice.pk for notice in gathered.notices])
