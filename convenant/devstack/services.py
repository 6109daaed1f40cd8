"""The private servers of one command, and the variables that tell programs where they are."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from . import postgres, roles, valkey
from .console import say
from .keys import load_or_make
from .supervisor import Supervisor

SUPERUSER_URL = "TEST_SUPERUSER_URL"
# Addresses that outrank the policies: for migrations, dumps and test set-up, never for the web.
PRIVILEGED = ("MIGRATION_DATABASE_URL", "BACKUP_DATABASE_URL", SUPERUSER_URL)


@dataclass(frozen=True)
class Place:
    """The folder below `.run` that belongs to one command."""

    folder: Path

    @property
    def lock(self) -> Path:
        """Beside the folder, so that the folder can be removed while it is held."""
        return self.folder.with_name(f"{self.folder.name}.lock")

    @property
    def env(self) -> Path:
        """The variables of the running command, for other commands and for a shell."""
        return self.folder / "env"

    @property
    def traces(self) -> Path:
        """Which processes run, for the next start should this one be killed."""
        return self.folder / "processes.json"

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.folder / "postgres"

    @property
    def done(self) -> Path:
        """Which steps this data has had."""
        return self.folder / "done.json"

    def log(self, name: str) -> Path:
        """What a process said since its last start."""
        return self.folder / "log" / f"{name}.log"


def is_configured(name: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Tell whether a server was named in the environment, directly or by a file."""
    return bool(environ.get(name) or environ.get(f"{name}_FILE"))


def start(
    supervisor: Supervisor, place: Place, *, durable: bool, private: bool = False
) -> dict[str, str]:
    """Start the servers that the environment doesn't name and return the variables for programs.

    `private` starts both whatever the environment names. Raises Trouble when one doesn't start.
    """
    place.folder.mkdir(parents=True, exist_ok=True)
    keys = load_or_make(place.folder / "secrets.json")
    found = _settings(place, keys)
    if private or not is_configured("DATABASE_URL"):
        server = postgres.start(
            supervisor, place.data, place.log("postgresql"), keys["postgres"], durable=durable
        )
        if server.is_new:
            place.done.unlink(missing_ok=True)
        roles.apply(server, keys)
        found |= addresses(server, keys)
    if private or not is_configured("REDIS_URL"):
        found["REDIS_URL"] = valkey.start(
            supervisor, place.folder / "valkey", place.log("valkey"), keys["valkey"]
        )
    names = [child.name for child in supervisor.children]
    if names:
        say(f"{' and '.join(names)} {'are' if len(names) > 1 else 'is'} up.")
    return found


def addresses(server: postgres.Postgres, keys: Mapping[str, str]) -> dict[str, str]:
    """Return the database's address for each role that signs in, and where pg_dump is."""
    return {
        "DATABASE_URL": server.url("convenant_app", keys["convenant_app"], roles.DATABASE),
        "MIGRATION_DATABASE_URL": server.url(
            "convenant_migrator", keys["convenant_migrator"], roles.DATABASE
        ),
        "BACKUP_DATABASE_URL": server.url(
            "convenant_backup", keys["convenant_backup"], roles.DATABASE
        ),
        SUPERUSER_URL: server.url(postgres.SUPERUSER, server.password, "postgres"),
        "PG_BIN": str(server.programs),
    }


def environment(found: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for programs: ours, in which what was found here wins."""
    hidden = {f"{name}_FILE" for name in found}
    ours = postgres.clean_environment(os.environ) if "DATABASE_URL" in found else os.environ
    kept = {name: value for name, value in ours.items() if name not in hidden}
    return kept | dict(found) | {"PYTHONUNBUFFERED": "1"}


def unprivileged(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for web and workers, who must be unable to step around policies."""
    hidden = {*PRIVILEGED, *(f"{name}_FILE" for name in PRIVILEGED)}
    return {name: value for name, value in environ.items() if name not in hidden}


def _settings(place: Place, keys: Mapping[str, str]) -> dict[str, str]:
    """Return what doesn't depend on a server. What the environment sets is kept."""
    for folder in ("log", "media", "mail"):
        (place.folder / folder).mkdir(mode=0o700, exist_ok=True)
    return {
        "CONVENANT_DEBUG": os.environ.get("CONVENANT_DEBUG", "0"),
        "SECRET_KEY": os.environ.get("SECRET_KEY") or keys["SECRET_KEY"],
        "SCOPE_KEY": os.environ.get("SCOPE_KEY") or keys["SCOPE_KEY"],
        "MEDIA_ROOT": str(place.folder / "media"),
        "MAIL_DIR": str(place.folder / "mail"),
        "STATIC_ROOT": str(place.folder / "static"),
    }
