"""All editions of a folder, each against the one it follows and the keys that were retired."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from diligence.framework.catalogues import Catalogue
from diligence.framework.checks.problem import Problem
from diligence.framework.checks.run import check_edition
from diligence.framework.loader import edition_from_folder
from diligence.framework.mapping import retired_keys
from diligence.framework.schema import Edition
from diligence.framework.source import HEADER_FILE


@dataclass(frozen=True, slots=True)
class Examined:
    """One edition and what is wrong with it."""

    code: str
    problems: tuple[Problem, ...]
    edition: Edition | None
    """The edition itself; None when it was refused."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if not problem.is_warning)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.is_warning)


def check_series(
    root: Path,
    *,
    catalogues: Mapping[str, Catalogue] | None = None,
    published: Mapping[str, str] | None = None,
    today: date | None = None,
) -> list[Examined]:
    """Check every edition in `root`, oldest first; `published` holds hashes by code.

    An edition that was refused is not compared with: what follows it is checked without it.
    """
    examined: list[Examined] = []
    sound: dict[str, Edition] = {}
    for folder in sorted(header.parent for header in root.glob(f"*/{HEADER_FILE}")):
        previous = list(sound.values())[-1] if sound else None
        problems = check_edition(
            folder,
            catalogues=catalogues,
            previous=previous,
            retired=retired_keys(e.mapping for e in sound.values() if e.mapping),
            published_hash=(published or {}).get(folder.name),
            today=today,
        )
        edition = None
        if all(problem.is_warning for problem in problems):
            edition = sound[folder.name] = edition_from_folder(folder)
        examined.append(Examined(folder.name, tuple(problems), edition))
    return examined
