"""Remove what is past its time, or say what would go."""

from django.core.management.base import BaseCommand

from companies.services.retention import keep_to_terms


class Command(BaseCommand):
    """`retention [--dry-run]`: what beat does each night, here and now."""

    help = "Remove data about people that is past its time (docs/operate.md)."

    def add_arguments(self, parser):
        """Take the wish to look only."""
        parser.add_argument("--dry-run", action="store_true", help="remove nothing, say what would")

    def handle(self, *, dry_run: bool, **options):
        """Say for each kind how many, and of before when."""
        proofs = keep_to_terms(dry_run=dry_run)
        for proof in proofs:
            does = "would be removed" if dry_run else "removed"
            self.stdout.write(
                f"{proof.category}: {proof.count} {does}, past their time on "
                f"{proof.before:%Y-%m-%d}, proof {proof.sha256}"
            )
        if not proofs:
            self.stdout.write("Nothing is past its time.")
