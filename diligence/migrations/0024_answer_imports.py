"""Add what came back in workbooks: a preview of the answers they make, and what became of it."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from convenant.tenancy.operations import isolate_by_company, same_company

TABLE = "diligence_answerimport"


class Migration(migrations.Migration):
    """A new table, behind the database's own lock from the start."""

    dependencies = [
        ("companies", "0009_forget_names"),
        ("diligence", "0023_cycles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerImport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("file", models.CharField(max_length=150)),
                ("language", models.CharField(max_length=2)),
                ("made_at", models.DateTimeField()),
                ("proposals", models.JSONField(default=list)),
                ("faults", models.JSONField(default=list)),
                ("written", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preview", "nog niet overgenomen"),
                            ("accepted", "overgenomen"),
                            ("dropped", "weggegooid"),
                            ("undone", "teruggedraaid"),
                        ],
                        default="preview",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answer_imports",
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
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["assessment", "-created_at"], name="answer_import_assessment"
                    )
                ],
            },
        ),
        isolate_by_company(TABLE),
        same_company(TABLE, "assessment_id", "diligence_assessment"),
    ]
