"""Whose rows this work sees: a scope is opened, shown to the database, and closed again.

The scope lives in a ContextVar. The database backend writes it into every transaction
(`SET LOCAL`), signed with SCOPE_KEY, so that nothing survives a COMMIT and injected SQL
cannot switch company. Without a scope the policies raise: loud, never empty.
"""

import base64
import hashlib
import hmac
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections, transaction

SECTOR = "sector"
PERSON = "person-"
OFFICER = "officer"
"""Marks the scope of a company that the secretariat opened, behind the company's id."""
LIFETIME = 3600  # seconds; far longer than any transaction, far shorter than a leak is useful

_scope: ContextVar[str | None] = ContextVar("scope", default=None)


def current_scope() -> str | None:
    """Return the company's id as text, "sector", "person-" and an id, or None without a scope.

    Behind the id of a company that the secretariat opened stands "|officer".
    """
    return _scope.get()


def signed_scope() -> str:
    """Return the value the database verifies, or an empty text when no scope is open."""
    scope = _scope.get()
    if scope is None:
        return ""
    whose, bar, side = scope.partition("|")
    body = f"{whose}|{int(time.time()) + LIFETIME}{bar}{side}"
    seal = hmac.new(settings.SCOPE_KEY.encode(), body.encode(), hashlib.sha256).hexdigest()
    return f"{body}|{seal}"


def key_pads() -> tuple[bytes, bytes]:
    """Return SCOPE_KEY as the inner and outer pad of HMAC-SHA256, for the database's own check.

    PostgreSQL's core has sha256() but no HMAC; with the pads prepared two hashes suffice.
    """
    key = settings.SCOPE_KEY.encode()
    if len(key) > 64:
        key = hashlib.sha256(key).digest()
    block = key.ljust(64, b"\0")
    return bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)


@contextmanager
def company_scope(company_id: uuid.UUID | str) -> Iterator[None]:
    """Show and accept only this company's rows until the block ends.

    Opens a transaction; leaving the block restores the scope that was there before.
    Raises ValueError when the id is no UUID, so a missing id can never become another scope.
    """
    with open_scope(str(uuid.UUID(str(company_id)))):
        yield


@contextmanager
def person_scope(person_id: uuid.UUID | str) -> Iterator[None]:
    """Show and accept only the rows that are this person's alone, until the block ends.

    No company's rows: reading those here fails. Raises ValueError when the id is no UUID.
    """
    with open_scope(f"{PERSON}{uuid.UUID(str(person_id))}"):
        yield


@contextmanager
def officer_scope(company_id: uuid.UUID | str) -> Iterator[None]:
    """Show this company's rows to the secretariat until the block ends.

    The same rows as `company_scope`, and besides what members never see: internal notes. Only here
    does the database take what is the secretariat's to do: its remarks and its decisions.
    """
    with open_scope(f"{uuid.UUID(str(company_id))}|{OFFICER}"):
        yield


@contextmanager
def open_scope(scope: str, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Open a transaction in this scope; its end brings back the one before."""
    token = _scope.set(scope)
    try:
        with transaction.atomic(using=using):
            apply_scope(using)
            yield
    finally:
        _scope.reset(token)
        apply_scope(using)


def apply_scope(using: str = DEFAULT_DB_ALIAS) -> None:
    """Show the open scope to the database, if its backend is ours and a transaction runs."""
    show = getattr(connections[using], "apply_scope", None)
    if show is None:
        raise ImproperlyConfigured("The database's ENGINE must be convenant.tenancy.backend.")
    show()


def fingerprint() -> str:
    """Return a short name of the key in use, to compare settings and database."""
    digest = hashlib.sha256(b"".join(key_pads())).digest()
    return base64.b32encode(digest)[:8].decode()
