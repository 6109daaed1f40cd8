"""Which fields an entry of each shared list has."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from diligence.framework.checks.shape import (
    Check,
    Shape,
    block,
    blocks,
    called,
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
from diligence.framework.checks.spot import Spot, shown
from diligence.framework.crosswalk import PURPOSES, READINGS, REGISTERS, Part

_COUNTRY = re.compile(r"[A-Z]{2}")
_KEYS = listed(key, least=1)
_READING = must(one_of("read", "known", "unsure"))
_LEVEL = must(whole(1, 5))
_GROUPED = {"group": must(key), "group_name": must(text())}


def day(value: Any, spot: Spot, name: str) -> str:
    """Return a day, written `YYYY-MM-DD` in quotes."""
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise spot.refuse(
            f'{name} must be a day such as "2026-03-12"; found {shown(value)}.'
        ) from None


def address(value: Any, spot: Spot, name: str) -> str:
    """Return an address on the web that is safe to follow."""
    if not isinstance(value, str) or not value.startswith("https://"):
        raise spot.refuse(f"{name} must start with https://; found {shown(value)}.")
    return value


def country_code(value: Any, spot: Spot, name: str) -> str:
    """Return a code of two capitals. Unquoted, YAML would still read NO as Norway here."""
    if not isinstance(value, str) or not _COUNTRY.fullmatch(value):
        raise spot.refuse(f'{name} must be an ISO code such as "CD"; found {shown(value)}.')
    return value


def share(value: Any, spot: Spot, name: str) -> float:
    """Return a share in per cent: more than nothing, at most all."""
    found = number(0)(value, spot, name)
    if not 0 < found <= 100:
        raise spot.refuse(f"{name} is {shown(value)}; a share lies between 0 and 100.")
    return found


def entry(what: str, **fields: Any) -> Shape:
    """Return the shape of an entry: a key, its name in both languages, and these fields."""
    return Shape(what, {"key": must(key), **fields}, is_text=True)


def _blocks(what: str, **fields: Any) -> Check:
    return blocks(Shape(what, fields), called(what), least=1)


_PART = _blocks("a country with its share", country=must(country_code), share=may(share))
_FROM = block(
    Shape(
        "the source of the shares",
        {"source": may(key), "by": may(string), "year": must(whole(1990, 2100))},
    )
)
_REPORT = _blocks(
    "a report",
    by=must(text()),
    year=may(whole(1900, 2100)),
    source=may(key),
    link=may(address),
    reading=_READING,
)
_TYPICAL = block(Shape("where weighing starts", {"scale": _LEVEL, "irremediable": _LEVEL}))

_ROWS = blocks(
    Shape(
        "a row of the crosswalk",
        {
            "clause": must(key),
            "nl": may(string),
            "en": may(string),
            "also": may(_KEYS),
            "sub_actions": may(_KEYS),
            "questions": may(_KEYS),
            "parts": may(listed(one_of(*Part), least=1)),
            "partial": may(flag),
            "valid_from": may(day),
            "valid_until": may(day),
            "reading": may(one_of(*READINGS)),
            "checked_on": may(day),
        },
    ),
    called("a row of the crosswalk"),
)

SHAPES: dict[str, Shape] = {
    "metals": entry(
        "a metal",
        **_GROUPED,
        symbol=may(string),
        crma=may(one_of("strategic", "critical")),
        alloys=may(text()),
        conflict_mineral=may(flag),
        is_3tg=may(flag),
        by_product_of=may(_KEYS),
        contains=may(_KEYS),
        producers=may(_PART),
        producers_from=may(_FROM),
        producers_of=may(text()),
        refiners=may(_PART),
        refiners_from=may(_FROM),
        refiners_of=may(text()),
        refiners_approximate=may(flag),
    ),
    "stages": entry(
        "a stage",
        official=must(text()),
        actors=must(text()),
        themes=must(listed(key)),
        control_point=must(one_of("yes", "partly", "no")),
    ),
    "themes": entry(
        "a theme",
        **_GROUPED,
        official=must(text()),
        definition=must(text()),
        guidelines=must(_KEYS),
        sdg=must(_KEYS),
        sdg_targets=may(_KEYS),
        annex2=may(_KEYS),
        ilo=may(_KEYS),
        instruments=may(_KEYS),
        typical=must(_TYPICAL),
        severity_floor=may(whole(1, 5)),
        personal_data=may(flag),
    ),
    "countries": entry("a country", eu=may(flag)),
    "regions": entry("a region", countries=must(listed(country_code, least=1))),
    "annex2": entry(
        "a risk of Annex II",
        response=must(one_of("suspend", "plan", "improve")),
        expected=must(text()),
        themes=must(_KEYS),
    ),
    "leads": entry(
        "a lead",
        metals=must(_KEYS),
        countries=may(listed(country_code, least=1)),
        everywhere=may(flag),
        region=may(text()),
        themes=must(_KEYS),
        stages=may(_KEYS),
        reports=must(_REPORT),
    ),
    "areas": entry(
        "an area",
        country=must(country_code),
        region=may(text()),
        complete=must(flag),
        edition=must(key),
        listed_on=must(day),
        source=must(key),
        reading=_READING,
    ),
    "schemes": entry(
        "a scheme",
        owner=must(text()),
        object=must(text()),
        metals=may(_KEYS),
        stages=may(_KEYS),
        supports=must(_KEYS),
        results=must(text()),
        note=may(text()),
        reading=_READING,
    ),
    "evidence_types": entry(
        "a kind of proof",
        confidential=must(flag),
        personal_data=may(flag),
        sub_actions=must(_KEYS),
    ),
    "leverage_types": entry(
        "a kind of leverage",
        examples=must(text()),
        effort=must(one_of("light", "medium", "heavy")),
        sources=must(_KEYS),
    ),
    "theme_measures": entry(
        "a measure",
        group=must(key),
        themes=must(_KEYS),
        effort=must(one_of("light", "medium", "heavy")),
        smart=must(text()),
        indicator=must(text()),
        sources=must(_KEYS),
    ),
    "remedy_forms": entry("a form of remedy", meaning=must(text()), sources=must(_KEYS)),
    "eu_thresholds": entry(
        "a threshold",
        cn_code=must(string),
        metal=must(key),
        kg_per_year=must(whole(1)),
        source=must(key),
        reading=_READING,
    ),
    "risk_parts": entry("a part of a weighed risk", asks=must(text())),
    "risk_levels": entry(
        "a level",
        part=must(one_of("scale", "scope", "irremediable", "likelihood")),
        level=_LEVEL,
        example=must(text()),
    ),
    "involvements": entry(
        "a kind of involvement",
        test=must(text()),
        requires=must(text()),
        example=must(text()),
        sources=must(_KEYS),
    ),
    "instruments": entry(
        "an instrument",
        kind=must(one_of("un", "ilo", "oecd", "env", "eu", "bank", "other")),
    ),
    "crosswalk": entry(
        "a standard of the crosswalk",
        register=must(one_of(*REGISTERS)),
        source=must(key),
        purposes=must(listed(one_of(*PURPOSES), least=1)),
        valid_from=may(day),
        valid_until=may(day),
        reading=may(one_of(*READINGS)),
        checked_on=may(day),
        note=may(text()),
        follows=may(key),
        rows=must(_ROWS),
        elsewhere=may(_KEYS),
        asks_nothing=may(_KEYS),
    ),
}

HEADER = Shape(
    "a list",
    {
        "catalogue": must(key),
        "version": must(key),
        "checked_on": must(day),
        "entries": must(untouched),
    },
)
