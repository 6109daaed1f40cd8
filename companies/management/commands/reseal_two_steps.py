"""Put the secrets of all second steps under the first key of TWO_STEP_KEYS."""

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand
from django.db import transaction

from convenant.sealing import reseal

SEALED = ("secret", "seed")


class Command(BaseCommand):
    """`reseal_two_steps`: after a new key was put in front; the old one may go afterwards."""

    help = "Seal the secrets of all second steps with the first of TWO_STEP_KEYS."

    def handle(self, **options):
        """Reseal them all, or none when one can't be opened."""
        done = 0
        with transaction.atomic():
            steps = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
            for step in steps.select_for_update().iterator():
                for name in SEALED:
                    if name in step.data:
                        step.data[name] = reseal(step.data[name])
                step.save(update_fields=["data"])
                done += 1
        self.stdout.write(f"{done} second steps are under the first key.")
