"""Where a person is signed in, and ending that."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from companies.models import User
from convenant.sessions import SessionStore

BROWSERS = (
    ("Edge", re.compile(r"Edg(e|A|iOS)?/")),
    ("Opera", re.compile(r"OPR/")),
    ("Samsung Internet", re.compile(r"SamsungBrowser/")),
    ("Firefox", re.compile(r"Firefox/|FxiOS/")),
    ("Chrome", re.compile(r"Chrome/|Chromium/|CriOS/")),
    ("Safari", re.compile(r"Safari/")),
)
SYSTEMS = (
    ("iPhone", re.compile(r"iPhone")),
    ("iPad", re.compile(r"iPad")),
    ("Android", re.compile(r"Android")),
    ("Windows", re.compile(r"Windows")),
    ("ChromeOS", re.compile(r"CrOS")),
    ("Mac", re.compile(r"Macintosh|Mac OS X")),
    ("Linux", re.compile(r"Linux|X11")),
)


@dataclass(frozen=True, slots=True)
class Device:
    """One place where somebody is signed in."""

    pk: int
    words: str
    ip: str
    signed_in_at: datetime
    used_at: datetime
    is_this: bool


def devices_of(user: User, here: str) -> list[Device]:
    """Return where this person is signed in now: this session first, then the latest used.

    `here` is the key of the session that asks. A session with an older password is none any more.
    """
    signed_in = UserSession.objects.filter(user_id=user.pk)
    rows = {each.session_key: each for each in signed_in}
    alive = Session.objects.filter(session_key__in=rows, expire_date__gt=timezone.now())
    found = [
        Device(
            pk=rows[row.session_key].pk,
            words=device_in_words(rows[row.session_key].user_agent),
            ip=rows[row.session_key].ip,
            signed_in_at=rows[row.session_key].created_at,
            used_at=row.expire_date - timedelta(seconds=settings.SESSION_IDLE),
            is_this=row.session_key == here,
        )
        for row in alive
        if is_of(user, row)
    ]
    return sorted(found, key=lambda device: (not device.is_this, -device.used_at.timestamp()))


def is_of(user: User, row: Session) -> bool:
    """Tell whether a session still signs this person in."""
    data = SessionStore().decode(row.session_data)
    return constant_time_compare(data.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())


def device_in_words(user_agent: str) -> str:
    """Return what a browser says of itself as people say it: “Firefox op Windows”."""
    browser = next((name for name, sign in BROWSERS if sign.search(user_agent)), None)
    system = next((name for name, sign in SYSTEMS if sign.search(user_agent)), None)
    if browser and system:
        return _("%(browser)s op %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Onbekend apparaat")


def end_sessions(sessions: QuerySet[UserSession]) -> int:
    """Sign out everywhere in this list, at once; return at how many places that was."""
    keys = list(sessions.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def end_other_sessions(user: User, here: str) -> int:
    """Sign a person out everywhere but here; return at how many places that was."""
    return end_sessions(UserSession.objects.filter(user_id=user.pk).exclude(session_key=here))


def end_all_sessions(user: User) -> int:
    """Sign a person out everywhere; return at how many places that was."""
    return end_sessions(UserSession.objects.filter(user_id=user.pk))
