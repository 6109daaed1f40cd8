"""Invite somebody to the secretariat."""

from django.core.management.base import BaseCommand

from companies.emails import send_invitation
from companies.models import Invitation
from companies.permissions import SecretariatRole


class Command(BaseCommand):
    """`invite_secretariat EMAIL --role administrator`."""

    help = "Send an invitation for a seat in the secretariat."

    def add_arguments(self, parser):
        """Take the address and the role."""
        parser.add_argument("email")
        parser.add_argument("--role", choices=SecretariatRole.values, required=True)

    def handle(self, email: str, role: str, **options):
        """Store the invitation and mail the link."""
        invitation = Invitation(email=email.strip().lower(), role=role)
        token = invitation.renew_token()
        invitation.save()
        send_invitation(invitation, token)
        self.stdout.write(f"An invitation was sent to {invitation.email}.")
