"""Where a metal of unknown origin probably comes from: the world's shares, always as an estimate.

The shares are those of the catalogue of metals: of mining, and of smelting or refining. They seldom
make a hundred; the rest lies "elsewhere" (no country), so that nothing is made to look surer than
it is. Scrap comes from where it was collected, for which there are no world figures.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from diligence.chain.line import PROXY, ChainLine

SCRAP = "scrap"
MINING = ("ST01", "ST02", "ST03", "ST04")
SMELTING = ("ST05",)
MINE, SMELTER = "ST02", "ST05"
HUNDRED = Decimal(100)
ELSEWHERE = None

Shares = tuple[tuple[str | None, Decimal], ...]
Metal = Mapping[str, Any]
"""What the catalogue says of a metal: `producers` and `refiners`, each with country and share."""


def shares_of(metal: Metal, stage: str, form: str) -> Shares:
    """Return each country's share of 1 at this stage, with what is left elsewhere.

    Empty where there are no world figures.
    """
    if form == SCRAP or stage not in MINING + SMELTING:
        return ()
    written = metal.get("producers" if stage in MINING else "refiners") or ()
    shares = [
        (str(each["country"]), Decimal(str(each["share"])) / HUNDRED)
        for each in written
        if each.get("share")
    ]
    return with_the_rest(shares)


def with_the_rest(shares: list[tuple[str, Decimal]]) -> Shares:
    """Return the shares with the rest elsewhere; over a hundred by rounding, all are scaled."""
    total = sum((share for _, share in shares), Decimal(0))
    if not total:
        return ()
    if total > 1:
        scaled = [
            (country, (share / total).quantize(Decimal("0.0001"))) for country, share in shares
        ]
        first, slack = scaled[0], 1 - sum(share for _, share in scaled)
        return ((first[0], first[1] + slack), *scaled[1:])
    rest = 1 - total
    return (*shares, (ELSEWHERE, rest)) if rest else tuple(shares)


def spread(line: ChainLine, metal: Metal) -> list[ChainLine]:
    """Return a line of unknown country as one line per country of the estimate.

    A line with a country stays as it is; so does one without world figures, with no country.
    """
    if line.country is not None:
        return [line]
    shares = shares_of(metal, line.stage, line.form)
    if not shares:
        return [replace(line, certainty=PROXY)]
    return [
        replace(
            line,
            key=f"{line.key}/{country or '-'}",
            country=country,
            region=None,
            certainty=PROXY,
            weight=line.weight * share,
        )
        for country, share in shares
    ]


def gaps(lines: Iterable[ChainLine], metals: Mapping[str, Metal]) -> list[ChainLine]:
    """Return one line of unknown country per metal and stage that nobody filled in.

    Of all metal that is not scrap the mine and the smelter matter; where a metal has no line there,
    the tool estimates rather than showing nothing. In the order of the metals.
    """
    stages: dict[str, set[str]] = {}
    forms: dict[str, str] = {}
    for line in lines:
        stages.setdefault(line.metal, set()).add(line.stage)
        if line.form != SCRAP:
            forms.setdefault(line.metal, line.form)
    return [
        ChainLine(
            key=f"gap:{metal}:{stage}",
            metal=metal,
            form=form,
            stage=stage,
            country=None,
            region=None,
            supplier=None,
            tier=None,
            certainty=PROXY,
            weight=Decimal(1),
        )
        for metal, form in sorted(forms.items())
        for stage, filled_by in ((MINE, MINING), (SMELTER, SMELTING))
        if not stages[metal] & set(filled_by) and shares_of(metals[metal], stage, form)
    ]


def is_gap(line: ChainLine) -> bool:
    """Tell whether the tool added this line because nobody filled in its stage."""
    return line.key.startswith("gap:")
