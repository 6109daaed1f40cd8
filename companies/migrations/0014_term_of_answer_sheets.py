"""Workbooks with answers have a term too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The choices of a column; the database has nothing to do."""

    dependencies = [("companies", "0013_notices")]

    operations = [
        migrations.AlterField(
            model_name="deletionproof",
            name="category",
            field=models.CharField(
                choices=[
                    ("sessions", "Sessies die voorbij zijn"),
                    ("sign_ins", "Aanmeldingen"),
                    ("invitations", "Uitnodigingen"),
                    ("people", "Accounts van mensen die zijn vertrokken"),
                    ("reports", "Verslagen in PDF"),
                    ("archives", "Volledige archieven"),
                    ("evidence", "Verwijderd bewijs"),
                    ("complaints", "Wat er over mensen in klachten staat"),
                    ("answer_sheets", "Ingevulde Excelbestanden"),
                    ("notices", "Berichten"),
                    ("report_runs", "Alle verslagen in één bestand, voor het secretariaat"),
                    ("companies", "Alles van een bedrijf dat is vertrokken"),
                ],
                max_length=20,
            ),
        ),
    ]
