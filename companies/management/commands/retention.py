"""Remove what is past its time, or say what would go and how long each kind is kept."""

from django.core.management.base import BaseCommand

from companies.services.retention import keep_to
from companies.terms import TERMS


class Command(BaseCommand):
    """`retention [--dry-run]`: what beat does each night, here and now."""

    help = "Remove data that is past its time (docs/operate.md)."

    def add_arguments(self, parser):
        """Take the wish to look only."""
        parser.add_argument("--dry-run", action="store_true", help="remove nothing, say what would")

    def handle(self, *, dry_run: bool, **options):
        """Say for each kind how long it is kept, and how many go, of before when."""
        proofs = []
        for term in TERMS:
            proof = keep_to(term, dry_run=dry_run)
            proofs.append(proof)
            if proof is not None:
                does = "would be removed" if dry_run else "removed"
                self.stdout.write(
                    f"{proof.category}: {proof.count} {does}, past their time on "
                    f"{proof.before:%Y-%m-%d}, proof {proof.sha256}"
                )
            elif dry_run:
                self.stdout.write(f"{term.category}: none after {term.kept.days} days")
        if not any(proofs):
            self.stdout.write("Nothing is past its time.")
