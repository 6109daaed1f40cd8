"""Look at the file of an answer once when it is saved, and let its writer be forgotten at any time.

Whether the year is closed was asked by a trigger of its own; the one that asks how the file stands
knows. A name that goes is no new version: it makes no revision and no entry in the log.
"""

from importlib import import_module

from django.db import migrations

GUARD = """
CREATE OR REPLACE FUNCTION convenant.guard_answer() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
DECLARE
    stands text;
    handed_in timestamptz;
BEGIN
    SELECT status, submitted_at INTO stands, handed_in
        FROM public.diligence_assessment WHERE id = NEW.assessment_id;
    IF TG_OP = 'UPDATE' AND NEW.assessment_id <> OLD.assessment_id THEN
        RAISE integrity_constraint_violation
            USING MESSAGE = 'the file of an answer never changes';
    END IF;
    IF stands = 'draft' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND convenant.only_names_go(to_jsonb(OLD), to_jsonb(NEW)) THEN
        RETURN NEW;
    END IF;
    IF stands = 'closed' THEN
        RAISE integrity_constraint_violation USING MESSAGE = 'a closed year never changes';
    END IF;
    IF stands = 'questions_open' AND (
        EXISTS (
            SELECT FROM public.diligence_reviewthread
            WHERE company_id = NEW.company_id AND assessment_id = NEW.assessment_id
                AND question = NEW.question AND asks_change AND turn <> ''
        ) OR NOT coalesce((
            SELECT state <> '' FROM public.diligence_answerrevision
            WHERE answer_id = NEW.id AND changed_at <= handed_in
            ORDER BY version DESC LIMIT 1
        ), false)
    ) THEN
        RETURN NEW;
    END IF;
    RAISE integrity_constraint_violation
        USING MESSAGE = format('the answer to %s is locked', NEW.question);
END $$;
DROP TRIGGER closed_year ON diligence_answer;
CREATE TRIGGER closed_year BEFORE DELETE ON diligence_answer
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_closed_year();
"""
TWICE = """
DROP TRIGGER closed_year ON diligence_answer;
CREATE TRIGGER closed_year BEFORE INSERT OR UPDATE OR DELETE ON diligence_answer
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_closed_year();
"""
REVISE = """
DROP TRIGGER keep_revision ON diligence_answer;
CREATE TRIGGER keep_revision AFTER INSERT ON diligence_answer
    FOR EACH ROW EXECUTE FUNCTION convenant.keep_revision();
CREATE TRIGGER keep_revision_of_change AFTER UPDATE ON diligence_answer
    FOR EACH ROW WHEN (NOT (
        NEW.version = OLD.version AND NEW.changed_by_id IS NULL
        AND OLD.changed_by_id IS NOT NULL
        AND NOT NEW.state IS DISTINCT FROM OLD.state
        AND NOT NEW.value IS DISTINCT FROM OLD.value
        AND NOT NEW.explanation IS DISTINCT FROM OLD.explanation
        AND NOT NEW.reason IS DISTINCT FROM OLD.reason
        AND NOT NEW.unsure IS DISTINCT FROM OLD.unsure
        AND NOT NEW.language IS DISTINCT FROM OLD.language
        AND NOT NEW.changed_at IS DISTINCT FROM OLD.changed_at
    )) EXECUTE FUNCTION convenant.keep_revision();
"""
ALWAYS = """
DROP TRIGGER keep_revision_of_change ON diligence_answer;
DROP TRIGGER keep_revision ON diligence_answer;
CREATE TRIGGER keep_revision AFTER INSERT OR UPDATE ON diligence_answer
    FOR EACH ROW EXECUTE FUNCTION convenant.keep_revision();
"""
before = import_module("diligence.migrations.0021_guard_review").GUARD_ANSWER
AS_BEFORE = before[: before.index("CREATE TRIGGER")].replace("CREATE", "CREATE OR REPLACE", 1)


class Migration(migrations.Migration):
    """Triggers and a function; no row is looked at."""

    dependencies = [("diligence", "0029_hold_all_of_a_closed_year")]

    operations = [
        migrations.RunSQL(GUARD, AS_BEFORE + TWICE),
        migrations.RunSQL(REVISE, ALWAYS),
    ]
