"""Keep the chapters of annual reports, with what each said before."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from convenant.tenancy.operations import append_only


class Migration(migrations.Migration):
    """New tables, so nothing waits."""

    dependencies = [
        ("diligence", "0026_closed_years"),
        ("workgroups", "0003_text_blocks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnnualReport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "begun_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "cycle",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annual_report",
                        to="diligence.cycle",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AnnualChapter",
            fields=[
                ("title_nl", models.CharField(max_length=120)),
                ("title_en", models.CharField(max_length=120)),
                ("text_nl", models.TextField(blank=True, max_length=30000)),
                ("text_en", models.TextField(blank=True, max_length=30000)),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=30)),
                ("position", models.PositiveSmallIntegerField()),
                ("is_shown", models.BooleanField(default=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chapters",
                        to="workgroups.annualreport",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "key"],
            },
        ),
        migrations.CreateModel(
            name="ChapterVersion",
            fields=[
                ("title_nl", models.CharField(max_length=120)),
                ("title_en", models.CharField(max_length=120)),
                ("text_nl", models.TextField(blank=True, max_length=30000)),
                ("text_en", models.TextField(blank=True, max_length=30000)),
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
                            ("saved", "bewaard"),
                            ("restored", "teruggehaald"),
                            ("lost", "niet bewaard: een ander was eerder"),
                        ],
                        default="saved",
                        max_length=10,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
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
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="workgroups.annualchapter",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-number"],
            },
        ),
        migrations.AddConstraint(
            model_name="annualchapter",
            constraint=models.UniqueConstraint(
                fields=("report", "key"), name="one_chapter_of_a_kind"
            ),
        ),
        append_only("workgroups_chapterversion"),
    ]
