"""Locks by name that end with the transaction, so they hold behind any pool."""

import hashlib

from django.db import connection


def lock_for_transaction(name: str) -> bool:
    """Take the lock of this name until the transaction ends; False when another one has it."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return cursor.fetchone()[0]
