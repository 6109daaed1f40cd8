"""Make the file by which leaked passwords are known (convenant.leaked)."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from convenant import leaked


class Command(BaseCommand):
    """`leaked_passwords OUT LIST...`: texts with one password a line."""

    help = "Make the filter of leaked passwords that LEAKED_PASSWORDS may point to."

    def add_arguments(self, parser):
        """Take where it goes, and the lists."""
        parser.add_argument("out", type=Path)
        parser.add_argument("lists", type=Path, nargs="+")

    def handle(self, out: Path, lists: list[Path], **options):
        """Read the lists; what is shorter than a password may be here is left out."""
        found: set[str] = set()
        for each in lists:
            if not each.is_file():
                raise CommandError(f"{each} is no file.")
            with each.open(encoding="utf-8", errors="replace") as lines:
                words = (line.rstrip("\r\n").casefold() for line in lines)
                found.update(word for word in words if len(word) >= settings.SHORTEST_PASSWORD)
        if not found:
            raise CommandError(f"No password of {settings.SHORTEST_PASSWORD} signs or more.")
        leaked.write(found, out)
        self.stdout.write(f"{len(found)} passwords, {out.stat().st_size} bytes.")
