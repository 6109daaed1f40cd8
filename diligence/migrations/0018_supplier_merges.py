"""Merge suppliers that turned out to be one, and part them again."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from convenant.tenancy.operations import isolate_by_company, same_company

TABLE, SUPPLIER = "diligence_suppliermerge", "diligence_supplier"


class Migration(migrations.Migration):
    """A new table, and a column that is empty, so no rewrite; a company has few suppliers."""

    dependencies = [
        ("companies", "0012_term_of_complaints"),
        ("diligence", "0017_file_reviews"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="supplier",
            name="merged_into",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_from",
                to="diligence.supplier",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplier",
            constraint=models.CheckConstraint(
                condition=Q(merged_into=None) | Q(removed_at__isnull=False),
                name="merged_supplier_is_off_the_list",
            ),
        ),
        migrations.CreateModel(
            name="SupplierMerge",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("moved", models.JSONField(default=dict)),
                ("filled", models.JSONField(default=dict)),
                ("merged_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
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
                    "gone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="diligence.supplier",
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merges",
                        to="diligence.supplier",
                    ),
                ),
                (
                    "merged_by",
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
        ),
        migrations.AddConstraint(
            model_name="suppliermerge",
            constraint=models.UniqueConstraint(
                condition=Q(undone_at=None),
                fields=("company", "gone"),
                name="one_merge_per_supplier",
            ),
        ),
        migrations.AddConstraint(
            model_name="suppliermerge",
            constraint=models.CheckConstraint(condition=~Q(gone=F("kept")), name="merge_is_of_two"),
        ),
        isolate_by_company(TABLE),
        same_company(SUPPLIER, "merged_into_id", SUPPLIER),
        same_company(TABLE, "gone_id", SUPPLIER),
        same_company(TABLE, "kept_id", SUPPLIER),
    ]
