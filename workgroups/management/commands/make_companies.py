"""Make companies to measure with: many, alike each time, and plainly not real."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from diligence.models import Cycle
from workgroups.services.measuring import make_company


class Command(BaseCommand):
    """`make_companies 1000 [--year 2026]`; asking again makes only what is missing."""

    help = "Make member companies with invented files, to measure with (demo and development only)."

    def add_arguments(self, parser):
        """Take how many there must be, and the year of their files."""
        parser.add_argument("number", type=int)
        parser.add_argument("--year", type=int, help="the newest monitoring year unless given")

    def handle(self, number: int, year: int | None, **options):
        """Make company 1 to `number`, each in its own scope."""
        if not (settings.IS_DEMO or settings.DEBUG):
            raise CommandError(
                "Invented companies have no place among real ones. "
                "Set CONVENANT_DEMO=1 or CONVENANT_DEBUG=1 where there are none."
            )
        cycles = Cycle.objects.with_version().order_by("-year")
        cycle = (cycles.filter(year=year) if year else cycles).first()
        if cycle is None:
            raise CommandError("Open that monitoring year first: manage.py open_cycle YEAR")
        for each in range(1, number + 1):
            make_company(each, cycle)
        self.stdout.write(f"{number} companies have a file of {cycle.year}.")
