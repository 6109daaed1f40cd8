"""Add the action plan: actions, what they are for, their history and measurements."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from convenant.tenancy.operations import append_only, isolate_by_company, same_company

TABLES = [
    "diligence_action",
    "diligence_actionlink",
    "diligence_actionstep",
    "diligence_measurement",
]
POINTERS = [
    ("diligence_actionlink", "action_id", "diligence_action"),
    ("diligence_actionlink", "supplier_id", "diligence_supplier"),
    ("diligence_actionstep", "action_id", "diligence_action"),
    ("diligence_measurement", "action_id", "diligence_action"),
]


class Migration(migrations.Migration):
    """New tables only, behind the database's own lock from the start."""

    dependencies = [
        ("companies", "0009_forget_names"),
        ("diligence", "0009_catalogue_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=150)),
                ("goal", models.TextField(blank=True, max_length=2000)),
                ("measure", models.CharField(blank=True, max_length=60)),
                ("first_year", models.PositiveSmallIntegerField()),
                ("last_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("idea", "idee"),
                            ("planned", "gepland"),
                            ("running", "bezig"),
                            ("done", "gedaan"),
                            ("stopped", "gestopt"),
                        ],
                        default="idea",
                        max_length=10,
                    ),
                ),
                ("owner_name", models.CharField(blank=True, max_length=100)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("delays", models.PositiveSmallIntegerField(default=0)),
                ("indicator", models.CharField(blank=True, max_length=300)),
                ("unit", models.CharField(blank=True, max_length=30)),
                (
                    "baseline",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                (
                    "target",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                (
                    "budget",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "geen geld, alleen uren"),
                            ("up_to_5k", "tot € 5.000"),
                            ("up_to_25k", "€ 5.000 tot € 25.000"),
                            ("up_to_100k", "€ 25.000 tot € 100.000"),
                            ("over_100k", "€ 100.000 of meer"),
                        ],
                        max_length=12,
                    ),
                ),
                ("leverage", models.CharField(blank=True, max_length=5)),
                ("partners", models.CharField(blank=True, max_length=300)),
                ("result", models.TextField(blank=True, max_length=2000)),
                ("help_asked_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ActionLink",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("question", models.CharField(blank=True, max_length=80)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="diligence.action",
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
                    "supplier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="diligence.supplier",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ActionStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("moved", "nieuwe stand"),
                            ("delayed", "uitgesteld"),
                            ("stuck", "loopt vast"),
                            ("unstuck", "loopt weer"),
                        ],
                        max_length=10,
                    ),
                ),
                ("before", models.CharField(blank=True, max_length=10)),
                ("after", models.CharField(blank=True, max_length=10)),
                ("text", models.TextField(blank=True, max_length=2000)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="diligence.action",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Measurement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("measured_on", models.DateField()),
                ("value", models.DecimalField(decimal_places=2, max_digits=14)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measurements",
                        to="diligence.action",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(fields=["company", "status", "due_on"], name="action_open_by_day"),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ("idea", "stopped")),
                    models.Q(("due_on__isnull", False), models.Q(("indicator", ""), _negated=True)),
                    _connector="OR",
                ),
                name="planned_action_has_day_and_indicator",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ("done", "stopped")),
                    ("last_year__isnull", True),
                    _connector="XOR",
                ),
                name="only_an_ended_action_has_a_last_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on", None),
                    ("due_on", None),
                    ("due_on__gte", models.F("starts_on")),
                    _connector="OR",
                ),
                name="action_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="actionlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("question", ""), _negated=True),
                    ("supplier__isnull", False),
                    _connector="XOR",
                ),
                name="action_link_goes_to_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="actionlink",
            constraint=models.UniqueConstraint(
                fields=("company", "action", "question", "supplier"),
                name="one_link_per_action_and_thing",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.UniqueConstraint(
                fields=("company", "action", "measured_on"), name="one_measurement_a_day"
            ),
        ),
        *[isolate_by_company(table) for table in TABLES],
        *[same_company(*pointer) for pointer in POINTERS],
        append_only("diligence_actionstep"),
    ]
