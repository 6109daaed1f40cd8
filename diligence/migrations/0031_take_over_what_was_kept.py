"""Keep which answers to former questions were taken over at the questions of now."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One small column."""

    dependencies = [("diligence", "0030_look_at_an_answer_once")]

    operations = [
        migrations.AddField("versionmove", "taken", models.JSONField(default=dict)),
    ]
