"""Keep what reviewers make of answers, and letters of decisions; the secretariat writes them."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from convenant.tenancy.operations import isolate_by_company, same_company

TABLES = ("diligence_secretariatscore", "diligence_agreement", "diligence_decisionletter")
GUARD = """
CREATE FUNCTION convenant.written_by_officers() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
BEGIN
    IF NOT convenant.scope_is_officer() THEN
        RAISE integrity_constraint_violation
            USING MESSAGE = 'only the secretariat says what it makes of a file';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER written_by_officers BEFORE INSERT OR UPDATE OR DELETE
    ON diligence_secretariatscore
    FOR EACH ROW EXECUTE FUNCTION convenant.written_by_officers();
CREATE TRIGGER written_by_officers BEFORE INSERT OR UPDATE OR DELETE ON diligence_agreement
    FOR EACH ROW EXECUTE FUNCTION convenant.written_by_officers();
CREATE TRIGGER written_by_officers BEFORE INSERT ON diligence_decisionletter
    FOR EACH ROW EXECUTE FUNCTION convenant.written_by_officers();

CREATE FUNCTION convenant.keep_letter() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
BEGIN
    IF (NEW.kind, NEW.language, NEW.content, NEW.sha256, NEW.code, NEW.check_url, NEW.at,
        NEW.assessment_id) IS DISTINCT FROM (OLD.kind, OLD.language, OLD.content, OLD.sha256,
        OLD.code, OLD.check_url, OLD.at, OLD.assessment_id)
    THEN
        RAISE integrity_constraint_violation
            USING MESSAGE = 'a letter says what it said';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_letter BEFORE UPDATE ON diligence_decisionletter
    FOR EACH ROW EXECUTE FUNCTION convenant.keep_letter();
"""
LEAVE = """
DROP TRIGGER keep_letter ON diligence_decisionletter;
DROP FUNCTION convenant.keep_letter();
DROP TRIGGER written_by_officers ON diligence_decisionletter;
DROP TRIGGER written_by_officers ON diligence_agreement;
DROP TRIGGER written_by_officers ON diligence_secretariatscore;
DROP FUNCTION convenant.written_by_officers();
"""


def own() -> list:
    """Return the fields of every tenant's row."""
    key = models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)
    company = models.ForeignKey(
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="companies.company",
    )
    return [("id", key), ("company", company)]


def of_file(name: str, on_delete) -> tuple:
    """Return the pointer to the file."""
    return (
        "assessment",
        models.ForeignKey(on_delete=on_delete, related_name=name, to="diligence.assessment"),
    )


def by() -> tuple:
    """Return the pointer to who did it, who may go."""
    return (
        "by",
        models.ForeignKey(
            null=True,
            on_delete=django.db.models.deletion.SET_NULL,
            related_name="+",
            to=settings.AUTH_USER_MODEL,
        ),
    )


AT = ("at", models.DateTimeField(default=django.utils.timezone.now))
CASCADE, PROTECT = django.db.models.deletion.CASCADE, django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    """New tables, so nothing waits."""

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("diligence", "0021_guard_review"),
    ]

    operations = [
        migrations.CreateModel(
            name="SecretariatScore",
            fields=[
                *own(),
                ("question", models.CharField(max_length=80)),
                ("level", models.PositiveSmallIntegerField()),
                ("own_level", models.PositiveSmallIntegerField(null=True)),
                ("reason", models.TextField(max_length=2000)),
                ("language", models.CharField(default="nl", max_length=2)),
                AT,
                of_file("secretariat_scores", CASCADE),
                by(),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "assessment", "question"),
                        name="one_score_beside_per_question",
                    ),
                    models.CheckConstraint(
                        condition=~Q(reason="") & Q(level__range=(0, 4)),
                        name="score_beside_with_reason",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                *own(),
                ("question", models.CharField(max_length=80)),
                ("version", models.PositiveIntegerField()),
                AT,
                of_file("agreements", CASCADE),
                by(),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "assessment", "question"),
                        name="one_agreement_per_question",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="DecisionLetter",
            fields=[
                *own(),
                (
                    "kind",
                    models.CharField(
                        choices=[("accepted", "akkoord"), ("questions", "terug met vragen")],
                        max_length=10,
                    ),
                ),
                ("language", models.CharField(max_length=2)),
                ("content", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("code", models.CharField(max_length=14)),
                ("check_url", models.CharField(max_length=200)),
                AT,
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "wordt gemaakt"),
                            ("ready", "klaar"),
                            ("failed", "mislukt"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("file", models.CharField(blank=True, max_length=200)),
                ("file_sha256", models.CharField(blank=True, max_length=64)),
                ("size", models.PositiveIntegerField(default=0)),
                ("error_code", models.CharField(blank=True, max_length=12)),
                of_file("letters", PROTECT),
                by(),
            ],
            options={
                "indexes": [
                    models.Index(fields=["company", "assessment", "-at"], name="letter_of_file")
                ]
            },
        ),
        *[isolate_by_company(table) for table in TABLES],
        *[same_company(table, "assessment_id", "diligence_assessment") for table in TABLES],
        migrations.RunSQL(GUARD, LEAVE),
    ]
