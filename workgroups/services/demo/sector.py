"""The demo's data as objects: the sector, its companies, the bank of texts, the show piece."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from diligence.framework.source import SourceError, read_file

FOLDER = Path(__file__).resolve().parents[2] / "demo"
STEPS = ("embed", "identify", "prevent", "track", "communicate", "remedy")

ByYear = Mapping[int, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPlan:
    """Where a company's file of one year is to stand."""

    state: str
    filled: int
    submitted_on: date | None = None
    decided_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyPlan:
    """One company as its file tells it; the fields are those of README section 2."""

    slug: str
    name: str
    kind: str
    city: str
    kvk: str
    status: str
    joined_on: date
    language: str
    fte: ByYear
    profile: Mapping[str, Any]
    hazards: tuple[str, ...]
    red_flags: tuple[str, ...]
    tags: frozenset[str]
    people: tuple[Mapping[str, str], ...]
    suppliers: tuple[Mapping[str, Any], ...]
    character: Mapping[str, Any]
    years: Mapping[int, YearPlan]
    facts: Mapping[str, str]
    facts_by_year: ByYear
    facts_en: Mapping[str, str]
    facts_en_by_year: ByYear
    slips: ByYear
    not_applicable: ByYear
    by_hand: ByYear
    """The show piece's answers by year, for the one company that has them."""
    left_on: date | None = None

    @property
    def first_year(self) -> int:
        """Return the first year of which there is a file."""
        return min(self.years)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """What companies may answer, by question key."""

    questions: Mapping[str, Mapping[str, Any]]
    earlier: Mapping[str, str]
    """Keys of older editions, with the key under which their answers are kept."""

    def key_of(self, question: str) -> str:
        """Return under which key the answers to a question of any edition are kept."""
        return self.earlier.get(question, question)


@dataclass(frozen=True, kw_only=True)
class Sector:
    """Everything the demo is made of."""

    written: Mapping[str, Any]
    bank: Bank
    notes: tuple[Mapping[str, Any], ...]
    companies: tuple[CompanyPlan, ...]

    @property
    def ties(self) -> list[Mapping[str, Any]]:
        """Return which level pulls which other one up."""
        return self.written["ties"]

    @cached_property
    def smelters(self) -> Mapping[str, str]:
        """Return the smelters' names by key."""
        return {smelter["key"]: smelter["name"] for smelter in self.written["smelters"]}


def read_sector(folder: Path = FOLDER) -> Sector:
    """Read the whole folder. Raises SourceError when a file is missing or not the YAML we read."""
    written = content(folder / "sector.yaml")
    piece = content(folder / "show_piece.yaml")
    files = [content(folder / "companies" / f"{slug}.yaml") for slug in written["companies"]]
    return Sector(
        written=written,
        bank=read_bank(folder / "texts"),
        notes=tuple(content(folder / "texts" / "notes.yaml")["notes"]),
        companies=tuple(
            company_of(file, piece["years"] if file["slug"] == piece["slug"] else {})
            for file in files
        ),
    )


def content(path: Path) -> Any:
    """Return what a file says. Raises SourceError with the line of its first flaw."""
    file = read_file(path)
    for flaw in file.flaws:
        raise SourceError(f"{file.name}, line {flaw.line}: {flaw.message}")
    return file.content


def read_bank(folder: Path) -> Bank:
    """Return the texts of all steps."""
    questions: dict[str, Mapping[str, Any]] = {}
    for step in STEPS:
        questions |= content(folder / f"{step}.yaml")["questions"]
    earlier = {
        old: key for key, question in questions.items() for old in question.get("earlier_keys", ())
    }
    return Bank(questions=questions, earlier=earlier)


def company_of(file: Mapping[str, Any], by_hand: Mapping[str, Any]) -> CompanyPlan:
    """Return one company's file as an object."""
    same = ("slug", "name", "kind", "city", "kvk", "status", "language", "profile", "character")
    by_year_too = ("facts_by_year", "facts_en_by_year", "slips", "not_applicable")
    fields: dict[str, Any] = {name: file[name] for name in same}
    fields |= {name: by_year(file.get(name, {})) for name in by_year_too}
    return CompanyPlan(
        **fields,
        fte=by_year(file["fte"]),
        joined_on=date.fromisoformat(file["joined_on"]),
        left_on=day_of(file, "left_on"),
        hazards=tuple(file["hazards"]),
        red_flags=tuple(file["red_flags"]),
        tags=frozenset(file["tags"]),
        people=tuple(file["people"]),
        suppliers=tuple(file["suppliers"]),
        facts=file["facts"],
        facts_en=file.get("facts_en", {}),
        years={int(year): year_plan(plan) for year, plan in file["years"].items()},
        by_hand=by_year(by_hand),
    )


def year_plan(plan: Mapping[str, Any]) -> YearPlan:
    """Return where a file is to stand."""
    return YearPlan(
        state=plan["state"],
        filled=plan["filled"],
        submitted_on=day_of(plan, "submitted_on"),
        decided_on=day_of(plan, "decided_on"),
    )


def by_year(written: Mapping[str, Any]) -> dict[int, Any]:
    """Return a map with years as numbers."""
    return {int(year): value for year, value in written.items()}


def day_of(written: Mapping[str, Any], name: str) -> date | None:
    """Return a day that may be there."""
    return date.fromisoformat(written[name]) if name in written else None
