"""Drafts that a browser keeps on the device: whether somebody wants that, and the key they get."""

import base64

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import constant_time_compare, salted_hmac

from companies.models import User

COOKIE = settings.DRAFTS_COOKIE_NAME
COOKIE_DAYS = 365


def key_of(session: SessionBase, person: User) -> str:
    """Return the secret for this person's drafts in this session: 32 bytes in base64.

    It follows from the session's own key, which nobody else holds and which changes with signing in
    and with a new password. Once the session is gone no one can make it again.
    """
    owner = f"{session.session_key}:{person.pk}"
    secret = salted_hmac("companies.drafts.key", owner, algorithm="sha256").digest()
    return base64.b64encode(secret).decode()


def mark_of(person: User) -> str:
    """Return what the cookie of this person's choice says: theirs only, and telling no name."""
    return salted_hmac("companies.drafts.choice", str(person.pk), algorithm="sha256").hexdigest()


def keeps_drafts(cookies: dict[str, str], person: User) -> bool:
    """Tell whether this person chose to keep drafts on this device. Nobody else's choice counts."""
    return constant_time_compare(cookies.get(COOKIE, ""), mark_of(person))
