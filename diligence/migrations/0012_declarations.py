"""Add what suppliers declare, and the smelters they name."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from convenant.tenancy.operations import isolate_by_company, same_company

TABLES = ["diligence_declaration", "diligence_declaredsmelter"]
POINTERS = [
    ("diligence_declaration", "assessment_id", "diligence_assessment"),
    ("diligence_declaration", "file_id", "diligence_evidenceversion"),
    ("diligence_declaration", "supplier_id", "diligence_supplier"),
    ("diligence_declaration", "earlier_id", "diligence_declaration"),
    ("diligence_declaration", "batch_id", "diligence_importbatch"),
    ("diligence_declaredsmelter", "declaration_id", "diligence_declaration"),
    ("diligence_declaredsmelter", "supplier_id", "diligence_supplier"),
    ("diligence_declaredsmelter", "line_id", "diligence_sourcingline"),
]


class Migration(migrations.Migration):
    """New tables only, behind the database's own lock from the start."""

    dependencies = [
        ("companies", "0009_forget_names"),
        ("diligence", "0011_risks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Declaration",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "wacht op zijn beurt"),
                            ("reading", "wordt gelezen"),
                            ("refused", "niet te lezen"),
                            ("failed", "mislukt"),
                            ("preview", "wacht op uw besluit"),
                            ("accepted", "overgenomen"),
                            ("replaced", "vervangen door een nieuwere"),
                            ("dropped", "niet overgenomen"),
                            ("undone", "teruggedraaid"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("stage", models.CharField(blank=True, max_length=10)),
                ("percent", models.PositiveSmallIntegerField(default=0)),
                ("template", models.CharField(blank=True, max_length=4)),
                ("release", models.CharField(blank=True, max_length=10)),
                ("declarer", models.CharField(blank=True, max_length=300)),
                ("day", models.DateField(blank=True, null=True)),
                ("content", models.JSONField(null=True)),
                ("refusal", models.JSONField(null=True)),
                ("smelter_count", models.PositiveIntegerField(default=0)),
                ("warning_count", models.PositiveIntegerField(default=0)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="declarations",
                        to="diligence.assessment",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
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
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "earlier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="diligence.declaration",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to="diligence.evidenceversion",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to="diligence.supplier",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DeclaredSmelter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=14)),
                ("mineral", models.CharField(blank=True, max_length=20)),
                ("label", models.CharField(blank=True, max_length=200)),
                ("identifier", models.CharField(blank=True, max_length=40)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("country_as_written", models.CharField(blank=True, max_length=200)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("mines", models.CharField(blank=True, max_length=200)),
                ("mine_countries", models.JSONField(default=list)),
                ("recycled", models.CharField(blank=True, max_length=16)),
                ("rows", models.JSONField(default=list)),
                ("details_from", models.CharField(blank=True, max_length=10)),
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
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="diligence.declaration",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="diligence.sourcingline",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="diligence.supplier",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="declaration",
            index=models.Index(
                fields=["company", "assessment", "added_at"], name="declaration_of_file"
            ),
        ),
        migrations.AddIndex(
            model_name="declaration",
            index=models.Index(
                fields=["company", "supplier", "template"], name="declaration_of_supplier"
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["waiting", "reading", "preview", "accepted"])),
                fields=("company", "assessment", "file"),
                name="one_declaration_per_file_and_year",
            ),
        ),
        migrations.AddIndex(
            model_name="declaredsmelter",
            index=models.Index(
                fields=["company", "identifier"], name="declared_smelter_identifier"
            ),
        ),
        migrations.AddConstraint(
            model_name="declaredsmelter",
            constraint=models.UniqueConstraint(
                fields=("company", "declaration", "number"), name="one_declared_smelter_per_number"
            ),
        ),
        *[isolate_by_company(table) for table in TABLES],
        *[same_company(*pointer) for pointer in POINTERS],
    ]
