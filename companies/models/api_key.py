"""A key with which a program calls the API in somebody's name."""

import hashlib
import secrets
import uuid
from datetime import timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from companies.models.membership import Membership
from companies.permissions import Scope

PREFIX = "kkapi_"
"""Begins every key, so that scanners of leaked secrets know it for what it is."""
LONGEST = timedelta(days=365)
SEEN_EVERY = timedelta(minutes=10)
"""How often a key's use is written down at most."""


class ApiKeyQuerySet(models.QuerySet):
    """Queries on keys."""

    def not_withdrawn(self):
        """Return keys that nobody took back."""
        return self.filter(withdrawn_at=None)

    def usable(self):
        """Return keys that open something now: not withdrawn, not expired, the seat still held."""
        seats = Membership.objects.active().filter(
            user=OuterRef("user"), company=OuterRef("company")
        )
        of_company = Q(company__isnull=False) & Q(Exists(seats))
        of_secretariat = Q(company=None) & ~Q(user__secretariat_role="")
        return self.not_withdrawn().filter(
            of_company | of_secretariat, expires_at__gt=timezone.now(), user__is_active=True
        )

    def by_secret(self, secret: str):
        """Return the usable key with this secret, with its person, or None. One query."""
        if not secret.startswith(PREFIX):
            return None
        return self.usable().filter(secret_hash=hash_of(secret)).select_related("user").first()


class ApiKey(models.Model):
    """One person's key to one company; without a company: to what the secretariat may see.

    The secret is shown once and kept as SHA-256 only: it is 256 random bits, so that no dictionary
    helps and a slow hash would only make each call slow. Read by the doorway before any company's
    scope is open, like seats and invitations.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("companies.User", on_delete=models.CASCADE, related_name="api_keys")
    company = models.ForeignKey(
        "companies.Company", on_delete=models.PROTECT, null=True, related_name="+"
    )
    name = models.CharField(max_length=60)
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope), size=len(Scope))
    secret_hash = models.CharField(max_length=64, unique=True)
    secret_end = models.CharField(max_length=4)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects: ClassVar = ApiKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="api_key_lasts_a_year_at_most",
                condition=Q(expires_at__lte=models.F("created_at") + LONGEST),
            )
        ]
        indexes = [models.Index(fields=["company", "user"], name="api_key_company_user")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_expired(self) -> bool:
        """Tell whether its last day has passed."""
        return self.expires_at <= timezone.now()

    def renew_secret(self) -> str:
        """Set a new secret and return it; the caller saves, and shows it once."""
        secret = PREFIX + secrets.token_urlsafe(32)
        self.secret_hash, self.secret_end = hash_of(secret), secret[-4:]
        return secret

    def may(self, scope: str) -> bool:
        """Tell whether it was made for this."""
        return scope in self.scopes


def hash_of(secret: str) -> str:
    """Return what is stored of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
