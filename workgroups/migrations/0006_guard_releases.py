"""Let the database itself hold the steps of a release, what it says, and who may sign it.

Signing and publishing are done in the sector scope, in which the database sees the objections and
the reviewers of every company; without it the trigger refuses, so that it never looks past some.
"""

from django.db import migrations

from convenant.tenancy.operations import (
    append_only,
    isolate_by_company,
    isolate_for_officers,
    same_company,
)

GUARD = """
CREATE FUNCTION convenant.release_stands(release uuid, OUT objections bigint, OUT silent bigint)
    LANGUAGE sql STABLE SET search_path = pg_catalog
AS $$
    SELECT count(*) FILTER (WHERE said.kind = 'object'), count(*) FILTER (WHERE said.kind IS NULL)
    FROM public.workgroups_releaseconsultation asked
    LEFT JOIN LATERAL (
        SELECT kind FROM public.workgroups_releasecomment
        WHERE company_id = asked.company_id AND consultation_id = asked.id
            AND kind IN ('agree', 'object')
        ORDER BY at DESC, id LIMIT 1
    ) said ON true
    WHERE asked.release_id = release
$$;

CREATE FUNCTION convenant.reviewed_in_release(person uuid, release uuid) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = pg_catalog
AS $$
    SELECT EXISTS (
        SELECT FROM public.workgroups_releasesource source
        WHERE source.release_id = release AND (
            EXISTS (SELECT FROM public.diligence_filereview one
                WHERE one.company_id = source.company_id
                    AND one.assessment_id = source.assessment_id
                    AND person IN (one.assigned_to_id, one.held_by_id, one.taken_from_id))
            OR EXISTS (SELECT FROM public.diligence_filestep one
                WHERE one.company_id = source.company_id
                    AND one.assessment_id = source.assessment_id
                    AND one.by_secretariat AND one.by_id = person)
            OR EXISTS (SELECT FROM public.diligence_secretariatscore one
                WHERE one.company_id = source.company_id
                    AND one.assessment_id = source.assessment_id AND one.by_id = person)
            OR EXISTS (SELECT FROM public.diligence_agreement one
                WHERE one.company_id = source.company_id
                    AND one.assessment_id = source.assessment_id AND one.by_id = person)
            OR EXISTS (SELECT FROM public.companies_event one
                WHERE one.company_id = source.company_id AND one.verb LIKE 'review.%'
                    AND one.data ->> 'year' = source.year::text
                    AND person IN (one.actor, one.about))
        )
    )
$$;

CREATE FUNCTION convenant.guard_release() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
DECLARE
    today date := (now() AT TIME ZONE 'Europe/Amsterdam')::date;
    stands record;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'prepared' OR num_nonnulls(
            NEW.comment_until, NEW.signed_at, NEW.signed_by_id, NEW.published_at, NEW.ended_at
        ) > 0 THEN
            RAISE integrity_constraint_violation USING MESSAGE = 'a release begins prepared';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.number, NEW.title_nl, NEW.title_en, NEW.years, NEW.audience, NEW.fixed_on, NEW.rules,
        NEW.tables, NEW.sha256, NEW.companies, NEW.sources_sha256, NEW.code, NEW.corrects_id,
        NEW.correction, NEW.prepared_at)
        IS DISTINCT FROM
        (OLD.number, OLD.title_nl, OLD.title_en, OLD.years, OLD.audience, OLD.fixed_on, OLD.rules,
        OLD.tables, OLD.sha256, OLD.companies, OLD.sources_sha256, OLD.code, OLD.corrects_id,
        OLD.correction, OLD.prepared_at)
        OR coalesce(NEW.prepared_by_id <> OLD.prepared_by_id, NEW.prepared_by_id IS NOT NULL)
    THEN
        RAISE integrity_constraint_violation USING MESSAGE = 'what a release says never changes';
    END IF;
    IF NEW.state = OLD.state THEN
        IF (NEW.signed_at, NEW.published_at, NEW.ended_at, NEW.ended_reason)
            IS DISTINCT FROM (OLD.signed_at, OLD.published_at, OLD.ended_at, OLD.ended_reason)
            OR coalesce(NEW.signed_by_id <> OLD.signed_by_id, NEW.signed_by_id IS NOT NULL)
            OR NEW.comment_until IS DISTINCT FROM OLD.comment_until AND NOT (
                OLD.state = 'prepared'
                OR OLD.state = 'in_comment' AND NEW.comment_until > OLD.comment_until)
        THEN
            RAISE integrity_constraint_violation
                USING MESSAGE = 'a release changes by its steps alone';
        END IF;
        RETURN NEW;
    END IF;
    IF NOT EXISTS (
        SELECT FROM (VALUES
            ('prepared', 'in_comment'), ('prepared', 'dropped'),
            ('in_comment', 'signed'), ('in_comment', 'dropped'),
            ('signed', 'published'), ('signed', 'dropped'),
            ('published', 'superseded'), ('published', 'withdrawn'),
            ('superseded', 'withdrawn')
        ) AS step (before, after) WHERE before = OLD.state AND after = NEW.state
    ) THEN
        RAISE integrity_constraint_violation
            USING MESSAGE = format('no step of a release from %s to %s', OLD.state, NEW.state);
    END IF;
    IF NEW.state = 'in_comment' AND NEW.comment_until IS NULL THEN
        RAISE integrity_constraint_violation USING MESSAGE = 'members need a last day';
    END IF;
    IF NEW.state IN ('withdrawn', 'dropped') AND NEW.ended_reason = '' THEN
        RAISE integrity_constraint_violation USING MESSAGE = 'the end of a release has a reason';
    END IF;
    IF NEW.state = 'superseded' AND NOT EXISTS (
        SELECT FROM public.workgroups_release WHERE corrects_id = NEW.id AND state = 'published'
    ) THEN
        RAISE integrity_constraint_violation
            USING MESSAGE = 'only a published erratum takes the place of a release';
    END IF;
    IF NEW.state IN ('signed', 'published') THEN
        IF NOT convenant.scope_is_sector() THEN
            RAISE integrity_constraint_violation
                USING MESSAGE = 'a release goes out where every objection is seen';
        END IF;
        SELECT * INTO stands FROM convenant.release_stands(NEW.id);
        IF stands.objections > 0 THEN
            RAISE integrity_constraint_violation USING MESSAGE = 'a member objects';
        END IF;
        IF NEW.comment_until >= today AND stands.silent > 0 THEN
            RAISE integrity_constraint_violation USING MESSAGE = 'members may still comment';
        END IF;
        IF NEW.prepared_by_id IS NULL OR NEW.signed_by_id IS NULL
            OR NEW.signed_by_id = NEW.prepared_by_id
            OR convenant.reviewed_in_release(NEW.signed_by_id, NEW.id)
        THEN
            RAISE integrity_constraint_violation
                USING MESSAGE = 'who signs did not prepare it and reviewed no file in it';
        END IF;
        IF NEW.state = 'signed' AND NOT EXISTS (
            SELECT FROM public.companies_user
            WHERE id = NEW.signed_by_id AND is_active AND secretariat_role = 'releaser'
        ) THEN
            RAISE integrity_constraint_violation USING MESSAGE = 'only a releaser signs';
        END IF;
        IF NEW.signed_at IS NULL OR NEW.state = 'published' AND NEW.published_at IS NULL THEN
            RAISE integrity_constraint_violation USING MESSAGE = 'a step is taken at a moment';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_release BEFORE INSERT OR UPDATE
    ON workgroups_release FOR EACH ROW EXECUTE FUNCTION convenant.guard_release();
REVOKE DELETE, TRUNCATE ON workgroups_release FROM convenant_app;

CREATE FUNCTION convenant.guard_release_part() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
BEGIN
    PERFORM FROM public.workgroups_release
        WHERE id = NEW.release_id AND state = 'prepared' FOR SHARE;
    IF NOT FOUND OR NOT convenant.scope_is_officer() THEN
        RAISE integrity_constraint_violation
            USING MESSAGE = 'a release says where it is from, and who is asked, before it goes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_release_part BEFORE INSERT ON workgroups_releasesource
    FOR EACH ROW EXECUTE FUNCTION convenant.guard_release_part();
CREATE TRIGGER guard_release_part BEFORE INSERT ON workgroups_releaseconsultation
    FOR EACH ROW EXECUTE FUNCTION convenant.guard_release_part();

CREATE FUNCTION convenant.guard_release_comment() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
DECLARE
    today date := (now() AT TIME ZONE 'Europe/Amsterdam')::date;
BEGIN
    PERFORM FROM public.workgroups_release release
        JOIN public.workgroups_releaseconsultation asked ON asked.release_id = release.id
        WHERE asked.company_id = NEW.company_id AND asked.id = NEW.consultation_id
            AND release.state = 'in_comment'
            AND (release.comment_until >= today OR NEW.kind = 'agree')
        FOR SHARE OF release;
    IF NOT FOUND OR convenant.scope_is_officer() THEN
        RAISE integrity_constraint_violation
            USING MESSAGE = 'a member speaks for itself, and in time';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_release_comment BEFORE INSERT ON workgroups_releasecomment
    FOR EACH ROW EXECUTE FUNCTION convenant.guard_release_comment();
"""
LEAVE = """
DROP TRIGGER guard_release_comment ON workgroups_releasecomment;
DROP FUNCTION convenant.guard_release_comment();
DROP TRIGGER guard_release_part ON workgroups_releaseconsultation;
DROP TRIGGER guard_release_part ON workgroups_releasesource;
DROP FUNCTION convenant.guard_release_part();
GRANT DELETE ON workgroups_release TO convenant_app;
DROP TRIGGER guard_release ON workgroups_release;
DROP FUNCTION convenant.guard_release();
DROP FUNCTION convenant.reviewed_in_release(uuid, uuid);
DROP FUNCTION convenant.release_stands(uuid);
"""
SOURCE, ASKED = "workgroups_releasesource", "workgroups_releaseconsultation"


class Migration(migrations.Migration):
    """Policies and triggers on tables that are new: nothing waits."""

    dependencies = [("workgroups", "0005_releases"), ("diligence", "0026_closed_years")]

    operations = [
        isolate_for_officers(SOURCE),
        isolate_by_company(ASKED),
        isolate_by_company("workgroups_releasecomment"),
        same_company(SOURCE, "assessment_id", "diligence_assessment"),
        same_company("workgroups_releasecomment", "consultation_id", ASKED),
        append_only("workgroups_releaseact"),
        append_only(SOURCE),
        append_only(ASKED),
        append_only("workgroups_releasecomment"),
        migrations.RunSQL(GUARD, LEAVE),
    ]
