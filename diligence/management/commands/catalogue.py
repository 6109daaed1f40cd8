"""For the keepers of the shared lists: check them, see what changes, load and publish."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from diligence.framework.catalogues import CATALOGUES
from diligence.models import CatalogueVersion
from diligence.services.risks import catalogues


class Command(BaseCommand):
    """`catalogue check|diff|load|publish [FOLDER]`, and `catalogue list`."""

    help = "Check, compare, load or publish the shared lists (docs/operate.md)."

    def add_arguments(self, parser):
        """Take an act and a folder; without a folder the lists of the product are meant."""
        parser.add_argument("act", choices=["check", "diff", "load", "publish", "list"])
        parser.add_argument("folder", nargs="?", help="a folder with one or more lists (.yaml)")

    def handle(self, act: str, folder: str | None, **options):
        """Do it, and say what was found with file and line."""
        if act == "list":
            self.show_versions()
            return
        place = Path(folder) if folder else CATALOGUES
        if not place.is_dir():
            raise CommandError(f"There is no folder '{place}'.")
        try:
            {"check": self.check_lists, "diff": self.show_changes}.get(act, self.load_lists)(
                place, publish=act == "publish"
            )
        except catalogues.ListsRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"Not loaded: {len(refused.problems)} faults.") from refused

    def check_lists(self, place: Path, **_) -> None:
        """Print every fault and warning; faults make the command fail."""
        problems = catalogues.check(place)
        for problem in problems:
            self.stdout.write(f"{problem}{' (warning)' if problem.is_warning else ''}")
        faults = sum(not problem.is_warning for problem in problems)
        if faults:
            raise CommandError(f"{faults} faults, {len(problems) - faults} warnings.")
        self.stdout.write(f"No faults, {len(problems)} warnings.")

    def show_changes(self, place: Path, **_) -> None:
        """Print what these lists change, in the language of the secretariat."""
        lines = catalogues.changes(place)
        self.stdout.write("\n".join(lines) or "Niets veranderd.")

    def load_lists(self, place: Path, *, publish: bool) -> None:
        """Print what changed, then what was stored."""
        lines = catalogues.changes(place)
        version = catalogues.load(place, publish=publish)
        if lines:
            self.stdout.write("\n".join(lines))
        state = "published" if version.published_at else "loaded, not yet published"
        self.stdout.write(f"{version.code}: {state}, hash {version.sha256}")

    def show_versions(self) -> None:
        """Print what the database holds."""
        for version in CatalogueVersion.objects.without_document().order_by("loaded_at"):
            state = (
                f"published {version.published_at:%Y-%m-%d}" if version.published_at else "draft"
            )
            self.stdout.write(f"{version.code}  {version.sha256[:12]}  {state}")
