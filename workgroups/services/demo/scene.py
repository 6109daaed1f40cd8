"""One company in one year: whom and what the answers are about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from diligence.framework.schema import Edition
from workgroups.services.demo.draws import draw
from workgroups.services.demo.sector import CompanyPlan, YearPlan

MICRO = "micro"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A company-year, as picking and wording look at it."""

    company: CompanyPlan
    year: int
    edition: Edition
    first_day: date
    """The first day on which the file could be filled in."""
    last_day: date
    """The last day on which somebody wrote in it: no text knows of later days."""

    def draw(self, *words: object) -> float:
        """Return this company's own chance."""
        return draw(self.company.slug, *words)

    @property
    def plan(self) -> YearPlan:
        """Return where the file is to stand."""
        return self.company.years[self.year]

    @property
    def by_hand(self) -> Mapping[str, Any]:
        """Return what was written by hand for this year: `fills`, `answers` and `proof`."""
        return self.company.by_hand.get(self.year, {})

    @cached_property
    def size(self) -> str:
        """Return the key of the size class."""
        return self.edition.size_for(Decimal(str(self.company.fte[self.year]))).key

    @property
    def voice(self) -> str:
        """Return who speaks: the owner of a micro company, or somebody of a larger one."""
        return MICRO if self.size == MICRO else "larger"

    @cached_property
    def tags(self) -> frozenset[str]:
        """Return what variants and rows may ask for."""
        seniority = "first" if self.year == self.company.first_year else "later"
        return self.company.tags | {self.size, seniority}

    @cached_property
    def direct_suppliers(self) -> int:
        """Return how many suppliers the company buys from directly this year."""
        return sum(
            supplier["tier"] == 1 and self.has(supplier) for supplier in self.company.suppliers
        )

    def has(self, supplier: Mapping[str, Any]) -> bool:
        """Tell whether this is a supplier in this year."""
        return int(supplier.get("since", 0)) <= self.year <= int(supplier.get("until", 9999))

    def facts(self, language: str) -> Mapping[str, str]:
        """Return the words for the placeholders, as they were in this year."""
        company, year = self.company, self.year
        facts = {**company.facts, **company.facts_by_year.get(year, {})}
        if language == "en":
            facts |= company.facts_en
            facts |= company.facts_en_by_year.get(year, {})
        return facts
