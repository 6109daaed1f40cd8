"""What an annual report is made from: stored once, never changed, the same in every language.

`docs/annual.md` describes the format. Everything that is printed follows from it: the PDF in both
languages, the workbook and the data files.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from workgroups.annual.prose import Block, blocks_of
from workgroups.disclosure.published import PublishedCell, PublishedTable

FORMAT, VERSION = "ketenkompas.annual", 1
TEMPLATE_VERSION = "1"
NOTHING = PublishedTable("", 0, (), "count")


@dataclass(frozen=True, slots=True)
class ReleaseInfo:
    """The release that the figures are from."""

    number: str
    audience: str
    rules: str
    fixed_on: date
    signed_on: date | None


@dataclass(frozen=True, slots=True)
class PrintedChapter:
    """A chapter as it is printed in one language."""

    key: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def anchor(self) -> str:
        """Return where it can be found in the document."""
        return f"h-{self.key.replace('_', '-')}"


@dataclass(frozen=True)
class Annual:
    """The content in one language, with what identifies this making of it."""

    data: Mapping[str, Any]
    language: str
    code: str
    check_url: str
    sha256: str
    made_at: datetime

    @property
    def year(self) -> int:
        """Return the monitoring year."""
        return self.data["year"]

    @cached_property
    def release(self) -> ReleaseInfo:
        """Return where the figures are from."""
        told = self.data["release"]
        signed = told["signed_on"]
        return ReleaseInfo(
            told["number"],
            told["audience"],
            told["rules"],
            date.fromisoformat(told["fixed_on"]),
            date.fromisoformat(signed) if signed else None,
        )

    @cached_property
    def tables(self) -> Sequence[PublishedTable]:
        """Return every table of the release, in its order."""
        return [PublishedTable.from_json(one) for one in self.data["tables"]]

    def table(self, name: str, year: int | None = None) -> PublishedTable | None:
        """Return a table of this year, or of another; None when the release has none."""
        wanted = year or self.year
        return next((one for one in self.tables if (one.name, one.year) == (name, wanted)), None)

    def figure(self, name: str, *key: str, year: int | None = None) -> PublishedCell:
        """Return one figure; withheld when the release does not have it."""
        return (self.table(name, year) or NOTHING).cell(*key)

    @property
    def years(self) -> Sequence[int]:
        """Return the years of which there are figures, the oldest first."""
        return sorted({table.year for table in self.tables})

    @cached_property
    def chapters(self) -> Sequence[PrintedChapter]:
        """Return the chapters that are printed, in their order."""
        return [
            PrintedChapter(
                one["key"],
                one[f"title_{self.language}"],
                tuple(blocks_of(one[f"text_{self.language}"])),
            )
            for one in self.data["chapters"]
        ]

    def word(self, dim: str, key: str) -> str:
        """Return what a key is called; the key itself when it was stored without words."""
        return self.data["labels"][self.language].get(dim, {}).get(key, key)

    def breaks_before(self, year: int) -> bool:
        """Tell whether another method was used for this year than for the year before."""
        methods = self.data["methods"]
        before = methods.get(str(year - 1))
        return before is not None and before != methods.get(str(year))
