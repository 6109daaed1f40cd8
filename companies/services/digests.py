"""Which mail leaves to whom: what presses at once, the rest gathered on the day somebody chose.

What goes into a digest is noted before it leaves, and that it left after it: a process that dies
in between makes the same mail again, and `send_once` knows it. What never left comes along later.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from companies.models import Notice, NoticeSettings, Unread, User
from companies.models.notice import NoticeQuerySet
from companies.services.notices import own
from convenant.queue.models import SentMail
from convenant.queue.outbox import enqueue
from convenant.tenancy.scope import person_scope

TASK = "companies.tasks.send_digest"
FROM_HOUR = 7
"""Local time; before it nobody is mailed a digest."""
MOST = 40
"""Notices named in one digest; how many more there are is told."""
GIVEN_UP = timedelta(days=1)
"""After this a mail that should have left at once did not, and the digest takes it along."""

Way = NoticeSettings.Way


@dataclass(frozen=True, slots=True)
class Digest:
    """What one mail tells one person."""

    person: User
    day: datetime.date
    notices: Sequence[Notice]

    @property
    def key(self) -> str:
        """Return the name of the mail."""
        return key_of(self.person, self.day)

    @property
    def shown(self) -> Sequence[Notice]:
        """Return what is named in it."""
        return self.notices[:MOST]

    @property
    def more(self) -> int:
        """Return how many are not."""
        return len(self.notices) - len(self.shown)


def key_of(person: User, day: datetime.date) -> str:
    """Return the name of somebody's digest of a day."""
    return f"digest {person.pk} {day}"


def urgent_of(person_id: UUID | str, notice_id: UUID | str) -> tuple[User, Notice] | None:
    """Return what to mail at once, or None when it was read, mailed or may not be told any more."""
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        return None
    chosen = NoticeSettings.usual(person)
    with person_scope(person.pk):
        notice = own(person).unread().filter(pk=notice_id, mailed_at=None).first()
    if notice is None or chosen.way_of(notice.told_as.group) != Way.NOW:
        return None
    return person, notice


def plan_all(now: datetime.datetime) -> int:
    """Put a digest on the queue for everybody whose day it is; return how many.

    Only who has something unread is looked at. That it was planned is noted in the same
    transaction, so that nobody gets two in a day.
    """
    if now.hour < FROM_HOUR:
        return 0
    waiting = Unread.objects.order_by("person").values_list("person", flat=True).distinct()
    people = User.objects.filter(pk__in=waiting, is_active=True).order_by("pk")
    return sum(plan(person, now.date()) for person in people)


@transaction.atomic
def plan(person: User, today: datetime.date) -> bool:
    """Put somebody's digest on the queue, if it is their day and it was not planned yet."""
    NoticeSettings.objects.get_or_create(person=person)
    chosen = NoticeSettings.objects.select_for_update().get(person=person)
    if not chosen.digest_due(today):
        return False
    chosen.planned_on = today
    chosen.save(update_fields=["planned_on"])
    enqueue(TASK, person_id=person.pk, day=today.isoformat())
    return True


def gather(person_id: UUID | str, day: datetime.date) -> Digest | None:
    """Note what goes into somebody's digest of a day, and return it; None for who is gone.

    What was noted for this day before stays what it is, so that a mail made twice is the same.
    """
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        return None
    with person_scope(person.pk):
        noted = own(person).filter(digest_on=day)
        if not noted.exists():
            fresh = [notice.pk for notice in fit(own(person), NoticeSettings.usual(person), day)]
            Notice.objects.filter(person=person, pk__in=fresh).update(digest_on=day)
        was_sent = SentMail.objects.filter(key=key_of(person, day)).exclude(sent_at=None).exists()
        told = noted if was_sent else noted.unread()
        return Digest(person, day, list(told.filter(mailed_at=None)))


def fit(notices: NoticeQuerySet, chosen: NoticeSettings, day: datetime.date) -> Sequence[Notice]:
    """Return what belongs in a digest: unread, in no mail yet, and of a group that is mailed.

    What presses left by itself, unless that failed for a day.
    """
    waiting = notices.unread().filter(mailed_at=None)
    waiting = waiting.filter(Q(digest_on=None) | Q(digest_on__lt=day))
    late = timezone.now() - GIVEN_UP
    return [
        notice
        for notice in waiting
        if (way := chosen.way_of(notice.told_as.group)) == Way.DIGEST
        or (way == Way.NOW and (not notice.urgent or notice.at < late))
    ]


def note_mailed(person: User, notices: Sequence[UUID]) -> None:
    """Note that these left."""
    with person_scope(person.pk):
        told = Notice.objects.filter(person=person, pk__in=notices, mailed_at=None)
        told.update(mailed_at=timezone.now())
