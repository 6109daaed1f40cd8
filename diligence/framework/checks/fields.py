"""The fields of the format: header, step file, question, column, option, measure, rule, mapping."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from diligence.framework.checks.shape import (
    FieldShape,
    Shape,
    block,
    blocks,
    by_key,
    called,
    check_block,
    flag,
    key,
    listed,
    may,
    must,
    number,
    one_of,
    string,
    text,
    untouched,
    whole,
)
from diligence.framework.checks.spot import Refused, Spot, shown
from diligence.framework.mapping import PairKind, Told
from diligence.framework.schema import Kind

KINDS = tuple(str(kind) for kind in Kind)
COLUMN_KINDS = tuple(kind for kind in KINDS if kind not in (Kind.MATURITY, Kind.TABLE))
MOST_IN_TEXT = 140
MOST_IN_HINT = 100

Fields = Mapping[str, FieldShape]


def _level_name(member: Any, index: int) -> str:
    level = member.get("level") if isinstance(member, dict) else None
    return f"Level {index if level is None else level}"


NAMED = Shape("a title", {"key": must(key), "title": must(text())})
OPTION = Shape(
    "an option",
    {"key": must(key), "alone": may(flag), "when": may(untouched)},
    is_text=True,
)
LEVEL = Shape("a level", {"level": must(whole()), "micro": may(text())}, is_text=True)
EXAMPLE = Shape("an example", {"sizes": must(listed(key, least=1))}, is_text=True)
WHY = Shape("'why'", {"sources": must(listed(key))}, is_text=True)
EVIDENCE = Shape(
    "evidence",
    {
        "types": must(listed(key, least=1)),
        "from_level": may(whole(0, 4)),
        "note": may(text()),
    },
)
ASKED_OF = Shape("'asked_of'", {"sizes": may(listed(key)), "chain": may(listed(key))})
REFS = Shape(
    "'refs'",
    {
        "oecd": may(key),
        "guidelines": may(listed(key)),
        "ungp": may(listed(key)),
        "sdg": may(listed(key)),
        "themes": may(listed(key)),
        "laws": may(listed(key)),
    },
)

_CHOICES: Fields = {
    "options": may(blocks(OPTION, called("Option"), least=1)),
    "options_from": may(key),
    "catalogue": may(key),
}
_TEXT: Fields = {"max_length": must(whole(1, 20000))}
_DATE: Fields = {"earliest": may(key), "latest": may(key)}

OF_KIND: Mapping[str, Fields] = {
    Kind.MATURITY: {},
    Kind.CHOICE: _CHOICES,
    Kind.MULTIPLE: {**_CHOICES, "min_choices": may(whole())},
    Kind.SHORT_TEXT: _TEXT,
    Kind.LONG_TEXT: _TEXT,
    Kind.NUMBER: {
        "unit": may(text()),
        "min": may(number()),
        "max": may(number()),
        "decimals": may(whole(0, 6)),
    },
    Kind.DATE: _DATE,
    Kind.LINK: {},
    Kind.TABLE: {},
}
"""The fields that questions and columns of a kind share."""

_COLUMN: Fields = {
    "key": must(key),
    "kind": must(one_of(*COLUMN_KINDS)),
    "text": must(text()),
    "required": must(flag),
    "when": may(untouched),
}


def column_shape(kind: str) -> Shape:
    """The fields of a column of this kind."""
    return _of_kind("a column", _COLUMN, {k: OF_KIND[k] for k in COLUMN_KINDS}, kind)


def _column(value: Any, spot: Spot, name: str) -> dict[str, Any]:
    """A column of the wrong shape becomes an empty one, so that places hold."""
    kind = value.get("kind") if isinstance(value, dict) else ""
    try:
        return check_block(value, spot, column_shape(str(kind)))
    except Refused:
        return {}


_QUESTION: Fields = {
    "key": must(key),
    "kind": must(one_of(*KINDS)),
    "sub_action": may(key),
    "text": must(text(MOST_IN_TEXT, ends="?")),
    "hint": must(text(MOST_IN_HINT)),
    "why": must(block(WHY)),
    "minutes": must(whole(1, 600)),
    "decides": may(one_of("size", "chain")),
    "asked_of": may(block(ASKED_OF)),
    "when": may(untouched),
    "evidence": may(block(EVIDENCE)),
    "refs": must(block(REFS)),
    "examples": may(blocks(EXAMPLE, called("Example"))),
}
_QUESTION_OF_KIND: Mapping[str, Fields] = {
    **OF_KIND,
    Kind.MATURITY: {
        "levels": must(blocks(LEVEL, _level_name)),
        "weight": must(whole(1, 3)),
        "check": must(text()),
    },
    Kind.TABLE: {
        "columns": must(listed(_column, least=1)),
        "min_rows": may(whole()),
        "max_rows": must(whole(1, 5000)),
        "row_name": must(text()),
    },
}


def question_shape(kind: str) -> Shape:
    """The fields of a question of this kind."""
    return _of_kind("a question", _QUESTION, _QUESTION_OF_KIND, kind)


def _of_kind(what: str, common: Fields, of_kind: Mapping[str, Fields], kind: str) -> Shape:
    own = {**common, **of_kind.get(kind, {})}
    elsewhere = {
        name: f"'{name}' does not belong to the kind '{kind}'."
        for fields in of_kind.values()
        for name in fields
        if name not in own
    }
    if "weight" in elsewhere:
        elsewhere["weight"] = f"Only maturity questions have a weight; '{kind}' does not score."
    if kind not in of_kind:
        own |= {name: may(untouched) for name in elsewhere}
    return Shape(what, own, elsewhere=elsewhere)


MEASURE = Shape(
    "a measure",
    {
        "key": must(key),
        "for": must(by_key(listed(whole(0, 3), least=1))),
        "sizes": may(listed(key)),
        "effort": must(one_of("light", "medium", "heavy")),
        "title": must(text()),
        "smart": must(text()),
        "indicator": must(text()),
    },
)
RULE = Shape(
    "a rule",
    {
        "key": must(key),
        "severity": must(one_of("ask", "stop")),
        "if": must(untouched),
        "goes_to": must(listed(key, least=1)),
        "message": must(text()),
    },
)
STEP = Shape(
    "a step file",
    {
        "step": must(key),
        "number": may(whole(1, 6)),
        "title": must(text()),
        "intro": must(text()),
        "sub_actions": may(blocks(NAMED, called("Sub-action"), least=1)),
        "questions": must(untouched),
        "measures": may(untouched),
        "rules": may(untouched),
    },
)
HEADER = Shape(
    "the header",
    {
        "code": must(key),
        "year": must(whole(2000, 2200)),
        "follows": may(key),
        "languages": must(listed(one_of("nl", "en"), least=2)),
        "title": must(text()),
        "scoring": must(
            block(
                Shape(
                    "'scoring'",
                    {
                        "rule": must(string),
                        "version": must(key),
                        "highest_level": must(whole(1)),
                        "dont_know_counts_as": must(whole(0)),
                        "not_applicable_counts": must(flag),
                    },
                )
            )
        ),
        "bands": must(
            blocks(
                Shape(
                    "a band",
                    {"key": must(key), "from": must(whole(0, 100))},
                    is_text=True,
                ),
                called("Band"),
                least=1,
            )
        ),
        "sizes": must(
            blocks(
                Shape(
                    "a size",
                    {
                        "key": must(key),
                        "up_to": may(number(0)),
                        "pace": must(number(0)),
                    },
                    is_text=True,
                ),
                called("Size"),
                least=1,
            )
        ),
        "chain_positions": must(
            blocks(
                Shape(
                    "a chain position",
                    {"key": must(key), "stages": must(listed(key, least=1))},
                    is_text=True,
                ),
                called("Chain position"),
                least=1,
            )
        ),
        "expected": must(by_key(listed(whole(0, 100), least=1))),
    },
)


def fate(value: Any, spot: Spot, name: str) -> Any:
    """What became of an option: a word, or the list of options that stand in its place."""
    if isinstance(value, list):
        return listed(key, least=1)(value, spot, name)
    if value not in tuple(Told):
        words = ", ".join(map(str, Told))
        raise spot.refuse(f"{name} is {shown(value)}. Write one of {words}, or [other_option].")
    return value


MAPPING = Shape(
    "the mapping",
    {
        "from": must(key),
        "to": must(key),
        "pairs": must(untouched),
        "options": may(by_key(by_key(fate))),
        "columns": may(by_key(by_key(one_of(*map(str, Told))))),
    },
)
_NOTE: Fields = {"kind": must(one_of(*map(str, PairKind))), "note": may(text())}
PAIR_FIELDS: Mapping[str, Fields] = {
    PairKind.SAME: {"keys": must(listed(key, least=1))},
    PairKind.REWORDED: {"keys": must(listed(key, least=1))},
    PairKind.RETIRED: {"keys": must(listed(key, least=1))},
    PairKind.NEW: {"keys": must(listed(key, least=1))},
    PairKind.CHANGED_MEANING: {"from": must(key), "to": must(key)},
    PairKind.SPLIT: {"from": must(key), "to": must(listed(key, least=2))},
    PairKind.MERGED: {"from": must(listed(key, least=2)), "to": must(key)},
}


def pair_shape(kind: str) -> Shape:
    """The fields of a pair of this kind."""
    return _of_kind("a pair", _NOTE, PAIR_FIELDS, kind)
