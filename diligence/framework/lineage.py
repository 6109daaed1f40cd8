"""Where the questions of one edition come from in an earlier one, however many years apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from diligence.framework.mapping import Origin, PairKind, carry_over
from diligence.framework.schema import Edition

_DRIFT = (
    PairKind.SAME,
    PairKind.REWORDED,
    PairKind.CHANGED_MEANING,
    PairKind.SPLIT,
    PairKind.MERGED,
    PairKind.NEW,
)
"""The kinds from near to far: over several years the farthest one counts."""


def origins(now: Edition, then: Edition, known: Iterable[Edition]) -> Mapping[str, Origin]:
    """For every question of `now`: which questions of `then` it follows from, and how.

    Walks back mapping by mapping through the editions that are known. Where no mapping leads
    further, only a key that both editions have is taken for the same question.
    """
    by_code = {edition.code: edition for edition in known} | {then.code: then}
    found = {q.key: Origin(kind=PairKind.SAME, old=(q.key,), note=None) for q in now.questions}
    edition = now
    while edition.code != then.code:
        mapping = edition.mapping
        if mapping is None or mapping.from_code not in by_code:
            return {key: _by_key(origin, then) for key, origin in found.items()}
        step = carry_over(mapping)
        found = {key: _further(origin, step) for key, origin in found.items()}
        edition = by_code[mapping.from_code]
    return found


def _by_key(origin: Origin, then: Edition) -> Origin:
    old = tuple(key for key in origin.old if key in then)
    return Origin(kind=origin.kind if old else PairKind.NEW, old=old, note=origin.note)


def _further(origin: Origin, step: Mapping[str, Origin]) -> Origin:
    """One edition further back: the keys of then, and the farthest kind on the way."""
    steps = [step[key] for key in origin.old if key in step]
    old = tuple(dict.fromkeys(key for one in steps for key in one.old))
    kinds = [PairKind(one.kind) for one in (origin, *steps)]
    kind = max(kinds, key=_DRIFT.index) if old else PairKind.NEW
    note = origin.note or next((one.note for one in steps if one.note), None)
    return Origin(kind=kind, old=old, note=note)
