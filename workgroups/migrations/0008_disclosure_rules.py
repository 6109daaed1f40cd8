"""Keep the rules under which figures go out, and a ledger of all that did."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from convenant.tenancy.operations import append_only

GUARD = """
CREATE FUNCTION convenant.guard_disclosure_rules() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'proposed' OR NEW.proposed_by_id IS NULL
            OR num_nonnulls(NEW.signed_at, NEW.signed_by_id) > 0
        THEN
            RAISE integrity_constraint_violation USING MESSAGE = 'rules begin as a proposal';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.id, NEW.version, NEW.term, NEW.parameters, NEW.reason, NEW.proposed_at)
        IS DISTINCT FROM
        (OLD.id, OLD.version, OLD.term, OLD.parameters, OLD.reason, OLD.proposed_at)
        OR coalesce(NEW.proposed_by_id <> OLD.proposed_by_id, NEW.proposed_by_id IS NOT NULL)
    THEN
        RAISE integrity_constraint_violation USING MESSAGE = 'rules never change';
    END IF;
    IF NEW.state = OLD.state THEN
        IF NEW.signed_at IS DISTINCT FROM OLD.signed_at
            OR coalesce(NEW.signed_by_id <> OLD.signed_by_id, NEW.signed_by_id IS NOT NULL)
        THEN
            RAISE integrity_constraint_violation USING MESSAGE = 'a signature never changes';
        END IF;
    ELSIF OLD.state = 'proposed' AND NEW.state = 'in_force' THEN
        IF NEW.signed_at IS NULL OR NEW.signed_by_id IS NULL OR NEW.proposed_by_id IS NULL
            OR NEW.signed_by_id = NEW.proposed_by_id
        THEN
            RAISE integrity_constraint_violation
                USING MESSAGE = 'who signs rules did not propose them';
        END IF;
    ELSIF NOT (OLD.state IN ('proposed', 'in_force') AND NEW.state = 'over') THEN
        RAISE integrity_constraint_violation USING MESSAGE = 'no such step of rules';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_disclosure_rules BEFORE INSERT OR UPDATE
    ON workgroups_disclosurerules FOR EACH ROW
    EXECUTE FUNCTION convenant.guard_disclosure_rules();
REVOKE DELETE, TRUNCATE ON workgroups_disclosurerules FROM convenant_app;
"""
LET_GO = """
GRANT DELETE ON workgroups_disclosurerules TO convenant_app;
DROP TRIGGER guard_disclosure_rules ON workgroups_disclosurerules;
DROP FUNCTION convenant.guard_disclosure_rules();
"""
SECTOR_ALONE = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY sector_alone ON {table} TO convenant_app
    USING ((SELECT convenant.scope_is_sector()))
    WITH CHECK ((SELECT convenant.scope_is_sector()));
CREATE POLICY kept_by_owner ON {table} TO convenant_owner USING (true) WITH CHECK (true);
"""
FOR_ALL = """
DROP POLICY kept_by_owner ON {table};
DROP POLICY sector_alone ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""
LEDGER = ("workgroups_releasedbase", "workgroups_releasedset")


class Migration(migrations.Migration):
    """New tables, so nothing waits."""

    dependencies = [
        ("workgroups", "0007_annual_editions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReleasedBase",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                (
                    "units",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), size=None
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DisclosureRules",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(unique=True)),
                ("term", models.CharField(max_length=60)),
                ("parameters", models.JSONField()),
                ("reason", models.TextField(max_length=2000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "voorgesteld"),
                            ("in_force", "van kracht"),
                            ("over", "vervangen"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "proposed_by",
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
            options={
                "ordering": ["-version"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "in_force")),
                        fields=("state",),
                        name="one_version_of_disclosure_rules_in_force",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReleasedSet",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("rules_version", models.PositiveIntegerField()),
                ("table", models.CharField(max_length=30)),
                ("year", models.PositiveSmallIntegerField()),
                (
                    "key",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), size=None
                    ),
                ),
                ("variable", models.CharField(max_length=160)),
                ("value", models.CharField(blank=True, max_length=20)),
                ("low", models.DecimalField(decimal_places=2, max_digits=14)),
                ("high", models.DecimalField(decimal_places=2, max_digits=14)),
                ("values", models.JSONField()),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workgroups.releasedbase",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workgroups.release",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("release", "table", "year", "key"),
                        name="one_figure_per_release_and_key",
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARD, LET_GO),
        *(
            migrations.RunSQL(SECTOR_ALONE.format(table=table), FOR_ALL.format(table=table))
            for table in LEDGER
        ),
        *(append_only(table) for table in LEDGER),
    ]
