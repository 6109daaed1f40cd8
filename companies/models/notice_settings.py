"""How somebody wants to hear of things, and the secret address of their calendar."""

import datetime
import hashlib
import secrets
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from companies.notices import PRESSING, Group


class NoticeSettings(models.Model):
    """When somebody's digest leaves, and of what they get mail; without a row, as `usual` says.

    `ways` names per group what was chosen. `planned_on` is the day of the latest digest that was
    put on the queue, empty or not.
    """

    class Rhythm(models.TextChoices):
        """How often a digest leaves."""

        DAILY = "daily", _("Elke werkdag")
        WEEKLY = "weekly", _("Eén keer per week")
        NEVER = "never", _("Nooit")

    class Way(models.TextChoices):
        """How somebody hears of a group of things."""

        NOW = "now", _("Meteen een e-mail")
        DIGEST = "digest", _("In de verzamelmail")
        INBOX = "inbox", _("Geen e-mail")

    person = models.OneToOneField(
        "companies.User", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.WEEKLY)
    weekday = models.PositiveSmallIntegerField(choices=list(WEEKDAYS.items()), default=0)
    ways = models.JSONField(default=dict)
    planned_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="weekday_of_a_week", condition=Q(weekday__lte=6))
        ]

    def __str__(self) -> str:
        return self.rhythm

    @classmethod
    def usual(cls, person) -> "NoticeSettings":
        """Return what somebody chose, or what counts for who chose nothing (not stored)."""
        return cls.objects.filter(person=person).first() or cls(person=person)

    def way_of(self, group: Group) -> str:
        """Return how this person hears of a group."""
        usual = self.Way.NOW if group in PRESSING else self.Way.DIGEST
        return self.ways.get(group, usual)

    def digest_due(self, today: datetime.date) -> bool:
        """Tell whether a digest should be planned today; a day that was missed is made up for."""
        if self.rhythm == self.Rhythm.NEVER:
            return False
        back = (today.weekday() - self.weekday) % 7
        if self.rhythm == self.Rhythm.DAILY:
            back = max(0, today.weekday() - 4)
        latest = today - datetime.timedelta(days=back)
        return latest == today if self.planned_on is None else self.planned_on < latest


class CalendarFeed(models.Model):
    """The secret address at which a calendar program finds somebody's deadlines.

    The secret is shown once and kept as SHA-256 only: 256 random bits need no slow hash.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(
        "companies.User", on_delete=models.CASCADE, related_name="calendar_feed"
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.person_id)

    def renew_secret(self) -> str:
        """Set a new secret and return it; the caller saves, and shows it once."""
        secret = secrets.token_urlsafe(32)
        self.secret_hash = hash_of(secret)
        return secret


def hash_of(secret: str) -> str:
    """Return what is stored of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
