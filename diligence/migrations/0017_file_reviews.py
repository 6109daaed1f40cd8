"""Keep who reviews a file and who is at it; let a hold pass only knowingly."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from convenant.tenancy.operations import isolate_by_company, same_company

KNOWINGLY = """
CREATE FUNCTION convenant.pass_hold_knowingly() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog AS $$
BEGIN
    IF OLD.held_by_id IS NOT NULL AND NEW.held_by_id IS NOT NULL
       AND NEW.held_by_id <> OLD.held_by_id
       AND NEW.taken_from_id IS DISTINCT FROM OLD.held_by_id THEN
        RAISE EXCEPTION 'a colleague holds this file' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pass_hold_knowingly BEFORE UPDATE ON diligence_filereview
    FOR EACH ROW EXECUTE FUNCTION convenant.pass_hold_knowingly();
"""
AS_BEFORE = """
DROP TRIGGER pass_hold_knowingly ON diligence_filereview;
DROP FUNCTION convenant.pass_hold_knowingly();
"""


def person(**more):
    """Return a pointer to somebody of the secretariat, who may go."""
    return models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        **more,
    )


class Migration(migrations.Migration):
    """A new table, so nothing waits."""

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("diligence", "0016_actions_for_risks"),
    ]

    operations = [
        migrations.CreateModel(
            name="FileReview",
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
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="diligence.assessment",
                    ),
                ),
                ("assigned_to", person()),
                ("assigned_at", models.DateTimeField(null=True)),
                ("held_by", person()),
                ("held_since", models.DateTimeField(null=True)),
                ("busy_at", models.DateTimeField(null=True)),
                ("taken_from", person()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "assessment"), name="one_review_per_assessment"
                    ),
                    models.CheckConstraint(
                        condition=Q(held_by=None)
                        | Q(held_since__isnull=False, busy_at__isnull=False),
                        name="review_held_since_a_moment",
                    ),
                ],
            },
        ),
        isolate_by_company("diligence_filereview"),
        same_company("diligence_filereview", "assessment_id", "diligence_assessment"),
        migrations.RunSQL(KNOWINGLY, AS_BEFORE),
    ]
