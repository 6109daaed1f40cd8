"""Facts of frozen files, and the sums of the sector that a trigger keeps of them."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from convenant.tenancy.operations import isolate_by_company, written_by_triggers

BASES = [("handed_in", "ingediend"), ("accepted", "akkoord")]
# Rows of facts are added and removed, never changed, so one trigger for each suffices. Whoever adds
# up a year waits for who does so already: two files of one year touch the same sums, and a file
# takes some away before it adds others, so that no order of rows alone would keep two transactions
# from waiting for each other.
KEEP = """
REVOKE UPDATE, TRUNCATE ON diligence_summaryfact FROM convenant_app;
ALTER TABLE diligence_sectorsum ENABLE ROW LEVEL SECURITY;
ALTER TABLE diligence_sectorsum FORCE ROW LEVEL SECURITY;
CREATE POLICY sector_alone ON diligence_sectorsum FOR SELECT TO convenant_app
    USING ((SELECT convenant.scope_is_sector()));
CREATE POLICY kept_by_trigger ON diligence_sectorsum TO convenant_owner
    USING (true) WITH CHECK (true);

CREATE FUNCTION convenant.keep_sums() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
DECLARE
    direction integer := CASE TG_OP WHEN 'DELETE' THEN -1 ELSE 1 END;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('convenant.sums'), years.year) FROM (
        SELECT DISTINCT cycle.year FROM changed
        JOIN public.diligence_cycle cycle ON cycle.id = changed.cycle_id ORDER BY 1
    ) years;
    INSERT INTO public.diligence_sectorsum AS kept
        (id, year, basis, size, "position", measure, a, b, companies, total)
    SELECT gen_random_uuid(), cycle.year, changed.basis, changed.size, changed."position",
        changed.measure, changed.a, changed.b, direction * count(*), direction * sum(changed.value)
    FROM changed JOIN public.diligence_cycle cycle ON cycle.id = changed.cycle_id
    GROUP BY 2, 3, 4, 5, 6, 7, 8 ORDER BY 2, 3, 6, 7, 8, 4, 5
    ON CONFLICT (year, basis, measure, a, b, size, "position") DO UPDATE
        SET companies = kept.companies + excluded.companies, total = kept.total + excluded.total;
    IF TG_OP = 'DELETE' THEN
        DELETE FROM public.diligence_sectorsum kept
        USING changed JOIN public.diligence_cycle cycle ON cycle.id = changed.cycle_id
        WHERE kept.companies = 0 AND kept.year = cycle.year AND kept.basis = changed.basis
            AND kept.measure = changed.measure AND kept.a = changed.a AND kept.b = changed.b
            AND kept.size = changed.size AND kept."position" = changed."position";
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_sums_added AFTER INSERT ON diligence_summaryfact
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION convenant.keep_sums();
CREATE TRIGGER keep_sums_removed AFTER DELETE ON diligence_summaryfact
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION convenant.keep_sums();

CREATE FUNCTION convenant.add_up_year(wanted integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
DECLARE
    made integer;
BEGIN
    IF NOT (SELECT convenant.scope_is_sector()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a year is added up in the sector scope';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('convenant.sums'), wanted);
    DELETE FROM public.diligence_sectorsum WHERE year = wanted;
    INSERT INTO public.diligence_sectorsum
        (id, year, basis, size, "position", measure, a, b, companies, total)
    SELECT gen_random_uuid(), wanted, facts.basis, facts.size, facts."position", facts.measure,
        facts.a, facts.b, count(*), sum(facts.value)
    FROM public.diligence_summaryfact facts
    JOIN public.diligence_cycle cycle ON cycle.id = facts.cycle_id
    WHERE cycle.year = wanted GROUP BY 3, 4, 5, 6, 7, 8;
    GET DIAGNOSTICS made = ROW_COUNT;
    RETURN made;
END $$;
REVOKE ALL ON FUNCTION convenant.add_up_year(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION convenant.add_up_year(integer) TO convenant_app, convenant_owner;
"""
LET_GO = """
DROP FUNCTION convenant.add_up_year(integer);
DROP TRIGGER keep_sums_removed ON diligence_summaryfact;
DROP TRIGGER keep_sums_added ON diligence_summaryfact;
DROP FUNCTION convenant.keep_sums();
DROP POLICY kept_by_trigger ON diligence_sectorsum;
DROP POLICY sector_alone ON diligence_sectorsum;
ALTER TABLE diligence_sectorsum NO FORCE ROW LEVEL SECURITY;
ALTER TABLE diligence_sectorsum DISABLE ROW LEVEL SECURITY;
GRANT UPDATE ON diligence_summaryfact TO convenant_app;
"""


def id_field():
    """Return the key of a row."""
    return models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)


def key(**more):
    """Return a column for a key of a list or a questionnaire."""
    return models.CharField(max_length=60, **more)


class Migration(migrations.Migration):
    """Two new tables; `manage.py summary rebuild` fills them for files that were there before."""

    dependencies = [("diligence", "0027_choose_proof")]

    operations = [
        migrations.CreateModel(
            name="SummaryFact",
            fields=[
                ("id", id_field()),
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
                        related_name="+",
                        to="diligence.cycle",
                    ),
                ),
                ("basis", models.CharField(choices=BASES, max_length=10)),
                ("sha256", models.CharField(max_length=64)),
                ("size", key()),
                ("position", key()),
                ("measure", models.CharField(max_length=30)),
                ("a", key(blank=True)),
                ("b", key(blank=True)),
                ("value", models.DecimalField(decimal_places=2, max_digits=12)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["cycle", "basis", "measure", "a", "b"],
                        include=["company", "value", "size", "position"],
                        name="fact_of_a_cell",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "cycle", "basis", "measure", "a", "b"),
                        name="one_fact_per_key",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SectorSum",
            fields=[
                ("id", id_field()),
                ("year", models.PositiveSmallIntegerField()),
                ("basis", models.CharField(choices=BASES, max_length=10)),
                ("size", key()),
                ("position", key()),
                ("measure", models.CharField(max_length=30)),
                ("a", key(blank=True)),
                ("b", key(blank=True)),
                ("companies", models.IntegerField()),
                ("total", models.DecimalField(decimal_places=2, max_digits=16)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "basis", "measure", "a", "b", "size", "position"),
                        include=("companies", "total"),
                        name="one_sum_per_key",
                    )
                ],
            },
        ),
        isolate_by_company("diligence_summaryfact"),
        written_by_triggers("diligence_sectorsum"),
        migrations.RunSQL(KEEP, LET_GO),
    ]
