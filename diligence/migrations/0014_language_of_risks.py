"""Keep in which language the words of a risk were written."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column with a default: no rewrite, no wait."""

    dependencies = [("diligence", "0013_influence_and_remedy")]

    operations = [
        migrations.AddField(
            model_name="risk",
            name="language",
            field=models.CharField(default="nl", max_length=2),
        ),
    ]
