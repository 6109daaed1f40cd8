"""Start-up checks: the runtime role must be unable to step around the policies."""

from django.core.checks import Error, register
from django.db import connections

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


@register("database")
def runtime_role_is_bound(databases=None, **kwargs) -> list[Error]:
    """Refuse a runtime role that is exempt from row-level security or could make itself so."""
    if not databases or "default" not in databases:
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute(ROLE)
        found = cursor.fetchone()
    return [
        Error(
            f"The runtime database role {fault}.",
            hint="Let DATABASE_URL sign in as convenant_app, made by convenant/devstack/roles.sql.",
            id="tenancy.E001",
        )
        for fault, is_so in zip(FAULTS, found, strict=True)
        if is_so
    ]
