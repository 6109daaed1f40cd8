"""Migration operations that put a tenant table behind the database's own lock."""

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.special import RunSQL

ISOLATE = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY own_company ON {table}
    USING (company_id = (SELECT convenant.scope_company()))
    WITH CHECK (company_id = (SELECT convenant.scope_company()));
CREATE POLICY all_of_sector ON {table} FOR SELECT
    USING ((SELECT convenant.scope_is_sector()));
ALTER TABLE {table} ADD CONSTRAINT {table}_company_row UNIQUE (company_id, id);
"""
RELEASE = """
ALTER TABLE {table} DROP CONSTRAINT {table}_company_row;
DROP POLICY IF EXISTS all_of_sector ON {table};
DROP POLICY IF EXISTS whole_sector ON {table};
DROP POLICY own_company ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""

ISOLATE_PERSON = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY own_person ON {table} USING (person_id = (SELECT convenant.scope_person()))
    WITH CHECK (person_id = (SELECT convenant.scope_person()));
CREATE POLICY told_by_company ON {table} FOR INSERT
    WITH CHECK (company_id = (SELECT convenant.scope_company()));
CREATE POLICY erased_with_company ON {table} TO convenant_owner
    USING (company_id = (SELECT convenant.scope_company()));
"""
RELEASE_PERSON = """
DROP POLICY erased_with_company ON {table};
DROP POLICY told_by_company ON {table};
DROP POLICY own_person ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""


def isolate_by_company(table: str) -> Operation:
    """Force row-level security on a tenant table: own company, or the sector read-only.

    `(SELECT ...)` makes the check an InitPlan, evaluated once a statement. Of two policies
    PostgreSQL asks the one first that comes last by name, and stops when it says yes; hence these
    names. The unique pair lets other tables point here with a composite key.
    """
    return RunSQL(ISOLATE.format(table=table), RELEASE.format(table=table))


def isolate_by_person(table: str) -> Operation:
    """Force row-level security on a table of persons: written by the company, read by the person.

    In a company's scope rows can be added for anybody and none can be seen; in the person's own
    scope they are seen, changed and removed. Only the function that erases a company finds them
    by company (convenant.erase_company, which runs as the owner).
    """
    return RunSQL(ISOLATE_PERSON.format(table=table), RELEASE_PERSON.format(table=table))


def isolate_for_officers(table: str) -> Operation:
    """Do what `isolate_by_company` does, for rows that members of the company never see.

    Own company, when the secretariat opened it (`officer_scope`), or the sector read-only.
    """
    own = "company_id = (SELECT convenant.scope_company())"
    officers = f"{own} AND (SELECT convenant.scope_is_officer())"
    isolate = ISOLATE.format(table=table).replace(own, officers)
    return RunSQL(isolate, RELEASE.format(table=table))


def same_company(table: str, column: str, target: str, on_delete: str = "") -> Operation:
    """Bind a foreign key to the same company: policies do not check foreign keys, this does."""
    name = f"{table}_{column}_same_company"
    action = f"ON DELETE {on_delete}" if on_delete else ""
    return RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (company_id, {column}) "
        f"REFERENCES {target} (company_id, id) {action} DEFERRABLE INITIALLY DEFERRED;",
        f"ALTER TABLE {table} DROP CONSTRAINT {name};",
    )


def append_only(table: str) -> Operation:
    """Let the runtime role add and read rows of this table, never change or remove them."""
    return RunSQL(
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM convenant_app;",
        f"GRANT UPDATE, DELETE ON {table} TO convenant_app;",
    )


def written_by_triggers(table: str) -> Operation:
    """Let the runtime role only read this table; triggers of the owner write it."""
    return RunSQL(
        f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table} FROM convenant_app;",
        f"GRANT INSERT, UPDATE, DELETE ON {table} TO convenant_app;",
    )
