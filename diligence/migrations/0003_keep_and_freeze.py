"""Keep every version of an answer, and freeze a questionnaire once it is published."""

from django.db import migrations

KEEP_REVISIONS = """
CREATE FUNCTION convenant.keep_revision() RETURNS trigger
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
CREATE TRIGGER keep_revision AFTER INSERT OR UPDATE ON diligence_answer
    FOR EACH ROW EXECUTE FUNCTION convenant.keep_revision();
"""
FORGET_REVISIONS = """
DROP TRIGGER keep_revision ON diligence_answer;
DROP FUNCTION convenant.keep_revision();
"""
FREEZE = """
CREATE FUNCTION convenant.refuse_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE integrity_constraint_violation
            USING MESSAGE = 'a published questionnaire never changes; make a new edition';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER frozen_when_published BEFORE UPDATE OR DELETE ON diligence_questionnaireversion
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_published();
"""
THAW = """
DROP TRIGGER frozen_when_published ON diligence_questionnaireversion;
DROP FUNCTION convenant.refuse_published();
"""


class Migration(migrations.Migration):
    """Triggers; they hold for every role, the migrator included."""

    dependencies = [("diligence", "0002_isolate")]

    operations = [
        migrations.RunSQL(KEEP_REVISIONS, FORGET_REVISIONS),
        migrations.RunSQL(FREEZE, THAW),
    ]
