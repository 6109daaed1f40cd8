"""Add what companies decide about answers of an earlier year."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from convenant.tenancy.operations import isolate_by_company, same_company

TABLE = "diligence_carrydecision"


class Migration(migrations.Migration):
    """A new table only, behind the database's own lock from the start."""

    dependencies = [
        ("companies", "0009_forget_names"),
        ("diligence", "0018_supplier_merges"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CarryDecision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("question", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("still_true", "klopt nog"),
                            ("changed", "gewijzigd"),
                            ("no_longer", "niet meer van toepassing"),
                        ],
                        max_length=12,
                    ),
                ),
                ("from_year", models.PositiveSmallIntegerField()),
                ("from_question", models.CharField(max_length=80)),
                ("from_version", models.PositiveIntegerField(default=0)),
                ("answer_version", models.PositiveIntegerField(null=True)),
                ("proof", models.JSONField(default=list)),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="carry_decisions",
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
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="diligence.answerrevision",
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
                        condition=Q(undone_at=None),
                        fields=("company", "assessment", "question"),
                        name="one_standing_carry_decision",
                    ),
                    models.CheckConstraint(
                        condition=Q(kind="changed") ^ Q(answer_version__isnull=False),
                        name="carry_decision_makes_an_answer_or_waits",
                    ),
                ],
            },
        ),
        isolate_by_company(TABLE),
        same_company(TABLE, "assessment_id", "diligence_assessment"),
        same_company(TABLE, "revision_id", "diligence_answerrevision"),
    ]
