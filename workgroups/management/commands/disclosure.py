"""Attack every figure that was ever published, all together, and print the worst of it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workgroups.disclosure.audit import audit
from workgroups.disclosure.rules import Rules
from workgroups.queries.disclosure import ledger
from workgroups.services.disclosure_rules import NoRules, in_force
from workgroups.services.gate import places


class Command(BaseCommand):
    """`manage.py disclosure audit`; it fails when somebody can tell anything."""

    help = "Attack every published figure together and print the worst interval."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["audit"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the findings."""
        try:
            rules = in_force()
        except NoRules:
            rules = Rules()
        found = audit(ledger(), places(), rules.margin / 100)
        self.stdout.write(f"figures kept: {found.figures}, shown: {found.shown}")
        closest = "-" if found.closest is None else f"{100 * found.closest:.0f} %"
        self.stdout.write(f"closest anybody comes to a magnitude of another: {closest}")
        pairs = "not tried" if found.told_to_pairs is None else str(found.told_to_pairs)
        self.stdout.write(f"figures that two members together can learn from: {pairs}")
        self.stdout.write(f"figures that tell of one member: {len(found.told)}")
        if found.told:
            raise CommandError("Disclosed: " + ", ".join(found.told))
