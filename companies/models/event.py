"""Who did what in a company's file, and when."""

from django.db import models
from django.utils import timezone

from convenant.tenancy.models import TenantModel


class Event(TenantModel):
    """One fact in the log. No foreign keys to what it tells of, so that it outlives it.

    `actor` and `about` are ids of people, `about` of whom it tells when that is somebody else (or
    an invitation). What they are called is in `actor_name` and `names`, as it was at that moment:
    the only columns that can be emptied later. `by_secretariat` marks reads and acts of theirs.
    An entry that `goes_on` adds to the one before: the same person, the same thing, shortly after.
    `salt` and `seal` are the database's own: they bind the names to it (companies.log.chain).
    """

    at = models.DateTimeField(default=timezone.now)
    actor = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=120)
    by_secretariat = models.BooleanField(default=False)
    verb = models.CharField(max_length=60)
    goes_on = models.BooleanField(default=False)
    about = models.UUIDField(null=True)
    names = models.JSONField(default=dict)
    salt = models.UUIDField(null=True, editable=False)
    seal = models.CharField(max_length=64, default="", editable=False)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["company", "-at"], name="event_company_at")]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.verb}"
