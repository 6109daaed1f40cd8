"""Tell the policies whether the secretariat opened a company's scope, or the company itself.

A scope of the secretariat is signed over "<company>|<until>|officer". The functions of before read
the first two pieces and verify the seal over all of them, so they stay as they are. In the scope of
a member the third piece is the seal, which is never that word.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION convenant.scope_is_officer() RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog
AS $$
BEGIN
    PERFORM convenant.open_scope();
    RETURN split_part(current_setting('convenant.scope', true), '|', 3) = 'officer';
END $$;
REVOKE ALL ON FUNCTION convenant.scope_is_officer() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION convenant.scope_is_officer()
    TO convenant_app, convenant_migrator, convenant_owner;
"""
BACKWARD = "DROP FUNCTION convenant.scope_is_officer();"


class Migration(migrations.Migration):
    """One function with the rights of who asks; it verifies the scope first."""

    dependencies = [("tenancy", "0004_scope_of_a_person")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
