"""What the mapping says of options and columns of questions that stay, against both editions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from diligence.framework.checks.draft import Content, Draft, DraftQuestion, Item
from diligence.framework.checks.problem import did_you_mean
from diligence.framework.mapping import Told
from diligence.framework.schema import Edition, Question
from diligence.framework.texts import Text

Fates = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Place:
    """A list of options or columns under one key in both editions."""

    key: str
    what: str
    """`option` or `column`."""
    now: Mapping[str, Content]
    before: Mapping[str, Text]

    @property
    def field(self) -> str:
        """The field of the mapping that tells of it."""
        return f"{self.what}s"


def check_fates(draft: Draft, mapping: Item, kept: Iterable[DraftQuestion]) -> None:
    """Each option and column that left, came or is worded otherwise is told of, and no other."""
    places: dict[str, dict[str, Place]] = {"options": {}, "columns": {}}
    if draft.previous is not None:
        for place in _places(kept, draft.previous):
            places[place.field][place.key] = place
    for field, known in places.items():
        told = mapping.content.get(field, {})
        for key, fates in told.items():
            if key in known:
                _check_told(draft, mapping, known[key], fates)
            elif not _is_there(draft, key):
                near = did_you_mean(key, draft.keys)
                draft.refuse(mapping, f"'{key}' does not exist.{near}", field, key)
        for key, place in known.items():
            _check_untold(draft, mapping, place, told.get(key, {}))


def _is_there(draft: Draft, key: str) -> bool:
    question = draft.question(key)
    if question is None:
        owner, _, column = key.rpartition(".")
        question = draft.question(owner)
        return question is not None and question.column(column) is not None
    return True


def _places(kept: Iterable[DraftQuestion], previous: Edition) -> Iterator[Place]:
    for question in kept:
        before = previous.question(question.key)
        if before.options:
            yield _options(question.key, question.content, before)
        if not before.columns:
            continue
        columns = {column["key"]: column for column in question.columns}
        texts = {column.key: column.text for column in before.columns}
        yield Place(question.key, "column", columns, texts)
        for was in before.columns:
            if was.options and was.key in columns:
                yield _options(f"{question.key}.{was.key}", columns[was.key], was)


def _options(key: str, now: Content, before: Question | Any) -> Place:
    written = {option["key"]: option for option in now.get("options", []) if "key" in option}
    return Place(key, "option", written, {option.key: option.text for option in before.options})


def _check_told(draft: Draft, mapping: Item, place: Place, fates: Fates) -> None:
    for key, fate in fates.items():
        wrong = _wrong(place, key, fate)
        if wrong:
            draft.refuse(mapping, wrong, place.field, place.key, key)


def _wrong(place: Place, key: str, fate: str | list[str]) -> str:
    """What is not true of one line of the mapping; empty when all is well."""
    what, subject, remove = place.what, f"'{place.key}'", f"Remove it from '{place.field}'."
    if fate != Told.NEW and key not in place.before:
        return f"{subject} never had the {what} '{key}'. {remove}"
    if fate == Told.NEW:
        if key in place.before:
            return f"{subject} had the {what} '{key}' already. {remove}"
        return "" if key in place.now else f"{subject} has no {what} '{key}'. {remove}"
    if fate == Told.REWORDED:
        return "" if key in place.now else f"{subject} has no {what} '{key}' any more. {remove}"
    if key in place.now:
        return f"{subject} still has the {what} '{key}'. {remove}"
    for heir in fate if isinstance(fate, list) else ():
        if heir not in place.now:
            near = did_you_mean(heir, place.now)
            return f"{subject} has no {what} '{heir}'.{near}"
    return ""


def _check_untold(draft: Draft, mapping: Item, place: Place, fates: Fates) -> None:
    what, subject, field = place.what, f"'{place.key}'", place.field
    heirs = {heir for fate in fates.values() if isinstance(fate, list) for heir in fate}
    for key, text in place.before.items():
        if key not in place.now:
            if key not in fates:
                told = f"{subject} lost the {what} '{key}'. List it under '{field}' as retired."
                draft.refuse(mapping, told, "pairs")
        elif fates.get(key) != Told.REWORDED and _differs(place.now[key], text):
            told = f"{subject} words the {what} '{key}' otherwise. List it under '{field}' as "
            draft.refuse(mapping, f"{told}reworded.", "pairs")
    for key in place.now:
        if key not in place.before and key not in fates and key not in heirs:
            told = f"{subject} got the {what} '{key}'. List it under '{field}' as new."
            draft.refuse(mapping, told, "pairs")


def _differs(now: Content, was: Text) -> bool:
    pair = now.get("text", now)
    return any(pair.get(lang) not in (None, was.get(lang)) for lang in ("nl", "en"))
