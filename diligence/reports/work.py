"""What a company knows and does beside its answers, as plain data: as kept, with names in words."""

from collections.abc import Mapping
from typing import Any

from diligence.framework.catalogues import catalogue
from diligence.reports.frozen import FrozenFile
from diligence.reports.talks import topic_of

NAMED = {"metal": "metals", "stage": "stages", "country": "countries", "theme": "themes"}
"""By field: the list that its key is from."""


def work_of(file: FrozenFile, lang: str) -> dict[str, Any]:
    """Return risks, chain, plan, influence, remedy and talks; a list or None for what is not there.

    Only counts are known of complaints.
    """
    return {
        "risks": [with_names({"no_action_reason": "", **risk}, lang) for risk in file.risks],
        "chain": chain_of(file.chain, lang) if file.chain else None,
        "plan": [action_of(action, lang) for action in file.plan],
        "influence": dict(file.influence) or None,
        "remedy": dict(file.remedy) or None,
        "talks": [
            {**one, "topic": topic_of(one["about"], file.edition, lang)} for one in file.talks
        ],
    }


def action_of(action: Mapping, lang: str) -> dict[str, Any]:
    """Return an action with the names of the risks it is for; of an older file none is known."""
    return {**action, "risks": [with_names(risk, lang) for risk in action.get("risks", ())]}


def chain_of(chain: Mapping, lang: str) -> dict[str, Any]:
    """Return the chain with the names of what it points at."""
    return {
        "suppliers": list(chain["suppliers"]),
        "lines": [with_names(line, lang) for line in chain["lines"]],
        "gaps": [with_names(gap, lang) for gap in chain["gaps"]],
    }


def with_names(row: Mapping, lang: str) -> dict[str, Any]:
    """Return a row with beside each key of a list what that is called."""
    names = {}
    for field, listed in NAMED.items():
        if field in row:
            entry = catalogue(listed).get(row[field])
            names[f"{field}_name"] = entry.text.get(lang) if entry else row[field]
    return {**row, **names}
