"""Where a person is signed in, and ending that."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from companies.models import User


def sessions_of(user: User) -> list[UserSession]:
    """Return where this person is signed in now, the latest used first."""
    found = UserSession.objects.purge_and_list(user)
    return sorted(found, key=lambda session: session.last_seen_at, reverse=True)


def end_sessions(sessions: QuerySet[UserSession]) -> None:
    """Sign out everywhere in this list, at once."""
    keys = list(sessions.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
