"""For authors of questionnaires: check an edition, load it, publish it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from diligence.framework.loader import EDITIONS, edition_from_folder
from diligence.framework.proposing import propose, written
from diligence.framework.source import SourceError
from diligence.models import Cycle, QuestionnaireVersion
from diligence.services import questionnaires
from diligence.services.cycles import CycleClosed
from diligence.services.versions.offering import NotNewer, offer

ACTS = ["check", "compare", "load", "publish", "offer", "list"]


class Command(BaseCommand):
    """`check|load|publish FOLDER`, `compare FOLDER FOLDER`, `offer CODE --year YEAR`, `list`."""

    help = "Check, compare, load or publish a questionnaire edition (docs/questionnaire.md)."

    def add_arguments(self, parser):
        """Take an act and a folder; a bare year means the edition of that year in the product."""
        parser.add_argument("act", choices=ACTS)
        parser.add_argument("folder", nargs="?", help="a folder with edition.yaml, or a year")
        parser.add_argument("newer", nargs="?", help="compare: the edition that follows it")
        parser.add_argument("--year", type=int, help="offer: the year whose files may move to it")

    def handle(self, act: str, folder: str | None, newer: str | None, year: int | None, **options):
        """Do it, and say what was found with file and line."""
        if act == "list":
            self.show_versions()
            return
        if not folder:
            raise CommandError(f"Say which edition: manage.py questionnaire {act} FOLDER")
        if act == "offer":
            self.offer(folder, year)
            return
        place = folder_of(folder)
        if act == "compare":
            self.show_proposal(place, newer)
            return
        if act == "check":
            self.show_problems(place)
            return
        try:
            version = questionnaires.load(place, publish=act == "publish")
        except questionnaires.EditionRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"Not loaded: {len(refused.problems)} faults.") from refused
        state = "published" if version.published_at else "loaded, not yet published"
        self.stdout.write(f"{version.code}: {state}, hash {version.sha256}")

    def show_problems(self, place: Path) -> None:
        """Print every fault and warning; faults make the command fail."""
        problems = questionnaires.check(place)
        for problem in problems:
            self.stdout.write(str(problem))
        faults = sum(not problem.is_warning for problem in problems)
        if faults:
            raise CommandError(f"{faults} faults, {len(problems) - faults} warnings.")
        self.stdout.write(f"No faults, {len(problems)} warnings.")

    def offer(self, code: str, year: int | None) -> None:
        """Let files of a running year move to a published version, each on its company's click."""
        version = QuestionnaireVersion.objects.published().filter(code=code).first()
        cycle = Cycle.objects.filter(year=year or 0).first()
        if version is None or cycle is None:
            raise CommandError(f"There is no published version {code}, or no year {year}.")
        try:
            offer(cycle, version, by=None)
        except CycleClosed as closed:
            raise CommandError(f"Not offered: {year} is closed.") from closed
        except NotNewer as refused:
            raise CommandError(f"Not offered: {refused}.") from refused
        self.stdout.write(f"Files of {year} may now move to {code}; new ones begin on it.")

    def show_proposal(self, place: Path, newer: str | None) -> None:
        """Print a first mapping.yaml from one edition to the next, for its author to judge."""
        if not newer:
            raise CommandError("Say which two: manage.py questionnaire compare OLD NEW")
        try:
            editions = [edition_from_folder(folder) for folder in (place, folder_of(newer))]
        except (SourceError, KeyError) as error:
            raise CommandError(f"An edition can't be read; check it first: {error}") from error
        self.stdout.write(written(propose(*editions)), ending="")

    def show_versions(self) -> None:
        """Print what the database holds."""
        for version in QuestionnaireVersion.objects.without_document().order_by(
            "year", "loaded_at"
        ):
            state = (
                f"published {version.published_at:%Y-%m-%d}" if version.published_at else "draft"
            )
            self.stdout.write(f"{version.code}  {version.sha256[:12]}  {state}")


def folder_of(name: str) -> Path:
    """Return the folder that is meant: a path, or a year among the product's own editions."""
    for place in (Path(name), EDITIONS / name):
        if (place / "edition.yaml").is_file():
            return place
    raise CommandError(f"There is no edition.yaml in '{name}'.")
