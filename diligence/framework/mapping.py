"""How the questions of one edition follow from the edition before (`mapping.yaml`, section 8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

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


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionMapping:
    """The whole of `mapping.yaml`. Pairs of `same`, `reworded`, `retired`, `new` hold one key."""

    from_code: str
    to_code: str
    pairs: tuple[Pair, ...]
    retired_options: Mapping[str, tuple[str, ...]]
    """Question key to the keys of its options that are gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a question of this edition comes from, and what may be done with the old answer."""

    kind: str
    old: tuple[str, ...]
    note: Text | None

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
        retired_options={
            question: tuple(options) for question, options in document.get("options", {}).items()
        },
    )


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
