"""The facts of what a company knows and does beside its answers: chain, risks, plan, complaints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from diligence.chain.proxies import MINING, SMELTING
from diligence.plan.status import Status
from diligence.plan.trend import share_of_way
from diligence.summary.measures import OWN, UNKNOWN, Counted, Effect, Fact, Link, Measure, fact
from diligence.summary.places import metal_group, region, theme_group, themes_of_stages

Frozen = Mapping[str, Any]
Pair = tuple[Measure, str, str]
SAID = ("documented", "told")
"""How sure a line must be of its country to count as known: somebody said so."""


def facts_of_work(content: Frozen, metals: Iterable[str]) -> Iterator[Fact]:
    """Yield the facts of a frozen file beside its score; `metals` is what it says it works with."""
    chain, risks = content.get("chain") or {}, content.get("risks") or ()
    lines: Sequence[Frozen] = chain.get("lines", ())
    gaps: Sequence[Frozen] = chain.get("gaps", ())
    yield from facts_of_metals(lines, metals)
    yield from facts_of_countries(lines)
    yield from facts_of_links(lines, gaps)
    yield from facts_of_risks(risks, [*lines, *gaps])
    yield from facts_of_plan(content.get("plan") or ())
    yield from facts_of_complaints(content.get("remedy") or {})


def facts_of_metals(lines: Iterable[Frozen], answered: Iterable[str]) -> Iterator[Fact]:
    """Yield each metal and group with the number of lines; one that was only named has none."""
    counted = Counter(line["metal"] for line in lines)
    metals = sorted({*counted, *answered})
    for metal in metals:
        yield fact(Measure.METAL, metal, value=counted[metal])
    for group in sorted(set(map(metal_group, metals))):
        inside = sum(counted[metal] for metal in metals if metal_group(metal) == group)
        yield fact(Measure.METAL_GROUP, group, value=inside)


def facts_of_countries(lines: Iterable[Frozen]) -> Iterator[Fact]:
    """Yield each country and region of origin with the number of lines."""
    counted = Counter(line["country"] for line in lines if line["country"])
    for country, number in counted.items():
        yield fact(Measure.COUNTRY, country, value=number)
    wider: Counter[str] = Counter()
    for country, number in counted.items():
        wider[region(country)] += number
    for name, number in wider.items():
        yield fact(Measure.REGION, name, value=number)


def facts_of_links(lines: Iterable[Frozen], gaps: Iterable[Frozen]) -> Iterator[Fact]:
    """Yield how many lines there are at each link, and of how many is known who it is.

    A stage that nobody filled in is a line of which nothing is known.
    """
    every: Counter[str] = Counter(link for gap in gaps for link in links_of(gap))
    known: Counter[str] = Counter()
    for line in lines:
        for link in links_of(line):
            every[link] += 1
            known[link] += is_known(line, link)
    for link in Link:
        if every[link]:
            yield fact(Measure.CHAIN_LINES, link, value=every[link])
        if known[link]:
            yield fact(Measure.CHAIN_KNOWN, link, value=known[link])


def links_of(line: Frozen) -> Iterator[Link]:
    """Yield the links a line belongs to: a smelter that sells to the company is both."""
    is_far = line["stage"] in MINING + SMELTING
    if line["stage"] in SMELTING:
        yield Link.SMELTER
    elif line["stage"] in MINING:
        yield Link.MINE
    tier = line.get("tier")
    if tier == 1 or (tier is None and not is_far):
        yield Link.TIER_1


def is_known(line: Frozen, link: Link) -> bool:
    """Tell whether a line names its supplier; of a mine its country will do, if told."""
    if line.get("supplier") is not None:
        return True
    return link == Link.MINE and bool(line["country"]) and line["certainty"] in SAID


def facts_of_risks(risks: Iterable[Frozen], lines: Sequence[Frozen]) -> Iterator[Fact]:
    """Yield each theme, and each pair of a theme with a metal, a country or a stage."""
    gravest: dict[Pair, int] = {}
    for risk in risks:
        severity = risk["severity"] or 0
        for pair in pairs_of(risk, lines):
            gravest[pair] = max(gravest.get(pair, 0), severity)
    for (measure, a, b), severity in gravest.items():
        yield fact(measure, a, b, value=severity)


def pairs_of(risk: Frozen, lines: Sequence[Frozen]) -> Iterator[Pair]:
    """Yield where one risk is counted."""
    theme = risk["theme"]
    metal, country = risk["metal"] or OWN, risk["country"] or UNKNOWN
    yield Measure.THEME, theme, ""
    yield Measure.THEME_GROUP, theme_group(theme), ""
    yield Measure.METAL_THEME, metal, theme
    yield Measure.GROUP_THEME, metal_group(metal), theme
    yield Measure.COUNTRY_THEME, country, theme
    yield Measure.REGION_THEME, region(country), theme
    for stage in stages_of(risk, lines):
        yield Measure.STAGE_THEME, stage, theme


def stages_of(risk: Frozen, lines: Sequence[Frozen]) -> set[str]:
    """Return the stages of the chain at which a risk lies, as far as the chain tells.

    The stages at which the company buys that metal from that country, or from where it does not
    know; of those the ones at which the theme shows up most, when the lists name any.
    """
    if not risk["metal"]:
        return {OWN}
    passed = {
        line["stage"]
        for line in lines
        if line["metal"] == risk["metal"] and fits(line.get("country", ""), risk["country"])
    }
    likely = {stage for stage in passed if risk["theme"] in themes_of_stages().get(stage, ())}
    return likely or passed or {UNKNOWN}


def fits(of_line: str, of_risk: str) -> bool:
    """Tell whether a line can be where a risk is; what is not known can be anywhere."""
    return not of_line or not of_risk or of_line == of_risk


def facts_of_plan(actions: Iterable[Frozen]) -> Iterator[Fact]:
    """Yield how many actions stand where, and whether those that run or are done help."""
    actions = list(actions)
    for status, number in Counter(action["status"] for action in actions).items():
        yield fact(Measure.ACTION_STATUS, status, value=number)
    going = [one for one in actions if one["status"] in (Status.RUNNING, Status.DONE)]
    for effect, number in Counter(map(effect_of, going)).items():
        yield fact(Measure.ACTION_EFFECT, effect, value=number)


def effect_of(action: Frozen) -> Effect:
    """Return whether an action helps, by the last measurement of its indicator."""
    if not action["measurements"]:
        return Effect.NOT_MEASURED
    last = Decimal(action["measurements"][-1]["value"])
    share = share_of_way(number(action["baseline"]), number(action["target"]), last)
    if share is None:
        return Effect.UNCLEAR
    if share >= 1:
        return Effect.REACHED
    return Effect.UNDER_WAY if share > 0 else Effect.NONE


def number(text: str | None) -> Decimal | None:
    """Return a frozen number."""
    return None if text is None else Decimal(text)


def facts_of_complaints(remedy: Frozen) -> Iterator[Fact]:
    """Yield how many complaints and places to complain there are; of none there is no row."""
    if not remedy:
        return
    cases, channels = remedy["cases"], remedy["channels"]
    counted = {
        Counted.TOTAL: cases["total"],
        Counted.OPEN: cases["is_open"],
        Counted.LATE: cases["late"],
        Counted.CHANNELS: channels["total"],
        Counted.TESTED: channels["tested"],
    }
    by_kind = {
        Measure.COMPLAINTS: counted,
        Measure.COMPLAINT_STATUS: cases["by_status"],
        Measure.COMPLAINT_THEME: cases.get("by_theme", {}),
        Measure.COMPLAINT_SATISFIED: cases["satisfied"],
    }
    for measure, numbers in by_kind.items():
        for kind, many in numbers.items():
            if many:
                yield fact(measure, kind, value=many)
