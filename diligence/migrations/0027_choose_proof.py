"""Keep when somebody chose which proof of an earlier year goes to a changed answer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One empty column, for which nothing is rewritten."""

    dependencies = [("diligence", "0026_closed_years")]

    operations = [
        migrations.AddField(
            "carrydecision",
            "proof_chosen_at",
            models.DateTimeField(blank=True, null=True),
        ),
    ]
