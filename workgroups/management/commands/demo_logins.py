"""Tell with whom to sign in to the demo."""

from django.conf import settings
from django.core.management.base import BaseCommand

from workgroups.services.demo.sign_ins import sign_ins


class Command(BaseCommand):
    """`demo_logins`: one line per person, role, address and password with tabs between."""

    help = "Print the demo's sign-ins; nothing where there is no demo."

    def handle(self, **options):
        """Print the sign-ins that the database knows."""
        if not (settings.IS_DEMO or settings.DEBUG):
            return
        for one in sign_ins():
            self.stdout.write(f"{one.role}\t{one.email}\t{one.password}")
