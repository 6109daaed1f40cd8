"""Let a company demand two steps of its people, and a person owe a new second step."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns with a default of the database's own: old and new code may run side by side."""

    dependencies = [("companies", "0003_tell_names_apart")]

    operations = [
        migrations.AddField(
            model_name="company",
            name="requires_two_step",
            field=models.BooleanField(default=False, db_default=False),
        ),
        migrations.AddField(
            model_name="user",
            name="two_step_due",
            field=models.BooleanField(default=False, db_default=False),
        ),
    ]
