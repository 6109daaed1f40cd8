"""Open a monitoring year: which questionnaire, from when, by when."""

import datetime

from django.core.management.base import BaseCommand, CommandError

from diligence.models import Cycle, QuestionnaireVersion


class Command(BaseCommand):
    """`open_cycle 2026 --opens 2026-09-01 --deadline 2027-03-31`."""

    help = "Open a monitoring year with the published questionnaire of that year."

    def add_arguments(self, parser):
        """Take the year and its two dates."""
        parser.add_argument("year", type=int)
        parser.add_argument("--opens", type=datetime.date.fromisoformat, required=True)
        parser.add_argument("--deadline", type=datetime.date.fromisoformat, required=True)

    def handle(self, year: int, opens: datetime.date, deadline: datetime.date, **options):
        """Make the cycle, or change its dates; its questionnaire never changes."""
        if deadline <= opens:
            raise CommandError("The deadline must come after the opening.")
        version = (
            QuestionnaireVersion.objects.published()
            .filter(year=year)
            .order_by("-published_at")
            .first()
        )
        if version is None:
            raise CommandError(
                f"Publish a questionnaire for {year} first: manage.py questionnaire publish {year}"
            )
        _, is_new = Cycle.objects.update_or_create(
            year=year,
            defaults={"opens_on": opens, "deadline": deadline},
            create_defaults={"version": version, "opens_on": opens, "deadline": deadline},
        )
        self.stdout.write(f"{year} {'opened' if is_new else 'changed'}: {opens} to {deadline}.")
