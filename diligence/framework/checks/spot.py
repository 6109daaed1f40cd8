"""A place in a file, and how findings there are written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from diligence.framework.checks.problem import Problem
from diligence.framework.source import SourceFile


class Refused(Exception):
    """This value is left out; the finding is noted already."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file, under the subject that findings there are filed under."""

    file: SourceFile
    path: tuple[str | int, ...]
    subject: str
    problems: list[Problem]

    def __truediv__(self, part: str | int) -> Spot:
        return Spot(self.file, (*self.path, part), self.subject, self.problems)

    def about(self, subject: str) -> Spot:
        return Spot(self.file, self.path, subject, self.problems)

    def note(self, message: str) -> None:
        self.problems.append(finding(self.file, self.path, self.subject, message))

    def refuse(self, message: str) -> Refused:
        self.note(message)
        return Refused()


def finding(
    file: SourceFile,
    path: tuple[str | int, ...],
    subject: str,
    message: str,
    *,
    is_warning: bool = False,
) -> Problem:
    """A finding at a path; without a subject it is filed under the first field of the path."""
    about = subject or (str(path[0]) if path else file.name)
    return Problem(file.name, file.line(*path), about, message, is_warning)


def shown(value: Any) -> str:
    """A value as its author would recognise it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a block of fields"
    if isinstance(value, list):
        return "a list"
    return f"'{value}'" if isinstance(value, str) else str(value)
