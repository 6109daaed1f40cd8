"""Alive means that the process answers; ready means that people can be served."""

import pytest
from django.core.cache import caches
from django.core.checks import run_checks
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from convenant import health
from convenant.tenancy import checks
from convenant.tenancy.management.commands import migrate

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_redis(settings):
    """Point the cache at a port where nothing listens."""
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": settings.REDIS_URL}}


@pytest.fixture
def no_database(monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("no route to the database")

    monkeypatch.setattr(connection, "cursor", refuse)


def test_alive_and_ready(client):
    assert client.get("/healthz").content == b"ok"
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json() == {"database": "ok", "redis": "ok"}


def test_a_supervisor_needs_no_host_and_no_proxy(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    for path in ("/healthz", "/readyz"):
        assert client.get(path, headers={"host": "10.0.0.7:8000"}).status_code == 200
    assert client.get("/accounts/login/").status_code == 301


def test_without_redis_people_are_still_served(client, no_redis):
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json() == {"database": "ok", "redis": "down"}


def test_without_a_database_the_process_lives_but_takes_nobody(client, no_database):
    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json()["database"] == "down"


def test_new_code_waits_for_its_schema():
    readiness = health.Readiness()
    applied = MigrationRecorder(connection).migration_qs.filter(app="workgroups").order_by("id")
    last = applied.last()
    last.delete()
    assert readiness().status_code == 503

    last.save(force_insert=True)
    assert readiness().status_code == 200


def test_another_scope_key_is_not_ready(settings):
    settings.SCOPE_KEY = "not the key that migrate stored"

    answer = health.Readiness()()
    assert answer.status_code == 503
    assert b"other scope key" in answer.content
    (fault,) = checks.database_knows_the_scope_key(databases=["default"])
    assert fault.id == "tenancy.E003"


def test_the_right_key_is_no_fault():
    assert checks.database_knows_the_scope_key(databases=["default"]) == []
    assert checks.server_keeps_policies(databases=["default"]) == []


def ids_of_redis_faults() -> set[str]:
    found = run_checks(include_deployment_checks=True)
    return {fault.id for fault in found if str(fault.id).startswith("queue.")}


def test_a_redis_that_forgets_the_queue_is_told():
    client = caches["default"]._cache.get_client(write=True)
    assert ids_of_redis_faults() == set()
    client.config_set("maxmemory-policy", "allkeys-lru")
    try:
        assert ids_of_redis_faults() == {"queue.W002"}
    finally:
        client.config_set("maxmemory-policy", "noeviction")


def test_a_redis_that_is_down_is_told(no_redis):
    assert ids_of_redis_faults() == {"queue.W001"}


def test_an_empty_database_may_be_migrated():
    """What is asked of the runtime's database only holds once it has been migrated."""
    command = migrate.Command()

    assert command.get_check_kwargs({"database": "default"})["databases"] == [migrate.MIGRATOR]
