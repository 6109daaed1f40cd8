"""A report has a variant: full, as all were until now, or public."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column that the database fills, and the constraint with it. The table is small."""

    dependencies = [("diligence", "0014_language_of_risks")]

    operations = [
        migrations.AddField(
            model_name="progressreport",
            name="variant",
            field=models.CharField(
                choices=[("full", "volledig"), ("public", "openbaar")],
                db_default="full",
                default="full",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="progressreport",
            constraint=models.UniqueConstraint(
                fields=("company", "snapshot", "language", "variant", "template_version"),
                name="one_report_per_snapshot_and_variant",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="progressreport",
            name="one_report_per_snapshot_and_language",
        ),
    ]
