"""How a company stands, in one hash: to see that nothing of it changed."""

import hashlib

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import connection

from companies.models import Company, Invitation, Membership, Notice
from convenant.tenancy.models import tenant_models
from convenant.tenancy.scope import company_scope, person_scope


def fingerprint(company: Company, *, without: tuple[str, ...] = ()) -> str:
    """Return a hash over all of a company's rows, its people and invitations included."""
    digest = hashlib.sha256()
    with company_scope(company.pk), connection.cursor() as cursor:
        tables = [model._meta.db_table for model in tenant_models()]
        prints = " UNION ALL ".join(
            f"SELECT '{table}', md5(string_agg(t::text, chr(10) ORDER BY id)) FROM {table} t "
            "WHERE company_id = %(company)s"
            for table in tables
            if table not in without
        )
        cursor.execute(prints, {"company": company.pk})
        digest.update(str(sorted(cursor.fetchall())).encode())
    seats = Membership.objects.filter(company=company).order_by("pk")
    digest.update(str(list(seats.values_list("pk", "role", "ended_at"))).encode())
    digest.update(str(Company.objects.filter(pk=company.pk).values().get()).encode())
    people = [pk for (pk,) in seats.values_list("user_id")]
    for own in (Authenticator, UserSession, EmailAddress):
        rows = own.objects.filter(user_id__in=people).order_by("pk")
        digest.update(str(list(rows.values())).encode())
    for person in people if Notice._meta.db_table not in without else ():
        with person_scope(person):
            told = Notice.objects.filter(person=person).order_by("pk")
            digest.update(str(list(told.values())).encode())
    invited = Invitation.objects.filter(company=company).order_by("pk")
    digest.update(str(list(invited.values_list("pk", "withdrawn_at", "accepted_at"))).encode())
    return digest.hexdigest()
