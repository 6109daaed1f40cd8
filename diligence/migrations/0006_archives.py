"""A company's whole archive, behind the database's own lock."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from convenant.tenancy.operations import isolate_by_company

STATUSES = [
    ("queued", "wacht op zijn beurt"),
    ("making", "wordt gemaakt"),
    ("ready", "klaar"),
    ("failed", "mislukt"),
    ("expired", "verwijderd"),
]


class Migration(migrations.Migration):
    """One table."""

    dependencies = [
        ("diligence", "0005_know_codes_of_reports"),
        ("companies", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Archive",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("status", models.CharField(choices=STATUSES, default="queued", max_length=10)),
                ("language", models.CharField(max_length=2)),
                ("requested_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("file", models.CharField(blank=True, max_length=200)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, max_length=64)),
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
                    "requested_by",
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
                        condition=models.Q(("status__in", ["queued", "making"])),
                        fields=("company",),
                        name="one_archive_in_the_making",
                    )
                ]
            },
        ),
        isolate_by_company("diligence_archive"),
    ]
