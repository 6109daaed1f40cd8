"""What a page tells once about what was just done: in a cookie that no other host can set."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookie(CookieStorage):
    """Django's cookie, signed, under a name that browsers take from this host and over TLS only."""

    cookie_name = "__Host-messages" if settings.IS_HTTPS else "messages"


class Flashes(FallbackStorage):
    """In the cookie while it fits, else in the session."""

    storage_classes = (HostCookie, SessionStorage)
