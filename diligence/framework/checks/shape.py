"""The shape of a piece of YAML: which fields it has, and of which type.

What has the wrong shape is reported and left out, so that all later checks meet only fields of
the right type, or none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from diligence.framework.checks.problem import did_you_mean, nearest
from diligence.framework.checks.spot import Refused, Spot, shown

LANGUAGES = {"nl": "Dutch", "en": "English"}
_MARKUP = re.compile(r"</?[a-zA-Z!][^>]*>|\*\*|`|\]\(")


Check = Callable[[Any, Spot, str], Any]
"""Takes a value, its place and its name in quotes; gives it back, or raises `Refused`."""


@dataclass(frozen=True, slots=True)
class FieldShape:
    check: Check
    required: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A block of fields."""

    what: str
    """`a question`, `an option`: the words in a message."""
    fields: Mapping[str, FieldShape]
    is_text: bool = False
    """It carries `nl` and `en` itself."""
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Fields that belong to a sibling, with the message that says so."""


def must(check: Check) -> FieldShape:
    return FieldShape(check, required=True)


def may(check: Check) -> FieldShape:
    return FieldShape(check)


def check_block(value: Any, spot: Spot, shape: Shape, name: str = "") -> dict[str, Any]:
    """The fields of a block that are sound; the others are reported.

    `name` is what messages call the texts inside, when the block is itself a text.
    """
    if not isinstance(value, dict):
        raise spot.refuse(f"Here stands {shape.what}; found {shown(value)}. Write its fields.")
    sound: dict[str, Any] = {}
    if shape.is_text:
        sound |= _both_languages(value, spot, name)
    misspelt = set()
    for key, written in value.items():
        if shape.is_text and key in LANGUAGES:
            continue
        if key not in shape.fields:
            (spot / key).note(_unknown(key, shape))
            misspelt.add(nearest(key, shape.fields))
            continue
        try:
            sound[key] = shape.fields[key].check(written, spot / key, f"'{key}'")
        except Refused:
            continue
    for key, own in shape.fields.items():
        if own.required and key not in value and key not in misspelt:
            spot.note(f"'{key}' is missing. Add it.")
    return sound


def _unknown(key: str, shape: Shape) -> str:
    if key in shape.elsewhere:
        return shape.elsewhere[key]
    return f"'{key}' is not a field of {shape.what}.{did_you_mean(key, shape.fields)}"


def _both_languages(value: dict[str, Any], spot: Spot, name: str) -> dict[str, str]:
    """The two texts, when both are there; what is missing or is no plain text is reported."""
    found: dict[str, str] = {}
    empty = []
    for lang in LANGUAGES:
        written = value.get(lang)
        if written is None or written == "":
            empty.append(lang)
        elif not isinstance(written, str):
            (spot / lang).note(f"'{lang}' must be a text; found {shown(written)}. Quote it.")
        else:
            found[lang] = written
            _check_plain(written, spot / lang, name)
    if len(empty) == 2:
        spot.note(f"{name} has no text. Add nl and en.")
    elif empty:
        (missing,) = empty
        (other,) = set(LANGUAGES) - {missing}
        spot.note(f"{name} has {other} but no {missing}. Add the {LANGUAGES[missing]} text.")
    return found if len(found) == 2 else {}


def _check_plain(written: str, spot: Spot, name: str) -> None:
    mark = _MARKUP.search(written)
    if mark:
        lang = spot.path[-1]
        spot.note(f"{name} has HTML or Markdown in {lang}: '{mark[0]}'. Write plain text.")


def text(most: int | None = None, ends: str = "") -> Check:
    """A text in both languages, of at most so many characters, that ends with these."""
    only_text = Shape("a text", {}, is_text=True)

    def check(value: Any, spot: Spot, name: str) -> dict[str, str]:
        if not isinstance(value, dict):
            raise spot.refuse(f"{name} needs nl and en; found {shown(value)}.")
        pair = check_block(value, spot, only_text, name)
        if not pair:
            raise Refused
        for lang, written in pair.items():
            here = spot / lang
            if most is not None and len(written) > most:
                length = len(written)
                here.note(f"{name} has {length} characters in {lang}; {most} is the most.")
            if not written.endswith(ends):
                here.note(f"{name} does not end with a question mark in {lang}. Add it.")
        return pair

    return check


def key(value: Any, spot: Spot, name: str) -> str:
    """A key or code: a string, never a number or true."""
    if not isinstance(value, str):
        raise spot.refuse(f"{shown(value)} is not a key. Put it in quotes, or choose a word.")
    return value


def string(value: Any, spot: Spot, name: str) -> str:
    if not isinstance(value, str) or not value:
        raise spot.refuse(f"{name} must be a text; found {shown(value)}. Put it in quotes.")
    return value


def flag(value: Any, spot: Spot, name: str) -> bool:
    if not isinstance(value, bool):
        raise spot.refuse(f"{name} must be true or false; found {shown(value)}.")
    return value


def whole(least: int = 0, most: int | None = None) -> Check:
    """A whole number between bounds."""

    def check(value: Any, spot: Spot, name: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise spot.refuse(f"{name} must be a whole number; found {shown(value)}.")
        _in_bounds(value, least, most, spot, name)
        return value

    return check


def number(least: float | None = None) -> Check:
    """A number, whole or not, of at least so much."""

    def check(value: Any, spot: Spot, name: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise spot.refuse(f"{name} must be a number; found {shown(value)}.")
        _in_bounds(value, least, None, spot, name)
        return value

    return check


def _in_bounds(
    value: float, least: float | None, most: float | None, spot: Spot, name: str
) -> None:
    if least is not None and value < least:
        raise spot.refuse(f"{name} is {value}; {least} is the least.")
    if most is not None and value > most:
        raise spot.refuse(f"{name} is {value}; {most} is the most.")


def one_of(*words: str) -> Check:
    """One of a few words."""

    def check(value: Any, spot: Spot, name: str) -> str:
        if value not in words:
            raise spot.refuse(f"{name} is {shown(value)}. It must be one of: {', '.join(words)}.")
        return value

    return check


def listed(each: Check, *, least: int = 0) -> Check:
    """A list; members of the wrong shape fall out of it."""

    def check(value: Any, spot: Spot, name: str) -> list[Any]:
        if not isinstance(value, list):
            raise spot.refuse(f"{name} must be a list; found {shown(value)}.")
        if len(value) < least:
            spot.note(f"{name} is too short; at least {least} needed.")
        sound = []
        for index, member in enumerate(value):
            try:
                sound.append(each(member, spot / index, name))
            except Refused:
                continue
        return sound

    return check


def blocks(shape: Shape, label: Callable[[Any, int], str], *, least: int = 0) -> Check:
    """A list of blocks; one of the wrong shape becomes an empty block, so that places hold."""

    def check(value: Any, spot: Spot, name: str) -> list[dict[str, Any]]:
        if not isinstance(value, list):
            raise spot.refuse(f"{name} must be a list; found {shown(value)}.")
        if len(value) < least:
            spot.note(f"{name} is empty. Add {shape.what}.")
        sound = []
        for index, member in enumerate(value):
            try:
                sound.append(check_block(member, spot / index, shape, label(member, index)))
            except Refused:
                sound.append({})
        return sound

    return check


def block(shape: Shape) -> Check:
    """One block."""

    def check(value: Any, spot: Spot, name: str) -> dict[str, Any]:
        return check_block(value, spot, shape, name)

    return check


def by_key(each: Check) -> Check:
    """A block whose field names are keys of something else."""

    def check(value: Any, spot: Spot, name: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise spot.refuse(f"{name} must be a block of fields; found {shown(value)}.")
        sound = {}
        for inner, member in value.items():
            try:
                sound[inner] = each(member, spot / inner, f"'{inner}'")
            except Refused:
                continue
        return sound

    return check


def untouched(value: Any, spot: Spot, name: str) -> Any:
    """Anything; another check looks inside."""
    return value


def called(word: str) -> Callable[[Any, int], str]:
    """Names a block in a list by its key, or else by its place: `Option 'scrap'`, `Option 2`."""

    def label(member: Any, index: int) -> str:
        own = member.get("key") if isinstance(member, dict) else None
        return f"{word} '{own}'" if isinstance(own, str) else f"{word} {index + 1}"

    return label
