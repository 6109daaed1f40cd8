"""One finding of the validator, for the people who write an edition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong, where, and what to do; a warning does not keep an edition out."""

    file: str
    line: int
    subject: str
    """The key it concerns: a question, measure, rule, or a field of the header."""
    message: str
    is_warning: bool = False

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}, {self.subject}: {self.message}"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant; None when none is near."""
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.75)), None)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` Did you mean '…'?` for the nearest known word, or nothing when none is near."""
    near = nearest(word, known)
    return f" Did you mean '{near}'?" if near else ""
