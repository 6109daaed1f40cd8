"""Keep each edition of the shared lists, and freeze it once it is published."""

import uuid

import django.utils.timezone
from django.db import migrations, models

FREEZE = """
CREATE FUNCTION convenant.refuse_published_lists() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE integrity_constraint_violation
            USING MESSAGE = 'a published edition of the lists never changes; make a new one';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER frozen_when_published BEFORE UPDATE OR DELETE ON diligence_catalogueversion
    FOR EACH ROW EXECUTE FUNCTION convenant.refuse_published_lists();
"""
THAW = """
DROP TRIGGER frozen_when_published ON diligence_catalogueversion;
DROP FUNCTION convenant.refuse_published_lists();
"""


class Migration(migrations.Migration):
    """One table that belongs to no company, with a trigger that holds for every role."""

    dependencies = [("diligence", "0008_chain")]

    operations = [
        migrations.CreateModel(
            name="CatalogueVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("document", models.TextField()),
                ("loaded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("published_at__isnull", False)),
                        fields=("code",),
                        name="one_published_catalogue_per_code",
                    )
                ]
            },
        ),
        migrations.RunSQL(FREEZE, THAW),
    ]
