"""Prove that a restored database and its files are what the backup held."""

from pathlib import Path

import psycopg
from django.core.management.base import BaseCommand, CommandError

from convenant.backup.sealing import SealingFailed
from convenant.backup.steps import prove
from convenant.management.commands.backup import server_of


class Command(BaseCommand):
    """`verify_restore FOLDER` compares rows, policies, grants, code and files; exit 1 on any."""

    help = "Compare the database and files of the settings with a backup."
    requires_system_checks = []

    def add_arguments(self, parser):
        """Take the backup and the key that opens it."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--identity", default="", help="age's key file, for a backup to age")

    def handle(self, folder: Path, identity: str, **options):
        """Compare, and tell every difference."""
        try:
            manifest, found = prove(folder, server_of("BACKUP_DATABASE_URL"), identity)
        except (SealingFailed, OSError, psycopg.Error) as fault:
            raise CommandError(str(fault)) from fault
        for difference in found:
            self.stdout.write(difference)
        if found:
            raise CommandError(f"{len(found)} differences.")
        tables, lines = manifest["database"]["rows"], manifest["database"]["schema"]
        rows = sum(count for count, _ in tables.values())
        self.stdout.write(
            f"0 differences: {len(tables)} tables, {rows} rows, {len(lines)} lines of schema, "
            f"{len(manifest['files'])} files."
        )
