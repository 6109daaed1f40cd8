"""The last way in for the secretariat: take a lost second step away from the server itself."""

import logging

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from companies.models import User
from companies.permissions import SecretariatRole
from companies.services.step_reset import take_away, tell_of_command
from companies.services.two_step import has_second_step

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """`reset_two_step EMAIL`: for who of the secretariat no two others can help."""

    help = "Take away the lost second step of an administrator whom no two colleagues can help."

    def add_arguments(self, parser):
        """Take the person's address."""
        parser.add_argument("email")

    def handle(self, email: str, **options):
        """Do it, unless two colleagues can; tell the person and every colleague by mail."""
        person = User.objects.filter(email=email.strip().lower(), is_active=True).first()
        if person is None or not person.is_secretariat:
            raise CommandError("Nobody of the secretariat has this address.")
        if not has_second_step(person):
            raise CommandError("This person has no second step to take away.")
        others = User.objects.filter(
            is_active=True, secretariat_role=SecretariatRole.ADMINISTRATOR
        ).exclude(pk=person.pk)
        if others.count() >= 2:
            raise CommandError("Two administrators can do this together, on “Hulp bij inloggen”.")
        with transaction.atomic():
            take_away(person)
            tell_of_command(person)
        log.warning("two_step.reset_by_command for person %s", person.pk)
        self.stdout.write("Taken away. At the next sign-in a new second step is asked for.")
