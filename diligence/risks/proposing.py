"""Which risks the lists suggest for a chain, and why.

A proposal is one theme, for one metal, from one country or from an unknown origin. It rests on
leads (something was reported of this metal there) and on areas with conflict or high risk. Nothing
here is a finding about the company or its supplier.

Knowing less never makes a risk smaller: metal of unknown origin is taken to come from wherever the
lists know it to come from, at the gravest that is reported of any of those countries; a region that
is not known, or that the list does not name, counts as if it could be in the area.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from diligence.chain.line import KNOWN, PROBABLE, PROXY, ChainLine
from diligence.risks.knowledge import SCRAP_METAL, UPSTREAM, Area, Knowledge, Lead

SCRAP = "scrap"
UNKNOWN = ""
"""The country of a proposal for metal of which nobody knows where it comes from."""
LEAD, AREA, ORIGIN = "lead", "area", "origin"
ARMED_GROUPS, ORIGIN_FRAUD = "RT33", "RT32"
REPORTED, OFTEN_REPORTED = 3, 4
"""Likelihood to start from: reported of this metal here; by several, or in a listed area."""
INSIDE = ("ST02", "ST05")
"""The stages at which the metals inside an alloy are looked at: mine and smelter."""
_SURE = (KNOWN, PROBABLE, PROXY)


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """Why a risk is proposed: a lead or area of the lists, or an origin that does not fit."""

    kind: str
    """`lead`, `area`, or `origin`: the lists do not know this metal to come from this country."""
    code: str
    """The key of the lead or area; empty for an origin."""
    country: str
    share: Decimal = Decimal(0)
    """For unknown origin: this country's share of the world in per cent, 0 when not known."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A risk that the lists suggest, with where weighing it starts."""

    theme: str
    metal: str
    country: str
    certainty: str
    """How surely the metal comes from here: the surest of its lines."""
    severity: int
    likelihood: int
    reasons: tuple[Reason, ...]
    lines: tuple[str, ...]
    """Keys of the lines of the chain that it rests on."""
    alloys: tuple[str, ...]
    """The alloys in which the company buys the metal, when it is bought in alloys."""

    @property
    def key(self) -> str:
        """The same for the same risk in every year: `RT09/ME-CO/CD`."""
        return f"{self.theme}/{self.metal}/{self.country or '-'}"


@dataclass(slots=True)
class _Draft:
    """What is gathered for one proposal."""

    likelihood: int = 0
    certainty: str = PROXY
    reasons: set[Reason] = field(default_factory=set)
    lines: set[str] = field(default_factory=set)
    alloys: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Place:
    """Lines that say the same of a metal: where it passes which stage."""

    metal: str
    stage: str
    country: str
    region: str
    is_scrap: bool
    alloy: str = ""


def propose(lines: Iterable[ChainLine], known: Knowledge) -> tuple[Proposal, ...]:
    """Return the risks that the lists suggest for these lines, the gravest first.

    The same lines in another order give the same; more lines, leads or areas never give less.
    """
    drafts: dict[tuple[str, str, str], _Draft] = {}
    for place, (certainty, keys) in _places(lines, known).items():
        for theme, likelihood, reasons in _found(place, known):
            draft = drafts.setdefault((theme, place.metal, place.country), _Draft())
            draft.likelihood = max(draft.likelihood, likelihood)
            draft.certainty = min(draft.certainty, certainty, key=_SURE.index)
            draft.reasons.update(reasons)
            draft.lines.update(keys)
            draft.alloys.update({place.alloy} - {""})
    proposals = [_finished(*what, draft, known) for what, draft in drafts.items()]
    return tuple(sorted(proposals, key=lambda one: _order(one, known)))


def silent(lines: Iterable[ChainLine], known: Knowledge) -> tuple[str, ...]:
    """Return the keys of lines of which the lists know nothing; that is no proof of no harm."""
    places = _places(lines, known)
    told = {
        key
        for place, (_, keys) in places.items()
        if any(True for _ in _found(place, known))
        for key in keys
    }
    return tuple(sorted({key for _, keys in places.values() for key in keys} - told))


def _places(
    lines: Iterable[ChainLine], known: Knowledge
) -> dict[_Place, tuple[str, frozenset[str]]]:
    """Gather lines that say the same, with how sure the surest of them is and all their keys."""
    found: dict[_Place, tuple[str, set[str]]] = {}
    for line in lines:
        for place in _places_of(line, known):
            certainty, keys = found.setdefault(place, (PROXY, set()))
            surest = min(certainty, PROXY if not place.country else line.certainty, key=_SURE.index)
            keys.add(line.key.split("/")[0])
            found[place] = (surest, keys)
    return {place: (certainty, frozenset(keys)) for place, (certainty, keys) in found.items()}


def _places_of(line: ChainLine, known: Knowledge) -> Iterator[_Place]:
    """Yield where a line passes; an alloy also brings the mines and smelters of what is in it.

    The countries of an estimate are the tool's, not the company's: such a line has no origin.
    """
    country = UNKNOWN if line.certainty == PROXY else (line.country or UNKNOWN)
    is_scrap = line.form == SCRAP
    yield _Place(line.metal, line.stage, country, line.region or "" if country else "", is_scrap)
    if not is_scrap:
        for metal in known.contains.get(line.metal, ()):
            for stage in INSIDE:
                yield _Place(metal, stage, UNKNOWN, "", is_scrap=False, alloy=line.metal)


def _found(place: _Place, known: Knowledge) -> Iterator[tuple[str, int, list[Reason]]]:
    """Yield each theme with its likelihood and reasons; of unknown origin, for every candidate."""
    if place.country:
        yield from _found_in(place, place.country, known)
        if _is_odd(place, known):
            yield ORIGIN_FRAUD, REPORTED, [Reason(ORIGIN, "", place.country)]
        return
    for country in sorted(known.candidates(place.metal) | _scrap_countries(place, known)):
        yield from _found_in(place, country, known)
    if not known.candidates(place.metal):
        yield from _found_in(place, UNKNOWN, known)


def _found_in(
    place: _Place, country: str, known: Knowledge
) -> Iterator[tuple[str, int, list[Reason]]]:
    """Yield what is known of this metal at this stage in one country."""
    share = Decimal(0) if place.country else _share(place.metal, country, known)
    by_theme: dict[str, list[Lead]] = {}
    for lead in _leads(place, country, known):
        for theme in lead.themes:
            by_theme.setdefault(theme, []).append(lead)
    areas = _areas(place, country, known)
    if areas:
        by_theme.setdefault(ARMED_GROUPS, [])
    for theme, leads in by_theme.items():
        reports = {report.by.nl for lead in leads for report in lead.reports}
        in_area = bool(areas) and bool(known.themes[theme].annex2)
        often = in_area or len(reports) > 1
        reasons = [Reason(LEAD, lead.key, country, share) for lead in leads]
        if in_area:
            reasons += [Reason(AREA, area.key, country, share) for area in areas]
        yield theme, OFTEN_REPORTED if often else REPORTED, reasons


def _leads(place: _Place, country: str, known: Knowledge) -> list[Lead]:
    """Return the leads of this metal, and for scrap those of all scrap, that hold here."""
    metals = {place.metal, SCRAP_METAL} if place.is_scrap else {place.metal}
    found = {lead.key: lead for metal in metals for lead in known.leads.get(metal, ())}
    return [
        lead for lead in found.values() if place.stage in lead.stages and lead.holds_in(country)
    ]


def _areas(place: _Place, country: str, known: Knowledge) -> tuple[Area, ...]:
    """Return the listed areas that this metal may pass: the named one, else all of the country."""
    if place.stage not in UPSTREAM or place.is_scrap:
        return ()
    listed = known.areas.get(country, ())
    return tuple(area for area in listed if area.is_named(place.region)) or listed


def _is_odd(place: _Place, known: Knowledge) -> bool:
    """Tell whether metal is said to be won where the lists know none (red flag RF-L2)."""
    origins = known.origins.get(place.metal, {})
    is_mine = place.stage in ("ST02", "ST03")
    return bool(is_mine and origins and place.country not in known.candidates(place.metal))


def _scrap_countries(place: _Place, known: Knowledge) -> set[str]:
    if not place.is_scrap:
        return set()
    return {country for lead in known.leads.get(SCRAP_METAL, ()) for country in lead.countries}


def _share(metal: str, country: str, known: Knowledge) -> Decimal:
    return Decimal(str(known.origins.get(metal, {}).get(country, 0)))


def _finished(theme: str, metal: str, country: str, draft: _Draft, known: Knowledge) -> Proposal:
    kind = known.themes[theme]
    return Proposal(
        theme=theme,
        metal=metal,
        country=country,
        certainty=draft.certainty,
        severity=max(kind.floor, kind.scale, kind.irremediable),
        likelihood=draft.likelihood,
        reasons=tuple(sorted(draft.reasons, key=lambda one: (-one.share, one))),
        lines=tuple(sorted(draft.lines)),
        alloys=tuple(sorted(draft.alloys)),
    )


def _order(proposal: Proposal, known: Knowledge) -> tuple[object, ...]:
    """Gravest first, of these the themes with a floor; then likeliest, surest, and most lines."""
    return (
        -proposal.severity,
        -known.themes[proposal.theme].floor,
        -proposal.likelihood,
        _SURE.index(proposal.certainty),
        -len(proposal.lines),
        proposal.key,
    )
