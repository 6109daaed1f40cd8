"""Remember which mails of background work have left."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("queue", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SentMail",
            fields=[
                ("key", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
