"""An open seat, offered by e-mail."""

import hashlib
import secrets
import uuid
from datetime import timedelta

from django.db import models
from django.utils import timezone

from companies.permissions import Role, SecretariatRole

VALID_FOR = timedelta(days=14)


class InvitationQuerySet(models.QuerySet):
    """Queries on invitations."""

    def open(self):
        """Return invitations that can still be accepted."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())

    def by_token(self, token: str):
        """Return the open invitation of this secret, or None. The secret itself is not stored."""
        return self.open().filter(token_hash=hash_of(token)).select_related("company").first()


class Invitation(models.Model):
    """A seat in a company (or the secretariat) for one address, once, for fourteen days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254)
    company = models.ForeignKey(
        "companies.Company", on_delete=models.CASCADE, null=True, related_name="invitations"
    )
    role = models.CharField(max_length=20, choices=[*Role.choices, *SecretariatRole.choices])
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.email

    def renew_token(self) -> str:
        """Set a new secret and expiry, and return the secret; the caller saves and mails it."""
        token = secrets.token_urlsafe(32)
        self.token_hash = hash_of(token)
        self.expires_at = timezone.now() + VALID_FOR
        return token


def hash_of(token: str) -> str:
    """Return what is stored of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()
