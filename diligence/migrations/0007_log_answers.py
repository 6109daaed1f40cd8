"""Write each saved answer in the log, with the hash of its revision, whoever saves it and how.

A save `goes_on` when the same person saved this same answer less than half an hour before: it is
an entry of the chain as any other, and lists tell it together with the first.
"""

from django.db import migrations

LOG = """
CREATE FUNCTION convenant.revision_hash(revision public.diligence_answerrevision) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT encode(sha256(convert_to(json_build_array(
    revision.id, revision.answer_id, revision.question, revision.state, revision.value,
    revision.explanation, revision.reason, revision.unsure, revision.language, revision.version,
    to_char(revision.changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    revision.changed_by_id)::text, 'UTF8')), 'hex') $$;

CREATE OR REPLACE FUNCTION convenant.keep_revision() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    kept public.diligence_answerrevision;
    is_empty boolean := NEW.state = '' AND NEW.value IS NULL
        AND NEW.explanation = '' AND NEW.reason = '';
    goes_on boolean := false;
BEGIN
    INSERT INTO public.diligence_answerrevision
        (id, company_id, answer_id, question, state, value, explanation, reason, unsure,
         language, version, changed_at, changed_by_id)
    VALUES
        (gen_random_uuid(), NEW.company_id, NEW.id, NEW.question, NEW.state, NEW.value,
         NEW.explanation, NEW.reason, NEW.unsure, NEW.language, NEW.version, NEW.changed_at,
         NEW.changed_by_id)
    RETURNING * INTO kept;
    IF TG_OP = 'UPDATE' AND NOT is_empty THEN
        goes_on := OLD.changed_by_id IS NOT DISTINCT FROM NEW.changed_by_id
            AND NOT (OLD.state = '' AND OLD.value IS NULL
                AND OLD.explanation = '' AND OLD.reason = '')
            AND NEW.changed_at - OLD.changed_at BETWEEN interval '0' AND interval '30 minutes';
    END IF;
    INSERT INTO public.companies_event
        (id, company_id, at, actor, actor_name, by_secretariat, verb, goes_on, about, names, data)
    SELECT gen_random_uuid(), NEW.company_id, NEW.changed_at, NEW.changed_by_id,
        coalesce(person.name, ''), coalesce(person.secretariat_role <> '', false),
        CASE WHEN is_empty THEN 'answer.emptied' ELSE 'answer.saved' END, goes_on, NULL, '{}',
        jsonb_build_object('year', cycle.year, 'question', NEW.question, 'version', NEW.version,
            'answer', NEW.id, 'revision', kept.id, 'sha256', convenant.revision_hash(kept))
    FROM public.diligence_assessment file
        JOIN public.diligence_cycle cycle ON cycle.id = file.cycle_id
        LEFT JOIN public.companies_user person ON person.id = NEW.changed_by_id
    WHERE file.id = NEW.assessment_id;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION convenant.revision_hash(public.diligence_answerrevision) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION convenant.revision_hash(public.diligence_answerrevision)
    TO convenant_app, convenant_owner;
"""
SILENT = """
CREATE OR REPLACE FUNCTION convenant.keep_revision() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    INSERT INTO diligence_answerrevision
        (id, company_id, answer_id, question, state, value, explanation, reason, unsure,
         language, version, changed_at, changed_by_id)
    VALUES
        (gen_random_uuid(), NEW.company_id, NEW.id, NEW.question, NEW.state, NEW.value,
         NEW.explanation, NEW.reason, NEW.unsure, NEW.language, NEW.version, NEW.changed_at,
         NEW.changed_by_id);
    RETURN NULL;
END $$;
DROP FUNCTION convenant.revision_hash(public.diligence_answerrevision);
"""
# What was saved before is told as well, at its own time; the revisions know all of it.
TELL = """
INSERT INTO companies_event
    (id, company_id, at, actor, actor_name, by_secretariat, verb, goes_on, about, names, data)
SELECT gen_random_uuid(), revision.company_id, revision.changed_at, revision.changed_by_id,
    coalesce(person.name, ''), coalesce(person.secretariat_role <> '', false),
    CASE WHEN is_empty THEN 'answer.emptied' ELSE 'answer.saved' END,
    NOT is_empty AND NOT coalesce(was_empty, true)
        AND coalesce(revision.changed_at - before_at <= interval '30 minutes', false)
        AND revision.changed_by_id IS NOT DISTINCT FROM before_by,
    NULL, '{}',
    jsonb_build_object('year', cycle.year, 'question', revision.question,
        'version', revision.version, 'answer', revision.answer_id, 'revision', revision.id,
        'sha256', convenant.revision_hash(kept))
FROM (
    SELECT *, lag(is_empty) OVER earlier AS was_empty,
        lag(changed_at) OVER earlier AS before_at, lag(changed_by_id) OVER earlier AS before_by
    FROM (
        SELECT *, state = '' AND value IS NULL AND explanation = '' AND reason = '' AS is_empty
        FROM diligence_answerrevision
    ) version
    WINDOW earlier AS (PARTITION BY answer_id ORDER BY version)
) revision
    JOIN diligence_answerrevision kept ON kept.id = revision.id
    JOIN diligence_answer answer ON answer.id = revision.answer_id
    JOIN diligence_assessment file ON file.id = answer.assessment_id
    JOIN diligence_cycle cycle ON cycle.id = file.cycle_id
    LEFT JOIN companies_user person ON person.id = revision.changed_by_id
ORDER BY revision.company_id, revision.changed_at, revision.version;
"""
FORGET = """
DELETE FROM companies_event WHERE verb LIKE 'answer.%';
DELETE FROM convenant.log_link;
DO $$
DECLARE
    event public.companies_event;
BEGIN
    FOR event IN SELECT * FROM public.companies_event ORDER BY company_id, at, id LOOP
        PERFORM convenant.add_link(event);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    """The trigger that keeps a revision also writes the entry; earlier saves get theirs."""

    dependencies = [
        ("diligence", "0006_archives"),
        ("companies", "0006_chain_events"),
    ]

    operations = [
        migrations.RunSQL(LOG, SILENT),
        migrations.RunSQL(TELL, FORGET),
    ]
