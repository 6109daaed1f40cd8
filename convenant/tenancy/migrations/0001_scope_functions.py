"""The functions the policies ask: whose scope is open, and is it the sector's?"""

from django.db import migrations

FORWARD = """
-- The owner's from the start: what is in it can then be handed over in any order.
CREATE SCHEMA convenant AUTHORIZATION convenant_owner;
GRANT USAGE ON SCHEMA convenant TO convenant_app, convenant_backup;

CREATE TABLE convenant.scope_key (
    id integer PRIMARY KEY CHECK (id = 1),
    inner_pad bytea NOT NULL,
    outer_pad bytea NOT NULL
);
REVOKE ALL ON convenant.scope_key FROM PUBLIC, convenant_app;

-- The verified scope: a company's id or 'sector'. Raises when none is open, forged or too old.
CREATE FUNCTION convenant.open_scope() RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
DECLARE
    sent text := current_setting('convenant.scope', true);
    parts text[];
    seal text;
BEGIN
    IF sent IS NULL OR sent = '' THEN
        RAISE insufficient_privilege USING MESSAGE = 'no tenant scope is open';
    END IF;
    parts := string_to_array(sent, '|');
    SELECT encode(sha256(outer_pad || sha256(inner_pad
               || convert_to(parts[1] || '|' || parts[2], 'UTF8'))), 'hex')
      INTO seal FROM convenant.scope_key;
    IF seal IS NULL OR seal IS DISTINCT FROM parts[3] THEN
        RAISE insufficient_privilege USING MESSAGE = 'the tenant scope is not genuine';
    END IF;
    IF parts[2]::bigint < extract(epoch FROM clock_timestamp()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the tenant scope has expired';
    END IF;
    RETURN parts[1];
END $$;

CREATE FUNCTION convenant.scope_company() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$ SELECT nullif(convenant.open_scope(), 'sector')::uuid $$;

CREATE FUNCTION convenant.scope_is_sector() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$ SELECT convenant.open_scope() = 'sector' $$;

REVOKE ALL ON FUNCTION convenant.open_scope(), convenant.scope_company(),
    convenant.scope_is_sector() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION convenant.open_scope(), convenant.scope_company(),
    convenant.scope_is_sector() TO convenant_app, convenant_migrator, convenant_owner;
"""
BACKWARD = "DROP SCHEMA convenant CASCADE;"


class Migration(migrations.Migration):
    """Schema convenant with the scope key and three functions."""

    dependencies: list = []

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
