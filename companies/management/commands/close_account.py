"""Close a person's account: it opens nothing any more, from this moment on."""

from django.core.management.base import BaseCommand, CommandError

from companies.models import User
from companies.services.sessions import end_all_sessions


class Command(BaseCommand):
    """`close_account EMAIL`."""

    help = "Close an account and end its sessions; what the person did is kept."

    def add_arguments(self, parser):
        """Take the person's address."""
        parser.add_argument("email")

    def handle(self, email: str, **options):
        """Close it."""
        person = User.objects.filter(email=email.strip().lower()).first()
        if person is None:
            raise CommandError("Nobody has this address.")
        person.is_active = False
        person.save(update_fields=["is_active"])
        ended = end_all_sessions(person)
        self.stdout.write(f"Closed; {ended} sessions ended.")
