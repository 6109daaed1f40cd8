"""Where every member's report stands in a run that makes them all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

HANDED_IN = frozenset({"submitted", "accepted", "closed"})
"""The files that a run makes reports of; all others are left out, by name."""
FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
"""What a file may not be called on the computers people open the ZIP on."""


class Making(StrEnum):
    """Where one report stands for a run."""

    LEFT_OUT = "left_out"
    TO_ASK = "to_ask"
    UNDER_WAY = "under_way"
    STUCK = "stuck"
    FAILED = "failed"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Report:
    """The report of a file's newest snapshot, as far as it has come."""

    pk: UUID
    status: str
    requested_at: datetime
    finished_at: datetime | None
    error_code: str
    file: str
    sha256: str
    code: str
    is_queued: bool
    """Whether the queue still holds the task that makes it."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A member that is not in the ZIP.

    `why` is `failed` (with the code of the failure), `damaged` (the file is gone or altered),
    `no_file`, or the status of a file that was not handed in.
    """

    slug: str
    name: str
    why: str
    code: str = ""

    @property
    def is_failure(self) -> bool:
        """Tell whether a report was wanted and is not there."""
        return self.why in ("failed", "damaged")

    def as_dict(self) -> dict[str, str]:
        """Return what is kept with the run."""
        return {"slug": self.slug, "name": self.name, "why": self.why, "code": self.code}


@dataclass(frozen=True, slots=True)
class FileForRun:
    """A member, where its file stands (empty without a file), and its report."""

    company: UUID
    slug: str
    name: str
    status: str
    report: Report | None

    @property
    def is_handed_in(self) -> bool:
        """Tell whether a run makes a report of this file."""
        return self.status in HANDED_IN

    def left_out(self, code: str = "") -> LeftOut:
        """Return this member as one that is not in the ZIP, and why."""
        why = "failed" if self.is_handed_in else self.status or "no_file"
        return LeftOut(self.slug, self.name, why, code)

    def making(self, since: datetime) -> Making:
        """Return where the report stands for a run that began at `since`.

        What failed or got stuck before that is asked for once more; what did so after it is over.
        """
        if not self.is_handed_in:
            return Making.LEFT_OUT
        if self.report is None:
            return Making.TO_ASK
        if self.report.status == "ready":
            return Making.READY
        if self.report.status == "failed":
            ended = self.report.finished_at
            return Making.FAILED if ended and ended >= since else Making.TO_ASK
        if self.report.is_queued:
            return Making.UNDER_WAY
        return Making.STUCK if self.report.requested_at >= since else Making.TO_ASK


def split(
    files: Iterable[FileForRun],
    since: datetime,
    *,
    refused: frozenset[str] = frozenset(),
    gone: frozenset[UUID] = frozenset(),
) -> dict[Making, list[FileForRun]]:
    """Return the files by where their report stands for a run that began at `since`.

    `refused` (slugs) could not be asked for; `gone` (of reports) have lost their PDF.
    """
    sorted_out: dict[Making, list[FileForRun]] = {making: [] for making in Making}
    for file in files:
        making = file.making(since)
        if making == Making.READY and file.report and file.report.pk in gone:
            making = Making.TO_ASK
        if making == Making.TO_ASK and file.slug in refused:
            making = Making.FAILED
        sorted_out[making].append(file)
    return sorted_out


def names_in_zip(files: Iterable[FileForRun], year: int, language: str) -> Iterator[str]:
    """Yield what each report is called in the ZIP; no two names are the same on any computer."""
    taken: set[str] = set()
    for file in files:
        bare = " ".join(FORBIDDEN.sub(" ", file.name).split()) or file.slug
        name = f"{year} {bare} {language}.pdf"
        if name.casefold() in taken:
            name = f"{year} {bare} ({file.slug}) {language}.pdf"
        taken.add(name.casefold())
        yield name
