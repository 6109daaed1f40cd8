"""The validator of the shared lists: every fault in one run, by file and line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from diligence.framework.checks.problem import Problem, did_you_mean
from diligence.framework.checks.shape import Shape, check_block
from diligence.framework.checks.spot import Refused, Spot, finding
from diligence.framework.lists.crosswalk import check_crosswalk
from diligence.framework.lists.measures import check_measure, check_offers
from diligence.framework.lists.shapes import HEADER, SHAPES
from diligence.framework.source import SourceFile

YEARS_A_REPORT_LASTS = 5
"""A report older than this stays, and is flagged wherever it is shown."""
MOST_ROUNDED_SHARES = 105
"""Per cent: each share is rounded on its own, and sources round their total apart."""
_REFS: Mapping[str, Mapping[str, str]] = {
    "metals": {"by_product_of": "metals", "contains": "metals"},
    "stages": {"themes": "themes"},
    "themes": {
        "guidelines": "guidelines",
        "sdg": "sdg",
        "annex2": "annex2",
        "instruments": "instruments",
    },
    "annex2": {"themes": "themes"},
    "leads": {
        "metals": "metals",
        "countries": "countries",
        "themes": "themes",
        "stages": "stages",
    },
    "areas": {"country": "countries", "source": "sources"},
    "regions": {"countries": "countries"},
    "schemes": {"metals": "metals", "stages": "stages", "supports": "sub_actions"},
    "evidence_types": {"sub_actions": "sub_actions"},
    "eu_thresholds": {"metal": "metals", "source": "sources"},
    "theme_measures": {"themes": "themes"},
    "crosswalk": {"source": "sources", "follows": "crosswalk"},
}
_LEAST = {
    "metals": 40,
    "stages": 14,
    "themes": 35,
    "risk_levels": 20,
    "involvements": 3,
    "crosswalk": 9,
}
"""How many entries the covenant's method counts on."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of a list with the fields that have the right shape."""

    list_name: str
    spot: Spot
    content: Mapping[str, Any]

    @property
    def key(self) -> str:
        return self.content["key"]


def check_lists(
    files: Mapping[str, SourceFile],
    *,
    published: Mapping[str, Iterable[str]] | None = None,
    questions: Collection[str] = (),
    today: date | None = None,
) -> list[Problem]:
    """Return everything that is wrong with these lists, and warnings, by file and line.

    `files` holds all lists by name, those that did not change as well: they point at each other.
    `published` holds the keys of the edition in use: none of them may go, for files of companies
    point at them. `questions` holds the keys of the published questions, for the crosswalk.
    """
    problems: list[Problem] = []
    for file in files.values():
        problems += [Problem(file.name, flaw.line, file.name, flaw.message) for flaw in file.flaws]
    found = [entry for name, file in files.items() for entry in _entries(name, file, problems)]
    known = _known(files, found)
    _check_unique(found)
    for entry in found:
        _check_refs(entry, known)
        _RULES.get(entry.list_name, _nothing)(entry, known, (today or date.today()).year)
    check_offers([entry for entry in found if entry.list_name == "theme_measures"], known)
    crosswalk = [entry for entry in found if entry.list_name == "crosswalk"]
    check_crosswalk(crosswalk, files, questions=questions, today=today or date.today())
    _check_complete(files, known, problems)
    _check_kept(files, known, published or {}, problems)
    return sorted(set(problems))


def _entries(name: str, file: SourceFile, problems: list[Problem]) -> Iterator[_Entry]:
    top = Spot(file, (), "", problems)
    check_block(file.content, top, HEADER)
    if file.content.get("catalogue", name) != name:
        (top / "catalogue").note(f"'catalogue' must be '{name}', as the file is called.")
    written = file.content.get("entries")
    if not isinstance(written, list):
        (top / "entries").note("'entries' must be a list. Add the entries.")
        return
    for index, member in enumerate(written):
        spot = top / "entries" / index
        own = member.get("key") if isinstance(member, dict) else None
        spot = spot.about(own if isinstance(own, str) else f"entry {index + 1}")
        try:
            content = _sound(name, member, spot)
        except Refused:
            continue
        if "key" in content:
            yield _Entry(name, spot, content)


def _sound(name: str, member: Any, spot: Spot) -> dict[str, Any]:
    """Return the fields of an entry that are sound; of a list without a shape only its key."""
    if name in SHAPES:
        return check_block(member, spot, SHAPES[name], f"'{spot.subject}'")
    if not isinstance(member, dict):
        raise spot.refuse("Here stands an entry. Write its fields.")
    only = {part: value for part, value in member.items() if part in ("key", "nl", "en")}
    sound = check_block(only, spot, _PLAIN, f"'{spot.subject}'")
    return {**sound, "parts": member.get("parts", ())}


_PLAIN = Shape("an entry", {"key": SHAPES["countries"].fields["key"]}, is_text=True)


def _known(files: Mapping[str, SourceFile], found: Iterable[_Entry]) -> dict[str, set[str]]:
    known: dict[str, set[str]] = {name: set() for name in files}
    for entry in found:
        known[entry.list_name].add(entry.key)
    return known


def _check_unique(found: Iterable[_Entry]) -> None:
    first: dict[tuple[str, str], Spot] = {}
    for entry in found:
        before = first.setdefault((entry.list_name, entry.key), entry.spot)
        if before is not entry.spot:
            line = before.file.line(*before.path)
            entry.spot.note(f"This key stands on line {line} too. Keys are unique in a list.")


def _check_refs(entry: _Entry, known: Mapping[str, set[str]]) -> None:
    for field, target in _REFS.get(entry.list_name, {}).items():
        codes = entry.content.get(field, ())
        for code in [codes] if isinstance(codes, str) else codes:
            _check_code(entry.spot / field, code, target, known)


def _check_code(spot: Spot, code: str, target: str, known: Mapping[str, set[str]]) -> None:
    if code not in known.get(target, ()):
        spot.note(f"'{code}' is not in the list {target}.{did_you_mean(code, known[target])}")


def _check_metal(entry: _Entry, known: Mapping[str, set[str]], year: int) -> None:
    for name in ("producers", "refiners"):
        parts = entry.content.get(name, [])
        spot = entry.spot / name
        countries = [part["country"] for part in parts if "country" in part]
        for code in countries:
            _check_code(spot, code, "countries", known)
        if len(set(countries)) < len(countries):
            spot.note(f"'{name}' names a country twice. Add the shares up.")
        shares = [part["share"] for part in parts if "share" in part]
        if sum(shares) > MOST_ROUNDED_SHARES:
            spot.note(f"The shares add up to {sum(shares)} per cent. Look them up again.")
        if shares and f"{name}_from" not in entry.content:
            spot.note(f"These shares have no source. Add '{name}_from'.")
        source = entry.content.get(f"{name}_from", {}).get("source")
        if source:
            _check_code(entry.spot / f"{name}_from", source, "sources", known)
    origin = {"producers", "refiners", "by_product_of", "contains"} & set(entry.content)
    if not origin and entry.content.get("group") != "scrap":  # its origin is where it was collected
        entry.spot.note("Nobody can tell where this metal comes from. Add 'producers'.")


def _check_lead(entry: _Entry, known: Mapping[str, set[str]], year: int) -> None:
    content = entry.content
    if ("countries" in content) == (content.get("everywhere") is True):
        entry.spot.note("Say either 'countries' or 'everywhere: true'.")
    reports = content.get("reports", [])
    for index, report in enumerate(reports):
        spot = entry.spot / "reports" / index
        if report.get("source"):
            _check_code(spot / "source", report["source"], "sources", known)
        if report.get("year", 0) > year:
            (spot / "year").note(f"'year' is {report['year']}: that has yet to come.")
    newest = max((report.get("year", 0) for report in reports), default=0)
    if reports and newest == 0:
        _warn(entry, "No report has a year: it is flagged wherever it is shown. Look it up.")
    elif reports and newest < year - YEARS_A_REPORT_LASTS:
        _warn(entry, f"The newest report is of {newest}: flagged as old. Look for a newer one.")


def _warn(entry: _Entry, message: str) -> None:
    spot = entry.spot
    found = finding(spot.file, (*spot.path, "reports"), entry.key, message, is_warning=True)
    spot.problems.append(found)


def _check_area(entry: _Entry, known: Mapping[str, set[str]], year: int) -> None:
    listed_on = entry.content.get("listed_on")
    if listed_on and int(listed_on[:4]) > year:
        (entry.spot / "listed_on").note(f"'listed_on' is {listed_on}: that has yet to come.")


def _nothing(entry: _Entry, known: Mapping[str, set[str]], year: int) -> None:
    """Most lists have no rules of their own."""


_RULES = {
    "metals": _check_metal,
    "leads": _check_lead,
    "areas": _check_area,
    "theme_measures": check_measure,
}


def _check_complete(
    files: Mapping[str, SourceFile], known: Mapping[str, set[str]], problems: list[Problem]
) -> None:
    for name in sorted(set(SHAPES) - set(files)):
        problems.append(Problem(f"{name}.yaml", 1, name, f"The list {name} is missing. Add it."))
    for name, least in _LEAST.items():
        if name in files and len(known[name]) < least:
            text = f"This list has {len(known[name])} entries; the method counts on {least}."
            problems.append(Problem(files[name].name, 1, name, text))


def _check_kept(
    files: Mapping[str, SourceFile],
    known: Mapping[str, set[str]],
    published: Mapping[str, Iterable[str]],
    problems: list[Problem],
) -> None:
    """Only a lead or an area may go: what they say can stop being so."""
    for name, keys in published.items():
        if name in ("leads", "areas") or name not in files:
            continue
        for gone in sorted(set(keys) - known[name]):
            text = f"'{gone}' is published and gone here. Files point at it: put it back."
            problems.append(Problem(files[name].name, 1, gone, text))
