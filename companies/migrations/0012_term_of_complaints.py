"""Give the words of complaints a term of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Only a choice more; the database does not change."""

    dependencies = [("companies", "0011_erase_companies")]

    operations = [
        migrations.AlterField(
            "deletionproof",
            "category",
            models.CharField(
                max_length=20,
                choices=[
                    ("sessions", "Sessies die voorbij zijn"),
                    ("sign_ins", "Aanmeldingen"),
                    ("invitations", "Uitnodigingen"),
                    ("people", "Accounts van mensen die zijn vertrokken"),
                    ("reports", "Verslagen in PDF"),
                    ("archives", "Volledige archieven"),
                    ("evidence", "Verwijderd bewijs"),
                    ("complaints", "Wat er over mensen in klachten staat"),
                    ("report_runs", "Alle verslagen in één bestand, voor het secretariaat"),
                    ("companies", "Alles van een bedrijf dat is vertrokken"),
                ],
            ),
        ),
    ]
