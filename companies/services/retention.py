"""Remove what is past its time, and write a proof of it: never what is not clearly past it.

What an app above this one keeps, it finds and removes itself (`register_ways`). Of a company that
takes part, closed years and snapshots are no part of this: they stay.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from companies.events import record
from companies.models import (
    AccountEvent,
    CalendarFeed,
    Company,
    DeletionProof,
    Invitation,
    Membership,
    Notice,
    NoticeSettings,
    User,
)
from companies.services import notices
from companies.services.erasing import companies_gone, erase_company
from companies.terms import TERMS, Category, Term
from convenant.tenancy.scope import company_scope, person_scope

Find = Callable[[datetime], Iterable[Any]]
Remove = Callable[[Any, datetime], bool]
"""Removes one thing that `Find` named, if it still is past its time, and tells whether it did."""
NOWHERE = "@vergeten.invalid"
"""The end of the address of an account that was forgotten; no mail can go there."""


@dataclass(frozen=True, slots=True)
class OfCompany:
    """A row of one company, by its id; it is found and removed in that company's scope."""

    company_id: UUID
    pk: UUID

    def __str__(self) -> str:
        return str(self.pk)


def in_each_company(rows: Callable[[Company, datetime], QuerySet]) -> Find:
    """Return a search that asks each company in turn, in its own scope."""

    def find(before: datetime) -> Iterator[OfCompany]:
        for company in Company.objects.order_by("pk"):
            with company_scope(company.pk):
                found = list(rows(company, before).values_list("pk", flat=True))
            yield from (OfCompany(company.pk, pk) for pk in found)

    return find


def keep_to_terms(*, dry_run: bool = False) -> list[DeletionProof]:
    """Remove everything that is past its time; return what was removed, by kind.

    Each thing goes in a transaction of its own, so that a crash leaves no half; the next run goes
    on. With `dry_run` nothing is removed and nothing is stored.
    """
    return [proof for term in TERMS if (proof := keep_to(term, dry_run=dry_run)) is not None]


def keep_to(term: Term, *, dry_run: bool) -> DeletionProof | None:
    """Remove what is past this term; None when nothing was."""
    before = timezone.now() - term.kept
    find, remove = WAYS[term.category]
    due = list(find(before))
    gone = due if dry_run else [pk for pk in due if remove(pk, before)]
    if not gone:
        return None
    proof = DeletionProof(
        category=term.category, count=len(gone), before=before, sha256=hash_of(gone)
    )
    if not dry_run:
        proof.save()
    return proof


def hash_of(ids: Iterable[object]) -> str:
    """Return the hash of a proof: over the ids, sorted, each on a line."""
    return sha256("".join(f"{pk}\n" for pk in sorted(map(str, ids))).encode()).hexdigest()


def ids_of(rows: Callable[[datetime], QuerySet]) -> Find:
    """Return a search by these rows, whoever they are of."""
    return lambda before: rows(before).values_list("pk", flat=True)


def ended_sessions(before: datetime) -> QuerySet:
    """Return the sessions that ended before this."""
    return Session.objects.filter(expire_date__lt=before)


def remove_session(pk: Any, before: datetime) -> bool:
    """Remove a session, if it is still over."""
    return bool(ended_sessions(before).filter(pk=pk).delete()[0])


def old_account_events(before: datetime) -> QuerySet:
    """Return what happened at the door of any account before this."""
    return AccountEvent.objects.filter(at__lt=before)


def remove_account_event(pk: Any, before: datetime) -> bool:
    """Remove it."""
    return bool(old_account_events(before).filter(pk=pk).delete()[0])


@dataclass(frozen=True, slots=True)
class OfPerson:
    """A row of one person, by its id; it is found and removed in that person's scope."""

    person_id: UUID
    pk: UUID

    def __str__(self) -> str:
        return str(self.pk)


def old_notices(before: datetime) -> Iterator[OfPerson]:
    """Return what anybody was told before this, read or not."""
    for person_id in User.objects.order_by("pk").values_list("pk", flat=True):
        with person_scope(person_id):
            rows = Notice.objects.filter(person=person_id, at__lt=before)
            found = list(rows.values_list("pk", flat=True))
        yield from (OfPerson(person_id, pk) for pk in found)


def remove_notice(row: OfPerson, before: datetime) -> bool:
    """Remove it."""
    with person_scope(row.person_id):
        rows = Notice.objects.filter(person=row.person_id, pk=row.pk, at__lt=before)
        return bool(rows.delete()[0])


def old_invitations(before: datetime) -> QuerySet:
    """Return the invitations that stopped being valid before this, taken or not."""
    return Invitation.objects.filter(expires_at__lt=before)


@transaction.atomic
def remove_invitation(pk: Any, before: datetime) -> bool:
    """Remove an invitation, and its address from the log of its company."""
    invitation = old_invitations(before).select_for_update().filter(pk=pk).first()
    if invitation is None:
        return False
    if invitation.company_id is not None:
        forget_in(invitation.company_id, invitation.pk)
    invitation.delete()
    return True


def people_gone(before: datetime) -> QuerySet:
    """Return the people who take part nowhere since before this, and still have a name here.

    Nobody of the secretariat or a party, nobody with a seat or an open invitation.
    """
    seats = Membership.objects.active().filter(user=OuterRef("pk"))
    offered = Invitation.objects.open().filter(email=OuterRef("email"))
    return (
        User.objects.filter(secretariat_role="", party=None)
        .exclude(email__endswith=NOWHERE)
        .annotate(left_at=Coalesce(Max("memberships__ended_at"), "joined_at"))
        .filter(~Exists(seats), ~Exists(offered), left_at__lt=before)
    )


@transaction.atomic
def forget_person(pk: Any, before: datetime) -> bool:
    """Take away what an account says about who it was; its work stays, without a name."""
    person = User.objects.select_for_update().filter(pk=pk).first()
    if person is None or not people_gone(before).filter(pk=pk).exists():
        return False
    companies = Membership.objects.filter(user=person).values_list("company_id", flat=True)
    for company_id in set(companies):
        forget_in(company_id, person.pk)
    for kept in (EmailAddress, Authenticator, SocialAccount, AccountEvent, UserSession):
        kept.objects.filter(user=person).delete()
    for own in (NoticeSettings, CalendarFeed):
        own.objects.filter(person=person).delete()
    notices.forget(person)
    Invitation.objects.filter(email=person.email).delete()
    person.email, person.name = f"{person.pk}{NOWHERE}", ""
    person.is_active, person.last_login = False, None
    person.set_unusable_password()
    person.save()
    return True


def forget_in(company_id: UUID, gone: UUID) -> None:
    """Empty the names that go with this id in a company's log, and write down that it was done.

    Raises IntegrityError for who still takes part: the database keeps their names.
    """
    with company_scope(company_id):
        with connection.cursor() as cursor:
            cursor.execute("SELECT convenant.forget_names(%s)", [gone])
            [forgotten] = cursor.fetchone()
        if forgotten:
            company = Company.objects.get(pk=company_id)
            record(company, "person.forgotten", by=None, about=gone, entries=forgotten)


WAYS: dict[Category, tuple[Find, Remove]] = {
    Category.SESSIONS: (ids_of(ended_sessions), remove_session),
    Category.SIGN_INS: (ids_of(old_account_events), remove_account_event),
    Category.NOTICES: (old_notices, remove_notice),
    Category.INVITATIONS: (ids_of(old_invitations), remove_invitation),
    Category.PEOPLE: (ids_of(people_gone), forget_person),
    Category.COMPANIES: (ids_of(companies_gone), erase_company),
}


def register_ways(ways: Mapping[Category, tuple[Find, Remove]]) -> None:
    """Add how an app finds and removes what it keeps. Raises ValueError when one is told twice."""
    for category, way in ways.items():
        if WAYS.setdefault(category, way) is not way:
            raise ValueError(f"how {category} are removed is told twice")
