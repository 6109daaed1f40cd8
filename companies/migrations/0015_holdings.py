"""Know of a company which holding it is part of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column with a default of the database: no row is rewritten."""

    dependencies = [("companies", "0014_term_of_answer_sheets")]

    operations = [
        migrations.AddField(
            model_name="company",
            name="holding",
            field=models.CharField(
                blank=True, db_default="", max_length=120, verbose_name="concern"
            ),
        ),
    ]
