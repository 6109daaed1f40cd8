-- The four database roles and the database. Run once per server by its superuser, with psql 15 or
-- newer; running it again repairs what differs and changes nothing else:
--
--   CONVENANT_APP_PASSWORD=... CONVENANT_MIGRATOR_PASSWORD=... CONVENANT_BACKUP_PASSWORD=... \
--       psql -X -v ON_ERROR_STOP=1 -f roles.sql postgresql://postgres@host/postgres
--
-- A password that is not set is left as it is. CONVENANT_DATABASE names another database than
-- "convenant". The grants inside the database stand in database.sql, which this file runs last.
--
--   convenant_owner     owns every table; nobody signs in as it, and policies bind it too
--   convenant_migrator  runs migrations only; exempt from policies, because a migration bound by
--                       them updates no rows and accepts orphans, both without an error
--   convenant_app       web and workers: owns nothing, belongs to nothing, can't leave its policies
--   convenant_backup    reads everything, for dumps and their verification; writes nothing

\set ON_ERROR_STOP on
\set QUIET on
\set database convenant
\set app_password ''
\set migrator_password ''
\set backup_password ''
\getenv database CONVENANT_DATABASE
\getenv app_password CONVENANT_APP_PASSWORD
\getenv migrator_password CONVENANT_MIGRATOR_PASSWORD
\getenv backup_password CONVENANT_BACKUP_PASSWORD

SELECT format('CREATE ROLE %I', name)
FROM (VALUES ('convenant_owner'), ('convenant_migrator'), ('convenant_app'), ('convenant_backup'))
     AS wanted (name)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

ALTER ROLE convenant_owner    NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB;
ALTER ROLE convenant_migrator LOGIN INHERIT NOSUPERUSER BYPASSRLS NOCREATEROLE NOCREATEDB;
ALTER ROLE convenant_app      LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB;
ALTER ROLE convenant_backup   LOGIN NOINHERIT NOSUPERUSER BYPASSRLS NOCREATEROLE NOCREATEDB;
ALTER ROLE convenant_backup SET default_transaction_read_only = on;

-- Memberships: the migrator acts for the owner; the other two belong to nothing.
SELECT format('REVOKE %I FROM %I', granted.rolname, holder.rolname)
FROM pg_auth_members
JOIN pg_roles granted ON granted.oid = roleid
JOIN pg_roles holder ON holder.oid = member
WHERE holder.rolname IN ('convenant_owner', 'convenant_app', 'convenant_backup') \gexec
GRANT convenant_owner TO convenant_migrator;

SELECT format('ALTER ROLE %I PASSWORD %L', name, password)
FROM (VALUES
    ('convenant_app', :'app_password'),
    ('convenant_migrator', :'migrator_password'),
    ('convenant_backup', :'backup_password')
) AS given (name, password)
WHERE password <> '' \gexec

SELECT format(
    'CREATE DATABASE %I OWNER convenant_owner TEMPLATE template0 ENCODING ''UTF8''', :'database')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec

-- The grants of database.sql hold in that database only, so keep our roles out of the others. The
-- server is taken to be this product's own.
SELECT format('REVOKE CONNECT ON DATABASE %I FROM PUBLIC', datname)
FROM pg_database WHERE datname IN ('postgres', 'template1') \gexec

\connect :"database"
\ir database.sql
