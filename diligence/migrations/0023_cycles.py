"""What a year expects, who takes part in it, how it closes, and what was done to it."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from convenant.tenancy.operations import append_only, isolate_by_company


class Migration(migrations.Migration):
    """Empty columns on a table of few rows, and new tables."""

    dependencies = [
        ("companies", "0012_term_of_complaints"),
        ("diligence", "0022_verdicts_and_letters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="cycle",
            name="expected",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="cycle",
            name="closing_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="cycle",
            name="closing_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="cycle",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=Q(deadline__gt=F("opens_on")), name="cycle_is_due_after_it_opens"
            ),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closing_at__isnull=False),
                name="cycle_closes_before_it_is_closed",
            ),
        ),
        migrations.CreateModel(
            name="CycleAct",
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
                            ("opened", "geopend"),
                            ("dates", "data gewijzigd"),
                            ("expected", "verwachting gewijzigd"),
                            ("closing", "sluiten begonnen"),
                            ("closed", "gesloten"),
                        ],
                        max_length=10,
                    ),
                ),
                ("data", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="diligence.cycle",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CycleSeat",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_in", models.BooleanField()),
                ("reason", models.CharField(max_length=500)),
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
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="diligence.cycle",
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
            ],
        ),
        migrations.AddConstraint(
            model_name="cycleseat",
            constraint=models.UniqueConstraint(
                fields=("company", "cycle"), name="one_seat_per_cycle"
            ),
        ),
        append_only("diligence_cycleact"),
        isolate_by_company("diligence_cycleseat"),
    ]
