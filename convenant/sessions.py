"""Sessions in the database that end by themselves: too long idle, or too long since signing in."""

import time
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY as PERSON
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from convenant.prepared import Prepared

BEGAN = "_began"
"""When somebody signed in, in seconds since 1970."""
WORTH_WRITING = timedelta(minutes=1)
"""Idle time is counted anew at most this often, so that a page costs no write."""


STORED: Prepared[Session] = Prepared(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now),
    key=str,
    now=datetime,
)


class SessionStore(db.SessionStore):
    """Django's own, with an end: `SESSION_IDLE` after the last request, and in any case
    `SESSION_COOKIE_AGE` after signing in. Who is not signed in has the latter only.
    """

    ends_at: datetime | None = None
    """When the stored session stops working, unless somebody stays; None when there is none."""

    def _get_session_from_db(self):
        """Remember the end that came with the row."""
        key = self.session_key or ""
        row = STORED.first(key=key, now=timezone.now())
        if row is None:
            self._session_key = None
        self.ends_at = row.expire_date if row else None
        return row

    def create_model_instance(self, data):
        """Remember the end that goes with the row."""
        row = super().create_model_instance(data)
        self.ends_at = row.expire_date
        return row

    def save(self, must_create=False) -> None:
        """Store it; the first time with somebody signed in, the clock starts."""
        if not must_create and PERSON in self and BEGAN not in self:
            self[BEGAN] = int(time.time())
        super().save(must_create)

    def cycle_key(self) -> None:
        """Take a new key: somebody signed in, or chose another password. The clock starts anew."""
        self.pop(BEGAN, None)
        super().cycle_key()

    def get_expiry_date(self, **options) -> datetime:
        """Return when this session ends if nothing more is heard."""
        if PERSON not in self:
            return super().get_expiry_date(**options)
        idle = timezone.now() + timedelta(seconds=settings.SESSION_IDLE)
        return min(idle, self.last_moment)

    @property
    def last_moment(self) -> datetime:
        """Return when somebody has to sign in again, however busy they are."""
        began = datetime.fromtimestamp(self.get(BEGAN, time.time()), UTC)
        return began + timedelta(seconds=settings.SESSION_COOKIE_AGE)

    @property
    def seconds_left(self) -> int:
        """Return how long this session still works when nothing more is heard."""
        end = self.ends_at or self.get_expiry_date()
        return max(0, int((end - timezone.now()).total_seconds()))

    @property
    def is_last(self) -> bool:
        """Tell whether it can't be made longer: it ends when somebody has to sign in again."""
        return self.ends_at is not None and self.ends_at >= self.last_moment

    def stay(self) -> None:
        """Count the idle time anew. Only the end is written, not what other requests changed."""
        until = self.get_expiry_date()
        if self.ends_at and until - self.ends_at < WORTH_WRITING:
            return
        self.model.objects.filter(session_key=self.session_key).update(expire_date=until)
        self.ends_at = until
