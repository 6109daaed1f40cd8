"""Let the database itself refuse steps, answers and remarks that the rules do not allow.

What is the secretariat's to do is taken in its scope alone (convenant.scope_is_officer), and what
is the company's only in the company's own: a decision can't be made with a member's page.
"""

from django.db import migrations

GUARD_FILE = """
CREATE FUNCTION convenant.guard_file() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'draft' OR NEW.extended_until IS NOT NULL THEN
            RAISE integrity_constraint_violation USING MESSAGE = 'a file begins as a draft';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.status <> OLD.status AND NOT EXISTS (
        SELECT FROM (VALUES
            ('draft', 'submitted', false),
            ('submitted', 'draft', false),
            ('questions_open', 'submitted', false),
            ('submitted', 'questions_open', true),
            ('submitted', 'accepted', true),
            ('accepted', 'questions_open', true),
            ('accepted', 'closed', true),
            ('closed', 'accepted', true)
        ) AS step (before, after, officer)
        WHERE before = OLD.status AND after = NEW.status
            AND officer = (SELECT convenant.scope_is_officer())
    ) THEN
        RAISE integrity_constraint_violation
            USING MESSAGE = format('no step here from %s to %s', OLD.status, NEW.status);
    END IF;
    IF NEW.extended_until IS DISTINCT FROM OLD.extended_until
        AND NOT convenant.scope_is_officer()
    THEN
        RAISE integrity_constraint_violation
            USING MESSAGE = 'only the secretariat gives more time';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_file BEFORE INSERT OR UPDATE OF status, extended_until
    ON diligence_assessment FOR EACH ROW EXECUTE FUNCTION convenant.guard_file();
"""
LEAVE_FILE = """
DROP TRIGGER guard_file ON diligence_assessment;
DROP FUNCTION convenant.guard_file();
"""
# An answer is free in a draft. With questions open it is when a conversation asks for a change, or
# when it was none yet at handing in: a changed answer can lead to questions not asked before.
GUARD_ANSWER = """
CREATE FUNCTION convenant.guard_answer() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
DECLARE
    stands text;
    handed_in timestamptz;
BEGIN
    SELECT status, submitted_at INTO stands, handed_in
        FROM public.diligence_assessment WHERE id = NEW.assessment_id;
    IF stands = 'draft' THEN
        RETURN NEW;
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
CREATE TRIGGER guard_answer BEFORE INSERT OR UPDATE
    ON diligence_answer FOR EACH ROW EXECUTE FUNCTION convenant.guard_answer();
"""
LEAVE_ANSWER = """
DROP TRIGGER guard_answer ON diligence_answer;
DROP FUNCTION convenant.guard_answer();
"""
GUARD_THREAD = """
CREATE FUNCTION convenant.guard_thread() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.by_secretariat <> convenant.scope_is_officer() THEN
            RAISE integrity_constraint_violation
                USING MESSAGE = 'nobody opens a conversation in the name of the other';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.by_secretariat <> OLD.by_secretariat OR NEW.assessment_id <> OLD.assessment_id
        OR (NEW.question, NEW.risk_id, NEW.action_id, NEW.supplier_id)
            IS DISTINCT FROM (OLD.question, OLD.risk_id, OLD.action_id, OLD.supplier_id)
    THEN
        RAISE integrity_constraint_violation
            USING MESSAGE = 'what a conversation is about never changes';
    END IF;
    IF OLD.by_secretariat AND NOT convenant.scope_is_officer() AND (
        NEW.asks_change <> OLD.asks_change OR (NEW.turn = '') <> (OLD.turn = '')
    ) THEN
        RAISE integrity_constraint_violation
            USING MESSAGE = 'only the secretariat settles what it asked';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_thread BEFORE INSERT OR UPDATE
    ON diligence_reviewthread FOR EACH ROW EXECUTE FUNCTION convenant.guard_thread();

CREATE FUNCTION convenant.guard_side() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
BEGIN
    IF NEW.by_secretariat <> convenant.scope_is_officer() THEN
        RAISE integrity_constraint_violation
            USING MESSAGE = 'nobody speaks or acts in the name of the other';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_side BEFORE INSERT ON diligence_remark
    FOR EACH ROW EXECUTE FUNCTION convenant.guard_side();
CREATE TRIGGER guard_side BEFORE INSERT ON diligence_filestep
    FOR EACH ROW EXECUTE FUNCTION convenant.guard_side();
"""
LEAVE_THREAD = """
DROP TRIGGER guard_thread ON diligence_reviewthread;
DROP FUNCTION convenant.guard_thread();
DROP TRIGGER guard_side ON diligence_remark;
DROP TRIGGER guard_side ON diligence_filestep;
DROP FUNCTION convenant.guard_side();
"""
GUARD_EXTENSION = """
CREATE FUNCTION convenant.guard_extension() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state <> 'waiting' OR TG_OP = 'UPDATE' AND (
        OLD.state <> 'waiting'
        OR NEW.state IN ('granted', 'refused') <> convenant.scope_is_officer()
    ) THEN
        RAISE integrity_constraint_violation
            USING MESSAGE = 'only the secretariat decides on more time, and once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_extension BEFORE INSERT OR UPDATE OF state, granted_until
    ON diligence_extension FOR EACH ROW EXECUTE FUNCTION convenant.guard_extension();
"""
LEAVE_EXTENSION = """
DROP TRIGGER guard_extension ON diligence_extension;
DROP FUNCTION convenant.guard_extension();
"""


class Migration(migrations.Migration):
    """Triggers; they hold for every role. Rows that are there already are not looked at."""

    dependencies = [("diligence", "0020_review")]

    operations = [
        migrations.RunSQL(GUARD_FILE, LEAVE_FILE),
        migrations.RunSQL(GUARD_ANSWER, LEAVE_ANSWER),
        migrations.RunSQL(GUARD_THREAD, LEAVE_THREAD),
        migrations.RunSQL(GUARD_EXTENSION, LEAVE_EXTENSION),
    ]
