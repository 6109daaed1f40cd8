"""Let a company in: make it, and invite its first administrator."""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from companies.models import Company
from companies.permissions import Role
from companies.services.members import invite
from convenant.tenancy.scope import company_scope


class Command(BaseCommand):
    """`invite_company "Gieterij De Maas B.V." EMAIL --city Gorinchem`."""

    help = "Make a member company (or find it by name) and invite its first administrator."

    def add_arguments(self, parser):
        """Take the company's name and the address of its administrator."""
        parser.add_argument("name")
        parser.add_argument("email")
        parser.add_argument("--city", default="")

    def handle(self, name: str, email: str, city: str, **options):
        """Make the company when it is new, and mail the invitation."""
        with transaction.atomic():
            company, is_new = Company.objects.get_or_create(
                slug=slugify(name)[:60],
                defaults={"name": name, "city": city, "joined_on": timezone.localdate()},
            )
            with company_scope(company.pk):
                invite(company, email, Role.ADMIN, by=None)
        was = "made" if is_new else "found"
        self.stdout.write(f"{company}: {was}, invitation sent to {email}.")
