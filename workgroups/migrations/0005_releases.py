"""Keep releases of sector figures, where they are from, and what members say of them."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Tables; what guards them follows (0006)."""

    dependencies = [
        ("companies", "0013_notices"),
        ("diligence", "0026_closed_years"),
        ("workgroups", "0004_annual_chapters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=12, unique=True)),
                ("title_nl", models.CharField(max_length=120)),
                ("title_en", models.CharField(max_length=120)),
                (
                    "years",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), size=None
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("parties", "partijen en deelnemers, na inloggen"),
                            ("public", "iedereen"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "klaargezet"),
                            ("in_comment", "ligt bij de leden"),
                            ("signed", "ondertekend"),
                            ("published", "gepubliceerd"),
                            ("superseded", "vervangen"),
                            ("withdrawn", "ingetrokken"),
                            ("dropped", "niet doorgegaan"),
                        ],
                        default="prepared",
                        max_length=12,
                    ),
                ),
                ("fixed_on", models.DateField()),
                ("rules", models.CharField(max_length=40)),
                ("tables", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("companies", models.PositiveIntegerField()),
                ("sources_sha256", models.CharField(max_length=64)),
                ("code", models.CharField(max_length=14, unique=True)),
                ("correction", models.TextField(blank=True, max_length=2000)),
                ("comment_until", models.DateField(blank=True, null=True)),
                ("prepared_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_reason", models.TextField(blank=True, max_length=2000)),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="errata",
                        to="workgroups.release",
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_by",
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
            name="ReleaseAct",
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
                            ("prepared", "klaargezet"),
                            ("comment", "aan leden voorgelegd"),
                            ("signed", "ondertekend"),
                            ("published", "gepubliceerd"),
                            ("superseded", "vervangen"),
                            ("withdrawn", "ingetrokken"),
                            ("dropped", "laten vallen"),
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
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="workgroups.release",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReleaseConsultation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("recognisable", "uw gegevens wegen mee in een kleine groep"),
                            ("inside", "uw gegevens zitten in deze cijfers"),
                            ("member", "alle leden zien deze cijfers vooraf"),
                        ],
                        max_length=12,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="workgroups.release",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReleaseComment",
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
                            ("remark", "opmerking"),
                            ("agree", "akkoord"),
                            ("object", "bezwaar"),
                        ],
                        max_length=6,
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=4000)),
                ("language", models.CharField(default="nl", max_length=2)),
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
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="workgroups.releaseconsultation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReleaseSource",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("is_recognisable", models.BooleanField(default=False)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
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
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sources",
                        to="workgroups.release",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="release",
            index=models.Index(fields=["state", "-published_at"], name="release_published"),
        ),
        migrations.AddConstraint(
            model_name="releaseconsultation",
            constraint=models.UniqueConstraint(
                fields=("company", "release"), name="one_consultation_per_release"
            ),
        ),
        migrations.AddIndex(
            model_name="releasecomment",
            index=models.Index(
                fields=["company", "consultation", "-at"], name="comment_of_consultation"
            ),
        ),
        migrations.AddConstraint(
            model_name="releasecomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "agree"), models.Q(("text", ""), _negated=True), _connector="OR"
                ),
                name="remark_or_objection_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="releasesource",
            constraint=models.UniqueConstraint(
                fields=("company", "release", "assessment"), name="one_source_per_release_and_file"
            ),
        ),
    ]
