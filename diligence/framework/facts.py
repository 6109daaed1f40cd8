"""What a rule may test beside answers: named facts of the chain, the risks and the plan.

A fact is a number or a set of keys. What it counts stands here, for authors (docs/questionnaire.md)
and for `services/facts.py`, which counts. A question never shows by a fact: only a rule looks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diligence.framework.schema import Kind

CHAIN, RISKS, PLAN, COMPLAINTS = "chain", "risks", "plan", "complaints"
FAMILIES = (CHAIN, RISKS, PLAN, COMPLAINTS)
"""The families of facts, and the pages they lead to. No step of a questionnaire is called so."""

FORMS = ("ore", "primary", "semis", "components", "scrap")
"""The forms of a line, as the options of `profile.forms_bought`."""

Values = Mapping[str, int | Sequence[str]]
"""Facts by name as they stand: a number, or keys in order. What is not there is not known."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: what it counts, and what it holds when it is a set."""

    meaning: str
    catalogue: str = ""
    options: tuple[str, ...] = ()

    @property
    def is_set(self) -> bool:
        """Tell whether it holds keys instead of a number."""
        return bool(self.catalogue or self.options)

    @property
    def tests(self) -> tuple[str, ...]:
        """Return the tests that fit it."""
        return ("has_any", "has_none") if self.is_set else ("at_least", "at_most")

    def as_field(self) -> dict[str, Any]:
        """Return it as the validator looks at a question: its kind, and whence its keys."""
        if not self.is_set:
            return {"kind": Kind.NUMBER}
        if self.catalogue:
            return {"kind": Kind.MULTIPLE, "catalogue": self.catalogue}
        return {"kind": Kind.MULTIPLE, "options": [{"key": key} for key in self.options]}


FACTS: Mapping[str, Fact] = {
    "chain.lines": Fact("lines of this year’s chain that the company filled in"),
    "chain.furthest_tier": Fact("the furthest tier with a line: 1 sells to the company; 0 without"),
    "chain.metals": Fact("the metals with a line", catalogue="metals"),
    "chain.forms": Fact("the forms with a line", options=FORMS),
    "chain.smelters_missing": Fact(
        "metals with a line that is no scrap and no line of a named smelter or refiner"
    ),
    "chain.not_on_file": Fact(
        "suppliers that a table of an answer names and the list of suppliers does not have"
    ),
    "chain.areas_unweighed": Fact(
        "metals from the mine up to the trade in new metal, in a country with a conflict or "
        "high-risk area, without a risk of that metal and country that was weighed or turned down"
    ),
    "risks.kept": Fact("risks in this year’s register"),
    "risks.unweighed": Fact("risks in the register that nobody weighed yet"),
    "risks.first_without_action": Fact(
        "risks with priority 1 without an open action and without a reason why not"
    ),
    "risks.first_not_discussed": Fact("risks with priority 1 about which nobody was spoken to"),
    "risks.own_part_without_action": Fact(
        "risks that the company causes or contributes to, without an open action"
    ),
    "risks.wait_is_over": Fact("risks that were put off until a day that has passed"),
    "plan.actions": Fact("actions in this year’s plan, ended ones too"),
    "plan.late": Fact("open actions whose last day has passed"),
    "plan.done_without_result": Fact("done actions without a result and without a measurement"),
    "plan.never_measured": Fact(
        "running actions with an indicator that nobody measured, three months after they began"
    ),
    "plan.without_aim": Fact("open actions that are for no risk, question or supplier"),
    "complaints.channels": Fact("places to complain"),
    "complaints.untested": Fact("places to complain that were not held against the eight criteria"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact is found: one risk or action, or the page of its family."""

    page: str
    """`risk` or `action` with its key; `chain`, `risks`, `plan` or `complaints` without."""
    key: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of a file, and by fact where it is found."""

    values: Values
    places: Mapping[str, Sequence[Place]]

    def places_of(self, name: str) -> Sequence[Place]:
        """Return where a fact is found; its page when nothing single is meant."""
        return self.places.get(name) or (Place(name.partition(".")[0]),)


def looks_at_facts(rule: Any) -> bool:
    """Tell whether a rule tests more than answers."""
    return any(test.target.question in FACTS for test in rule.condition.tests())
