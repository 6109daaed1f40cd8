"""Add tries to move suppliers, leaving with care, places to complain, and complaints."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from convenant.tenancy.operations import isolate_by_company, same_company

TABLES = [
    "diligence_leverageentry",
    "diligence_disengagement",
    "diligence_grievancechannel",
    "diligence_remedycase",
    "diligence_caseseat",
    "diligence_casenote",
]
POINTERS = [
    ("diligence_leverageentry", "supplier_id", "diligence_supplier"),
    ("diligence_disengagement", "supplier_id", "diligence_supplier"),
    ("diligence_remedycase", "channel_id", "diligence_grievancechannel"),
    ("diligence_caseseat", "case_id", "diligence_remedycase"),
    ("diligence_casenote", "case_id", "diligence_remedycase"),
]


class Migration(migrations.Migration):
    """New tables only, behind the database's own lock from the start."""

    dependencies = [
        ("companies", "0009_forget_names"),
        ("diligence", "0012_declarations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GrievanceChannel",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("own", "eigen medewerkers"),
                            ("others", "mensen buiten het bedrijf"),
                            ("all", "iedereen"),
                        ],
                        max_length=10,
                    ),
                ),
                ("how", models.TextField(blank=True, max_length=1000)),
                ("criteria", models.JSONField(default=dict)),
                ("tested_on", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
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
            name="LeverageEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField()),
                ("kind", models.CharField(max_length=5)),
                ("issue", models.CharField(max_length=300)),
                ("ask", models.TextField(max_length=2000)),
                (
                    "share",
                    models.CharField(
                        choices=[
                            ("unknown", "weten wij niet"),
                            ("small", "minder dan 5%"),
                            ("middle", "5% tot 20%"),
                            ("large", "20% of meer"),
                        ],
                        default="unknown",
                        max_length=10,
                    ),
                ),
                ("partners", models.CharField(blank=True, max_length=300)),
                (
                    "reaction",
                    models.CharField(
                        choices=[
                            ("none", "nog geen antwoord"),
                            ("refused", "wil niet"),
                            ("partly", "doet een deel"),
                            ("agreed", "doet het"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("result", models.TextField(blank=True, max_length=2000)),
                ("next_step", models.CharField(blank=True, max_length=300)),
                ("next_on", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
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
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leverage",
                        to="diligence.supplier",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RemedyCase",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("received_on", models.DateField()),
                (
                    "complainant",
                    models.CharField(
                        choices=[
                            ("anonymous", "onbekend"),
                            ("worker", "werknemer"),
                            ("union", "vakbond"),
                            ("neighbour", "omwonende"),
                            ("ngo", "maatschappelijke organisatie"),
                            ("other", "iemand anders"),
                        ],
                        default="anonymous",
                        max_length=12,
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=2)),
                ("theme", models.CharField(blank=True, max_length=6)),
                ("is_urgent", models.BooleanField(default=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "ontvangen"),
                            ("acknowledged", "ontvangst bevestigd"),
                            ("assessing", "in onderzoek"),
                            ("talking", "in gesprek"),
                            ("decided", "besloten"),
                            ("remedy", "herstel loopt"),
                            ("closed", "afgesloten"),
                            ("referred", "doorverwezen"),
                        ],
                        default="received",
                        max_length=12,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                ("story", models.TextField(blank=True, max_length=8000)),
                ("outcome", models.TextField(blank=True, max_length=4000)),
                ("forms", models.JSONField(default=list)),
                (
                    "satisfied",
                    models.CharField(
                        choices=[
                            ("unknown", "niet gevraagd"),
                            ("yes", "ja"),
                            ("partly", "voor een deel"),
                            ("no", "nee"),
                        ],
                        default="unknown",
                        max_length=10,
                    ),
                ),
                ("lessons", models.TextField(blank=True, max_length=2000)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "channel",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="diligence.grievancechannel",
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
        migrations.CreateModel(
            name="CaseSeat",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="diligence.remedycase",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseNote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("before", models.CharField(blank=True, max_length=12)),
                ("after", models.CharField(blank=True, max_length=12)),
                ("text", models.TextField(blank=True, max_length=4000)),
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="diligence.remedycase",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Disengagement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("weighing", "wordt afgewogen"),
                            ("suspended", "tijdelijk gestopt"),
                            ("continued", "gaat door, onder voorwaarden"),
                            ("ended", "beëindigd"),
                        ],
                        default="weighing",
                        max_length=10,
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
                ("reasons", models.TextField(blank=True, max_length=4000)),
                ("decided_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "opened_by",
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
                        related_name="disengagements",
                        to="diligence.supplier",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "weighing")),
                        fields=("company", "supplier"),
                        name="one_open_exit_per_supplier",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "weighing"),
                            models.Q(
                                models.Q(("reasons", ""), _negated=True),
                                ("decided_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="exit_decided_with_reasons",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="remedycase",
            constraint=models.UniqueConstraint(
                fields=("company", "number"), name="one_case_per_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="remedycase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ("closed", "referred")),
                    ("closed_on__isnull", True),
                    _connector="XOR",
                ),
                name="only_an_ended_case_has_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseseat",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("company", "case", "user"),
                name="one_seat_per_case_and_person",
            ),
        ),
        *[isolate_by_company(table) for table in TABLES],
        *[same_company(*pointer) for pointer in POINTERS],
    ]
