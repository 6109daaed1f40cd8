"""Let the database refuse every write to a closed year, and let somebody be forgotten in any year.

What hangs on a file is held with it: conversations, notes of the secretariat, verdicts, calling a
part complete, texts that came second, and all of a risk. Names may go from such a row, and nothing
else may. An answer is looked at once when it is saved, not twice.
"""

from django.db import migrations

ROWS = """
DROP TRIGGER closed_year ON diligence_risk;
CREATE TRIGGER closed_year BEFORE INSERT OR UPDATE OR DELETE ON diligence_risk
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_closed_year();
DROP TRIGGER closed_year ON diligence_carrydecision;
CREATE TRIGGER closed_year BEFORE INSERT OR UPDATE OR DELETE ON diligence_carrydecision
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_closed_year();
CREATE TRIGGER closed_year BEFORE INSERT OR UPDATE OR DELETE ON diligence_reviewthread
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_closed_year();
CREATE TRIGGER closed_year BEFORE INSERT OR UPDATE OR DELETE ON diligence_internalnote
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_closed_year();
CREATE TRIGGER closed_year BEFORE INSERT OR UPDATE OR DELETE ON diligence_partwork
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_closed_year();
CREATE TRIGGER closed_year BEFORE INSERT OR UPDATE OR DELETE ON diligence_secretariatscore
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_closed_year();
CREATE TRIGGER closed_year BEFORE INSERT OR UPDATE OR DELETE ON diligence_agreement
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_closed_year();
"""
LET_ROWS = """
DROP TRIGGER closed_year ON diligence_agreement;
DROP TRIGGER closed_year ON diligence_secretariatscore;
DROP TRIGGER closed_year ON diligence_partwork;
DROP TRIGGER closed_year ON diligence_internalnote;
DROP TRIGGER closed_year ON diligence_reviewthread;
DROP TRIGGER closed_year ON diligence_carrydecision;
CREATE TRIGGER closed_year BEFORE INSERT OR UPDATE ON diligence_carrydecision
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_closed_year();
DROP TRIGGER closed_year ON diligence_risk;
CREATE TRIGGER closed_year BEFORE INSERT OR DELETE ON diligence_risk
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_closed_year();
"""
# A row that hangs on one of these hangs on its year. The function is told the table and the column.
CHILDREN = """
CREATE FUNCTION convenant.refuse_closed_child() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
DECLARE
    row_data jsonb := to_jsonb(CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END);
    hangs_on uuid[] := ARRAY[(row_data ->> TG_ARGV[1])::uuid];
    is_closed boolean;
BEGIN
    IF TG_OP = 'DELETE' AND current_user <> 'convenant_app' THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        hangs_on := hangs_on || (to_jsonb(OLD) ->> TG_ARGV[1])::uuid;
    END IF;
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM public.%I AS one
            JOIN public.diligence_assessment AS file ON file.id = one.assessment_id
            WHERE one.id = ANY ($1) AND file.status = ''closed'')', TG_ARGV[0]
    ) INTO is_closed USING hangs_on;
    IF is_closed
        AND NOT (TG_OP = 'UPDATE' AND convenant.only_names_go(to_jsonb(OLD), to_jsonb(NEW)))
    THEN
        RAISE integrity_constraint_violation USING MESSAGE = 'a closed year never changes';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER closed_year BEFORE INSERT OR UPDATE OR DELETE ON diligence_remark FOR EACH ROW
    EXECUTE FUNCTION convenant.refuse_closed_child('diligence_reviewthread', 'thread_id');
CREATE TRIGGER closed_year BEFORE INSERT OR UPDATE OR DELETE ON diligence_answerconflict
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_closed_child('diligence_answer', 'answer_id');
CREATE TRIGGER closed_year BEFORE INSERT OR UPDATE OR DELETE ON diligence_riskweighing
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_closed_child('diligence_risk', 'risk_id');
CREATE TRIGGER closed_year BEFORE INSERT OR UPDATE OR DELETE ON diligence_riskconsultation
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_closed_child('diligence_risk', 'risk_id');

-- A document that was taken out of the library stands at no answer any more, and may go for good.
CREATE FUNCTION convenant.refuse_closed_proof() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
BEGIN
    IF current_user = 'convenant_app' AND EXISTS (
        SELECT FROM public.diligence_assessment AS file, public.diligence_evidence AS document
        WHERE file.id = OLD.assessment_id AND file.status = 'closed'
            AND document.id = OLD.evidence_id AND document.removed_at IS NULL
    ) THEN
        RAISE integrity_constraint_violation USING MESSAGE = 'a closed year never changes';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER closed_year_keeps BEFORE DELETE ON diligence_evidenceuse
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_closed_proof();
"""
LET_CHILDREN = """
DROP TRIGGER closed_year_keeps ON diligence_evidenceuse;
DROP FUNCTION convenant.refuse_closed_proof();
DROP TRIGGER closed_year ON diligence_riskconsultation;
DROP TRIGGER closed_year ON diligence_riskweighing;
DROP TRIGGER closed_year ON diligence_answerconflict;
DROP TRIGGER closed_year ON diligence_remark;
DROP FUNCTION convenant.refuse_closed_child();
"""
# Whose name it is may become nobody's, and never somebody else's.
NAMES = """
CREATE FUNCTION convenant.only_names_go(before jsonb, after jsonb, VARIADIC beside text[] = '{}')
    RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog
AS $$ SELECT NOT EXISTS (
    SELECT FROM jsonb_each(after - beside) AS now (key, value)
    WHERE value IS DISTINCT FROM before -> key
        AND NOT (key ~ '(by|assigned_to)_id$' AND value = 'null')
) $$;
REVOKE ALL ON FUNCTION convenant.only_names_go(jsonb, jsonb, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION convenant.only_names_go(jsonb, jsonb, text[])
    TO convenant_app, convenant_owner;

CREATE OR REPLACE FUNCTION convenant.refuse_closed_year() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
DECLARE
    files uuid[] := CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[NEW.assessment_id]
        WHEN 'DELETE' THEN ARRAY[OLD.assessment_id]
        ELSE ARRAY[OLD.assessment_id, NEW.assessment_id] END;
BEGIN
    IF TG_OP = 'DELETE' AND current_user <> 'convenant_app' THEN
        RETURN OLD;
    END IF;
    IF EXISTS (SELECT FROM public.diligence_assessment WHERE id = ANY (files) AND status = 'closed')
        AND NOT (TG_OP = 'UPDATE' AND convenant.only_names_go(to_jsonb(OLD), to_jsonb(NEW)))
    THEN
        RAISE integrity_constraint_violation USING MESSAGE = 'a closed year never changes';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE OR REPLACE FUNCTION convenant.refuse_closed_file() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF current_user <> 'convenant_app' THEN
            RETURN OLD;
        END IF;
    ELSIF NEW.status <> 'closed'
        OR convenant.only_names_go(to_jsonb(OLD), to_jsonb(NEW), 'figures')
    THEN
        RETURN NEW;
    END IF;
    RAISE integrity_constraint_violation USING MESSAGE = 'a closed year never changes';
END $$;
DROP FUNCTION convenant.without_names(jsonb, text[]);
"""
REMEMBER_NAMES = r"""
CREATE FUNCTION convenant.without_names(row_data jsonb, VARIADIC beside text[]) RETURNS jsonb
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog
AS $$ SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(row_data - beside)
    WHERE key NOT LIKE '%by\_id' $$;
REVOKE ALL ON FUNCTION convenant.without_names(jsonb, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION convenant.without_names(jsonb, text[]) TO convenant_app, convenant_owner;

CREATE OR REPLACE FUNCTION convenant.refuse_closed_year() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
DECLARE
    files uuid[] := CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[NEW.assessment_id]
        WHEN 'DELETE' THEN ARRAY[OLD.assessment_id]
        ELSE ARRAY[OLD.assessment_id, NEW.assessment_id] END;
BEGIN
    IF TG_OP = 'DELETE' AND current_user <> 'convenant_app' THEN
        RETURN OLD;
    END IF;
    IF EXISTS (SELECT FROM public.diligence_assessment WHERE id = ANY (files) AND status = 'closed')
    THEN
        IF TG_OP = 'UPDATE' AND convenant.without_names(to_jsonb(OLD), 'none')
            = convenant.without_names(to_jsonb(NEW), 'none') THEN
            RETURN NEW;
        END IF;
        RAISE integrity_constraint_violation USING MESSAGE = 'a closed year never changes';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE OR REPLACE FUNCTION convenant.refuse_closed_file() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF current_user <> 'convenant_app' THEN
            RETURN OLD;
        END IF;
    ELSIF NEW.status <> 'closed' OR convenant.without_names(to_jsonb(OLD), 'figures')
        = convenant.without_names(to_jsonb(NEW), 'figures') THEN
        RETURN NEW;
    END IF;
    RAISE integrity_constraint_violation USING MESSAGE = 'a closed year never changes';
END $$;
DROP FUNCTION convenant.only_names_go(jsonb, jsonb, text[]);
"""


class Migration(migrations.Migration):
    """Triggers and functions; no row is looked at."""

    dependencies = [("diligence", "0028_summary_facts")]

    operations = [
        migrations.RunSQL(NAMES, REMEMBER_NAMES),
        migrations.RunSQL(ROWS, LET_ROWS),
        migrations.RunSQL(CHILDREN, LET_CHILDREN),
    ]
