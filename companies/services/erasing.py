"""A company that left: marked as such, and after its term nothing of it is left."""

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from companies.events import record
from companies.models import ApiKey, Company, Membership, User
from convenant import files
from convenant.tenancy.scope import company_scope, officer_scope


class NotAMember(ValueError):
    """This company does not take part now, so it can't leave."""


class HasNotLeft(ValueError):
    """This company did not leave, so it can't come back."""


def leave(company: Company, day: date, *, by: User | None = None) -> None:
    """Note that a company takes no part any more since this day: from then its term runs.

    Its people keep their seats: they can still read the file and fetch the archive. Raises
    NotAMember.
    """
    with company_scope(company.pk):
        locked = Company.objects.select_for_update().get(pk=company.pk)
        if locked.status != Company.Status.MEMBER:
            raise NotAMember(company.slug)
        locked.status, locked.left_on = Company.Status.LEFT, day
        locked.save(update_fields=["status", "left_on"])
        record(locked, "company.left", by=by, day=day.isoformat())


def come_back(company: Company, *, by: User | None = None) -> None:
    """Let a company that left take part again, as if it never had. Raises HasNotLeft."""
    with company_scope(company.pk):
        locked = Company.objects.select_for_update().get(pk=company.pk)
        if locked.status != Company.Status.LEFT:
            raise HasNotLeft(company.slug)
        locked.status, locked.left_on = Company.Status.MEMBER, None
        locked.save(update_fields=["status", "left_on"])
        record(locked, "company.back", by=by)


def companies_gone(before: datetime) -> QuerySet:
    """Return the companies that left before this."""
    return Company.objects.filter(status=Company.Status.LEFT, left_on__lt=before.date())


def erase_company(pk: Any, before: datetime) -> bool:
    """Remove everything of a company: files first, then all rows at once, its log included.

    A crash between the two leaves the rows, and the next run goes on. The database itself refuses
    a company that takes part, or left less than five years ago.
    """
    company = companies_gone(before).filter(pk=pk).first()
    if company is None:
        return False
    for folder in files.folders_of(str(company.pk)):
        for name, _at in files.listed(folder):
            files.remove(name)
    # As an officer: what the secretariat noted for itself goes too, and members don't see that.
    with transaction.atomic(), officer_scope(company.pk), connection.cursor() as cursor:
        cursor.execute("SELECT convenant.erase_company()")
        for kept in (ApiKey, Membership):  # protected, so that nothing else removes them unseen
            kept.objects.filter(company=company).delete()
        company.delete()
    return True
