"""What changed between two declarations of one supplier, and against the list of smelters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diligence.smelters.reference import Reference
from diligence.smelters.shape import Declaration, Declared, Smelter


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """An answer that is another one than last time."""

    mineral: str
    subject: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A smelter that both declarations name, with what they say differently."""

    smelter: Smelter
    before: Smelter
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What is new, gone, changed and the same since the earlier declaration."""

    new: tuple[Smelter, ...]
    gone: tuple[Smelter, ...]
    changed: tuple[Changed, ...]
    same: tuple[Smelter, ...]
    answers: tuple[ChangedAnswer, ...]


COMPARED = ("name", "country", "mines", "mine_countries", "recycled")


def difference(earlier: Declaration | None, later: Declaration) -> Difference:
    """Compare two declarations; without an earlier one everything is new.

    Entries that name no smelter can't be compared and count neither as new nor as gone.
    """
    before = keyed(earlier.smelters) if earlier else {}
    after = keyed(later.smelters)
    both = [(after[key], before[key]) for key in after if key in before]
    changed = [Changed(one, old, fields) for one, old in both if (fields := differing(old, one))]
    is_changed = {id(one.smelter) for one in changed}
    return Difference(
        new=tuple(one for key, one in after.items() if key not in before),
        gone=tuple(one for key, one in before.items() if key not in after),
        changed=tuple(changed),
        same=tuple(one for one, _old in both if id(one) not in is_changed),
        answers=tuple(changed_answers(earlier, later)) if earlier else (),
    )


def keyed(smelters: Sequence[Smelter]) -> dict[tuple[str, str], Smelter]:
    """Return the smelters that can be told apart, by what makes them the same."""
    return {one.key: one for one in smelters if one.id or one.name}


def differing(before: Smelter, after: Smelter) -> tuple[str, ...]:
    """Return what is said differently; a word more or less in a name counts, capitals don't."""
    return tuple(
        field
        for field in COMPARED
        if comparable(getattr(before, field)) != comparable(getattr(after, field))
    )


def comparable(value: str | Sequence[str]) -> object:
    """Return a value without its capitals."""
    return value.casefold() if isinstance(value, str) else tuple(value)


def changed_answers(earlier: Declaration, later: Declaration) -> list[ChangedAnswer]:
    """Return the answers per mineral that differ; a question that is new counts when answered."""
    before = by_mineral(earlier.minerals)
    found = []
    for one in later.minerals:
        old = before.get(one.mineral or one.label)
        for subject, answer in one.answers.items():
            was = old.answers[subject].value if old and subject in old.answers else ""
            if was != answer.value and (old is not None or answer.value):
                name = one.mineral or one.label
                found.append(ChangedAnswer(name, subject, was, answer.value))
    return found


def by_mineral(minerals: Sequence[Declared]) -> Mapping[str, Declared]:
    """Return the answers by mineral."""
    return {one.mineral or one.label: one for one in minerals}


def standings(declaration: Declaration, reference: Reference) -> Mapping[str, list[Smelter]]:
    """Return the smelters by where they stand in the list of smelters.

    "conformant", "active", "none", "unknown", "other_mineral"; and "without" those that carry no
    identifier to look up.
    """
    found: dict[str, list[Smelter]] = {}
    for one in declaration.smelters:
        state = reference.state_of(one.id, one.mineral) if one.id else "without"
        found.setdefault(state, []).append(one)
    return found
