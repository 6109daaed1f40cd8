"""A report can be a summary for a board, or an extract for one law."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column that the database fills, and the constraint with it. The table is small."""

    dependencies = [("diligence", "0032_more_acts_on_a_year")]

    operations = [
        migrations.AddField(
            model_name="progressreport",
            name="standard",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.AlterField(
            model_name="progressreport",
            name="variant",
            field=models.CharField(
                choices=[
                    ("full", "volledig"),
                    ("public", "openbaar"),
                    ("summary", "samenvatting voor de directie"),
                ],
                db_default="full",
                default="full",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="progressreport",
            constraint=models.UniqueConstraint(
                fields=(
                    "company",
                    "snapshot",
                    "language",
                    "variant",
                    "standard",
                    "template_version",
                ),
                name="one_report_per_snapshot_and_kind",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="progressreport",
            name="one_report_per_snapshot_and_variant",
        ),
    ]
