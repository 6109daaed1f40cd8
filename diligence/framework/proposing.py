"""A first mapping between two editions, for an author to judge: what a machine can see of it.

A machine sees that a key stayed and whether its words did. It never knows that two questions mean
the same: what left and what came is laid side by side, the likeliest first, and stays `retired`
and `new` until an author says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from diligence.framework.schema import Edition, Field, Question

LIKELY = 0.55
"""From this likeness of their Dutch texts on two questions are laid side by side."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A question that left and one that came, which might be each other."""

    old: str
    new: str
    ratio: float
    """0 to 1, by the Dutch text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What stayed, what changed, what left and what came."""

    old: Edition
    new: Edition
    same: tuple[str, ...]
    reworded: tuple[str, ...]
    left: tuple[str, ...]
    came: tuple[str, ...]
    alike: tuple[Likeness, ...]
    options: tuple[tuple[str, str, str], ...]
    """Question or column, option, and `retired`, `new` or `reworded`."""
    columns: tuple[tuple[str, str, str], ...]


def propose(old: Edition, new: Edition) -> Proposal:
    """Compare two editions by their keys and words."""
    kept = [question for question in new.questions if question.key in old]
    pairs = [(old.question(question.key), question) for question in kept]
    left = [question for question in old.questions if question.key not in new]
    came = [question for question in new.questions if question.key not in old]
    places = [place for before, now in pairs for place in _places(before, now)]
    return Proposal(
        old=old,
        new=new,
        same=tuple(now.key for before, now in pairs if asking(before) == asking(now)),
        reworded=tuple(now.key for before, now in pairs if asking(before) != asking(now)),
        left=tuple(question.key for question in left),
        came=tuple(question.key for question in came),
        alike=tuple(_alike(left, came)),
        options=tuple(
            (key, *fate) for key, a, b in places for fate in _fates(a.options, b.options)
        ),
        columns=tuple(
            (now.key, *fate)
            for before, now in pairs
            for fate in _fates(before.columns, now.columns)
        ),
    )


def asking(question: Question) -> tuple:
    """All that a company reads as the question itself; equal exactly when the mapping is `same`."""
    levels = tuple((level.level, level.text, level.micro) for level in question.levels)
    columns = tuple(_field(column) for column in question.columns)
    return (*_field(question), question.hint, levels, columns)


def _field(field: Field) -> tuple:
    options = tuple((option.key, option.text) for option in field.options)
    source = (field.catalogue, field.options_from)
    return (field.key, field.kind, field.text, field.unit, options, source)


def _places(before: Question, now: Question) -> Iterator[tuple[str, Field, Field]]:
    yield now.key, before, now
    for column in now.columns:
        was = before.column(column.key)
        if was is not None:
            yield f"{now.key}.{column.key}", was, column


def _fates(before: tuple, now: tuple) -> Iterator[tuple[str, str]]:
    was = {member.key: member.text for member in before}
    are = {member.key: member.text for member in now}
    yield from ((key, "retired") for key in was if key not in are)
    yield from ((key, "new") for key in are if key not in was)
    yield from ((key, "reworded") for key in are if key in was and are[key] != was[key])


def _alike(left: list[Question], came: list[Question]) -> Iterator[Likeness]:
    found = [
        Likeness(a.key, b.key, SequenceMatcher(None, a.text.nl, b.text.nl).ratio())
        for a in left
        for b in came
    ]
    yield from sorted((one for one in found if one.ratio >= LIKELY), key=lambda one: -one.ratio)


def written(proposal: Proposal) -> str:
    """The proposal as the text of a mapping.yaml; what an author has to fill in says so."""
    lines = [f'from: "{proposal.old.code}"', f'to: "{proposal.new.code}"', "pairs:"]
    lines += _listed("same", proposal.same)
    for kind, keys in (("reworded", proposal.reworded), ("retired", proposal.left)):
        for key in keys:
            lines += [f"  - kind: {kind}", f"    keys: [{key}]", "    note:"]
            lines += ["      nl: SCHRIJF", "      en: WRITE"]
    for one in proposal.alike:
        lines.append(f"  # {one.old} and {one.new} look alike ({one.ratio:.0%}): one question?")
    lines += _listed("new", proposal.came)
    for name, told in (("options", proposal.options), ("columns", proposal.columns)):
        lines += _fates_written(name, told)
    return "\n".join(lines) + "\n"


def _listed(kind: str, keys: tuple[str, ...]) -> list[str]:
    if not keys:
        return []
    return [f"  - kind: {kind}", "    keys:", *(f"      - {key}" for key in keys)]


def _fates_written(name: str, told: tuple[tuple[str, str, str], ...]) -> list[str]:
    by_place: dict[str, list[str]] = {}
    for place, key, fate in told:
        by_place.setdefault(place, []).append(f'"{key}": {fate}')
    lines = [f"  {place}: {{{', '.join(fates)}}}" for place, fates in by_place.items()]
    return [f"{name}:", *lines] if lines else []
