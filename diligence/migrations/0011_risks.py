"""Add the register of risks: what is known of each, how it was weighed, and who was asked."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from convenant.tenancy.operations import append_only, isolate_by_company, same_company

TABLES = ["diligence_risk", "diligence_riskweighing", "diligence_riskconsultation"]
POINTERS = [
    ("diligence_risk", "assessment_id", "diligence_assessment"),
    ("diligence_risk", "merged_into_id", "diligence_risk"),
    ("diligence_riskweighing", "risk_id", "diligence_risk"),
    ("diligence_riskconsultation", "risk_id", "diligence_risk"),
]


class Migration(migrations.Migration):
    """New tables only, behind the database's own lock from the start."""

    dependencies = [
        ("companies", "0009_forget_names"),
        ("diligence", "0010_action_plan"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Risk",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("lineage", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("theme", models.CharField(max_length=4)),
                ("metal", models.CharField(blank=True, max_length=10)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("title", models.CharField(blank=True, max_length=150)),
                ("description", models.TextField(blank=True, max_length=2000)),
                ("proposal", models.CharField(blank=True, max_length=30)),
                ("certainty", models.CharField(blank=True, max_length=10)),
                ("reasons", models.JSONField(default=list)),
                ("lists", models.CharField(blank=True, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("kept", "in het register"),
                            ("rejected", "past niet bij ons"),
                            ("merged", "samengevoegd"),
                        ],
                        default="kept",
                        max_length=10,
                    ),
                ),
                ("state_reason", models.TextField(blank=True, max_length=2000)),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("floor", models.PositiveSmallIntegerField(default=1)),
                ("scale", models.PositiveSmallIntegerField(null=True)),
                ("scope", models.PositiveSmallIntegerField(null=True)),
                ("irremediable", models.PositiveSmallIntegerField(null=True)),
                ("likelihood", models.PositiveSmallIntegerField(null=True)),
                ("severity", models.PositiveSmallIntegerField(null=True)),
                (
                    "involvement",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("cause", "wij veroorzaken het"),
                            ("contribute", "wij dragen eraan bij"),
                            ("linked", "wij zijn direct verbonden"),
                        ],
                        max_length=10,
                    ),
                ),
                ("involvement_reason", models.TextField(blank=True, max_length=2000)),
                ("weighed_at", models.DateTimeField(null=True)),
                ("is_taken_along", models.BooleanField(default=False)),
                ("put_off_until", models.DateField(null=True)),
                ("put_off_reason", models.TextField(blank=True, max_length=2000)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="risks",
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
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="diligence.risk",
                    ),
                ),
                (
                    "weighed_by",
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
            name="RiskConsultation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("workers", "werknemers"),
                            ("union", "vakbond"),
                            ("community", "omwonenden of gemeenschap"),
                            ("indigenous", "inheems volk"),
                            ("miners", "kleinschalige mijnwerkers"),
                            ("ngo", "ngo of mensenrechtenverdediger"),
                            ("supplier", "leverancier of smelterij"),
                            ("expert", "deskundige"),
                            ("government", "overheid"),
                            ("covenant", "werkgroep of partij van het convenant"),
                        ],
                        max_length=12,
                    ),
                ),
                ("who", models.CharField(max_length=150)),
                ("on", models.DateField()),
                ("said", models.TextField(max_length=2000)),
                ("changed", models.TextField(blank=True, max_length=2000)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "company",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="companies.company",
                    ),
                ),
                (
                    "risk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consultations",
                        to="diligence.risk",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RiskWeighing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("floor", models.PositiveSmallIntegerField()),
                ("scale", models.PositiveSmallIntegerField()),
                ("scope", models.PositiveSmallIntegerField()),
                ("irremediable", models.PositiveSmallIntegerField()),
                ("likelihood", models.PositiveSmallIntegerField()),
                ("severity", models.PositiveSmallIntegerField()),
                (
                    "involvement",
                    models.CharField(
                        choices=[
                            ("cause", "wij veroorzaken het"),
                            ("contribute", "wij dragen eraan bij"),
                            ("linked", "wij zijn direct verbonden"),
                        ],
                        max_length=10,
                    ),
                ),
                ("involvement_reason", models.TextField(max_length=2000)),
                ("note", models.TextField(blank=True, max_length=2000)),
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
                    "company",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="companies.company",
                    ),
                ),
                (
                    "risk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="weighings",
                        to="diligence.risk",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="risk",
            index=models.Index(fields=["company", "assessment", "state"], name="risk_of_file"),
        ),
        migrations.AddIndex(
            model_name="risk",
            index=models.Index(fields=["company", "lineage"], name="risk_lineage"),
        ),
        migrations.AddConstraint(
            model_name="risk",
            constraint=models.UniqueConstraint(
                condition=models.Q(("proposal", ""), _negated=True),
                fields=("company", "assessment", "proposal"),
                name="one_decision_per_proposal_and_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="risk",
            constraint=models.UniqueConstraint(
                fields=("company", "assessment", "lineage"), name="one_risk_per_lineage_and_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="risk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("irremediable", None),
                        ("likelihood", None),
                        ("scale", None),
                        ("scope", None),
                        ("severity", None),
                        ("weighed_at", None),
                    ),
                    models.Q(
                        ("irremediable__range", (1, 5)),
                        ("likelihood__range", (1, 5)),
                        ("scale__range", (1, 5)),
                        ("scope__range", (1, 5)),
                        ("severity__range", (models.F("floor"), 5)),
                        ("weighed_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="risk_weighed_whole_from_1_to_5",
            ),
        ),
        migrations.AddConstraint(
            model_name="risk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into__isnull", False), ("state", "merged")),
                    models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into", None)),
                    _connector="OR",
                ),
                name="risk_merged_into_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="risk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("put_off_until", None),
                    models.Q(("put_off_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="risk_put_off_with_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="riskconsultation",
            index=models.Index(fields=["risk", "on"], name="consultation_of_risk"),
        ),
        migrations.AddIndex(
            model_name="riskweighing",
            index=models.Index(fields=["risk", "-at"], name="weighing_of_risk"),
        ),
        migrations.AddConstraint(
            model_name="riskweighing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("floor__range", (1, 5)),
                    ("irremediable__range", (1, 5)),
                    ("likelihood__range", (1, 5)),
                    ("scale__range", (1, 5)),
                    ("scope__range", (1, 5)),
                    ("severity__range", (models.F("floor"), 5)),
                ),
                name="weighing_from_1_to_5",
            ),
        ),
        *[isolate_by_company(table) for table in TABLES],
        *[same_company(*pointer) for pointer in POINTERS],
        append_only("diligence_riskweighing"),
    ]
