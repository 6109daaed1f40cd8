"""What most migrations do to a table in use: take its strongest lock, for a moment."""

from django.db import migrations


class Migration(migrations.Migration):
    """Add a column to a table that every page reads."""

    dependencies: list = []
    operations = [
        migrations.RunSQL(
            "ALTER TABLE companies_user ADD COLUMN probe integer",
            "ALTER TABLE companies_user DROP COLUMN probe",
        )
    ]
