"""Forgotten filters find nothing; and when a lock of the database is broken, these tests notice."""

import pytest
from django.db import connection

from convenant.tenancy.models import tenant_models
from convenant.tenancy.scope import officer_scope
from tests.database import superuser
from tests.isolation import world as worlds
from tests.isolation.probes import PROBES, crossings

TABLE = "diligence_answer"
BROKEN = {
    "row-level security off": f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY",
    "policy dropped": f"DROP POLICY own_company ON {TABLE}; "
    f"CREATE POLICY open_door ON {TABLE} USING (true)",
    "policy lets all read": f"CREATE POLICY open_door ON {TABLE} FOR SELECT USING (true)",
    "scope ignored": "CREATE OR REPLACE FUNCTION convenant.scope_is_sector() RETURNS boolean "
    "LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog AS $$ SELECT true $$",
}
MENDED = {
    "row-level security off": f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY",
    "policy dropped": f"DROP POLICY open_door ON {TABLE}; CREATE POLICY own_company ON {TABLE} "
    "USING (company_id = (SELECT convenant.scope_company())) "
    "WITH CHECK (company_id = (SELECT convenant.scope_company()))",
    "policy lets all read": f"DROP POLICY open_door ON {TABLE}",
    "scope ignored": "CREATE OR REPLACE FUNCTION convenant.scope_is_sector() RETURNS boolean "
    "LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog "
    "AS $$ BEGIN RETURN convenant.open_scope() = 'sector'; END $$",
}


def one_row_of_each(world) -> dict[str, object]:
    """Return the id of one row of the victim in every tenant table, of internal notes too."""
    with officer_scope(world.victim.pk):
        return {model._meta.db_table: model.objects.first().pk for model in tenant_models()}


@pytest.mark.django_db
def test_twenty_forgotten_filters_cross_nowhere():
    world = worlds.build()

    assert len(PROBES) == 20
    assert list(crossings(world.outsider, one_row_of_each(world))) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_lock_is_noticed(fault):
    """Each mutant of the database's own lock must make the probes cross."""
    world = worlds.build()
    rows = one_row_of_each(world)
    name = connection.settings_dict["NAME"]

    with superuser(name) as server:
        server.execute(BROKEN[fault])
        try:
            found = list(crossings(world.outsider, rows))
        finally:
            server.execute(MENDED[fault])

    assert any("Answer" in crossing for crossing in found)
    assert list(crossings(world.outsider, rows)) == []
