-- The grants inside one database, for the roles of roles.sql. Plain SQL without psql's commands, so
-- any client can run it as superuser, also in a test database. Running it again changes nothing.

-- The database: only our roles come in; nobody makes temporary objects (they outlive a transaction,
-- and with it the tenant scope).
DO $$
DECLARE
    here text := current_database();
BEGIN
    EXECUTE format('ALTER DATABASE %I OWNER TO convenant_owner', here);
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', here);
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM convenant_app, convenant_backup', here);
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO '
        'convenant_migrator, convenant_app, convenant_backup', here);
END $$;

-- The schema: owner and migrator make tables, the others use them.
REVOKE ALL ON SCHEMA public FROM PUBLIC, convenant_app, convenant_backup;
GRANT CREATE, USAGE ON SCHEMA public TO convenant_owner, convenant_migrator;
GRANT USAGE ON SCHEMA public TO convenant_app, convenant_backup;

-- What is made from now on. Policies decide about rows; a migration takes away what a table must
-- not allow at all. The backup reads every schema, or a dump would fail halfway.
ALTER DEFAULT PRIVILEGES FOR ROLE convenant_migrator, convenant_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO convenant_app;
ALTER DEFAULT PRIVILEGES FOR ROLE convenant_migrator, convenant_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO convenant_app;
ALTER DEFAULT PRIVILEGES FOR ROLE convenant_migrator, convenant_owner
    GRANT USAGE ON SCHEMAS TO convenant_backup;
ALTER DEFAULT PRIVILEGES FOR ROLE convenant_migrator, convenant_owner
    GRANT SELECT ON TABLES TO convenant_backup;
ALTER DEFAULT PRIVILEGES FOR ROLE convenant_migrator, convenant_owner
    GRANT SELECT ON SEQUENCES TO convenant_backup;

-- Catalogues that tell a session about other companies' work: what others are running, how much
-- they wrote. And the functions that end a query of another session of the same role.
REVOKE ALL ON pg_catalog.pg_sequences, pg_catalog.pg_locks, pg_catalog.pg_stat_activity,
    pg_catalog.pg_stat_all_tables, pg_catalog.pg_stat_user_tables,
    pg_catalog.pg_stat_xact_all_tables, pg_catalog.pg_stat_xact_user_tables,
    pg_catalog.pg_statio_all_tables, pg_catalog.pg_statio_user_tables,
    pg_catalog.pg_stat_all_indexes, pg_catalog.pg_stat_user_indexes,
    pg_catalog.pg_statio_all_sequences, pg_catalog.pg_statio_user_sequences FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sequence_last_value(regclass),
    pg_catalog.pg_lock_status(), pg_catalog.pg_stat_get_activity(integer),
    pg_catalog.pg_stat_get_backend_activity(integer), pg_catalog.pg_cancel_backend(integer),
    pg_catalog.pg_terminate_backend(integer, bigint) FROM PUBLIC;

-- Large objects know no policies: nobody makes or opens one.
DO $$
DECLARE
    name regprocedure;
BEGIN
    FOR name IN
        SELECT oid FROM pg_proc
        WHERE pronamespace = 'pg_catalog'::regnamespace
          AND (proname ~ '^lo_' OR proname IN ('loread', 'lowrite'))
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', name);
    END LOOP;
END $$;
DO $$
BEGIN
    IF to_regclass('pg_stat_statements') IS NOT NULL THEN
        EXECUTE format('REVOKE ALL ON %s FROM PUBLIC', to_regclass('pg_stat_statements'));
    END IF;
END $$;
