"""The invitation that a browser came with, kept in its session until it is taken."""

from django.contrib.sessions.backends.base import SessionBase

from companies.models import Invitation

SESSION_KEY = "invitation"


def remember(session: SessionBase, token: str) -> None:
    """Keep an invitation's secret with this browser, while an account is made or signed in to."""
    session[SESSION_KEY] = token


def remembered(session: SessionBase) -> Invitation | None:
    """Return the open invitation this browser holds; None when there is none, or no longer."""
    token = session.get(SESSION_KEY, "")
    return Invitation.objects.by_token(token) if token else None


def forget(session: SessionBase) -> None:
    """Drop it: it was taken."""
    session.pop(SESSION_KEY, None)
