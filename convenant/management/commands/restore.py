"""Bring a backup back into an empty database."""

from pathlib import Path

import psycopg
from django.core.management.base import BaseCommand, CommandError

from convenant.backup.sealing import SealingFailed
from convenant.backup.server import ProgramFailed
from convenant.backup.steps import CannotRestore, restore
from convenant.management.commands.backup import server_of


class Command(BaseCommand):
    """`restore /backups/2026-11-30T030000Z`, then `verify_restore` on the same folder."""

    help = "Restore a backup into the empty database of RESTORE_DATABASE_URL and its files."
    requires_system_checks = []

    def add_arguments(self, parser):
        """Take the backup and the key that opens it."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--identity", default="", help="age's key file, for a backup to age")

    def handle(self, folder: Path, identity: str, **options):
        """Restore, and say what to do next."""
        try:
            count = restore(folder, server_of("RESTORE_DATABASE_URL"), identity)
        except (SealingFailed, ProgramFailed, CannotRestore, OSError, psycopg.Error) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"Database and {count} files are back. Now: verify_restore {folder}")
