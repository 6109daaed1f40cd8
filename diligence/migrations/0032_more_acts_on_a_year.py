"""Acts on a year: newer questions offered, members told that it opened, and opened again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("diligence", "0031_take_over_what_was_kept")]
    operations = [
        migrations.AlterField(
            model_name="cycleact",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opened", "geopend"),
                    ("dates", "data gewijzigd"),
                    ("expected", "verwachting gewijzigd"),
                    ("closing", "sluiten begonnen"),
                    ("closed", "gesloten"),
                    ("offered", "nieuwere vragenlijst aangeboden"),
                    ("told", "leden verteld dat het jaar open is"),
                    ("reopened", "weer geopend"),
                ],
                max_length=10,
            ),
        )
    ]
