"""Which databases there are, as the environment says; what contradicts itself is a fault."""

from convenant import env

MIGRATOR, REPLICA = "migrator", "replica"


def described() -> dict[str, dict]:
    """Return Django's description of each database that the environment names."""
    # Behind a pool in transaction mode a cursor must not outlive its transaction.
    pooled = {"DISABLE_SERVER_SIDE_CURSORS": env.yes_no("DATABASE_POOLED")}
    found = {"default": env.database(env.secret("DATABASE_URL")) | pooled}
    if url := env.secret("MIGRATION_DATABASE_URL", ""):
        # Owns the tables and is never used by web or workers (docs/operate.md).
        found[MIGRATOR] = env.database(url, "MIGRATION_DATABASE_URL") | {
            "ENGINE": "django.db.backends.postgresql",
            "CONN_MAX_AGE": 0,
        }
    if url := env.secret("DATABASE_REPLICA_URL", ""):
        # A standby that dashboards read from, as the same role (convenant.tenancy.replica).
        quick = {"OPTIONS": {"connect_timeout": 2}}
        found[REPLICA] = env.database(url, "DATABASE_REPLICA_URL") | pooled | quick
        if found[REPLICA]["USER"] != found["default"]["USER"]:
            env.note("DATABASE_REPLICA_URL must name the same role as DATABASE_URL.")
    return found


def routers(found: dict[str, dict]) -> list[str]:
    """Return who decides where a query goes; nobody without a replica."""
    return ["convenant.tenancy.replica.Reads"] if REPLICA in found else []
