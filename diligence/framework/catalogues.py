"""The lists that all editions share: metals, countries, kinds of proof, law clauses...

Each is a YAML file in `catalogues/`: a version, the day it was checked, and its entries.
Lists that live in the database (`smelters`, `own_suppliers`) are given by the caller instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from diligence.framework.source import SourceError, read_file
from diligence.framework.texts import Text

CATALOGUES = Path(__file__).parent / "catalogues"


class UnknownCatalogue(LookupError):
    """There is no catalogue of this name."""


class UnknownEntry(LookupError):
    """The catalogue has no entry with this key."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    key: str
    text: Text
    fields: Mapping[str, Any]
    """Everything else the file says of it, as written."""

    def get(self, name: str, default: Any = None) -> Any:
        return self.fields.get(name, default)


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    name: str
    version: str
    checked_on: str
    """`YYYY-MM-DD`: the day somebody last held the whole list against its sources."""
    entries: tuple[Entry, ...]
    _by_key: Mapping[str, Entry] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {entry.key: entry for entry in self.entries})

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def get(self, key: str) -> Entry | None:
        return self._by_key.get(key)

    def entry(self, key: str) -> Entry:
        """Raises `UnknownEntry`."""
        try:
            return self._by_key[key]
        except KeyError:
            raise UnknownEntry(f"{key!r} is not in the catalogue {self.name}") from None


def catalogue(name: str) -> Catalogue:
    """One of the shared lists, read once per process. Raises `UnknownCatalogue`, `SourceError`."""
    return _read(CATALOGUES, name)


def catalogues_in(folder: Path = CATALOGUES) -> dict[str, Catalogue]:
    """All catalogues of a folder by name. Raises `SourceError`."""
    return {path.stem: _read(folder, path.stem) for path in sorted(folder.glob("*.yaml"))}


@lru_cache(maxsize=64)
def _read(folder: Path, name: str) -> Catalogue:
    path = folder / f"{name}.yaml"
    if not name.isidentifier() or not path.is_file():
        raise UnknownCatalogue(f"there is no catalogue {name!r}")
    file = read_file(path)
    for flaw in file.flaws:
        raise SourceError(f"{file.name}, line {flaw.line}: {flaw.message}")
    if file.content.get("catalogue") != name:
        raise SourceError(f"{file.name}: 'catalogue' must be {name!r}, as the file is called.")
    return Catalogue(
        name=name,
        version=file.content["version"],
        checked_on=file.content["checked_on"],
        entries=tuple(map(_entry, file.content["entries"])),
    )


def _entry(written: Mapping[str, Any]) -> Entry:
    rest = {name: value for name, value in written.items() if name not in ("key", "nl", "en")}
    return Entry(written["key"], Text(written["nl"], written["en"]), rest)
