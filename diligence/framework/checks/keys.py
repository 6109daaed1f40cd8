"""Keys: well formed, unique, and never one that was retired."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diligence.framework.checks.draft import Draft, DraftQuestion, Item

_WORD = "[a-z][a-z0-9]*(?:_[a-z0-9]+)*"
_KEY = re.compile(rf"({_WORD})\.({_WORD})")
_PLACE = re.compile(r"(^|_)[0-9]+_[0-9]+(_|$)")
_OPTION = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
_COLUMN = re.compile(_WORD)


def check_keys(draft: Draft) -> None:
    """Every key of the edition."""
    for question in draft.questions:
        _check_family(draft, question, question.step)
        _check_retired(draft, question)
        _check_inner(draft, question, "options", "option", _OPTION)
        _check_inner(draft, question, "columns", "column", _COLUMN)
        for index, column in enumerate(question.content.get("columns", [])):
            item = Item(question.file, (*question.path, "columns", index), question.key, column)
            _check_inner(draft, item, "options", "option", _OPTION)
    for measure in draft.measures:
        _check_family(draft, measure, "measure")
    for rule in draft.rules:
        _check_family(draft, rule, "rule")
    _check_unique(draft)
    _check_inner(draft, draft.header, "sizes", "size", _OPTION)
    _check_inner(draft, draft.header, "bands", "band", _OPTION)
    _check_inner(draft, draft.header, "chain_positions", "chain position", _OPTION)


def _check_family(draft: Draft, item: Item, family: str) -> None:
    key = item.content["key"]
    found = _KEY.fullmatch(key)
    if not found or _PLACE.search(found[2]):
        draft.refuse(
            item,
            f"'{key}' is not a key. Use <step>.<subject> in lower case, without numbers of "
            "sub-actions.",
            "key",
        )
    elif family and found[1] != family:
        draft.refuse(
            item,
            f"'{key}' stands in the wrong place. Its key begins '{family}.'.",
            "key",
        )


def _check_unique(draft: Draft) -> None:
    first: dict[str, Item] = {}
    for item in draft.keyed():
        key = item.content["key"]
        if key in first:
            where = f"{first[key].file.name}, line {first[key].line('key')}"
            draft.refuse(
                item,
                f"This key is already used in {where}. Keys are unique in an edition.",
                "key",
            )
        first.setdefault(key, item)


def _check_retired(draft: Draft, question: DraftQuestion) -> None:
    after = draft.retired.get(question.key)
    if after is not None:
        draft.refuse(
            question,
            f"'{question.key}' was retired after {after}. Choose a new key; old answers must keep "
            "their meaning.",
            "key",
        )


def _check_inner(draft: Draft, item: Item, name: str, what: str, form: re.Pattern[str]) -> None:
    """The keys inside one list: each well formed, none twice."""
    first: dict[str, int] = {}
    for index, key in _keys_in(item, name):
        line = item.line(name, index, "key")
        if not form.fullmatch(key):
            draft.refuse(
                item,
                f"'{key}' is not a key of {_a(what)}. Use lower case.",
                name,
                index,
                "key",
            )
        if key in first:
            draft.refuse(
                item,
                f"The {what} '{key}' stands here twice; also on line {first[key]}. Keep one.",
                name,
                index,
                "key",
            )
        first.setdefault(key, line)


def _keys_in(item: Item, name: str) -> Iterator[tuple[int, str]]:
    for index, member in enumerate(item.content.get(name, [])):
        if "key" in member:
            yield index, member["key"]


def _a(what: str) -> str:
    return f"an {what}" if what[0] in "aeiou" else f"a {what}"
