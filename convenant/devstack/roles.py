"""Run roles.sql, the file operators run too, with the passwords generated for this machine."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from . import ports
from .console import Trouble
from .postgres import SUPERUSER, Postgres, clean_environment

DATABASE = "convenant"
SCRIPT = Path(__file__).with_name("roles.sql")


def apply(server: Postgres, keys: Mapping[str, str], database: str = DATABASE) -> None:
    """Make the roles, the database and its grants, or repair them; raises Trouble with the reason.

    Passwords travel in the environment, which other users can't read.
    """
    command = [str(server.programs / "psql"), "-X", "-q", "-w", "-f", str(SCRIPT)]
    command += ["-h", ports.HOST, "-p", str(server.port), "-U", SUPERUSER, "-d", "postgres"]
    environ = clean_environment(os.environ) | {
        "PGPASSWORD": server.password,
        "CONVENANT_DATABASE": database,
        "CONVENANT_APP_PASSWORD": keys["convenant_app"],
        "CONVENANT_MIGRATOR_PASSWORD": keys["convenant_migrator"],
        "CONVENANT_BACKUP_PASSWORD": keys["convenant_backup"],
    }
    done = subprocess.run(
        command, env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Trouble(
            f"The database roles could not be made:\n{done.stderr.strip()}\n",
            "When secrets.json is newer than the data, start again with --fresh.",
            exit_code=1,
        )
