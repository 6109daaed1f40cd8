"""Make the facts and sums of the sector again from the frozen files, or prove them right."""

from django.core.management.base import BaseCommand, CommandError

from companies.models import Company
from convenant.tenancy.scope import company_scope
from diligence.models import Cycle
from diligence.services.summary import faults_in, files_of, rebuild_facts
from workgroups.summary_queries import add_up, sum_faults


class Command(BaseCommand):
    """`summary rebuild|verify [--year 2026]`; verify leaves with 1 when something is wrong."""

    help = "Rebuild the summary data of the sector from frozen files, or verify it."

    def add_arguments(self, parser):
        """Take what to do, and one year."""
        parser.add_argument("what", choices=["rebuild", "verify"])
        parser.add_argument("--year", type=int, help="this monitoring year only")

    def handle(self, *, what: str, year: int | None, **options):
        """Go through the companies, each in its own scope."""
        every = Cycle.objects.order_by("year").values_list("year", flat=True)
        years = [one for one in every if year in (None, one)]
        if year and not years:
            raise CommandError(f"There is no monitoring year {year}.")
        if what == "rebuild":
            self.rebuild(years, year)
        else:
            self.verify(years, year)

    def rebuild(self, years: list[int], year: int | None) -> None:
        """Make everything again: one file in one transaction, then the sums of each year."""
        files = 0
        for company in Company.objects.order_by("slug"):
            with company_scope(company.pk):
                mine = files_of(company, year)
            for file in mine:
                with company_scope(company.pk):
                    rebuild_facts(file)
                files += 1
        made = sum(add_up(one) for one in years)
        self.stdout.write(f"The facts of {files} files add up to {made} sums.")

    def verify(self, years: list[int], year: int | None) -> None:
        """Say what is wrong, in sentences."""
        faults = []
        for company in Company.objects.order_by("slug"):
            with company_scope(company.pk):
                faults += [f"{company.slug}: {fault}" for fault in faults_in(company, year)]
        faults += sum_faults(years)
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} facts or sums are not right: summary rebuild.")
        self.stdout.write("Every fact is that of its frozen file, and every sum adds up.")
