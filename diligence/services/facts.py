"""The facts that rules test (`framework/facts.py`), counted for one file, with where each is found.

A constant number of statements, however long the chain, the register and the plan are.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Count, Exists, OuterRef

from diligence.chain.names import fold
from diligence.framework.answers import Answers
from diligence.framework.conditions import months_before
from diligence.framework.facts import CHAIN, RISKS, Facts, Place
from diligence.framework.schema import Edition, Kind
from diligence.models import (
    Action,
    ActionLink,
    Assessment,
    Form,
    GrievanceChannel,
    Risk,
    RiskConsultation,
    SourcingLine,
    Supplier,
)
from diligence.plan.status import Status
from diligence.reports.risk_words import in_one_line, name_of, place_in_words
from diligence.risks.knowledge import UPSTREAM, Knowledge
from diligence.risks.weighing import CAUSE, CONTRIBUTE, FIRST
from diligence.services.plan.links import covered
from diligence.services.risks.knowledge import known_now

Found = dict[str, int | tuple[str, ...] | list[Place]]
"""Facts as they are counted: a number, keys, or the places that are the count."""
STATEMENTS = 7
SMELTER = "ST05"
NAMING_COLUMNS = frozenset({"supplier"})
"""Columns of a table in which a supplier is named."""
PATIENCE = 3
"""Months that a running action may go without a measurement."""
RISK, ACTION = "risk", "action"


def facts_of(assessment: Assessment, given: Answers, *, today: date) -> Facts:
    """Count the facts of a file beside these answers. Seven statements."""
    lines = list(SourcingLine.objects.of_file(assessment).in_order())
    every = weighed_or_not(assessment)
    risks = [risk for risk in every if risk.state == Risk.State.KEPT]
    suppliers = Supplier.objects.for_company(assessment.company_id).kept()
    on_file = set(suppliers.values_list("folded", flat=True))
    named = names_in(assessment.edition, given)
    found: Found = {
        **of_chain(lines),
        "chain.not_on_file": [
            Place(CHAIN, words=name) for name in named if fold(name) not in on_file
        ],
        "chain.areas_unweighed": list(unweighed_areas(lines, every, known_now())),
        **of_risks(risks, covered(assessment.company), today),
        **of_plan(plan_of(assessment), today),
        **of_complaints(GrievanceChannel.objects.for_company(assessment.company_id).kept()),
    }
    values: dict[str, int | Sequence[str]] = {}
    places: dict[str, Sequence[Place]] = {}
    for name, each in found.items():
        if isinstance(each, list):
            values[name], places[name] = len(each), each
        else:
            values[name] = each
    return Facts(values, places)


def weighed_or_not(assessment: Assessment) -> list[Risk]:
    """Return what was kept and what was turned down; `was_asked` tells of a conversation."""
    asked = RiskConsultation.objects.for_company(assessment.company_id).filter(risk=OuterRef("pk"))
    mine = Risk.objects.of_file(assessment).exclude(state=Risk.State.MERGED)
    told = mine.in_order().annotate(was_asked=Exists(asked))
    return list(told.defer("reasons", "description"))


def plan_of(assessment: Assessment) -> list[Action]:
    """Return the plan of the year; `measured` counts measurements, `has_aim` tells of links."""
    links = ActionLink.objects.for_company(assessment.company_id).filter(action=OuterRef("pk"))
    mine = Action.objects.for_company(assessment.company_id).of_year(assessment.cycle.year)
    told = mine.annotate(measured=Count("measurements"), has_aim=Exists(links))
    return list(told.in_order())


def of_chain(lines: Sequence[SourcingLine]) -> Found:
    """Return the facts of the lines themselves."""
    new = {one.metal for one in lines if one.form != Form.SCRAP}
    smelted = {one.metal for one in lines if one.stage == SMELTER and one.supplier_id}
    return {
        "chain.lines": len(lines),
        "chain.furthest_tier": max((one.tier or 0 for one in lines), default=0),
        "chain.metals": tuple(sorted({one.metal for one in lines})),
        "chain.forms": tuple(sorted({str(one.form) for one in lines})),
        "chain.smelters_missing": [
            Place(CHAIN, words=name_of("metals", metal)) for metal in sorted(new - smelted)
        ],
    }


def names_in(edition: Edition, given: Answers) -> list[str]:
    """Return the suppliers that tables of answers name, each once, in the order of the edition."""
    found: dict[str, None] = {}
    for question in edition.questions:
        answer = given.get(question.key)
        if question.kind != Kind.TABLE or answer is None or not isinstance(answer.value, list):
            continue
        for row in answer.value:
            for column in NAMING_COLUMNS & row["cells"].keys():
                cell = row["cells"][column]
                if isinstance(cell, str) and cell.strip():
                    found[cell.strip()] = None
    return list(found)


def unweighed_areas(
    lines: Sequence[SourcingLine], risks: Sequence[Risk], known: Knowledge
) -> Iterator[Place]:
    """Yield each metal and country of the lists' areas for which nothing was decided.

    A risk that was turned down with a reason is decided too.
    """
    decided = [one for one in risks if one.weight or one.state == Risk.State.REJECTED]
    weighed = {(one.metal, one.country) for one in decided}
    passed = {
        (one.metal, one.country): one
        for one in lines
        if one.stage in UPSTREAM and one.form != Form.SCRAP and one.country in known.areas
    }
    for (metal, country), line in sorted(passed.items()):
        if not {(metal, country), ("", country)} & weighed:
            yield Place(RISKS, words=place_in_words(line.metal, line.country))


def of_risks(risks: Sequence[Risk], planned: set, today: date) -> Found:
    """Return the facts of the register; `planned` are the lineages with an open action."""
    weights = [(one, one.weight) for one in risks]
    first = [one for one, weight in weights if weight and weight.priority(one.involvement) == FIRST]
    own = [one for one in risks if one.involvement in (CAUSE, CONTRIBUTE)]
    over = [one for one in risks if one.put_off_until and one.put_off_until < today]

    def places(found: list[Risk]) -> list[Place]:
        return [Place(RISK, str(one.pk), in_one_line(one)) for one in found]

    return {
        "risks.kept": len(risks),
        "risks.unweighed": places([one for one, weight in weights if weight is None]),
        "risks.first_without_action": places(
            [one for one in first if one.lineage not in planned and not one.no_action_reason]
        ),
        "risks.first_not_discussed": places([one for one in first if not was_asked(one)]),
        "risks.own_part_without_action": places([one for one in own if one.lineage not in planned]),
        "risks.wait_is_over": places(over),
    }


def was_asked(risk: Risk) -> bool:
    """Tell whether somebody was spoken to about a risk of `weighed_or_not`."""
    return bool(getattr(risk, "was_asked", False))


def of_plan(actions: Sequence[Action], today: date) -> Found:
    """Return the facts of the plan."""
    silent = [one for one in actions if not getattr(one, "measured", 0)]
    began = months_before(today, PATIENCE)

    def places(found: list[Action]) -> list[Place]:
        return [Place(ACTION, str(one.pk), one.title) for one in found]

    return {
        "plan.actions": len(actions),
        "plan.late": places([one for one in actions if one.is_late(today)]),
        "plan.done_without_result": places(
            [one for one in silent if one.status == Status.DONE and not one.result.strip()]
        ),
        "plan.never_measured": places(
            [
                one
                for one in silent
                if one.status == Status.RUNNING and one.starts_on and one.starts_on <= began
            ]
        ),
        "plan.without_aim": places(
            [one for one in actions if one.is_open and not getattr(one, "has_aim", True)]
        ),
    }


def of_complaints(channels) -> Found:
    """Return the facts of the places to complain; of complaints themselves nothing is looked at."""
    tested = list(channels.values_list("tested_on", flat=True))
    return {"complaints.channels": len(tested), "complaints.untested": tested.count(None)}
