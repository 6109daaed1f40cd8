"""Let an action be for a risk, and keep why a risk has none."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from convenant.tenancy.operations import same_company

LET_GO = """
ALTER TABLE diligence_actionlink NO FORCE ROW LEVEL SECURITY;
DELETE FROM diligence_actionlink WHERE risk_id IS NOT NULL;
ALTER TABLE diligence_actionlink FORCE ROW LEVEL SECURITY;
"""
"""On the way back a link to a risk would be a link to nothing; the action itself stays."""


class Migration(migrations.Migration):
    """Columns that are empty, so no rewrite; the links are few, so the checks take no time."""

    dependencies = [("diligence", "0015_public_reports")]

    operations = [
        migrations.AddField(
            model_name="risk",
            name="no_action_reason",
            field=models.TextField(blank=True, db_default="", default="", max_length=2000),
        ),
        migrations.RemoveConstraint(model_name="actionlink", name="action_link_goes_to_one_thing"),
        migrations.RemoveConstraint(model_name="actionlink", name="one_link_per_action_and_thing"),
        migrations.AddField(
            model_name="actionlink",
            name="risk",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="diligence.risk",
            ),
        ),
        migrations.AddConstraint(
            model_name="actionlink",
            constraint=models.CheckConstraint(
                condition=Q(risk=None, supplier=None) & ~Q(question="")
                | Q(question="", supplier=None, risk__isnull=False)
                | Q(question="", risk=None, supplier__isnull=False),
                name="action_link_goes_to_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="actionlink",
            constraint=models.UniqueConstraint(
                fields=("company", "action", "question", "risk", "supplier"),
                name="one_link_per_action_and_thing",
                nulls_distinct=False,
            ),
        ),
        same_company("diligence_actionlink", "risk_id", "diligence_risk"),
        migrations.RunSQL(migrations.RunSQL.noop, LET_GO),
    ]
