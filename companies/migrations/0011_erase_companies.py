"""Let everything of a company that left go after five years, its log included, and nothing sooner.

The runtime role may remove no entry of a log and no frozen file. Only this function may, for the
company whose scope is open, and only when the row of that company says that its time is over.
"""

from django.db import migrations, models

ERASE = """
CREATE FUNCTION convenant.erase_company() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
DECLARE
    gone uuid := (SELECT convenant.scope_company());
    tenants regclass;
BEGIN
    IF NOT EXISTS (SELECT FROM public.companies_company
                   WHERE id = gone AND status = 'left'
                   AND left_on <= current_date - interval '5 years')
    THEN
        RAISE integrity_constraint_violation
            USING MESSAGE = 'only a company that left five years ago is erased';
    END IF;
    FOR tenants IN
        SELECT c.oid::regclass FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relkind = 'r' AND c.relforcerowsecurity
            AND a.attname = 'company_id' AND NOT a.attisdropped
    LOOP
        EXECUTE format('DELETE FROM %s WHERE company_id = $1', tenants) USING gone;
    END LOOP;
    DELETE FROM convenant.log_link WHERE company_id = gone;
END $$;
REVOKE ALL ON FUNCTION convenant.erase_company() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION convenant.erase_company() TO convenant_app, convenant_owner;
"""
KEEP = "DROP FUNCTION convenant.erase_company();"


class Migration(migrations.Migration):
    """A function, and the kinds of data that have a term."""

    dependencies = [("companies", "0010_account_events")]

    operations = [
        migrations.RunSQL(ERASE, KEEP),
        migrations.AlterField(
            "deletionproof",
            "category",
            models.CharField(
                max_length=20,
                choices=[
                    ("sessions", "Sessies die voorbij zijn"),
                    ("sign_ins", "Aanmeldingen"),
                    ("invitations", "Uitnodigingen"),
                    ("people", "Accounts van mensen die zijn vertrokken"),
                    ("reports", "Verslagen in PDF"),
                    ("archives", "Volledige archieven"),
                    ("evidence", "Verwijderd bewijs"),
                    ("report_runs", "Alle verslagen in één bestand, voor het secretariaat"),
                    ("companies", "Alles van een bedrijf dat is vertrokken"),
                ],
            ),
        ),
    ]
