"""Propose and sign the rules of disclosure; attack every figure that was ever published."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from companies.models import User
from workgroups.disclosure.audit import audit
from workgroups.disclosure.rules import Rules
from workgroups.queries.disclosure import ledger
from workgroups.services import disclosure_rules as rules_of
from workgroups.services.gate import places


class Command(BaseCommand):
    """`manage.py disclosure audit|propose|sign`; an audit that finds anything ends with 1."""

    help = "Propose or sign the rules of disclosure, or attack every published figure together."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do, and for rules who does it."""
        parser.add_argument("what", choices=["audit", "propose", "sign"])
        parser.add_argument("--by", help="e-mail address of who proposes or signs")
        parser.add_argument("--reason", default="")
        parser.add_argument("--term", default="", help="the term of the covenant")
        parser.add_argument("--set", nargs="*", default=[], metavar="NAME=NUMBER")
        parser.add_argument("--rules", type=int, help="the version to sign")

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        """Do it."""
        getattr(self, what)(options)

    def audit(self, options: dict[str, Any]) -> None:
        """Print what anybody can tell. Raises CommandError when that is anything."""
        try:
            rules = rules_of.in_force()
        except rules_of.NoRules:
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

    def propose(self, options: dict[str, Any]) -> None:
        """Put a version up for signing."""
        try:
            rules = Rules.from_json(dict(each.split("=", 1) for each in options["set"]))
        except ValueError as error:
            raise CommandError("Write each parameter as NAME=NUMBER.") from error
        by = self.person(options)
        try:
            made = rules_of.propose(rules, options["reason"], options["term"], by=by)
        except rules_of.InvalidRules as error:
            raise CommandError(f"Not proposed: {error}") from error
        self.stdout.write(f"Version {made.version} waits for the signature of somebody else.")

    def sign(self, options: dict[str, Any]) -> None:
        """Put a version in force."""
        try:
            rules_of.sign(options["rules"], by=self.person(options))
        except rules_of.OwnProposal as error:
            raise CommandError("Who signs did not propose.") from error
        except rules_of.NotProposed as error:
            raise CommandError("This version does not wait for a signature.") from error
        self.stdout.write(f"Version {options['rules']} is in force.")

    def person(self, options: dict[str, Any]) -> User:
        """Return somebody of the secretariat. Raises CommandError."""
        found = User.objects.filter(email__iexact=options["by"] or "", is_active=True)
        person = found.exclude(secretariat_role="").first()
        if person is None:
            raise CommandError("Name somebody of the secretariat by e-mail address: --by.")
        return person
