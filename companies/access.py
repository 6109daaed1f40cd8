"""The doorway: who may come in, and with which grants."""

from dataclasses import dataclass
from uuid import UUID

from companies.models import Company, Membership, User
from companies.permissions import (
    SECRETARIAT_GRANTS,
    SECTOR_GRANTS,
    Permission,
    SectorPermission,
)
from convenant.prepared import Prepared

SEATS: Prepared[Membership] = Prepared(
    lambda person, slug: (
        Membership.objects.active()
        .filter(user=person, company__slug=slug)
        .select_related("company")
    ),
    person=UUID,
    slug=str,
)


class NoSuchCompany(Exception):
    """There is no such company for this person; whether it exists is not told."""


@dataclass(frozen=True, slots=True)
class Access:
    """A person inside one company's file."""

    company: Company
    grants: frozenset[Permission]
    membership: Membership | None

    @property
    def is_visit(self) -> bool:
        """Tell whether the secretariat is looking in, rather than the company itself."""
        return self.membership is None

    def may(self, permission: Permission) -> bool:
        """Tell whether this person may do this here."""
        return permission in self.grants


def open_company(user: User, slug: str) -> Access:
    """Return the company and what this person may do in it. One query for a member.

    Raises NoSuchCompany for strangers, parties, ended seats and unknown names alike.
    """
    if not (user.is_authenticated and user.is_active):
        raise NoSuchCompany
    if user.is_secretariat:
        company = Company.objects.filter(slug=slug).first()
        if company is None:
            raise NoSuchCompany
        return Access(company, SECRETARIAT_GRANTS[user.secretariat_role], None)
    seat = SEATS.first(person=user.pk, slug=slug)
    if seat is None:
        raise NoSuchCompany
    return Access(seat.company, seat.grants, seat)


def sector_grants(user: User) -> frozenset[SectorPermission]:
    """Return what this person may do across companies; nothing for all but the secretariat."""
    if not (user.is_authenticated and user.is_active and user.is_secretariat):
        return frozenset()
    return SECTOR_GRANTS[user.secretariat_role]
