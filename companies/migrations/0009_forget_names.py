"""Forget the names of who left, and keep proof of what was removed.

Only the owner's function may empty names in the log, and it does so for nobody who still takes
part. The entries, their order and their hashes stay: the seal in each was made with a random salt
that goes with the names.
"""

import django.utils.timezone
from django.db import migrations, models

from convenant.tenancy.operations import append_only

FORGET = """
CREATE FUNCTION convenant.forget_names(gone uuid) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
DECLARE
    forgotten bigint;
BEGIN
    IF EXISTS (SELECT FROM public.companies_membership
               WHERE user_id = gone AND ended_at IS NULL)
        OR EXISTS (SELECT FROM public.companies_user
                   WHERE id = gone AND (secretariat_role <> '' OR party_id IS NOT NULL))
        OR EXISTS (SELECT FROM public.companies_invitation
                   WHERE id = gone AND accepted_at IS NULL AND withdrawn_at IS NULL
                   AND expires_at > now())
    THEN
        RAISE integrity_constraint_violation
            USING MESSAGE = 'the name of who still takes part is not forgotten';
    END IF;
    UPDATE public.companies_event SET actor_name = '', names = '{}', salt = NULL
        WHERE company_id = (SELECT convenant.scope_company())
        AND (actor = gone OR about = gone) AND salt IS NOT NULL;
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    RETURN forgotten;
END $$;
REVOKE ALL ON FUNCTION convenant.forget_names(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION convenant.forget_names(uuid) TO convenant_app, convenant_owner;
"""
REMEMBER = "DROP FUNCTION convenant.forget_names(uuid);"


class Migration(migrations.Migration):
    """A function and an append-only table."""

    dependencies = [("companies", "0008_step_resets")]

    operations = [
        migrations.RunSQL(FORGET, REMEMBER),
        migrations.CreateModel(
            "DeletionProof",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "category",
                    models.CharField(
                        max_length=20,
                        choices=[
                            ("sessions", "Sessies die voorbij zijn"),
                            ("invitations", "Uitnodigingen"),
                            ("people", "Accounts van mensen die zijn vertrokken"),
                        ],
                    ),
                ),
                ("count", models.PositiveIntegerField()),
                ("before", models.DateTimeField()),
                ("sha256", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [models.Index(fields=["category", "-at"], name="deletion_category_at")],
            },
        ),
        append_only("companies_deletionproof"),
    ]
