"""A lost second step: two people and a day, and the person can stop it all that while.

One administrator asks, somebody else confirms, and after `TWO_STEP_RESET_HOURS` the next sign-in
of the person takes the second step away. The password stays needed, every session ends, and nothing
opens until there is a new second step. Each step is in the log of the company and in a mail to the
person, with a link that stops it.
"""

import logging
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone

from companies.events import record
from companies.models import Membership, StepReset, User
from companies.permissions import SecretariatRole
from companies.services.account_events import What, note
from companies.services.sessions import end_all_sessions
from companies.services.two_step import has_second_step
from convenant.queue.outbox import enqueue
from convenant.tenancy.scope import company_scope

log = logging.getLogger(__name__)
SALT = "lost second step"


class NotForOneself(Exception):
    """Nobody asks or confirms this for themselves."""


class NothingToTakeAway(Exception):
    """This person has no second step."""


class SecondPersonNeeded(Exception):
    """Who asked does not confirm."""


@transaction.atomic
def ask(user: User, *, seat: Membership | None, by: User) -> StepReset:
    """Ask to take somebody's second step away; an open request stays the one.

    Raises NotForOneself or NothingToTakeAway.
    """
    if by == user:
        raise NotForOneself
    if not has_second_step(user):
        raise NothingToTakeAway
    User.objects.select_for_update().get(pk=user.pk)  # two who ask at once make one request
    if stands := StepReset.objects.open().filter(user=user).first():
        return stands
    reset = StepReset.objects.create(user=user, seat=seat, asked_by=by)
    tell(reset, "two_step.reset_asked", by=by)
    return reset


@transaction.atomic
def confirm(reset: StepReset, *, by: User) -> StepReset:
    """Confirm as the second person; the day of waiting begins.

    Raises NotForOneself or SecondPersonNeeded.
    """
    if by == reset.user:
        raise NotForOneself
    if by.pk == reset.asked_by_id:
        raise SecondPersonNeeded
    wait = timedelta(hours=settings.TWO_STEP_RESET_HOURS)
    open_ones = StepReset.objects.open().filter(pk=reset.pk, ripe_at=None)
    if open_ones.update(confirmed_by=by, ripe_at=timezone.now() + wait):
        tell(reset, "two_step.reset_confirmed", by=by)
    reset.refresh_from_db()
    return reset


@transaction.atomic
def cancel(reset: StepReset, *, by: User) -> bool:
    """Stop it; tell whether there was anything left to stop."""
    stopped = (
        StepReset.objects.open()
        .filter(pk=reset.pk)
        .update(outcome=StepReset.Outcome.CANCELLED, ended_at=timezone.now())
    )
    if stopped:
        tell(reset, "two_step.reset_cancelled", by=by)
    return bool(stopped)


def cancel_own(user: User) -> None:
    """Stop what runs for somebody who just took the second step: it is not lost."""
    for reset in StepReset.objects.open().filter(user=user):
        cancel(reset, by=user)


@transaction.atomic
def carry_out_ripe(user: User) -> bool:
    """Take the second step away when that was asked, confirmed and waited for; tell whether.

    Called at the sign-in of the person, after the password and before the second step.
    """
    reset = StepReset.objects.ripe().filter(user=user).select_for_update().first()
    if reset is None:
        return False
    take_away(user)
    StepReset.objects.filter(pk=reset.pk).update(
        outcome=StepReset.Outcome.DONE, ended_at=timezone.now()
    )
    tell(reset, "two_step.reset_done", by=user)
    return True


def take_away(user: User) -> None:
    """Remove every second step and end every session; a new step is due before anything opens."""
    Authenticator.objects.filter(user_id=user.pk).delete()
    end_all_sessions(user)
    note(What.STEP_REMOVED, user, None)
    user.two_step_due = True
    user.save(update_fields=["two_step_due"])


def tell(reset: StepReset, verb: str, *, by: User) -> None:
    """Write it in the company's log, or the secretariat's own in the server's, and mail it."""
    if reset.seat is None:
        log.warning("%s for person %s by %s", verb, reset.user_id, by.pk)
    else:
        with company_scope(reset.seat.company_id):
            names = {"person": str(reset.user)}
            record(reset.seat.company, verb, by=by, about=reset.user_id, names=names)
    enqueue("companies.tasks.send_step_reset", reset_id=reset.pk, what=verb.rpartition("_")[2])


def tell_of_command(person: User) -> None:
    """Mail the person and the whole secretariat that the server's own command was used."""
    enqueue("companies.tasks.send_step_reset_by_command", person_id=person.pk, at=now_word())


def now_word() -> str:
    """Return this moment as a word in a key: each use of the command is told once."""
    return timezone.now().strftime("%Y%m%d%H%M%S")


def link_word(reset: StepReset) -> str:
    """Return the secret in the person's mails that stops this request and does nothing else."""
    return signing.dumps(str(reset.pk), salt=SALT)


def by_link(word: str) -> StepReset | None:
    """Return the open request of a link; None when it is not one, or no longer."""
    try:
        pk = signing.loads(word, salt=SALT)
    except signing.BadSignature:
        return None
    return StepReset.objects.open().with_people().filter(pk=pk).first()


def helpers_of(reset: StepReset) -> list[User]:
    """Return who may confirm: the company's other administrators and the secretariat's."""
    people = User.objects.filter(is_active=True).exclude(pk__in=[reset.user_id, reset.asked_by_id])
    found = set(people.filter(secretariat_role=SecretariatRole.ADMINISTRATOR))
    if reset.seat is not None:
        seats = Membership.objects.administrators_of(reset.seat.company)
        found |= set(people.filter(memberships__in=seats))
    return sorted(found, key=lambda person: str(person.pk))
