"""Add the chain: suppliers, decisions about who is who, lines of a year, and imports."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from convenant.tenancy.operations import isolate_by_company, same_company

TABLES = [
    "diligence_importbatch",
    "diligence_supplier",
    "diligence_suppliermatch",
    "diligence_sourcingline",
]
POINTERS = [
    ("diligence_importbatch", "assessment_id", "diligence_assessment"),
    ("diligence_supplier", "batch_id", "diligence_importbatch"),
    ("diligence_suppliermatch", "supplier_id", "diligence_supplier"),
    ("diligence_sourcingline", "assessment_id", "diligence_assessment"),
    ("diligence_sourcingline", "supplier_id", "diligence_supplier"),
    ("diligence_sourcingline", "batch_id", "diligence_importbatch"),
]


class Migration(migrations.Migration):
    """New tables only, behind the database's own lock from the start."""

    dependencies = [
        ("companies", "0009_forget_names"),
        ("diligence", "0007_log_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("file", models.CharField(blank=True, max_length=150)),
                ("rows", models.JSONField(default=list)),
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
                        related_name="chain_imports",
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
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Supplier",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                ("folded", models.CharField(max_length=150)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("lei", models.CharField(blank=True, max_length=20)),
                ("kvk", models.CharField(blank=True, max_length=8)),
                ("smelter_id", models.CharField(blank=True, max_length=9)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="suppliers",
                        to="diligence.importbatch",
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
        ),
        migrations.CreateModel(
            name="SourcingLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("metal", models.CharField(max_length=10)),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("ore", "erts of concentraat"),
                            ("primary", "nieuw metaal"),
                            ("semis", "halffabricaat"),
                            ("components", "onderdelen of elektronica"),
                            ("scrap", "schroot of gerecycled metaal"),
                        ],
                        max_length=12,
                    ),
                ),
                ("stage", models.CharField(max_length=4)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("region", models.CharField(blank=True, max_length=80)),
                ("tier", models.PositiveSmallIntegerField(null=True)),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("documented", "er is een document"),
                            ("told", "de leverancier zei het"),
                            ("estimate", "wij schatten het"),
                            ("unknown", "wij weten het niet"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "volume",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("up_to_1", "minder dan 1 ton"),
                            ("up_to_10", "1 tot 10 ton"),
                            ("up_to_100", "10 tot 100 ton"),
                            ("up_to_1000", "100 tot 1.000 ton"),
                            ("over_1000", "1.000 ton of meer"),
                        ],
                        max_length=12,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sourcing_lines",
                        to="diligence.assessment",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="lines",
                        to="diligence.importbatch",
                    ),
                ),
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
                    "removed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="diligence.supplier",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SupplierMatch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("typed", models.CharField(max_length=150)),
                ("is_same", models.BooleanField()),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="diligence.supplier",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="supplier",
            index=models.Index(fields=["company", "folded"], name="supplier_company_folded"),
        ),
        migrations.AddIndex(
            model_name="sourcingline",
            index=models.Index(
                fields=["company", "assessment", "removed_at"], name="sourcing_line_of_file"
            ),
        ),
        migrations.AddConstraint(
            model_name="suppliermatch",
            constraint=models.UniqueConstraint(
                fields=("company", "typed", "supplier"), name="one_decision_per_name_and_supplier"
            ),
        ),
        *[isolate_by_company(table) for table in TABLES],
        *[same_company(*pointer) for pointer in POINTERS],
    ]
