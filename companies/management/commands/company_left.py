"""Note that a company left the covenant, or that it takes part again after all."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from companies.models import Company
from companies.services.erasing import HasNotLeft, NotAMember, come_back, leave


class Command(BaseCommand):
    """`company_left SLUG [--on YYYY-MM-DD]`, `company_left SLUG --undo`."""

    help = "Note that a company left: five years later everything of it goes (docs/operate.md)."

    def add_arguments(self, parser):
        """Take which company, since when, or the wish to undo it."""
        parser.add_argument("slug")
        parser.add_argument("--on", type=date.fromisoformat, help="since when; today if not given")
        parser.add_argument("--undo", action="store_true", help="it takes part again")

    def handle(self, *, slug: str, on: date | None, undo: bool, **options):
        """Do it, and say what follows."""
        company = Company.objects.filter(slug=slug).first()
        if company is None:
            raise CommandError(f"There is no company {slug}.")
        try:
            if undo:
                come_back(company)
                self.stdout.write(f"{company} takes part again.")
            else:
                leave(company, on or timezone.localdate())
                self.stdout.write(f"{company} left. Its people can still fetch the archive.")
        except (NotAMember, HasNotLeft) as error:
            raise CommandError(f"{company} is {company.get_status_display()} now.") from error
