"""What the companies of the demo planned: measures at weak answers and at grave risks."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from companies.models import Company, User
from diligence.framework.catalogues import Entry, catalogue
from diligence.models import Action, ActionLink, ActionStep, Assessment, Measurement, Risk
from diligence.plan.status import WAY, Status
from diligence.services.plan.for_risks import needs_action
from diligence.services.plan.offers import WeakAnswer, weak_answers
from workgroups.services.demo.days import in_words, moment
from workgroups.services.demo.draws import between, draw, one_of, weighted

BLANK = re.compile(r"\[([^\]]+)\]")
MOST = 6
"""Actions of one company."""
STANDS = {"idea": 20, "planned": 25, "running": 35, "done": 15, "stopped": 5}
PERCENT, COUNTED = ((20, 90), (35, 80), (5, 60)), ((2, 12), (9, 1), (3, 40))
FALLING = ((9, 1), (14, 4))
HARMS = ("ongeval", "open klachten", "boven de grens", "incident", "lek", "van partijen op")
"""Words of what is counted that ought to fall."""
RESULTS = (
    "Het is gelukt, een maand later dan gedacht. Wij doen dit nu elk jaar.",
    "De helft van de leveranciers doet mee. Met de rest praten wij verder.",
    "Er zijn minder meldingen. Of dat zo blijft, meten wij in het voorjaar.",
)
STOPPED_FOR = "Wij kopen dit metaal niet meer. Het risico is er daardoor niet meer bij ons."
STUCK_ON = "Onze leverancier antwoordt niet. Wij kopen te weinig om aan te dringen."
PUT_OFF_FOR = "De meetdienst had pas in het najaar plek."
NO_ACTION = (
    "Onze leverancier laat de smelterij dit najaar controleren. Wij wachten op de uitkomst en "
    "kiezen dan wat wij doen."
)
MOST_FOR_RISKS = 3
"""Of the gravest risks so many get an action, the next a reason why not, the rest nothing yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What one action is made of: a model measure, and what it is for."""

    key: str
    """What chance goes by."""
    measure: str
    title: str
    goal: str
    indicator: str
    question: str = ""
    risks: Sequence[Risk] = ()


@dataclass(slots=True)
class Rows:
    """What is to be stored, in this order."""

    actions: list[Action] = field(default_factory=list)
    links: list[ActionLink] = field(default_factory=list)
    steps: list[ActionStep] = field(default_factory=list)
    measurements: list[Measurement] = field(default_factory=list)


def add_actions(company: Company, people: Mapping[str, User], today: date) -> None:
    """Put a plan beside the newest file. Must run in the company's scope. Nine statements."""
    files = Assessment.objects.for_company(company).with_cycle()
    file = files.order_by("-cycle__year").first()
    if file is None:
        return
    file.company = company
    rows = Rows()
    grave = [risk for risk in Risk.objects.of_file(file).kept().in_order() if needs_action(risk)]
    if file.is_open:
        explain(grave[MOST_FOR_RISKS : MOST_FOR_RISKS + 1])
    weak = map(for_answer, chosen(company, weak_answers(file)))
    for number, one in enumerate([*weak, *for_risks(grave[:MOST_FOR_RISKS])]):
        plan_one(rows, file, one, list(people.values()), today, number)
    Action.objects.bulk_create(rows.actions)
    ActionLink.objects.bulk_create(rows.links)
    ActionStep.objects.bulk_create(rows.steps)
    Measurement.objects.bulk_create(rows.measurements)


def chosen(company: Company, weak: Sequence[WeakAnswer]) -> Iterator[WeakAnswer]:
    """Return the answers this company works on; no measure twice."""
    taken: set[str] = set()
    most = between(1, MOST, draw(company.slug, "actions"))
    for one in sorted(weak, key=lambda one: draw(company.slug, one.question.key)):
        measure = one.offers[0].measure.key
        if measure not in taken and len(taken) < most:
            taken.add(measure)
            yield one


def for_answer(weak: WeakAnswer) -> Intent:
    """Return the lightest measure for a weak answer."""
    measure, question = weak.offers[0].measure, weak.question.key
    return Intent(
        key=question,
        measure=measure.key,
        title=measure.title.nl,
        goal=measure.smart.nl,
        indicator=measure.indicator.nl,
        question=question,
    )


def for_risks(grave: Sequence[Risk]) -> list[Intent]:
    """Return a measure for each risk; risks of which the same one would help share it."""
    shared: dict[str, tuple[Entry, list[Risk]]] = {}
    for risk in grave:
        fitting = [one for one in catalogue("theme_measures") if risk.theme in one.get("themes")]
        if fitting:
            shared.setdefault(fitting[0].key, (fitting[0], []))[1].append(risk)
    return [
        Intent(
            key=risks[0].proposal,
            measure=one.key,
            title=one.text.nl,
            goal=one.get("smart")["nl"],
            indicator=one.get("indicator")["nl"],
            risks=risks,
        )
        for one, risks in shared.values()
    ]


def explain(risks: Sequence[Risk]) -> None:
    """Write down why nothing is done about these yet."""
    for risk in risks:
        risk.no_action_reason = NO_ACTION
        risk.save(update_fields=["no_action_reason"])


def plan_one(
    rows: Rows,
    file: Assessment,
    intent: Intent,
    people: Sequence[User],
    today: date,
    number: int,
) -> None:
    """Write one action with its history; the first one that runs is late, the second stuck."""
    words = (file.company.slug, intent.key)
    status = weighted(STANDS, draw(*words, "stand"))
    began = today - timedelta(days=between(60, 200, draw(*words, "began")))
    due = today + timedelta(days=between(-20, 240, draw(*words, "due")))
    unit = "%" if "%" in intent.indicator else ""
    counted = FALLING if any(word in intent.indicator.lower() for word in HARMS) else COUNTED
    baseline, target = one_of(PERCENT if unit else counted, draw(*words, "unit"))
    owner = one_of(people, draw(*words, "owner"))
    action = Action(
        company_id=file.company_id,
        title=intent.title[:150],
        goal=filled_in(intent.goal, owner, due, status)[:2000],
        measure=intent.measure,
        first_year=file.cycle.year,
        status=status,
        indicator=intent.indicator[:300],
        created_at=moment(began, 0),
        created_by=owner,
    )
    rows.actions.append(action)
    aims: list[dict] = [{"risk": risk} for risk in intent.risks]
    if intent.question:
        aims.append({"question": intent.question})
    rows.links += [ActionLink(company_id=file.company_id, action=action, **aim) for aim in aims]
    if status == Status.IDEA:
        return
    action.owner, action.starts_on, action.due_on = owner, began, max(due, began)
    action.unit, action.baseline, action.target = unit, Decimal(baseline), Decimal(target)
    tell_steps(rows, action, owner, began, words)
    if status in (Status.RUNNING, Status.DONE):
        measure_over_time(rows, action, owner, began, today, words)
    if status == Status.RUNNING and number % 3 == 1:
        action.help_asked_at = moment(today - timedelta(days=6), 95)
        keep(rows, action, ActionStep.Kind.STUCK, "", "", STUCK_ON, owner, action.help_asked_at)


def filled_in(goal: str, owner: User, due: date, status: str) -> str:
    """Return a model text as somebody filled it in; of an idea the blanks are still open."""
    if status == Status.IDEA:
        return goal
    said = {
        "wie": str(owner),
        "datum": in_words(due, "nl"),
        "datum 2": in_words(due + timedelta(days=90), "nl"),
        "aantal": "drie",
    }
    return BLANK.sub(lambda blank: said.get(blank[1], blank[1]), goal)


def tell_steps(
    rows: Rows, action: Action, owner: User, began: date, words: tuple[str, str]
) -> None:
    """Write how the action came where it stands."""
    kind = ActionStep.Kind.MOVED
    if action.status == Status.STOPPED:
        action.last_year = action.first_year
        way = [Status.IDEA, Status.STOPPED]
    else:
        way = list(WAY[: WAY.index(Status(action.status)) + 1])
    for place, (before, after) in enumerate(pairwise(way), 1):
        text = {Status.DONE: one_of(RESULTS, draw(*words, "result")), Status.STOPPED: STOPPED_FOR}
        told = text.get(after, "")
        keep(
            rows,
            action,
            kind,
            before,
            after,
            told,
            owner,
            moment(began + timedelta(10 * place), 40 * place),
        )
        if after == Status.DONE:
            action.result, action.last_year = told, action.first_year
    if draw(*words, "delay") < 0.3 and action.due_on:
        action.delays = 1
        days = ((action.due_on - timedelta(days=60)).isoformat(), action.due_on.isoformat())
        when = moment(began + timedelta(days=45), 20)
        keep(rows, action, ActionStep.Kind.DELAYED, *days, PUT_OFF_FOR, owner, when)


def measure_over_time(
    rows: Rows, action: Action, owner: User, began: date, today: date, words: tuple[str, str]
) -> None:
    """Write measurements that go towards the target, with a step back now and then."""
    assert action.baseline is not None and action.target is not None
    count = between(2, 5, draw(*words, "measured"))
    reached = Decimal("1") if action.status == Status.DONE else Decimal("0.6")
    days = (today - began).days
    for place in range(count):
        share = reached * place / max(count - 1, 1)
        wobble = Decimal(between(-4, 4, draw(*words, place))) / 100 if 0 < place < count - 1 else 0
        value = action.baseline + (action.target - action.baseline) * (share + wobble)
        rows.measurements.append(
            Measurement(
                company_id=action.company_id,
                action=action,
                measured_on=began + timedelta(days=days * place // count),
                value=value.quantize(Decimal(1)),
                at=moment(began + timedelta(days=days * place // count), 30),
                by=owner,
            )
        )


def keep(
    rows: Rows,
    action: Action,
    kind: str,
    before: str,
    after: str,
    text: str,
    by: User,
    when: datetime,
) -> None:
    """Add a line of the history."""
    rows.steps.append(
        ActionStep(
            company_id=action.company_id,
            action=action,
            kind=kind,
            before=before,
            after=after,
            text=text,
            at=when,
            by=by,
        )
    )
