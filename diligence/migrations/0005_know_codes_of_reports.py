"""What anybody may know of a report by its code, and taking a report back.

Reports that were made before get their code registered. They are read past their policies: the
migrator owns the tables, and lifts FORCE inside this one transaction.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

REGISTER = """
ALTER TABLE diligence_progressreport NO FORCE ROW LEVEL SECURITY;
ALTER TABLE diligence_snapshot NO FORCE ROW LEVEL SECURITY;
INSERT INTO diligence_reportcode (digest, state)
    SELECT encode(sha256(convert_to(replace(report.code, '-', ''), 'UTF8')), 'hex'),
           CASE WHEN bool_or(newer.id IS NOT NULL) THEN 'superseded' ELSE 'genuine' END
    FROM diligence_progressreport report
    JOIN diligence_snapshot own ON own.id = report.snapshot_id
    LEFT JOIN diligence_snapshot newer
        ON newer.assessment_id = own.assessment_id AND newer.kind = own.kind
        AND newer.made_at > own.made_at
    WHERE report.code <> ''
    GROUP BY 1;
ALTER TABLE diligence_snapshot FORCE ROW LEVEL SECURITY;
ALTER TABLE diligence_progressreport FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    """A table without a company, and three columns."""

    dependencies = [
        ("diligence", "0004_evidence_library"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportCode",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("genuine", "Genuine"),
                            ("superseded", "Superseded"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="genuine",
                        max_length=12,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="progressreport",
            name="check_url",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="progressreport",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="progressreport",
            name="withdrawn_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="progressreport",
            name="withdrawn_reason",
            field=models.TextField(blank=True),
        ),
        migrations.RunSQL(REGISTER, migrations.RunSQL.noop),
    ]
