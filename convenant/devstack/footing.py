"""Under which user PostgreSQL runs: it refuses to be root, and containers often are root.

A plain user needs nothing. Root gets a user namespace, in which the server believes it is somebody
else while its files stay root's: no account is made, no permission changed. So does a user without
an account (a container's --user), whom initdb refuses as well. Where namespaces are forbidden (many
containers), root's server runs as `nobody`; the data then belongs to that user, and moves with a
copy of the programs to /var/tmp when the checkout is closed to others.
"""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .console import Trouble

NOBODY = 65534
DROPPED = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
OPEN_PLACE = Path("/var/tmp")


@dataclass(frozen=True)
class Footing:
    """How to start PostgreSQL's programs, where they are, and where the data belongs."""

    prefix: tuple[str, ...]
    programs: Path
    data: Path
    owner: int | None = None

    def give(self, path: Path) -> None:
        """Let the server's user own a file or folder, if it is another user than ours."""
        if self.owner is not None:
            os.chown(path, self.owner, self.owner)


def find(programs: Path, data: Path) -> Footing:
    """Choose the footing for this process; raises Trouble when PostgreSQL would refuse any."""
    user = os.geteuid()
    if user != 0 and _has_account(user):
        return Footing((), programs, data)
    if not _is_nobodys(data) and _works(prefix := namespace()):
        return Footing(prefix, programs, data)
    if user == 0 and _works(DROPPED):
        return stepped_down(programs, data)
    raise Trouble(
        f"PostgreSQL refuses to run as {'root' if user == 0 else f'user {user} without an account'}"
        ", and neither unshare nor setpriv (util-linux) may change that here.",
        "Start this as an ordinary user, or set DATABASE_URL to a server that runs already.",
    )


def namespace() -> tuple[str, ...]:
    """Return the prefix that makes a program believe it is an ordinary user with an account."""
    known = {account.pw_uid for account in pwd.getpwall()} - {0}
    believed = 1000 if 1000 in known else next(iter(sorted(known)), NOBODY)
    return ("unshare", "--user", f"--map-user={believed}", f"--map-group={believed}")


def stepped_down(programs: Path, data: Path) -> Footing:
    """Return the footing as `nobody`, with programs and data where that user can reach them."""
    if not is_open_to_all(programs):
        programs = _copied(programs, _own_place(data) / "site")
    if not is_open_to_all(data.parent):
        data = _own_place(data) / data.name
    return Footing(DROPPED, programs, data, NOBODY)


def is_open_to_all(folder: Path) -> bool:
    """Tell whether every user can pass through to the folder."""
    folder = folder.resolve()
    return all(
        place.stat().st_mode & stat.S_IXOTH for place in (folder, *folder.parents) if place.exists()
    )


def place_of(data: Path) -> Path:
    """Return where the data of a closed folder is kept: one place per data folder."""
    name = "convenant-" + hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:12]
    return OPEN_PLACE / name


def _own_place(data: Path) -> Path:
    """Make our folder in the open place; refuses one somebody else made."""
    place = place_of(data)
    place.mkdir(mode=0o711, exist_ok=True)
    found = place.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise Trouble(f"{place} belongs to somebody else.", "Remove it, then start again.")
    place.chmod(0o711)
    return place


def _copied(programs: Path, site: Path) -> Path:
    """Copy an installation with the libraries its wheel keeps beside the package.

    The programs look for those at a path relative to their own, so the shape is kept.
    """
    installation = programs.parent
    package = installation.parent
    target = site / package.name / installation.name
    if not target.exists():
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, site / libraries.name, dirs_exist_ok=True)
        draft = target.with_name(f"{target.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(installation, draft)
        draft.rename(target)
    return target / programs.name


def _has_account(user: int) -> bool:
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True


def _is_nobodys(data: Path) -> bool:
    """Tell whether an earlier start had to step down: its data stays with that user."""
    if (place_of(data) / data.name).exists():
        return True
    return data.exists() and data.stat().st_uid == NOBODY


def _works(prefix: tuple[str, ...]) -> bool:
    try:
        return subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False
