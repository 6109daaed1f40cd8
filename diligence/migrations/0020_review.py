"""Add the steps of a file, requests for more time, and the conversation about it."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from convenant.tenancy.operations import (
    append_only,
    isolate_by_company,
    isolate_for_officers,
    same_company,
)

TABLES = [
    "diligence_reviewthread",
    "diligence_remark",
    "diligence_mention",
    "diligence_extension",
    "diligence_filestep",
]
THINGS = [
    ("assessment_id", "diligence_assessment"),
    ("risk_id", "diligence_risk"),
    ("action_id", "diligence_action"),
    ("supplier_id", "diligence_supplier"),
]
POINTERS = [
    *[("diligence_reviewthread", *thing) for thing in THINGS],
    *[("diligence_internalnote", *thing) for thing in THINGS],
    ("diligence_remark", "thread_id", "diligence_reviewthread"),
    ("diligence_mention", "remark_id", "diligence_remark"),
    ("diligence_extension", "assessment_id", "diligence_assessment"),
    ("diligence_filestep", "assessment_id", "diligence_assessment"),
]
FOR_GOOD = ["diligence_remark", "diligence_mention", "diligence_internalnote", "diligence_filestep"]


class Migration(migrations.Migration):
    """New tables, and one empty column, behind the database's own lock from the start."""

    dependencies = [
        ("companies", "0012_term_of_complaints"),
        ("diligence", "0019_carry_decisions"),
        ("tenancy", "0005_know_officers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="assessment",
            name="extended_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="ReviewThread",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("question", models.CharField(blank=True, max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("answered", "beantwoord"),
                            ("accepted", "akkoord"),
                            ("disagreed", "eens dat wij verschillen"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "turn",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("company", "het bedrijf"),
                            ("secretariat", "het secretariaat"),
                            ("", "niemand"),
                        ],
                        max_length=11,
                    ),
                ),
                ("turn_since", models.DateTimeField(default=django.utils.timezone.now)),
                ("asks_change", models.BooleanField(default=False)),
                ("in_report", models.BooleanField(default=False)),
                ("by_secretariat", models.BooleanField()),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "action",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="diligence.action",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
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
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "risk",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="diligence.risk",
                    ),
                ),
                (
                    "settled_by",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="diligence.supplier",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField(max_length=4000)),
                ("language", models.CharField(default="nl", max_length=2)),
                ("by_secretariat", models.BooleanField()),
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
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remarks",
                        to="diligence.reviewthread",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Extension",
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
                            ("waiting", "wacht op het secretariaat"),
                            ("granted", "uitstel gegeven"),
                            ("refused", "geen uitstel"),
                            ("withdrawn", "ingetrokken"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("until", models.DateField()),
                ("reason", models.TextField(max_length=2000)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("granted_until", models.DateField(blank=True, null=True)),
                ("answer", models.TextField(blank=True, max_length=2000)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
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
                        related_name="extensions",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("company", "assessment"),
                        name="one_extension_waits_per_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("granted_until__isnull", False), ("state", "granted")),
                            models.Q(
                                models.Q(("state", "granted"), _negated=True),
                                ("granted_until", None),
                            ),
                            _connector="OR",
                        ),
                        name="only_a_granted_extension_has_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_refused_extension_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FileStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("before", models.CharField(max_length=20)),
                ("after", models.CharField(max_length=20)),
                ("reason", models.TextField(blank=True, max_length=2000)),
                ("by_secretariat", models.BooleanField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="diligence.assessment",
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
                "indexes": [
                    models.Index(fields=["company", "assessment", "-at"], name="step_of_file")
                ],
            },
        ),
        migrations.CreateModel(
            name="InternalNote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("question", models.CharField(blank=True, max_length=80)),
                ("text", models.TextField(max_length=4000)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "action",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="diligence.action",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="diligence.assessment",
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
                (
                    "risk",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="diligence.risk",
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
            options={
                "indexes": [
                    models.Index(fields=["company", "assessment", "at"], name="internal_of_file")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("action", None),
                                ("risk", None),
                                ("supplier", None),
                                models.Q(("question", ""), _negated=True),
                            ),
                            models.Q(
                                ("action", None),
                                ("question", ""),
                                ("supplier", None),
                                models.Q(("risk", None), _negated=True),
                            ),
                            models.Q(
                                ("question", ""),
                                ("risk", None),
                                ("supplier", None),
                                models.Q(("action", None), _negated=True),
                            ),
                            models.Q(
                                ("action", None),
                                ("question", ""),
                                ("risk", None),
                                models.Q(("supplier", None), _negated=True),
                            ),
                            models.Q(
                                ("action", None),
                                ("question", ""),
                                ("risk", None),
                                ("supplier", None),
                            ),
                            _connector="OR",
                        ),
                        name="internal_note_is_about_one_thing_or_the_file",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "remark",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="called",
                        to="diligence.remark",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "remark", "person"),
                        name="one_mention_per_remark_and_person",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="reviewthread",
            index=models.Index(
                fields=["company", "assessment", "turn"], name="thread_of_file_by_turn"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewthread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("action", None),
                        ("risk", None),
                        ("supplier", None),
                        models.Q(("question", ""), _negated=True),
                    ),
                    models.Q(
                        ("action", None),
                        ("question", ""),
                        ("supplier", None),
                        models.Q(("risk", None), _negated=True),
                    ),
                    models.Q(
                        ("question", ""),
                        ("risk", None),
                        ("supplier", None),
                        models.Q(("action", None), _negated=True),
                    ),
                    models.Q(
                        ("action", None),
                        ("question", ""),
                        ("risk", None),
                        models.Q(("supplier", None), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="thread_is_about_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewthread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("settled_at__isnull", False),
                        ("state__in", ("accepted", "disagreed")),
                        ("turn", ""),
                    ),
                    models.Q(
                        ("settled_at", None),
                        ("state__in", ("open", "answered")),
                        ("turn__in", ("company", "secretariat")),
                    ),
                    _connector="OR",
                ),
                name="settled_thread_waits_for_nobody",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewthread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("asks_change", False), ("by_secretariat", True), _connector="OR"
                ),
                name="only_the_secretariat_asks_for_change",
            ),
        ),
        migrations.AddIndex(
            model_name="remark",
            index=models.Index(fields=["company", "thread", "at"], name="remark_of_thread"),
        ),
        *[isolate_by_company(table) for table in TABLES],
        isolate_for_officers("diligence_internalnote"),
        *[same_company(*pointer) for pointer in POINTERS],
        *[append_only(table) for table in FOR_GOOD],
    ]
