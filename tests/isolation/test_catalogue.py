"""The catalogue gate: what the database itself promises about every tenant table."""

import pytest
from django.db import connection

from convenant.tenancy.models import personal_models, tenant_models

pytestmark = pytest.mark.django_db
TABLES = [model._meta.db_table for model in tenant_models()]
PERSONAL = [model._meta.db_table for model in personal_models()]


def rows(query: str, *params) -> list[tuple]:
    """Run a query on the catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return cursor.fetchall()


def test_every_table_with_a_company_is_a_known_tenant_table():
    found = rows(
        "SELECT c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
        "WHERE a.attname = 'company_id' AND c.relkind = 'r' "
        "AND c.relnamespace = 'public'::regnamespace"
    )
    # The doorway itself reads these, before any scope is open.
    directory = {"companies_membership", "companies_invitation", "companies_apikey"}
    assert {name for (name,) in found} - directory == {*TABLES, *PERSONAL}


@pytest.mark.parametrize("table", TABLES)
def test_row_level_security_is_forced_and_complete(table):
    [(enabled, forced, owner)] = rows(
        "SELECT relrowsecurity, relforcerowsecurity, relowner::regrole::text FROM pg_class "
        "WHERE oid = %s::regclass",
        table,
    )
    policies = rows(
        "SELECT policyname, cmd, roles::text FROM pg_policies WHERE tablename = %s", table
    )

    assert (enabled, forced, owner) == (True, True, "convenant_owner")
    assert sorted(policies) == [
        ("all_of_sector", "SELECT", "{public}"),
        ("own_company", "ALL", "{public}"),
    ]


@pytest.mark.parametrize("table", PERSONAL)
def test_what_is_one_persons_has_policies_of_its_own(table):
    """Read by the person; the company's scope only adds, and only erasing finds it by company."""
    [(enabled, forced, owner)] = rows(
        "SELECT relrowsecurity, relforcerowsecurity, relowner::regrole::text FROM pg_class "
        "WHERE oid = %s::regclass",
        table,
    )
    policies = rows(
        "SELECT policyname, cmd, roles::text FROM pg_policies WHERE tablename = %s", table
    )

    assert (enabled, forced, owner) == (True, True, "convenant_owner")
    assert sorted(policies) == [
        ("erased_with_company", "ALL", "{convenant_owner}"),
        ("own_person", "ALL", "{public}"),
        ("told_by_company", "INSERT", "{public}"),
    ]


@pytest.mark.parametrize("table", [*TABLES, *PERSONAL])
def test_the_company_is_never_missing(table):
    assert rows(
        "SELECT is_nullable FROM information_schema.columns "
        "WHERE table_name = %s AND column_name = 'company_id'",
        table,
    ) == [("NO",)]


@pytest.mark.parametrize("table", TABLES)
def test_pointers_between_tenant_tables_stay_inside_one_company(table):
    """A plain foreign key may exist beside the composite one, never instead of it."""
    keys = rows(
        "SELECT confrelid::regclass::text, (SELECT array_agg(attname::text ORDER BY attname) "
        "FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY(conkey)) "
        "FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass",
        table,
    )
    pointing = {
        tuple(columns) for target, columns in keys if target in TABLES and len(columns) == 1
    }
    bound = {
        tuple(columns) for target, columns in keys if target in TABLES and "company_id" in columns
    }

    assert {("company_id", *columns) for columns in pointing} <= {
        tuple(sorted(columns, key=lambda name: name != "company_id")) for columns in bound
    }


@pytest.mark.parametrize("table", [*TABLES, *PERSONAL])
def test_unique_values_do_not_tell_of_other_companies(table):
    indexes = rows(
        "SELECT i.indexrelid::regclass::text, (SELECT attname FROM pg_attribute "
        "WHERE attrelid = i.indrelid AND attnum = i.indkey[0]) FROM pg_index i "
        "WHERE i.indrelid = %s::regclass AND i.indisunique AND NOT i.indisprimary",
        table,
    )
    assert [name for name, first in indexes if first != "company_id"] == []


def test_functions_with_the_owners_rights_are_known():
    found = rows(
        "SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace "
        "WHERE prosecdef AND nspname NOT IN ('pg_catalog', 'information_schema')"
    )
    assert {name for (name,) in found} == {
        "open_scope",
        "scope_company",
        "keep_revision",
        "seal_event",
        "chain_event",
        "log_links",
        "log_head",
        "erase_company",
        "forget_names",
        "keep_sums",
        "add_up_year",
    }


def test_no_views_step_around_the_policies():
    assert not rows(
        "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') "
        "AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)"
    )


def test_the_runtime_role_is_bound():
    [(name, exempt, members)] = rows(
        "SELECT current_user::text, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb, "
        "(SELECT count(*) FROM pg_auth_members WHERE member = pg_roles.oid) "
        "FROM pg_roles WHERE rolname = current_user"
    )
    assert (name, exempt, members) == ("convenant_app", False, 0)


def test_the_scope_key_can_not_be_read():
    assert rows("SELECT has_table_privilege('convenant.scope_key', 'SELECT')") == [(False,)]


@pytest.mark.parametrize(
    ("table", "rights"),
    [
        ("companies_event", "UPDATE,DELETE"),
        ("diligence_snapshot", "UPDATE,DELETE"),
        ("diligence_answerrevision", "INSERT,UPDATE,DELETE"),
        ("diligence_summaryfact", "UPDATE,TRUNCATE"),
        ("diligence_sectorsum", "INSERT,UPDATE,DELETE,TRUNCATE"),
    ],
)
def test_what_was_written_down_stays(table, rights):
    assert rows("SELECT has_table_privilege(%s, %s)", table, rights) == [(False,)]
