"""Keep where the logs ended, day by day; the product adds to it and never changes it."""

import django.utils.timezone
from django.db import migrations, models

from convenant.tenancy.operations import append_only


class Migration(migrations.Migration):
    """A new table, append-only."""

    dependencies = [("companies", "0006_chain_events")]

    operations = [
        migrations.CreateModel(
            "LogDay",
            [
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        append_only("companies_logday"),
    ]
