"""Keep which companies' reports are in a ZIP, so that fetching it can be told to each of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column; runs of before are told to nobody when they are fetched once more."""

    dependencies = [("workgroups", "0001_initial")]

    operations = [
        migrations.AddField("reportrun", "inside", models.JSONField(default=list)),
    ]
