"""What somebody is told: one row for one person, about one company."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from companies.notices import Group, NoticeKind, kind_of, kinds_of, sentence_of
from convenant.tenancy.models import PersonalModel


class NoticeQuerySet(models.QuerySet):
    """Queries on notices, in the scope of the person they are for."""

    def for_person(self, person):
        """Return this person's, with the company they are about, the latest first."""
        return self.filter(person=person).select_related("company").order_by("-at", "-pk")

    def unread(self):
        """Return what was not read yet."""
        return self.filter(read_at=None)

    def of_group(self, group: Group):
        """Return what is about this."""
        return self.filter(kind__in=kinds_of(group))


class Notice(PersonalModel):
    """One thing one person is told.

    `key` names the event: telling it again adds nothing. `about` is the id of what happened, `url`
    the page of it. `as_secretariat` is how the person came to know: by office, not by a seat.
    `digest_on` is the day of the digest it was gathered for, `mailed_at` when a mail had left.
    """

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=160)
    about = models.UUIDField(null=True)
    url = models.CharField(max_length=300)
    words = models.JSONField(default=dict)
    urgent = models.BooleanField(default=False)
    as_secretariat = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    digest_on = models.DateField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects: ClassVar = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "person", "key"], name="one_notice_per_event"
            )
        ]
        indexes = [models.Index(fields=["person", "-at"], name="notice_person_at")]

    def __str__(self) -> str:
        return sentence_of(self.kind, self.words, str(self.company))

    @property
    def for_mail(self) -> str:
        """Return what a mail says of it: never what somebody typed in a file."""
        return sentence_of(self.kind, self.words, str(self.company), in_mail=True)

    @property
    def subject(self) -> str:
        """Return the subject of a mail about it: one line, without the full stop."""
        return " ".join(self.for_mail.split()).removesuffix(".")

    @property
    def told_as(self) -> NoticeKind:
        """Return its kind."""
        return kind_of(self.kind)


class Unread(models.Model):
    """A notice that waits to be read: whose, and nothing else, so that pages may count them.

    Written by a trigger on notices alone (companies.migrations.0013_notices).
    """

    notice_id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("companies.User", on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.notice_id)
