"""Keep a hash of each closed year, and let the database refuse to change one."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from convenant.tenancy.operations import append_only, isolate_by_company, same_company

# A name may go from a row of a closed year (somebody is forgotten), and nothing else. `figures` is
# derived, and lists may come to need other figures. Why a risk has no action is said of the plan,
# which goes on, so rows of risks may change; what they were is in the frozen file. Rows go with all
# of a company, which only the owner's function does.
REFUSE = r"""
CREATE FUNCTION convenant.without_names(row_data jsonb, VARIADIC beside text[]) RETURNS jsonb
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog
AS $$ SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(row_data - beside)
    WHERE key NOT LIKE '%by\_id' $$;

CREATE FUNCTION convenant.refuse_closed_year() RETURNS trigger
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

CREATE FUNCTION convenant.refuse_closed_file() RETURNS trigger
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

CREATE TRIGGER closed_year BEFORE UPDATE OR DELETE ON diligence_assessment
    FOR EACH ROW WHEN (OLD.status = 'closed') EXECUTE FUNCTION convenant.refuse_closed_file();
CREATE TRIGGER closed_year BEFORE INSERT OR UPDATE OR DELETE ON diligence_answer
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_closed_year();
CREATE TRIGGER closed_year BEFORE INSERT OR DELETE ON diligence_risk
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_closed_year();
CREATE TRIGGER closed_year BEFORE INSERT OR UPDATE OR DELETE ON diligence_sourcingline
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_closed_year();
CREATE TRIGGER closed_year BEFORE INSERT OR UPDATE OR DELETE ON diligence_versionmove
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_closed_year();
CREATE TRIGGER closed_year BEFORE INSERT OR UPDATE ON diligence_evidenceuse
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_closed_year();
CREATE TRIGGER closed_year BEFORE INSERT OR UPDATE ON diligence_carrydecision
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_closed_year();

REVOKE ALL ON FUNCTION convenant.without_names(jsonb, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION convenant.without_names(jsonb, text[]) TO convenant_app, convenant_owner;
"""
LET = """
DROP TRIGGER closed_year ON diligence_carrydecision;
DROP TRIGGER closed_year ON diligence_evidenceuse;
DROP TRIGGER closed_year ON diligence_versionmove;
DROP TRIGGER closed_year ON diligence_sourcingline;
DROP TRIGGER closed_year ON diligence_risk;
DROP TRIGGER closed_year ON diligence_answer;
DROP TRIGGER closed_year ON diligence_assessment;
DROP FUNCTION convenant.refuse_closed_file();
DROP FUNCTION convenant.refuse_closed_year();
DROP FUNCTION convenant.without_names(jsonb, text[]);
"""


class Migration(migrations.Migration):
    """A table and triggers; nothing is rewritten."""

    dependencies = [("diligence", "0025_newer_questionnaires")]

    operations = [
        migrations.CreateModel(
            name="ClosedYear",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("format", models.PositiveSmallIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closings",
                        to="diligence.assessment",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="companies.company",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["assessment", "-sealed_at"], name="closed_year_newest")
                ],
            },
        ),
        isolate_by_company("diligence_closedyear"),
        same_company("diligence_closedyear", "assessment_id", "diligence_assessment"),
        append_only("diligence_closedyear"),
        migrations.RunSQL(REFUSE, LET),
    ]
