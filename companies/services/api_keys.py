"""API keys: make one (its secret is shown once), find it again by that secret, take it back."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from companies.access import Access
from companies.events import record
from companies.models import ApiKey, Company, User
from companies.models.api_key import LONGEST, SEEN_EVERY
from companies.permissions import COMPANY_SCOPES, SECRETARIAT_SCOPES, Permission, Scope

log = logging.getLogger(__name__)
MOST_KEYS = 20
"""Keys one person holds in one place at a time."""
NEEDS: dict[str, Permission] = {
    Scope.READ: Permission.FILE_VIEW,
    Scope.WRITE: Permission.ANSWERS_CHANGE,
    Scope.REPORTS: Permission.FILE_VIEW,
}


class TooManyKeys(Exception):
    """This person holds as many keys here as is allowed."""


class ScopeNotHeld(Exception):
    """A key can't be made for what its person may not do."""


class TooLong(Exception):
    """A key lasts a year at most."""


def scopes_for(access: Access | None) -> list[Scope]:
    """Return what a key of this person could be for: here in the company, or in the secretariat."""
    if access is None:
        return list(SECRETARIAT_SCOPES)
    return [scope for scope in COMPANY_SCOPES if access.may(NEEDS[scope])]


@transaction.atomic
def make_key(
    name: str, scopes: Sequence[str], days: int, *, by: User, access: Access | None
) -> tuple[ApiKey, str]:
    """Make a key to the company of `access`, or the secretariat's; return it and its secret.

    Raises ScopeNotHeld, TooLong or TooManyKeys, and then nothing has changed.
    """
    company = access.company if access else None
    if not scopes or not set(scopes) <= set(scopes_for(access)):
        raise ScopeNotHeld(scopes)
    if not 0 < days <= LONGEST.days:
        raise TooLong(days)
    User.objects.select_for_update().get(pk=by.pk)
    if ApiKey.objects.usable().filter(user=by, company=company).count() >= MOST_KEYS:
        raise TooManyKeys(by)
    now = timezone.now()
    key = ApiKey(user=by, company=company, name=name, scopes=list(scopes), created_at=now)
    key.expires_at = now + timedelta(days=days)
    secret = key.renew_secret()
    key.save()
    if company is not None:
        record(company, "api_key.made", by=by, names={"key": name}, scopes=list(scopes), days=days)
    log.info("API key %s made by person %s.", key.pk, by.pk)
    return key, secret


@transaction.atomic
def withdraw_key(key: ApiKey, *, by: User) -> None:
    """Take a key back; its next call is refused. A second time changes nothing."""
    mine = ApiKey.objects.not_withdrawn().filter(pk=key.pk)
    if not mine.update(withdrawn_at=timezone.now(), withdrawn_by=by):
        return
    if key.company is not None:
        names = {"key": key.name, "person": str(key.user)}
        record(key.company, "api_key.withdrawn", by=by, about=key.user_id, names=names)
    log.info("API key %s of person %s withdrawn by person %s.", key.pk, key.user_id, by.pk)


def keys_of(company: Company | None, *, seen_by: User, sees_all: bool) -> QuerySet[ApiKey]:
    """Return the keys that were not withdrawn: all of the company, or this person's own."""
    keys = ApiKey.objects.not_withdrawn().filter(company=company).select_related("user")
    if not sees_all:
        keys = keys.filter(user=seen_by)
    return keys.order_by("-created_at", "pk")


def key_of(secret: str) -> ApiKey | None:
    """Return the usable key with this secret and note, now and then, that it was used."""
    key = ApiKey.objects.by_secret(secret)
    if key is None:
        return None
    now = timezone.now()
    if key.used_at is None or key.used_at < now - SEEN_EVERY:
        stale = Q(used_at=None) | Q(used_at__lt=now - SEEN_EVERY)
        ApiKey.objects.filter(stale, pk=key.pk).update(used_at=now)
    return key
