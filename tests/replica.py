"""A second database for reading, put into the settings of a running test."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from convenant.databases import REPLICA
from convenant.tenancy import replica


@contextmanager
def in_settings(monkeypatch, **place: str) -> Iterator[str]:
    """Let the product read from here, as DATABASE_REPLICA_URL would; return the alias."""
    described = copy.deepcopy(connections["default"].settings_dict) | place
    with monkeypatch.context() as patch:
        patch.setitem(connections.settings, REPLICA, described)
        patch.setattr(router, "routers", [replica.Reads()])
        patch.setattr(replica.Rest, "until", 0.0)
        line = connections[REPLICA]
        patch.setattr(line, "ensure_connection", lambda: connect(line))
        try:
            yield REPLICA
        finally:
            line.close()
            del connections[REPLICA]


def connect(line: BaseDatabaseWrapper) -> None:
    """Connect as Django does, past what forbids a test the databases that it did not name."""
    if line.connection is None:
        with line.wrap_database_errors:
            line.connect()
