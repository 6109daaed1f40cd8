"""Bring the English catalogue in step with the Dutch texts in code and templates."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from convenant.translation.catalogue import (
    counts,
    faults,
    faults_inside,
    open_catalogue,
    renew,
    save,
)
from convenant.translation.extraction import Clash, extract

FOLDERS = ("convenant", "companies", "diligence", "workgroups", "templates")


class Command(BaseCommand):
    """`messages` renews the catalogue, `messages --check` only says what is wrong with it."""

    help = "Bring locale/en in step with the Dutch texts in code and templates."
    requires_system_checks = []

    def add_arguments(self, parser):
        """Take --check."""
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 on faults")

    def handle(self, check: bool, **options):
        """Extract all texts, then renew or check."""
        root = Path(settings.BASE_DIR)
        try:
            messages = extract(root, FOLDERS)
        except ImportError as missing:
            raise CommandError(
                "Finding the texts takes Babel, which only developers need. Install what is in "
                "requirements-dev.lock, and run this again."
            ) from missing
        except Clash as clash:
            raise CommandError(str(clash)) from clash
        if check:
            self.check_catalogues(root, messages)
        else:
            self.renew_catalogues(root, messages)

    def check_catalogues(self, root: Path, messages: dict) -> None:
        """Print every fault; one is enough to fail."""
        found = faults(place_of(root, "en"), messages) + faults_inside(place_of(root, "nl"))
        for fault in found:
            self.stdout.write(fault)
        if found:
            raise CommandError(f"{len(found)} faults. Run `manage.py messages`, then translate.")
        self.stdout.write(f"{len(messages)} texts, all translated.")

    def renew_catalogues(self, root: Path, messages: dict) -> None:
        """Write the files, and say what is left to translate."""
        catalogue = renew(open_catalogue(place_of(root, "en")), messages)
        save(catalogue, place_of(root, "en"))
        save(open_catalogue(place_of(root, "nl")), place_of(root, "nl"))
        total, done = counts(catalogue)
        self.stdout.write(f"{total} texts, {total - done} to translate.")


def place_of(root: Path, language: str) -> Path:
    """Return where the catalogue of a language is."""
    return root / "locale" / language / "LC_MESSAGES" / "django.po"
