"""The rules of the list of measures per theme: to fill in, to choose from, from light to heavy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, Protocol

from diligence.framework.checks.spot import Spot

EFFORTS = ("light", "medium", "heavy")
FEWEST, MOST = 2, 3
"""Measures per theme (domain.md 5.5): something to choose, not a list to search."""
LONGEST: Mapping[str, int] = {"nl": 150, "en": 150, "smart": 2000, "indicator": 300}
"""Characters that an action has room for."""
_BLANK = re.compile(r"\[[^\[\]]+\]")


class Listed(Protocol):
    """An entry of a list with its sound fields, and where it stands."""

    @property
    def key(self) -> str: ...
    @property
    def spot(self) -> Spot: ...
    @property
    def content(self) -> Mapping[str, Any]: ...


def check_measure(entry: Listed, known: Mapping[str, set[str]], year: int) -> None:
    """Note what one measure lacks: blanks in its model text, room in an action."""
    for field, most in LONGEST.items():
        written = entry.content.get(field, "")
        texts = written.values() if isinstance(written, Mapping) else [written]
        if any(len(text) > most for text in texts if isinstance(text, str)):
            (entry.spot / field).note(f"'{field}' is longer than {most} characters. Shorten it.")
    for language, text in entry.content.get("smart", {}).items():
        if not _BLANK.search(text):
            spot = entry.spot / "smart" / language
            spot.note("A model text leaves something to fill in. Write it in brackets: [who].")


def check_offers(found: Iterable[Listed], known: Mapping[str, set[str]]) -> None:
    """Note where a theme has too few or too many measures, or they go from heavy to light."""
    by_theme: dict[str, list[Listed]] = {}
    for entry in found:
        for theme in entry.content.get("themes", ()):
            by_theme.setdefault(theme, []).append(entry)
    for theme, offered in by_theme.items():
        first = offered[0].spot / "themes"
        if not FEWEST <= len(offered) <= MOST:
            first.note(f"{theme} has {len(offered)} measures; it needs {FEWEST} or {MOST}.")
        if len({entry.content.get("group") for entry in offered}) > 1:
            first.note(f"{theme} stands in two groups. Keep it in one.")
        ranks = [_rank(entry) for entry in offered]
        for (before, after), entry in zip(pairwise(ranks), offered[1:], strict=True):
            if after < before:
                (entry.spot / "effort").note("Measures of a group go from light to heavy.")
    missing = known.get("themes", set()) - set(by_theme)
    if by_theme and missing:
        spot = next(iter(by_theme.values()))[0].spot
        spot.note(f"No measure is for {', '.join(sorted(missing))}. Add one, or a theme to one.")


def _rank(entry: Listed) -> int:
    effort = entry.content.get("effort", EFFORTS[0])
    return EFFORTS.index(effort)
