"""Make a backup of the database, the roles and the files."""

from pathlib import Path

import psycopg
from django.core.management.base import BaseCommand, CommandError

from convenant import env
from convenant.backup.sealing import SealingFailed
from convenant.backup.server import ProgramFailed, Server
from convenant.backup.steps import make


class Command(BaseCommand):
    """`backup /backups` adds a folder named by the moment; `--to KEY` encrypts it."""

    help = "Back up database, roles and files into a new folder below FOLDER."
    requires_system_checks = []

    def add_arguments(self, parser):
        """Take where to, and for whom."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--to", default="", help="encrypt for this age or GnuPG key")

    def handle(self, folder: Path, to: str, **options):
        """Make it and say where it is."""
        try:
            made = make(folder, server_of("BACKUP_DATABASE_URL"), to)
        except (SealingFailed, ProgramFailed, OSError, psycopg.Error) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(str(made))


def server_of(name: str) -> Server:
    """Return the database that a variable names."""
    url = env.secret(name, "")
    if not url:
        raise CommandError(f"Set {name} (docs/operate.md, Backup).")
    return Server(url)
