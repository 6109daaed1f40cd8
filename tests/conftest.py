"""What every test can ask for. It speaks to the database as the product does: under policies."""

import gc
import os
from collections.abc import Callable, Iterator

import pytest
from django.core.servers.basehttp import WSGIRequestHandler
from django.db import connections
from django.test import Client

from tests.support.signing_in import sign_in_as
from tests.support.together import pytest_xdist_make_scheduler  # noqa: F401 (a hook of pytest)

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs beside Django
# A small server sends head and body apart; without this each answer waits 40 ms for a receipt.
WSGIRequestHandler.disable_nagle_algorithm = True
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_finish() -> None:
    """Look for garbage less often, and not in what was imported: a sixth of all processor time.

    What no longer has a name still goes at once; pytest looks for the rest when all is done.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_blocker):
    """Make this worker's own database, and drop it at the end."""
    from tests import database

    worker = getattr(request.config, "workerinput", {}).get("workerid", "")
    name = database.name_for(worker)
    with django_db_blocker.unblock():
        database.create(name)
    yield
    with django_db_blocker.unblock():
        for connection in connections.all():
            connection.close()
        database.remove(name)


@pytest.fixture(autouse=True)
def _empty_mailbox_and_media(settings, tmp_path):
    """Keep files of one test out of another's."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def client_of() -> Callable[..., Client]:
    """Return a browser in which this person is signed in; without a person: an anonymous one.

    Who must sign in in two steps did so; `strong` says it of anybody, or of nobody.
    """

    def sign_in(user=None, *, strong=None, **options) -> Client:
        client = Client(**options)
        if user is not None:
            sign_in_as(client, user, strong=strong)
        return client

    return sign_in


@pytest.fixture
def in_scope():
    """Return a context manager that opens a company's scope: `with in_scope(company): ...`."""
    from convenant.tenancy.scope import company_scope

    return lambda company: company_scope(company.pk)


@pytest.fixture
def run_outbox() -> Callable[[], int]:
    """Return a function that does all waiting background work here and now; it says how much."""
    from tests.background import run_all

    return run_all


@pytest.fixture
def max_queries(django_assert_max_num_queries):
    """Count statements: `with max_queries(8): ...` fails, and shows them, when there are more."""
    return django_assert_max_num_queries


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """One browser for all tests of this worker: Playwright drives the Chromium of the system."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=QUIET
        )
        yield chromium
        chromium.close()
