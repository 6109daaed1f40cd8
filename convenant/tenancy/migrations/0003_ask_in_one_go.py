"""Verify a scope in one function and few expressions; what counts as a genuine one stays the same.

A save asks thirteen times whose scope is open. Each call of a function with rights of its own sets
up its search path anew, and each expression in it is made ready anew in every transaction. The
seal is now worked out over all that stands before it, so that nothing can stand beside it.
"""

from django.db import migrations

VERIFY = """
CREATE OR REPLACE FUNCTION convenant.{name}() RETURNS {kind}
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
DECLARE
    sent text := current_setting('convenant.scope', true);
    seal text;
BEGIN
    SELECT encode(sha256(outer_pad || sha256(inner_pad
               || convert_to(left(sent, -65), 'UTF8'))), 'hex')
      INTO seal FROM convenant.scope_key;
    IF seal IS NULL OR seal IS DISTINCT FROM right(sent, 64) THEN
        RAISE insufficient_privilege USING MESSAGE = CASE WHEN coalesce(sent, '') = ''
            THEN 'no tenant scope is open' ELSE 'the tenant scope is not genuine' END;
    END IF;
    IF split_part(sent, '|', 2)::bigint < extract(epoch FROM clock_timestamp()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the tenant scope has expired';
    END IF;
    RETURN {answer};
END $$;
"""
SCOPE = "split_part(sent, '|', 1)"
FORWARD = "".join(
    VERIFY.format(name=name, kind=kind, answer=answer)
    for name, kind, answer in (
        ("open_scope", "text", SCOPE),
        ("scope_company", "uuid", f"nullif({SCOPE}, 'sector')::uuid"),
    )
)
BACKWARD = """
CREATE OR REPLACE FUNCTION convenant.open_scope() RETURNS text
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
CREATE OR REPLACE FUNCTION convenant.scope_company() RETURNS uuid
    LANGUAGE plpgsql STABLE SECURITY INVOKER PARALLEL SAFE SET search_path = pg_catalog
AS $$ BEGIN RETURN nullif(convenant.open_scope(), 'sector')::uuid; END $$;
"""


class Migration(migrations.Migration):
    """The function that most policies ask, and the one the sector's asks; owner and grants stay."""

    dependencies = [("tenancy", "0002_own_company_first")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
