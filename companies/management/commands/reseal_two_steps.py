"""Put the secrets of all second steps under the first key of TWO_STEP_KEYS."""

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand
from django.db import transaction

from companies.services.recovery_codes import keep_hashed
from convenant.sealing import reseal

SEALED = "secret"


class Command(BaseCommand):
    """`reseal_two_steps`: after a new key was put in front; the old one may go afterwards."""

    help = "Seal the secrets of all second steps with the first of TWO_STEP_KEYS."

    def handle(self, **options):
        """Reseal them all, or none when one can't be opened."""
        done = 0
        with transaction.atomic():
            steps = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
            for step in steps.select_for_update().iterator():
                if step.type == Authenticator.Type.RECOVERY_CODES:
                    keep_hashed(step)
                elif SEALED in step.data:
                    step.data[SEALED] = reseal(step.data[SEALED])
                step.save(update_fields=["data"])
                done += 1
        self.stdout.write(f"{done} second steps are under the first key.")
