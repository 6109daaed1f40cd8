"""A frozen file as anybody may read it: taken out here, once, before any chapter is written.

What may stay is listed; what is not listed goes, a question of a next edition too. Levels and
choices of closed lists stay. Of what was typed only risks, actions and the titles of open proof
stay, without the names of suppliers and owners. The score is that of the whole file.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from diligence.chain.vocabulary import TONNES, plain
from diligence.framework.answers import Answers, Given
from diligence.framework.catalogues import UnknownCatalogue
from diligence.framework.choices import options_of
from diligence.framework.schema import Edition, Field, Kind, Question
from diligence.reports.frozen import FrozenFile
from diligence.reports.plan import NAMED
from diligence.reports.redaction import spellings, without, without_weights

OPEN_KINDS = (Kind.MATURITY, Kind.CHOICE, Kind.MULTIPLE, Kind.DATE, Kind.LINK)
OPEN_NUMBERS = frozenset({"embed.hours"})
OPEN_COLUMNS: Mapping[str, frozenset[str]] = {
    "profile.sites": frozenset({"country", "activity"}),
    "identify.sourcing": frozenset({"metal", "form", "origin", "certainty"}),
    "identify.assessments": frozenset({"place_in_chain", "method", "date", "outcome"}),
    "prevent.exits": frozenset({"theme", "step"}),
    "track.indicators": frozenset({"theme", "says"}),
    "remedy.cases": frozenset({"finding", "theme", "remedy", "status"}),
    "remedy.register": frozenset(
        {"group", "received", "admissible", "closed", "days", "outcome", "themes"}
    ),
}
NAMING_COLUMNS = frozenset({"supplier", "smelters", "party", "subject"})
"""Columns that name a company: their cells are taken out of all typed words."""

WEIGHTS = frozenset({*TONNES, "tonnen", "tons", "kilogram", "kt"} - {""})
PARTED = re.compile(r"[,;/]|\s(?:en|and)\s")

Frozen = Mapping[str, Any]


def for_public(file: FrozenFile) -> FrozenFile:
    """Return the file with everything taken out that only the company and the secretariat read."""
    given = open_answers(file.answers, file.edition)
    shown = open_answers(file.situation.given, file.edition)
    withheld = frozenset(
        key for key, each in shown.items() if each.is_answered and each.value is None
    )
    return replace(
        file,
        content=open_content(file),
        answers=given,
        situation=replace(file.situation, given=shown),
        progress=replace(file.progress, unsure=0),
        is_public=True,
        withheld=withheld,
    )


def open_answers(answers: Answers, edition: Edition) -> dict[str, Given]:
    """Return these answers as anybody may read them."""
    return {key: open_answer(key, given, edition) for key, given in answers.items()}


def open_answer(key: str, given: Given, edition: Edition) -> Given:
    """Return an answer without words; its value None when that may not be read either."""
    if not given.is_answered or key not in edition:
        return Given(given.state)
    return Given(given.state, open_value(edition.question(key), given.value, edition))


def open_value(question: Question, value: Any, edition: Edition) -> Any:
    """Return what of a value may be read by anybody; None for nothing."""
    if question.kind == Kind.TABLE:
        allowed = OPEN_COLUMNS.get(question.key, frozenset())
        columns = {
            each.key for each in question.columns if each.key in allowed and is_open(each, edition)
        }
        rows = [
            row | {"cells": {name: row["cells"][name] for name in row["cells"] if name in columns}}
            for row in value
        ]
        return rows if any(row["cells"] for row in rows) else None
    if question.kind == Kind.NUMBER:
        return value if question.key in OPEN_NUMBERS else None
    return value if question.kind in OPEN_KINDS and is_open(question, edition) else None


def is_open(asked: Field, edition: Edition) -> bool:
    """Tell whether a choice is from a list of ours: a company's own list holds its suppliers."""
    if asked.kind not in (Kind.CHOICE, Kind.MULTIPLE):
        return True
    try:
        return bool(options_of(asked, edition))
    except UnknownCatalogue:
        return False


def open_content(file: FrozenFile) -> dict[str, Any]:
    """Return the rest of the snapshot: whose words stay, they stay without names."""
    content, wanted = file.content, spellings(names_in(file))
    mark = _("[weggelaten]")

    def clean(text: str) -> str:
        return without_weights(without(text, wanted, mark), mark)

    languages = {
        key: {"language": answer["language"]} for key, answer in content["answers"].items()
    }
    taken_out = {
        "facts": {},
        "secretariat": {},  # what a reviewer wrote, to the company
        "answers": languages,
        "evidence": [open_paper(p, clean) for p in papers(file)],
    }
    if file.risks:
        taken_out["risks"] = [open_risk(risk, clean) for risk in file.risks]
    if file.chain:
        taken_out["chain"] = open_chain(file.chain)
    if file.plan:
        taken_out["plan"] = [open_action(action, clean) for action in file.plan]
    if file.remedy:
        cases = {**file.remedy["cases"], "by_theme": {}}
        taken_out["remedy"] = {**file.remedy, "cases": cases}
    if file.talks:
        taken_out["talks"] = []  # between the company and the secretariat
    return {**content, **taken_out}


def names_in(file: FrozenFile) -> Iterator[str]:
    """Yield every name of a supplier or an owner that the file knows of."""
    yield from (supplier["name"] for supplier in file.chain.get("suppliers", ()))
    for action in file.plan:
        yield from (action["owner_name"], *PARTED.split(action["partners"]), *action["suppliers"])
    for key, given in file.answers.items():
        if isinstance(given.value, list) and key in OPEN_COLUMNS:
            for row in given.value:
                for name in NAMING_COLUMNS & row["cells"].keys():
                    cell = row["cells"][name]
                    yield from [cell] if isinstance(cell, str) else cell


def papers(file: FrozenFile) -> list[Frozen]:
    """Return the documents that are not confidential."""
    return [document for document in file.evidence if not document["confidential"]]


def open_paper(document: Frozen, clean: Callable[[str], str]) -> Frozen:
    """Return a document by title, kind and fingerprint."""
    stored = document["file"] | {"name": ""}
    return {**document, "title": clean(document["title"]), "description": "", "file": stored}


def open_risk(risk: Frozen, clean: Callable[[str], str]) -> Frozen:
    """Return a risk with its reasons, in words without names."""
    typed = ("title", "involvement_reason", "put_off_reason", "no_action_reason")
    cleaned = {name: clean(risk[name]) for name in typed if name in risk}
    return {**risk, **cleaned, "description": ""}


def open_chain(chain: Frozen) -> Frozen:
    """Return the chain without who, how much and which region: how many there are stays."""
    nobody = {"name": "", "country": "", "lei": "", "kvk": "", "smelter_id": ""}
    return {
        **chain,
        "suppliers": [nobody for _supplier in chain["suppliers"]],
        "lines": [{**line, "region": "", "volume": ""} for line in chain["lines"]],
    }


def open_action(action: Frozen, clean: Callable[[str], str]) -> Frozen:
    """Return an action without who, with whom, for how much, and what it is stuck on."""
    typed = ("title", "goal", "indicator", "unit", "result")
    has_owner = action["owner_name"] or action["owner_role"]
    stuck = action["stuck"] and {**action["stuck"], "on": ""}
    return {
        **action,
        **{name: clean(action[name]) for name in typed},
        "owner_name": "",
        "owner_role": NAMED if has_owner else "",
        "partners": "",
        "budget": "",
        "suppliers": [],
        "stuck": stuck,
        "delayed": [{**each, "reason": clean(each["reason"])} for each in action["delayed"]],
        **open_amounts(action),
        **open_aims(action, clean),
    }


def open_aims(action: Frozen, clean: Callable[[str], str]) -> Frozen:
    """Return the risks that an action is for, called as the open register calls them."""
    aims = action.get("risks", ())
    return {"risks": [{**aim, "title": clean(aim["title"])} for aim in aims]} if aims else {}


def open_amounts(action: Frozen) -> Frozen:
    """Return what was measured; of a weight only when, for it may be a volume."""
    measured = [{**each, "note": ""} for each in action["measurements"]]
    if not is_weight(action["unit"]):
        return {"measurements": measured}
    hidden = [{**each, "value": None} for each in measured]
    return {"measurements": hidden, "baseline": None, "target": None}


def is_weight(unit: str) -> bool:
    """Tell whether a typed unit weighs: "ton", "kg per jaar"."""
    return any(word in WEIGHTS for word in plain(unit).split())
