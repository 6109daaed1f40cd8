"""What holds for all questions of an edition: bands, sizes, places in the chain, the score."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from diligence.framework.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    key: str
    start: int
    """The lowest percentage that still belongs to it."""
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    key: str
    up_to: Decimal | None
    """The largest number of full-time equivalents; None for the last size."""
    pace: Decimal
    """Time needed against a small company."""
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainPosition:
    key: str
    stages: tuple[str, ...]
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    rule: str
    version: str
    highest_level: int
    dont_know_counts_as: int
    not_applicable_counts: bool
