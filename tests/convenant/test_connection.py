"""A connection is looked at when a request begins, and asked only when the server spoke up."""

import time

import pytest
from django.db import connection

from companies.models import Company
from tests.database import superuser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def between_requests():
    """A connection that stands open, as one request leaves it for the next."""
    connection.close()
    Company.objects.exists()
    connection.close_if_unusable_or_obsolete()
    assert connection.connection is not None
    yield connection.connection.info.backend_pid
    connection.close()


def test_a_silent_connection_costs_no_question(between_requests, monkeypatch):
    monkeypatch.setattr(connection, "is_usable", lambda: pytest.fail("the server was asked"))

    assert not Company.objects.exists()
    assert connection.connection.info.backend_pid == between_requests


def test_a_server_that_hung_up_is_not_asked_for_a_page(between_requests):
    with superuser(connection.settings_dict["NAME"]) as server:
        server.execute("SELECT pg_terminate_backend(%s, 5000)", [between_requests])
    time.sleep(0.05)  # its farewell is on the way

    assert not Company.objects.exists()
    assert connection.connection.info.backend_pid != between_requests
