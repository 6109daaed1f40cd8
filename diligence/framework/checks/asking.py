"""What a question asks, of this edition and the one before: what may not change under a key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from diligence.framework.checks.draft import Content, DraftQuestion
from diligence.framework.checks.shape import LANGUAGES
from diligence.framework.schema import Field, Question
from diligence.framework.texts import Text

Path = tuple[str | int, ...]
Written = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is asked otherwise than before, and where it stands."""

    what: str
    """In the words of a message: `The Dutch text of level 2`."""
    path: Path


def changes(question: DraftQuestion, before: Question) -> Iterator[Change]:
    """Everything a company reads as part of the question that is not what it was.

    `why`, examples, proof, weight and conditions are around the question: they may change.
    """
    now = question.content
    pairs = list(_texts(now, before))
    for index, (key, column, was) in _both(now.get("columns", []), before.columns):
        of = f" of column '{key}'"
        path: Path = ("columns", index)
        pairs += [(f" text{of}", column.get("text"), was.text, (*path, "text"))]
        pairs += list(_option_texts(column, was, of, path))
    for what, text, earlier, path in pairs:
        yield from _in_languages(what, text, earlier, path)
    for name, then in (("options", before.options), ("columns", before.columns)):
        written = [member.get("key") for member in now.get(name, [])]
        if name in now and written != [member.key for member in then]:
            yield Change(f"What stands under '{name}'", (name,))


def _in_languages(what: str, now: Written | None, was: Text | None, path: Path) -> Iterator[Change]:
    if now is None and was is None:
        return
    for lang, name in LANGUAGES.items():
        written = (now or {}).get(lang)
        if now is None or was is None or written not in (None, was.get(lang)):
            yield Change(f"The {name}{what}", (*path, lang))


def _texts(now: Content, was: Question) -> Iterator[tuple[str, Written | None, Text | None, Path]]:
    yield " text", now.get("text", {}), was.text, ("text",)
    yield " hint", now.get("hint", {}), was.hint, ("hint",)
    levels = {level.level: level for level in was.levels}
    for index, level in enumerate(now.get("levels", [])):
        then = levels.get(level.get("level"))
        if then is None:
            continue
        of = f" text of level {then.level}"
        path: Path = ("levels", index)
        yield of, level, then.text, path
        yield f"{of} for micro", level.get("micro"), then.micro, (*path, "micro")
    yield from _option_texts(now, was, "", ())


def _option_texts(
    now: Written, was: Field, of: str, path: Path
) -> Iterator[tuple[str, Written | None, Text | None, Path]]:
    for index, (key, option, then) in _both(now.get("options", []), was.options):
        yield f" text of option '{key}'{of}", option, then.text, (*path, "options", index)


def _both(now: list[Content], was: Any) -> Iterator[tuple[int, tuple[str, Content, Any]]]:
    """What stands in both lists under one key, with its place now."""
    known = {member.key: member for member in was}
    for index, member in enumerate(now):
        key = member.get("key", "")
        if key in known:
            yield index, (key, member, known[key])


def other_meanings(question: DraftQuestion, before: Question) -> Iterator[Change]:
    """What makes an earlier answer mean something else, whatever the words say."""
    now = question.content
    yield from _field_meanings(now, before, "", ())
    for index, (key, column, was) in _both(now.get("columns", []), before.columns):
        of = f" of column '{key}'"
        if column.get("kind") not in (None, was.kind):
            told = f"The kind{of} was '{was.kind}', is '{column['kind']}' now"
            yield Change(told, ("columns", index, "kind"))
        yield from _field_meanings(column, was, of, ("columns", index))


def _field_meanings(now: Written, was: Field, of: str, path: Path) -> Iterator[Change]:
    unit = now.get("unit")
    if (unit or {}) != ({} if was.unit is None else {"nl": was.unit.nl, "en": was.unit.en}):
        yield Change(f"The unit{of} is another", (*path, "unit"))
    for name in ("catalogue", "options_from"):
        if now.get(name, "") != getattr(was, name):
            yield Change(f"The list of options{of} is another", (*path, name))
            return
