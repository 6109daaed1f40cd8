"""Switches on the database's own lock, for tests that need to know which lock held."""

import pytest
from django.db import connection

from convenant.tenancy.models import personal_models, tenant_models


def tables() -> list[str]:
    """Return the tables of all that belongs to one company or one person."""
    return [model._meta.db_table for model in (*tenant_models(), *personal_models())]


@pytest.fixture(scope="module")
def policies_off(django_db_setup, django_db_blocker):
    """Switch row-level security off in this worker's own database, and on again after."""
    from tests.database import superuser

    with django_db_blocker.unblock():
        connection.close()
        name = connection.settings_dict["NAME"]
    with superuser(name) as server:
        for table in tables():
            server.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    yield
    with django_db_blocker.unblock():
        connection.close()
    with superuser(name) as server:
        for table in tables():
            server.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
