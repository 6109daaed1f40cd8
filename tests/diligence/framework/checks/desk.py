"""A copy of the fixture edition 2031 that a test changes and then has checked."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diligence.framework.catalogues import catalogues_in
from diligence.framework.checks import Problem, check_edition
from tests.diligence.framework.sample import CATALOGUES, EDITIONS, TODAY, edition

PROFILE = "0_profile.yaml"
EMBED = "1_embed.yaml"
IDENTIFY = "2_identify.yaml"
PREVENT = "3_prevent.yaml"
COMMUNICATE = "5_communicate.yaml"
REMEDY = "6_remedy.yaml"
HEADER = "edition.yaml"
MAPPING = "mapping.yaml"

# The places that most changes come after.
POLICY = "key: embed.policy\n"
HOURS = "key: embed.hours\n"
COMMITMENTS = "key: embed.commitments\n"
SOURCING = "key: identify.sourcing\n"


@dataclass(frozen=True)
class Desk:
    """The files of one edition, under the hands of an author."""

    folder: Path

    @classmethod
    def laid_out(cls, tmp_path: Path) -> Desk:
        shutil.copytree(EDITIONS / "2031", tmp_path / "2031")
        return cls(tmp_path / "2031")

    def change(self, file: str, old: str, new: str, after: str = "") -> Desk:
        """Replace the first `old` that follows `after`; both must be there."""
        text = (self.folder / file).read_text()
        start = text.index(after) + len(after)
        place = text.index(old, start)
        (self.folder / file).write_text(text[:place] + new + text[place + len(old) :])
        return self

    def line(self, file: str, found: str, after: str = "") -> int:
        """The line of the first `found` that follows `after`."""
        text = (self.folder / file).read_text()
        place = text.index(found, text.index(after) + len(after))
        return text.count("\n", 0, place) + 1

    def problems(self, **how: Any) -> list[Problem]:
        options = {
            "catalogues": catalogues_in(CATALOGUES),
            "previous": edition("2030"),
            "today": TODAY,
            **how,
        }
        return check_edition(self.folder, **options)

    def errors(self, **how: Any) -> list[str]:
        return [str(problem) for problem in self.problems(**how) if not problem.is_warning]

    def warnings(self, **how: Any) -> list[str]:
        return [str(problem) for problem in self.problems(**how) if problem.is_warning]

    def told(self, file: str, found: str, after: str, subject: str, message: str) -> str:
        """A finding as the author reads it, at the line of `found` after `after`."""
        return f"{file}, line {self.line(file, found, after)}, {subject}: {message}"


@dataclass(frozen=True)
class Case:
    """Change `old` into `new` (the first after `after`); then `message` comes, filed under
    `subject`, on the line of `at` (the first after `at_after`)."""

    name: str
    file: str
    after: str
    old: str
    new: str
    at: str
    subject: str
    message: str
    at_after: str = ""

    def found_and_told(self, tmp_path: Path) -> tuple[list[str], list[str]]:
        """Make the change: what the validator found, and the one message that should come."""
        desk = Desk.laid_out(tmp_path).change(self.file, self.old, self.new, self.after)
        told = desk.told(self.file, self.at, self.at_after, self.subject, self.message)
        return desk.errors(previous=None), [told]
