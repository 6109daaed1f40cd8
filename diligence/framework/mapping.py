"""How the questions of one edition follow from the edition before (`mapping.yaml`, section 8).

Beside the questions it tells of the options and columns of questions that stay: which left, which
came, which go on under another key. What it does not name stayed as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from diligence.framework.texts import Text


class PairKind(StrEnum):
    SAME = "same"
    REWORDED = "reworded"
    CHANGED_MEANING = "changed_meaning"
    SPLIT = "split"
    MERGED = "merged"
    RETIRED = "retired"
    NEW = "new"


CARRIES = frozenset({PairKind.SAME, PairKind.REWORDED})
"""The kinds whose answer may carry over once the company says "still true"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Old questions and the new questions that follow from them, with one kind and one note."""

    kind: str
    old: tuple[str, ...]
    """Keys in the edition before; empty for `new`."""
    new: tuple[str, ...]
    """Keys in this edition; empty for `retired`."""
    note: Text | None = None


class Told(StrEnum):
    """The words for an option or column, where no other key takes its place."""

    RETIRED = "retired"
    NEW = "new"
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an option or column: `same` is never written."""

    kind: str
    """`reworded` (the key may be another), `split`, `merged`, `retired` or `new`."""
    becomes: tuple[str, ...] = ()
    """The keys that stand in its place; empty for the three words that name no other."""

    @property
    def moves(self) -> bool:
        """Whether what was chosen is called otherwise now, or is gone."""
        return bool(self.becomes) or self.kind == PairKind.RETIRED


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionMapping:
    """The whole of `mapping.yaml`. Pairs of `same`, `reworded`, `retired`, `new` hold one key."""

    from_code: str
    to_code: str
    pairs: tuple[Pair, ...]
    options: Mapping[str, Mapping[str, Fate]] = field(default_factory=dict)
    """By question, or `question.column`: what became of its options, by their key."""
    columns: Mapping[str, Mapping[str, Fate]] = field(default_factory=dict)
    """By table: what became of its columns, by their key."""

    @property
    def retired_options(self) -> dict[str, tuple[str, ...]]:
        """By question or column the keys of options that are gone."""
        return {
            place: gone
            for place, fates in self.options.items()
            if (gone := tuple(key for key, fate in fates.items() if fate.kind == PairKind.RETIRED))
        }

    def becomes(self, place: str, option: str) -> tuple[str, ...]:
        """The options that an option of a question or column is now; itself when nothing is told.

        Empty when it is gone, several when a person has to choose.
        """
        fate = self.options.get(place, {}).get(option)
        return (option,) if fate is None or not fate.moves else fate.becomes


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a question of this edition comes from, and what may be done with the old answer."""

    kind: str
    old: tuple[str, ...]
    note: Text | None

    @property
    def needs_new_answer(self) -> bool:
        """Nobody's earlier answer can stand here as it is: a person has to write one."""
        return self.kind not in CARRIES

    @property
    def carries(self) -> bool:
        """The old answer may be taken over after the company says "still true"."""
        return self.kind in CARRIES

    @property
    def draws_through(self) -> bool:
        """A chart may draw one line through both years of this question."""
        return self.kind in CARRIES


def carry_over(mapping: EditionMapping) -> dict[str, Origin]:
    """For every question of the new edition: its origin, in the order of the mapping."""
    return {
        key: Origin(kind=pair.kind, old=pair.old, note=pair.note)
        for pair in mapping.pairs
        for key in pair.new
    }


def carry_over_through(mappings: Sequence[EditionMapping]) -> dict[str, Origin]:
    """The same over several editions: `mappings` goes from the oldest step to the newest.

    A question is the same only if it stayed the same at every step; one change of meaning on the
    way and nothing carries. What was retired on the way is not told of. Raises `ValueError` when
    the steps do not join.
    """
    for before, after in pairwise(mappings):
        if before.to_code != after.from_code:
            raise ValueError(f"{before.to_code} is not {after.from_code}")
    origins: dict[str, Origin] = {}
    for step, mapping in enumerate(mappings):
        here = carry_over(mapping)
        origins = here if not step else {k: _joined(o, origins) for k, o in here.items()}
    return origins


def _joined(origin: Origin, before: Mapping[str, Origin]) -> Origin:
    """Where a question comes from, one step further back."""
    former = [before[key] for key in origin.old if key in before]
    old = tuple(dict.fromkeys(key for one in former for key in one.old))
    told = [origin, *former]
    note = next((one.note for one in told if one.note), None)
    kinds = {one.kind for one in told}
    kind = next((kind for kind in _HEAVIEST if kind in kinds), str(PairKind.SAME))
    return Origin(kind=kind if old else str(PairKind.NEW), old=old, note=note)


_HEAVIEST = tuple(
    map(
        str,
        (
            PairKind.CHANGED_MEANING,
            PairKind.MERGED,
            PairKind.SPLIT,
            PairKind.REWORDED,
        ),
    )
)


def counts_per_kind(mapping: EditionMapping) -> dict[str, int]:
    """How many questions each kind concerns: new questions, or old ones for `retired`."""
    counts = dict.fromkeys((str(kind) for kind in PairKind), 0)
    for pair in mapping.pairs:
        counts[pair.kind] += len(pair.new or pair.old)
    return counts


def retired_keys(mappings: Iterable[EditionMapping]) -> dict[str, str]:
    """The questions that were dropped for good, with the code of the last edition that had them.

    A key that another question continues under a new name (`split`, `merged`, `changed_meaning`)
    is gone too, and may not come back with another meaning.
    """
    return {
        key: mapping.from_code
        for mapping in mappings
        for pair in mapping.pairs
        for key in pair.old
        if key not in pair.new
    }


def summary(mapping: EditionMapping) -> str:
    """One line for a log or a command: `2025 to 2026: 49 same, 6 reworded, 3 new`."""
    told = ", ".join(
        f"{count} {kind.replace('_', ' ')}"
        for kind, count in counts_per_kind(mapping).items()
        if count
    )
    return f"{mapping.from_code} to {mapping.to_code}: {told}"


def mapping_from_document(document: Mapping | None) -> EditionMapping | None:
    """Read a mapping that the validator has accepted; None (a first edition) stays None."""
    if document is None:
        return None
    return EditionMapping(
        from_code=document["from"],
        to_code=document["to"],
        pairs=tuple(pair for written in document["pairs"] for pair in _pairs(written)),
        options={place: _fates(told) for place, told in document.get("options", {}).items()},
        columns={table: _fates(told) for table, told in document.get("columns", {}).items()},
    )


def _fates(written: Mapping[str, str | list[str]]) -> dict[str, Fate]:
    """A word tells itself; a list names the keys that come in its place."""
    lists = [tuple(told) for told in written.values() if not isinstance(told, str)]
    taken = [key for told in lists for key in told]
    return {key: _fate(told, taken) for key, told in written.items()}


def _fate(told: str | list[str], taken: list[str]) -> Fate:
    if isinstance(told, str):
        return Fate(told)
    if len(told) > 1:
        return Fate(PairKind.SPLIT, tuple(told))
    is_shared = taken.count(told[0]) > 1
    return Fate(PairKind.MERGED if is_shared else PairKind.REWORDED, tuple(told))


def _pairs(written: Mapping) -> list[Pair]:
    kind = written["kind"]
    note = Text.from_document(written.get("note"))
    if "keys" not in written:
        old, new = _keys(written["from"]), _keys(written["to"])
        return [Pair(kind=kind, old=old, new=new, note=note)]
    return [
        Pair(
            kind=kind,
            old=() if kind == PairKind.NEW else (key,),
            new=() if kind == PairKind.RETIRED else (key,),
            note=note,
        )
        for key in written["keys"]
    ]


def _keys(written: str | list[str]) -> tuple[str, ...]:
    return (written,) if isinstance(written, str) else tuple(written)
