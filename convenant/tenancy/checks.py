"""Start-up checks: the database must hold the policies, and the runtime role be bound by them."""

import uuid

import redis
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import DatabaseError, connection, connections

from convenant.databases import REPLICA
from convenant.tenancy.scope import company_scope

ROLE = """
SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
       EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid),
       EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid
               AND relnamespace = 'public'::regnamespace)
FROM pg_roles WHERE rolname = current_user
"""
FAULTS = (
    "is a superuser",
    "bypasses row-level security",
    "may create roles",
    "may create databases",
    "is a member of another role",
    "owns tables",
)
TIMEOUTS = {"socket_connect_timeout": 2, "socket_timeout": 2}  # seconds
# The first release of each line in which no known hole lets a role look past its policies.
OLDEST = {15: 150014, 16: 160010, 17: 170006}


@register("database")
def runtime_role_is_bound(databases=None, **kwargs) -> list[Error]:
    """Refuse a runtime role that is exempt from row-level security or could make itself so."""
    if not databases or "default" not in databases:
        return []
    return [
        Error(
            f"The runtime database role {fault}.",
            hint="Let DATABASE_URL sign in as convenant_app, made by convenant/devstack/roles.sql.",
            id="tenancy.E001",
        )
        for fault in faults_of_role("default")
    ]


def faults_of_role(alias: str) -> list[str]:
    """Return what the role of this connection may that it must not."""
    with connections[alias].cursor() as cursor:
        cursor.execute(ROLE)
        found = cursor.fetchone()
    return [fault for fault, is_so in zip(FAULTS, found, strict=True) if is_so]


@register("database")
def replica_is_bound(databases=None, **kwargs) -> list[CheckMessage]:
    """Refuse another role on the replica than the one that is bound; one that is down is no harm.

    Whoever signs in with a role that the policies don't bind would see every company there.
    """
    if not databases or "default" not in databases or REPLICA not in settings.DATABASES:
        return []
    hint = "Let DATABASE_REPLICA_URL sign in as convenant_app, like DATABASE_URL."
    try:
        faults = faults_of_role(REPLICA)
    except DatabaseError as down:
        said = f"The replica does not answer ({type(down).__name__})."
        return [Warning(said, hint="Dashboards read from the primary.", id="tenancy.W004")]
    return [
        Error(f"The role of the replica {fault}.", hint=hint, id="tenancy.E004") for fault in faults
    ]


@register("database")
def server_keeps_policies(databases=None, **kwargs) -> list[Error]:
    """Refuse a PostgreSQL with known holes in row-level security."""
    if not databases or "default" not in databases:
        return []
    major, minor = connections["default"].get_database_version()
    fault = version_fault(major * 10_000 + minor)
    hint = "Install the newest release of its line: the data stays as it is."
    return [Error(fault, hint=hint, id="tenancy.E002")] if fault else []


def version_fault(version: int) -> str:
    """Return what is wrong with PostgreSQL of this number (150014 is 15.14), or an empty text."""
    major, minor = divmod(version, 10_000)
    oldest = OLDEST.get(major, 0 if major > max(OLDEST) else 150014)
    if version >= oldest:
        return ""
    wanted, patch = divmod(oldest, 10_000)
    return f"PostgreSQL is {major}.{minor}; row-level security is whole from {wanted}.{patch} only."


@register("database")
def database_knows_the_scope_key(databases=None, **kwargs) -> list[Error]:
    """Refuse a SCOPE_KEY other than the one that the database verifies with."""
    if not databases or "default" not in databases or scope_key_is_known():
        return []
    return [
        Error(
            "SCOPE_KEY is not the key that this database verifies scopes with.",
            hint="Run `manage.py migrate` with this SCOPE_KEY, or set the former one.",
            id="tenancy.E003",
        )
    ]


def scope_key_is_known() -> bool:
    """Tell whether the database accepts a scope that we sign; no row is read."""
    try:
        with company_scope(uuid.UUID(int=0)), connection.cursor() as cursor:
            cursor.execute("SELECT convenant.scope_company()")
    except DatabaseError as fault:
        if getattr(fault.__cause__, "sqlstate", "") not in ("42501", "3F000", "42883"):
            raise  # not "insufficient privilege", "no such schema" or "no such function"
        return False
    return True


@register(deploy=True)
def redis_keeps_the_queue(**kwargs) -> list[Warning]:
    """Warn about a Redis that throws work away when its memory is full, or that is not there."""
    try:
        memory = redis.Redis.from_url(settings.REDIS_URL, **TIMEOUTS).info("memory")
    except redis.RedisError as fault:
        return [
            Warning(
                f"Redis does not answer ({type(fault).__name__}).",
                hint="The product works and keeps its work waiting; mails and reports don't come.",
                id="queue.W001",
            )
        ]
    policy = memory.get("maxmemory_policy")
    if policy in (None, "noeviction"):
        return []
    return [
        Warning(
            f"Redis drops keys when its memory is full (maxmemory-policy {policy}).",
            hint="Set maxmemory-policy noeviction: the queue is in there.",
            id="queue.W002",
        )
    ]
