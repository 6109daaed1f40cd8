"""From the plain document of an edition to its frozen objects.

The document has passed the validator, so nothing is checked again: a missing field is a
`KeyError`, and means that somebody skipped `check_edition`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from diligence.framework.mapping import mapping_from_document
from diligence.framework.schema import (
    PROFILE,
    AskedOf,
    Band,
    ChainPosition,
    Column,
    Edition,
    Evidence,
    Example,
    Level,
    Measure,
    Option,
    Question,
    Refs,
    Rule,
    Scoring,
    Size,
    Step,
    SubAction,
    Why,
)
from diligence.framework.texts import Text
from diligence.framework.when import when_from_document

Written = Mapping[str, Any]


def build_edition(document: Written, sha256: str) -> Edition:
    """Make the edition of a checked document; `sha256` becomes its identity."""
    header = document["header"]
    return Edition(
        hash=sha256,
        code=header["code"],
        year=header["year"],
        follows=header.get("follows", ""),
        languages=tuple(header["languages"]),
        title=_text(header["title"]),
        scoring=Scoring(**header["scoring"]),
        bands=tuple(Band(key=b["key"], start=b["from"], name=_text(b)) for b in header["bands"]),
        sizes=tuple(map(_size, header["sizes"])),
        chain_positions=tuple(
            ChainPosition(key=c["key"], stages=tuple(c["stages"]), name=_text(c))
            for c in header["chain_positions"]
        ),
        expected={size: tuple(targets) for size, targets in header["expected"].items()},
        steps=tuple(map(_step, document["steps"])),
        mapping=mapping_from_document(document.get("mapping")),
    )


def _text(pair: Written) -> Text:
    return Text(pair["nl"], pair["en"])


def _decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def _size(written: Written) -> Size:
    return Size(
        key=written["key"],
        up_to=_decimal(written.get("up_to")),
        pace=Decimal(str(written["pace"])),
        name=_text(written),
    )


def _step(written: Written) -> Step:
    key = written["step"]
    subs = written.get("sub_actions", ())
    return Step(
        key=key,
        number=0 if key == PROFILE else written["number"],
        title=_text(written["title"]),
        intro=_text(written["intro"]),
        sub_actions=tuple(SubAction(key=s["key"], title=_text(s["title"])) for s in subs),
        questions=tuple(_question(key, question) for question in written["questions"]),
        measures=tuple(map(_measure, written.get("measures", ()))),
        rules=tuple(map(_rule, written.get("rules", ()))),
    )


def _field(written: Written) -> dict[str, Any]:
    """What a question and a column have in common."""
    return {
        "key": written["key"],
        "kind": written["kind"],
        "text": _text(written["text"]),
        "when": when_from_document(written.get("when")),
        "options": tuple(map(_option, written.get("options", ()))),
        "options_from": written.get("options_from", ""),
        "catalogue": written.get("catalogue", ""),
        "min_choices": written.get("min_choices", 0),
        "max_length": written.get("max_length"),
        "unit": Text.from_document(written.get("unit")),
        "min": _decimal(written.get("min")),
        "max": _decimal(written.get("max")),
        "decimals": written.get("decimals", 0),
        "earliest": written.get("earliest", ""),
        "latest": written.get("latest", ""),
    }


def _question(step: str, written: Written) -> Question:
    asked_of = written.get("asked_of", {})
    return Question(
        **_field(written),
        step=step,
        sub_action=written.get("sub_action", ""),
        hint=_text(written["hint"]),
        why=Why(text=_text(written["why"]), sources=tuple(written["why"]["sources"])),
        minutes=written["minutes"],
        decides=written.get("decides", ""),
        weight=written.get("weight", 0),
        levels=tuple(map(_level, written.get("levels", ()))),
        check=Text.from_document(written.get("check")),
        examples=tuple(
            Example(sizes=tuple(e["sizes"]), text=_text(e)) for e in written.get("examples", ())
        ),
        asked_of=AskedOf(
            sizes=tuple(asked_of.get("sizes", ())),
            chain=tuple(asked_of.get("chain", ())),
        ),
        evidence=_evidence(written.get("evidence")),
        refs=_refs(written["refs"]),
        columns=tuple(
            Column(**_field(column), required=column["required"])
            for column in written.get("columns", ())
        ),
        min_rows=written.get("min_rows", 0),
        max_rows=written.get("max_rows"),
        row_name=Text.from_document(written.get("row_name")),
    )


def _option(written: Written) -> Option:
    return Option(
        key=written["key"],
        text=_text(written),
        alone=written.get("alone", False),
        when=when_from_document(written.get("when")),
    )


def _level(written: Written) -> Level:
    return Level(
        level=written["level"],
        text=_text(written),
        micro=Text.from_document(written.get("micro")),
    )


def _evidence(written: Written | None) -> Evidence | None:
    if written is None:
        return None
    return Evidence(
        types=tuple(written["types"]),
        from_level=written.get("from_level"),
        note=Text.from_document(written.get("note")),
    )


def _refs(written: Written) -> Refs:
    return Refs(
        oecd=written.get("oecd", ""),
        guidelines=tuple(written.get("guidelines", ())),
        ungp=tuple(written.get("ungp", ())),
        sdg=tuple(written.get("sdg", ())),
        themes=tuple(written.get("themes", ())),
        laws=tuple(written.get("laws", ())),
    )


def _measure(written: Written) -> Measure:
    return Measure(
        key=written["key"],
        offered_at={question: tuple(levels) for question, levels in written["for"].items()},
        effort=written["effort"],
        title=_text(written["title"]),
        smart=_text(written["smart"]),
        indicator=_text(written["indicator"]),
        sizes=tuple(written.get("sizes", ())),
    )


def _rule(written: Written) -> Rule:
    condition = when_from_document(written["if"])
    if condition is None:
        raise KeyError(f"{written['key']} has no condition")
    return Rule(
        key=written["key"],
        severity=written["severity"],
        condition=condition,
        goes_to=tuple(written["goes_to"]),
        message=_text(written["message"]),
    )
