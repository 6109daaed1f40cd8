"""What people are told, each for their own eyes; how they want to hear it; their calendar."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from convenant.tenancy.operations import isolate_by_person

COUNT = """
CREATE FUNCTION convenant.note_unread() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM public.companies_unread WHERE notice_id = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO public.companies_unread (notice_id, person_id)
            SELECT NEW.id, NEW.person_id WHERE NEW.read_at IS NULL;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER note_unread AFTER INSERT OR DELETE OR UPDATE OF read_at ON companies_notice
    FOR EACH ROW EXECUTE FUNCTION convenant.note_unread();
"""
COUNT_NO_MORE = """
DROP TRIGGER note_unread ON companies_notice;
DROP FUNCTION convenant.note_unread();
"""


class Migration(migrations.Migration):
    """Four tables; the count of unread ones is kept by a trigger and holds ids alone."""

    dependencies = [
        ("companies", "0012_term_of_complaints"),
        ("tenancy", "0004_scope_of_a_person"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=160)),
                ("about", models.UUIDField(null=True)),
                ("url", models.CharField(max_length=300)),
                ("words", models.JSONField(default=dict)),
                ("urgent", models.BooleanField(default=False)),
                ("as_secretariat", models.BooleanField(default=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("read_at", models.DateTimeField(null=True)),
                ("digest_on", models.DateField(null=True)),
                ("mailed_at", models.DateTimeField(null=True)),
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
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "-at"], name="notice_person_at"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "person", "key"), name="one_notice_per_event"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unread",
            fields=[
                (
                    "notice_id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
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
            ],
        ),
        migrations.AlterField(
            model_name="deletionproof",
            name="category",
            field=models.CharField(
                choices=[
                    ("sessions", "Sessies die voorbij zijn"),
                    ("sign_ins", "Aanmeldingen"),
                    ("invitations", "Uitnodigingen"),
                    ("people", "Accounts van mensen die zijn vertrokken"),
                    ("reports", "Verslagen in PDF"),
                    ("archives", "Volledige archieven"),
                    ("evidence", "Verwijderd bewijs"),
                    ("complaints", "Wat er over mensen in klachten staat"),
                    ("notices", "Berichten"),
                    ("report_runs", "Alle verslagen in één bestand, voor het secretariaat"),
                    ("companies", "Alles van een bedrijf dat is vertrokken"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NoticeSettings",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("daily", "Elke werkdag"),
                            ("weekly", "Eén keer per week"),
                            ("never", "Nooit"),
                        ],
                        default="weekly",
                        max_length=10,
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        default=0,
                    ),
                ),
                ("ways", models.JSONField(default=dict)),
                ("planned_on", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weekday__lte", 6)), name="weekday_of_a_week"
                    )
                ],
            },
        ),
        isolate_by_person("companies_notice"),
        migrations.RunSQL(COUNT, COUNT_NO_MORE),
    ]
