"""Open a monitoring year: which questionnaire, from when, by when."""

import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from diligence.models import Cycle, QuestionnaireVersion
from diligence.services.cycles import CycleClosed, InvalidCycle
from workgroups.services.cycles import move_days, open_year


class Command(BaseCommand):
    """`open_cycle 2026 --opens 2026-09-01 --deadline 2027-03-31`."""

    help = "Open a monitoring year with the published questionnaire of that year, or move its days."

    def add_arguments(self, parser):
        """Take the year and its two dates."""
        parser.add_argument("year", type=int)
        parser.add_argument("--opens", type=datetime.date.fromisoformat, required=True)
        parser.add_argument("--deadline", type=datetime.date.fromisoformat, required=True)
        parser.add_argument("--reason", default="", help="needed once the year began")

    def handle(
        self, year: int, opens: datetime.date, deadline: datetime.date, reason: str, **options
    ):
        """Make the year, or move its days; its questionnaire never changes."""
        days = {"opens_on": opens, "deadline": deadline}
        cycle = Cycle.objects.filter(year=year).first()
        today = timezone.localdate()
        try:
            if cycle is None:
                open_year(year, self.version_of(year), **days, today=today, by=None)
            else:
                move_days(cycle, **days, reason=reason, today=today, by=None)
        except InvalidCycle as refused:
            said = ", ".join(f"{name}: {code}" for name, code in refused.problems.items())
            raise CommandError(f"Refused: {said}.") from refused
        except CycleClosed as closed:
            raise CommandError(f"{year} is closed.") from closed
        done = "changed" if cycle else "opened"
        self.stdout.write(f"{year} {done}: {opens} to {deadline}.")

    def version_of(self, year: int) -> QuestionnaireVersion:
        """Return the questionnaire to ask: the newest that was published for this year."""
        published = QuestionnaireVersion.objects.published().filter(year=year)
        version = published.order_by("-published_at").first()
        if version is None:
            raise CommandError(
                f"Publish a questionnaire for {year} first: manage.py questionnaire publish {year}"
            )
        return version
