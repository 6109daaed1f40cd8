"""A scope of one person: for rows that not even a colleague may see.

`scope_company` stays as it is: in a person's scope it fails on what is no id of a company, so that
nobody reads a company's rows there and finds nothing.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION convenant.scope_person() RETURNS uuid
    LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog
AS $$
DECLARE
    scope text := convenant.open_scope();
BEGIN
    RETURN CASE WHEN starts_with(scope, 'person-') THEN substr(scope, 8)::uuid END;
END $$;
REVOKE ALL ON FUNCTION convenant.scope_person() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION convenant.scope_person()
    TO convenant_app, convenant_migrator, convenant_owner;
"""
BACKWARD = "DROP FUNCTION convenant.scope_person();"


class Migration(migrations.Migration):
    """One function."""

    dependencies = [("tenancy", "0003_ask_in_one_go")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
