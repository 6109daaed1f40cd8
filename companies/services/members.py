"""Seats: invite, accept, change role, end."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from companies.emails import send_invitation
from companies.events import record
from companies.models import Company, Invitation, Membership, User
from companies.permissions import Role, SecretariatRole
from companies.services import notices
from convenant.queue.outbox import enqueue
from convenant.tenancy.scope import company_scope


class AlreadyMember(Exception):
    """This address already has a seat in the company."""


class LastAdministrator(Exception):
    """A company keeps at least one person who can manage its people."""


class WrongAddress(Exception):
    """The invitation was sent to another address."""


@transaction.atomic
def invite(company: Company, email: str, role: str, *, by: User | None) -> Invitation:
    """Offer a seat by e-mail; a second invitation to the same address replaces the first.

    Whether the address has an account elsewhere is never told. Raises AlreadyMember, or OSError
    when the mail can't leave, and then nothing has changed: the secret is in that mail only.
    """
    email = email.strip().lower()
    if Membership.objects.active().filter(company=company, user__email=email).exists():
        raise AlreadyMember(email)
    Invitation.objects.open().filter(company=company, email=email).update(
        withdrawn_at=timezone.now()
    )
    invitation = Invitation(email=email, company=company, role=Role(role), invited_by=by)
    token = invitation.renew_token()
    invitation.save()
    record(
        company,
        "member.invited",
        by=by,
        about=invitation.pk,
        names={"person": email},
        role=invitation.role,
    )
    send_invitation(invitation, token)
    return invitation


def withdraw(invitation: Invitation, *, by: User) -> None:
    """Take an open invitation back."""
    Invitation.objects.open().filter(pk=invitation.pk).update(withdrawn_at=timezone.now())
    assert invitation.company is not None, "the secretariat's invitations are not a company's"
    record(
        invitation.company,
        "member.invitation_withdrawn",
        by=by,
        about=invitation.pk,
        names={"person": invitation.email},
    )


@transaction.atomic
def refuse_invitation(invitation: Invitation) -> bool:
    """Withdraw an invitation because its receiver says it is not meant for them; tell who invited.

    Tell whether it was still open. Who refuses is not signed in: holding the secret is enough, for
    it opens nothing.
    """
    open_ones = Invitation.objects.open().filter(pk=invitation.pk)
    if not open_ones.update(withdrawn_at=timezone.now()):
        return False
    if invitation.company is not None:
        with company_scope(invitation.company.pk):
            record(
                invitation.company,
                "member.invitation_refused",
                by=None,
                about=invitation.pk,
                names={"person": invitation.email},
            )
    enqueue("companies.tasks.send_refused", invitation_id=invitation.pk)
    return True


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: User) -> Membership | None:
    """Take the offered seat; returns it, or None for a seat in the secretariat.

    Raises WrongAddress when the person's address is not the invited one.
    """
    if by.email != invitation.email:
        raise WrongAddress(by.email)
    taken = Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=timezone.now())
    if not taken:
        return None
    if invitation.company is None:
        by.secretariat_role = SecretariatRole(invitation.role)
        by.save(update_fields=["secretariat_role"])
        return None
    with company_scope(invitation.company.pk):
        seat, _ = Membership.objects.get_or_create(
            user=by, company=invitation.company, ended_at=None, defaults={"role": invitation.role}
        )
        record(invitation.company, "member.joined", by=by, role=seat.role)
        if invitation.invited_by is not None:
            notices.tell(
                [invitation.invited_by],
                "member.joined",
                invitation.company,
                about=invitation,
                url=reverse("companies:members", args=[invitation.company.slug]),
                words={"who": str(by), "role": seat.role},
            )
    return seat


def change_role(seat: Membership, role: str, *, by: User) -> Membership:
    """Give somebody another role. Raises LastAdministrator."""
    if seat.role == Role.ADMIN and role != Role.ADMIN:
        keep_an_administrator(seat)
    before, seat.role = seat.role, Role(role)
    seat.save(update_fields=["role"])
    record(
        seat.company,
        "member.role_changed",
        by=by,
        **person_of(seat),
        before=before,
        role=seat.role,
    )
    return seat


def end_seat(seat: Membership, *, by: User) -> None:
    """End a seat; the next request of that person is refused. Raises LastAdministrator."""
    keep_an_administrator(seat)
    seat.ended_at = timezone.now()
    seat.save(update_fields=["ended_at"])
    notices.forget(seat.user, seat.company)
    if by == seat.user:
        record(seat.company, "member.stopped", by=by)
    else:
        record(seat.company, "member.left", by=by, **person_of(seat))


@transaction.atomic
def leave(seat: Membership) -> None:
    """Let somebody stop of their own accord, and tell the administrators.

    Raises LastAdministrator.
    """
    end_seat(seat, by=seat.user)
    enqueue("companies.tasks.send_left", company_id=seat.company_id, membership_id=seat.pk)


def person_of(seat: Membership) -> dict:
    """Return whom an event about a seat tells of."""
    return {"about": seat.user_id, "names": {"person": str(seat.user)}}


def keep_an_administrator(seat: Membership) -> None:
    """Refuse to take away the only administrator of a company.

    The company's row is locked, so that two administrators can't remove each other at once.
    """
    Company.objects.select_for_update().get(pk=seat.company_id)
    if is_last_administrator(seat):
        raise LastAdministrator


def is_last_administrator(seat: Membership) -> bool:
    """Tell whether nobody else can manage the people of this company."""
    if seat.role != Role.ADMIN:
        return False
    others = Membership.objects.active().filter(company=seat.company, role=Role.ADMIN)
    return not others.exclude(pk=seat.pk).exists()
