"""The list of smelters that declarations are held against: as data, with a version and a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from diligence.framework.source import SourceError, read_file
from diligence.smelters.words import DATA, country_names, minerals

OWN = DATA / "reference.yaml"
STATES = ("conformant", "active", "none")


@dataclass(frozen=True, slots=True)
class KnownSmelter:
    """A smelter as a list has it; `state` is empty when the list does not tell."""

    id: str
    mineral: str
    name: str
    country: str
    state: str


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """One edition of the list."""

    version: str
    checked_on: str
    is_made_up: bool
    """It holds examples only; a page that uses it says so."""
    smelters: Mapping[str, tuple[KnownSmelter, ...]]
    """By identifier; a smelter of several minerals is there once for each."""

    def smelter(self, identifier: str, mineral: str = "") -> KnownSmelter | None:
        """Return the smelter with this identifier; of this mineral, when it has more."""
        found = self.smelters.get(identifier, ())
        return next((one for one in found if one.mineral == mineral), found[0] if found else None)

    def state_of(self, identifier: str, mineral: str) -> str:
        """Return where a smelter stands in the list.

        A state of the list, "other_mineral" when the identifier is another metal's, or "unknown".
        """
        found = self.smelter(identifier, mineral)
        if found is None:
            return "unknown"
        return found.state if found.mineral == mineral else "other_mineral"


@lru_cache(maxsize=4)
def reference(path: str = "") -> Reference:
    """Return the list in a file, ours without one; read once per process. Raises SourceError."""
    file = read_file(Path(path) if path else OWN)
    for flaw in file.flaws:
        raise SourceError(f"{file.name}, line {flaw.line}: {flaw.message}")
    found: dict[str, tuple[KnownSmelter, ...]] = {}
    for written in file.content["smelters"]:
        rest = {name: value for name, value in written.items() if name != "minerals"}
        entries = tuple(KnownSmelter(mineral=one, **rest) for one in written["minerals"])
        for one in entries:
            check(one, file.name)
        if written["id"] in found:
            raise SourceError(f"{file.name}: {written['id']} is there twice.")
        found[written["id"]] = entries
    content = file.content
    return Reference(
        content["version"], content["checked_on"], bool(content.get("is_made_up")), found
    )


def check(one: KnownSmelter, name: str) -> None:
    """Raises SourceError when an entry holds what we don't know."""
    is_country = one.country in country_names().values()
    if one.mineral not in minerals() or one.state not in STATES or not is_country:
        raise SourceError(f"{name}: {one.id} has a mineral, a country or a state we don't know.")
