-- Everything of a database but its rows, one line per object, for convenant.backup.fingerprint.
-- A missing list of grants means the default ones, which a restored database may spell out.
WITH ours AS (
    SELECT oid, nspname, nspowner, nspacl FROM pg_namespace
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
)
SELECT format('table %I.%I %s %s rls=%s force=%s %s', nspname, relname, relkind,
              relowner::regrole, relrowsecurity, relforcerowsecurity,
              ARRAY(SELECT unnest(coalesce(relacl, acldefault('r', relowner)))::text ORDER BY 1))
FROM pg_class JOIN ours ON ours.oid = relnamespace
WHERE relkind IN ('r', 'p', 'v', 'm', 'S')
UNION ALL
SELECT format('column %I.%I.%I %s null=%s %s %s %s', nspname, relname, attname,
              format_type(atttypid, atttypmod), NOT attnotnull, attidentity::text || attgenerated::text,
              pg_get_expr(adbin, adrelid), attacl)
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid JOIN ours ON ours.oid = relnamespace
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'p', 'v')
UNION ALL
SELECT format('policy %I.%I %I %s %s %s using %s check %s', schemaname, tablename, policyname,
              permissive, roles, cmd, qual, with_check)
FROM pg_policies
UNION ALL
SELECT format('constraint %s %I %s valid=%s', conrelid::regclass, conname,
              pg_get_constraintdef(pg_constraint.oid), convalidated)
FROM pg_constraint JOIN ours ON ours.oid = connamespace
WHERE conrelid <> 0
UNION ALL
SELECT format('index %s', pg_get_indexdef(indexrelid))
FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid JOIN ours ON ours.oid = relnamespace
UNION ALL
SELECT format('trigger %s enabled=%s', pg_get_triggerdef(oid), tgenabled)
FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT format('function %s %s definer=%s %s %s', pg_proc.oid::regprocedure, proowner::regrole,
              prosecdef, md5(pg_get_functiondef(pg_proc.oid)),
              ARRAY(SELECT unnest(coalesce(proacl, acldefault('f', proowner)))::text ORDER BY 1))
FROM pg_proc JOIN ours ON ours.oid = pronamespace
WHERE prokind IN ('f', 'p')
UNION ALL
SELECT format('schema %I %s %s', nspname, nspowner::regrole,
              ARRAY(SELECT unnest(coalesce(nspacl, acldefault('n', nspowner)))::text ORDER BY 1))
FROM ours
UNION ALL
SELECT format('default grant %s in %s on %s %s', defaclrole::regrole,
              defaclnamespace::regnamespace, defaclobjtype,
              ARRAY(SELECT unnest(defaclacl)::text ORDER BY 1))
FROM pg_default_acl
UNION ALL
SELECT format('database %s %s %s', datdba::regrole, pg_encoding_to_char(encoding),
              ARRAY(SELECT unnest(coalesce(datacl, acldefault('d', datdba)))::text ORDER BY 1))
FROM pg_database WHERE datname = current_database()
UNION ALL
SELECT format('role %s super=%s bypass=%s login=%s inherit=%s createrole=%s createdb=%s in %s',
              rolname, rolsuper, rolbypassrls, rolcanlogin, rolinherit, rolcreaterole, rolcreatedb,
              ARRAY(SELECT roleid::regrole::text FROM pg_auth_members
                    WHERE member = pg_roles.oid ORDER BY 1))
FROM pg_roles WHERE rolname ~ '^convenant_'
UNION ALL
-- What was taken away from everybody in the catalogues themselves.
SELECT format('catalogue %s %s', pg_class.oid::regclass,
              ARRAY(SELECT unnest(relacl)::text ORDER BY 1))
FROM pg_class LEFT JOIN pg_init_privs
  ON objoid = pg_class.oid AND classoid = 'pg_class'::regclass AND objsubid = 0
WHERE relnamespace = 'pg_catalog'::regnamespace AND relacl IS DISTINCT FROM initprivs
UNION ALL
SELECT format('catalogue %s %s', pg_proc.oid::regprocedure,
              ARRAY(SELECT unnest(proacl)::text ORDER BY 1))
FROM pg_proc LEFT JOIN pg_init_privs
  ON objoid = pg_proc.oid AND classoid = 'pg_proc'::regclass AND objsubid = 0
WHERE pronamespace = 'pg_catalog'::regnamespace AND proacl IS DISTINCT FROM initprivs
