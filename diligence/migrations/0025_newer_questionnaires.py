"""Let a year offer a newer questionnaire, and a file stand on another than its year began with."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from convenant.tenancy.operations import isolate_by_company, same_company


class Migration(migrations.Migration):
    """Two columns that are empty, so no rewrite: a file without a version stands on its year's."""

    dependencies = [
        ("companies", "0012_term_of_complaints"),
        ("diligence", "0024_answer_imports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="assessment",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="diligence.questionnaireversion",
            ),
        ),
        migrations.AddField(
            model_name="cycle",
            name="newer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="diligence.questionnaireversion",
            ),
        ),
        migrations.CreateModel(
            name="VersionMove",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("stood", models.JSONField(default=dict)),
                ("wrote", models.JSONField(default=dict)),
                ("moved_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("since", models.JSONField(default=dict)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "after",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="diligence.questionnaireversion",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="version_moves",
                        to="diligence.assessment",
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="diligence.questionnaireversion",
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
                    "moved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("company", "assessment", "after"),
                        name="one_standing_move_per_version",
                    )
                ],
            },
        ),
        isolate_by_company("diligence_versionmove"),
        same_company("diligence_versionmove", "assessment_id", "diligence_assessment"),
    ]
