"""Seal the names in the log, and chain its entries: one chain of SHA-256 for each company.

`seal` binds the erasable names to the entry without telling them: a hash over the names and a
random salt. When the names are forgotten the salt goes too, and nobody can guess what was there.

The links stand in a table that only the owner can touch. They are made when the transaction
commits, so that the lock on a company's chain is the last one taken and held for a moment only.
The text that is hashed is JSON as PostgreSQL and Python both write it (companies.log.chain).
"""

from django.db import migrations, models

SEAL = """
-- Without a search_path of their own PostgreSQL folds these into the triggers, which have one.
CREATE FUNCTION convenant.event_seal(salt uuid, actor_name text, names jsonb) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT encode(sha256(convert_to(
    json_build_array(salt, actor_name, names)::text, 'UTF8')), 'hex') $$;

UPDATE companies_event SET salt = gen_random_uuid();
UPDATE companies_event SET seal = convenant.event_seal(salt, actor_name, names);

CREATE FUNCTION convenant.seal_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
    NEW.salt := gen_random_uuid();
    NEW.seal := convenant.event_seal(NEW.salt, NEW.actor_name, NEW.names);
    RETURN NEW;
END $$;
CREATE TRIGGER seal_event BEFORE INSERT ON companies_event
    FOR EACH ROW EXECUTE FUNCTION convenant.seal_event();
"""
UNSEAL = """
-- Without a search_path of their own PostgreSQL folds these into the triggers, which have one.
DROP TRIGGER seal_event ON companies_event;
DROP FUNCTION convenant.seal_event();
DROP FUNCTION convenant.event_seal(uuid, text, jsonb);
"""
CHAIN = """
CREATE TABLE convenant.log_link (
    company_id uuid NOT NULL,
    seq bigint NOT NULL CHECK (seq > 0),
    event_id uuid NOT NULL,
    made_at timestamptz NOT NULL,
    hash text NOT NULL,
    PRIMARY KEY (company_id, seq)
);
REVOKE ALL ON convenant.log_link FROM PUBLIC, convenant_app;

CREATE FUNCTION convenant.link_hash(
    previous text, seq bigint, made_at timestamptz, event public.companies_event
) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT encode(sha256(convert_to(json_build_array(
    previous, seq, to_char(made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    event.id, event.company_id,
    to_char(event.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    event.actor, event.by_secretariat, event.verb, event.goes_on, event.about, event.data,
    event.seal)::text, 'UTF8')), 'hex') $$;

-- Binds an entry to the one before. The lock makes the writers of one company wait for each other.
CREATE FUNCTION convenant.add_link(event public.companies_event) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
DECLARE
    last convenant.log_link;
    now_here timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock(1818191, hashtext(event.company_id::text));
    SELECT * INTO last FROM convenant.log_link
        WHERE company_id = event.company_id ORDER BY seq DESC LIMIT 1;
    now_here := clock_timestamp();
    INSERT INTO convenant.log_link VALUES (
        event.company_id, coalesce(last.seq, 0) + 1, event.id, now_here,
        convenant.link_hash(
            coalesce(last.hash, repeat('0', 64)), coalesce(last.seq, 0) + 1, now_here, event));
END $$;

CREATE FUNCTION convenant.chain_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
    PERFORM convenant.add_link(NEW);
    RETURN NULL;
END $$;

DO $$
DECLARE
    event public.companies_event;
BEGIN
    FOR event IN SELECT * FROM public.companies_event ORDER BY company_id, at, id LOOP
        PERFORM convenant.add_link(event);
    END LOOP;
END $$;

CREATE CONSTRAINT TRIGGER chain_event AFTER INSERT ON companies_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION convenant.chain_event();

-- What the product may see of the chain: the links of the company whose scope is open.
CREATE FUNCTION convenant.log_links() RETURNS SETOF convenant.log_link
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$ SELECT * FROM convenant.log_link
      WHERE company_id = (SELECT convenant.scope_company()) ORDER BY seq $$;
CREATE FUNCTION convenant.log_head() RETURNS SETOF convenant.log_link
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$ SELECT * FROM convenant.log_link
      WHERE company_id = (SELECT convenant.scope_company()) ORDER BY seq DESC LIMIT 1 $$;

REVOKE ALL ON FUNCTION convenant.seal_event(), convenant.chain_event(),
    convenant.add_link(public.companies_event), convenant.log_links(), convenant.log_head(),
    convenant.link_hash(text, bigint, timestamptz, public.companies_event),
    convenant.event_seal(uuid, text, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION convenant.log_links(), convenant.log_head()
    TO convenant_app, convenant_owner;
GRANT EXECUTE ON FUNCTION convenant.seal_event(), convenant.chain_event(),
    convenant.add_link(public.companies_event),
    convenant.link_hash(text, bigint, timestamptz, public.companies_event),
    convenant.event_seal(uuid, text, jsonb) TO convenant_owner;
"""
UNCHAIN = """
DROP TRIGGER chain_event ON companies_event;
DROP FUNCTION convenant.log_head();
DROP FUNCTION convenant.log_links();
DROP FUNCTION convenant.chain_event();
DROP FUNCTION convenant.add_link(public.companies_event);
DROP FUNCTION convenant.link_hash(text, bigint, timestamptz, public.companies_event);
DROP TABLE convenant.log_link;
"""


class Migration(migrations.Migration):
    """Seals and links, for what is there and for what comes."""

    dependencies = [("companies", "0005_api_keys_and_commands")]

    operations = [
        migrations.AddField("event", "salt", models.UUIDField(null=True, editable=False)),
        migrations.AddField(
            "event", "seal", models.CharField(max_length=64, default="", editable=False)
        ),
        migrations.RunSQL(SEAL, UNSEAL),
        migrations.RunSQL(CHAIN, UNCHAIN),
    ]
