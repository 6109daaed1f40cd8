"""Work remembers for which request it is, so that the logs of both can be laid side by side."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column with a default in the database: rows and running code of before stay valid."""

    dependencies = [("queue", "0002_sent_mail")]

    operations = [
        migrations.AddField(
            model_name="outboxitem",
            name="request",
            field=models.CharField(blank=True, db_default="", default="", max_length=32),
        )
    ]
