"""The signed scope, for a client that speaks to the database without Django."""

import hashlib
import hmac
import time

from benchmarks.ground import Database
from convenant.tenancy.backend.base import shown


def signed(database: Database, company: str) -> str:
    """Return the value that the policies verify (as convenant.tenancy.scope makes it)."""
    body = f"{company}|{int(time.time()) + 3600}"
    key = database.environ["SCOPE_KEY"].encode()
    return f"{body}|{hmac.new(key, body.encode(), hashlib.sha256).hexdigest()}"


def begin(database: Database, company: str) -> bytes:
    """Return the BEGIN that shows a scope in one message, as convenant.tenancy.backend sends it."""
    return b"BEGIN; " + shown(signed(database, company))
