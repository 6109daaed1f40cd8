"""Keep what happened at the door of each account, for its person."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

WHAT = [
    ("signed_in", "Ingelogd"),
    ("wrong_password", "Verkeerd wachtwoord ingevuld"),
    ("wrong_code", "Verkeerde code of passkey gebruikt"),
    ("password_changed", "Wachtwoord gewijzigd"),
    ("address_changed", "E-mailadres gewijzigd"),
    ("step_added", "Tweede stap ingesteld"),
    ("step_removed", "Tweede stap weggehaald"),
    ("codes_renewed", "Nieuwe herstelcodes gemaakt"),
    ("provider_joined", "Inloggen via uw organisatie gekoppeld"),
    ("provider_left", "Inloggen via uw organisatie losgekoppeld"),
    ("devices_ended", "Op een ander apparaat uitgelogd"),
]
CATEGORIES = [
    ("sessions", "Sessies die voorbij zijn"),
    ("sign_ins", "Aanmeldingen"),
    ("invitations", "Uitnodigingen"),
    ("people", "Accounts van mensen die zijn vertrokken"),
]


class Migration(migrations.Migration):
    """A table beside people; new companies ask two steps of their people."""

    dependencies = [("companies", "0009_forget_names")]

    operations = [
        migrations.CreateModel(
            name="AccountEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("what", models.CharField(choices=WHAT, max_length=20)),
                ("way", models.CharField(blank=True, max_length=60)),
                ("ip", models.GenericIPAddressField(null=True)),
                ("user_agent", models.CharField(blank=True, max_length=200)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="account_events",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user", "-at"], name="account_event_user_at"),
                    models.Index(fields=["at"], name="account_event_at"),
                ],
            },
        ),
        migrations.AlterField(
            model_name="deletionproof",
            name="category",
            field=models.CharField(choices=CATEGORIES, max_length=20),
        ),
        migrations.AlterField(
            model_name="company",
            name="requires_two_step",
            field=models.BooleanField(db_default=True, default=True),
        ),
    ]
