"""Prove that closed years are what they were when they were closed."""

from django.core.management.base import BaseCommand, CommandError

from companies.models import Company
from convenant.tenancy.scope import company_scope
from diligence.services.closed_years import check_closed, seal_missing


class Command(BaseCommand):
    """`verify_closed_years [--company SLUG] [--seal]`; leaves with 1 when something changed."""

    help = "Take the hash of every closed year again, and hold it against the one kept at closing."

    def add_arguments(self, parser):
        """Take one company, and whether to keep hashes that were never taken."""
        parser.add_argument("--company", metavar="SLUG", help="this company only")
        parser.add_argument(
            "--seal",
            action="store_true",
            help="keep hashes that are missing",
        )

    def handle(self, *, company: str | None, seal: bool, **options):
        """Go through the companies; say what is wrong in sentences."""
        companies = Company.objects.order_by("slug")
        if company:
            companies = companies.filter(slug=company)
            if not companies:
                raise CommandError(f"There is no company {company}.")
        years = wrong = sealed = 0
        for one in companies:
            with company_scope(one.pk):
                sealed += seal_missing(one) if seal else 0
                count, faults = check_closed(one)
            years, wrong = years + count, wrong + len(faults)
            for fault in faults:
                self.stderr.write(f"{one.slug}: {fault}")
        if sealed:
            self.stdout.write(f"The hash of {sealed} years was kept for the first time.")
        if wrong:
            raise CommandError(f"{wrong} of {years} closed years are not as they were.")
        self.stdout.write(f"{years} closed years are as they were.")
