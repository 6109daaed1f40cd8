"""Load the invented sector of `workgroups/demo/`."""

from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from diligence.services.questionnaires import EditionRefused
from workgroups.services.demo.annual import add_annual_report
from workgroups.services.demo.loading import load_demo
from workgroups.services.demo.releases import add_releases
from workgroups.services.demo.sector import read_sector

EVERY = 4  # so many companies between two lines of progress
TO_TRY = """
Try this (manage.py demo_logins tells with whom to sign in):
  - as an editor of Gieterij De Maas: go on with 2026, which is partly filled in;
  - as its approver: look at what stands in the way of submitting, ask for the progress report;
  - as a reviewer of the secretariat: look at all companies, open a submitted file;
  - as somebody of a party: see that no company's answers are shown.
"""


class Command(BaseCommand):
    """`load_demo [--today 2026-11-22]`; asking again makes only what is missing."""

    help = "Load invented companies with three years of files (demo and development only)."

    def add_arguments(self, parser):
        """Take the day on which the demo is to stand."""
        parser.add_argument(
            "--today", type=date.fromisoformat, help="YYYY-MM-DD; the real today unless given"
        )

    def handle(self, today: date | None, **options):
        """Load what is missing, and say how it goes."""
        if not (settings.IS_DEMO or settings.DEBUG):
            raise CommandError(
                "Invented companies have no place among real ones. "
                "Set CONVENANT_DEMO=1 or CONVENANT_DEBUG=1 where there are none."
            )
        try:
            loaded = load_demo(today or timezone.localdate(), heard=self.say_progress)
            add_releases(read_sector(), today or timezone.localdate())
            add_annual_report(read_sector())
        except EditionRefused as refused:
            raise CommandError("\n".join(map(str, refused.problems))) from refused
        if loaded.is_nothing:
            self.stdout.write("The demo was loaded before; nothing has changed.")
            return
        self.stdout.write(
            f"Loaded {loaded.companies} companies with {loaded.files} files, "
            f"and {loaded.prospects} that think of joining."
        )
        self.stdout.write(TO_TRY)

    def say_progress(self, done: int, total: int) -> None:
        """Tell how far it is, now and then."""
        if done % EVERY == 0 or done == total:
            self.stdout.write(f"{done} of {total} companies")
            self.stdout.flush()
