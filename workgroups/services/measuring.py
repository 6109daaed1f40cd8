"""Companies for measuring: the same invented answers each time, as many as are asked for."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.utils import timezone

from companies.models import Company
from convenant.tenancy.scope import company_scope, officer_scope
from diligence.framework.answers import Given, State, Value
from diligence.framework.catalogues import UnknownCatalogue
from diligence.framework.choices import options_of
from diligence.framework.conditions import row_holds, situation_of
from diligence.framework.schema import Edition, Field, Kind, Option, Question
from diligence.framework.values import clean, shortfalls
from diligence.models import Answer, Assessment, Cycle, Snapshot
from diligence.services.figures import standing_in
from diligence.services.snapshots import freeze
from diligence.services.summary import keep_facts

S = Assessment.Status
VARIANTS = 24
SIZES = ("6", "24", "120", "900")
FILLED = (100, 100, 100, 60, 100, 30, 100, 0)
HANDED_IN = (S.SUBMITTED, S.ACCEPTED, S.QUESTIONS_OPEN, S.ACCEPTED, S.CLOSED)
WAYS = {
    S.SUBMITTED: (),
    S.QUESTIONS_OPEN: (S.QUESTIONS_OPEN,),
    S.ACCEPTED: (S.ACCEPTED,),
    S.CLOSED: (S.ACCEPTED, S.CLOSED),
}
TEXT = "Wij vragen dit elk jaar aan onze drie grootste leveranciers en leggen het antwoord vast."


@dataclass(frozen=True, slots=True)
class Variant:
    """One invented way of answering a questionnaire, with the figures that follow from it."""

    given: dict[str, Given]
    filled: int


def make_company(number: int, cycle: Cycle) -> Company:
    """Make one member with its file of this year, or return the one there is."""
    company, _ = Company.objects.get_or_create(
        slug=f"meetbedrijf-{number:04}",
        defaults={
            "name": f"Meetbedrijf {number:04}",
            "city": "Meetstad",
            "requires_two_step": False,
            "joined_on": datetime.date(cycle.year - number % 5, 3, 1),
        },
    )
    with company_scope(company.pk):
        if not Assessment.objects.for_company(company).filter(cycle=cycle).exists():
            make_file(company, cycle, number)
    return company


def make_file(company: Company, cycle: Cycle, number: int) -> Assessment:
    """Make the file of a company: answers, figures and, when it was handed in, a snapshot."""
    edition = cycle.version.edition()
    variant = variant_of(edition, number % VARIANTS)
    opened = timezone.make_aware(datetime.datetime.combine(cycle.opens_on, datetime.time(9)))
    touched = opened + datetime.timedelta(hours=number % 1000)
    file = Assessment(
        company=company,
        cycle=cycle,
        membership_year=company.membership_year(cycle.year),
        opened_at=opened,
    )
    if variant.given:
        standing = standing_in(
            edition, variant.given, file.membership_year, today=timezone.localdate()
        )
        file.figures, file.touched_at = standing.as_figures(), touched
    file.save(force_insert=True)
    Answer.objects.bulk_create(answers_of(file, variant))
    if variant.filled == 100:
        hand_in(file, HANDED_IN[number % len(HANDED_IN)], touched)
    return file


def hand_in(file: Assessment, status: Assessment.Status, at: datetime.datetime) -> None:
    """Bring a filled draft to where it stands, by the way the database knows, and freeze it."""
    file.submitted_at = at
    file.decided_at = at if status in (S.ACCEPTED, S.CLOSED) else None
    file.save(update_fields=["submitted_at", "decided_at"])
    step = Assessment.objects.for_company(file.company_id).filter(pk=file.pk)
    step.update(status=S.SUBMITTED)
    with officer_scope(file.company_id):
        for after in WAYS[status]:
            step.update(status=after)
    file.status = status
    freeze(file, Snapshot.Kind.ACCEPTED if file.decided_at else Snapshot.Kind.SUBMITTED)
    keep_facts(file)


def answers_of(file: Assessment, variant: Variant) -> list[Answer]:
    """Return the rows of these answers, not yet stored."""
    return [
        Answer(
            company_id=file.company_id,
            assessment=file,
            question=question,
            state=given.state,
            value=given.value,
            explanation=given.explanation,
            changed_at=file.touched_at or file.opened_at,
        )
        for question, given in variant.given.items()
    ]


@cache
def variant_of(edition: Edition, number: int) -> Variant:
    """Return one of the invented ways to answer: its size, place, levels and how far it is."""
    filled = FILLED[number % len(FILLED)]
    today = timezone.localdate()
    given: dict[str, Given] = {}
    wanted = len(edition.questions) * filled // 100
    for place, question in enumerate(edition.questions[:wanted]):
        if question.key not in situation_of(edition, given, today=today).shown:
            continue
        raw = value_for(question, edition, number + place)
        value = clean(question, raw, edition=edition, today=today, draft=True)
        given[question.key] = given_with(question, value)
    return Variant(given, filled)


def given_with(question: Question, value: Value) -> Given:
    """Return the answer with this value; "don't know" where its list is not in the edition."""
    if value is None or shortfalls(question, value):
        return Given(State.DONT_KNOW)
    return Given(State.ANSWERED, value, TEXT if question.kind == Kind.MATURITY else "")


def value_for(question: Question, edition: Edition, number: int) -> object:
    """Return a plain value that fits a question, varying with the number."""
    if question.decides == "size":
        return SIZES[number % len(SIZES)]
    if question.kind == Kind.MATURITY:
        return (number * 7 // 3) % (edition.scoring.highest_level + 1)
    if question.kind == Kind.TABLE:
        rows = max(2, question.min_rows)
        return [{"cells": cells_for(question, edition, number + row)} for row in range(rows)]
    return plain_value(question, edition, number)


def cells_for(question: Question, edition: Edition, number: int) -> dict[str, object]:
    """Return the cells of one row: every column that shows."""
    cells: dict[str, object] = {}
    for column in question.columns:
        if row_holds(column.when, cells):  # type: ignore[arg-type]
            cells[column.key] = plain_value(column, edition, number)
    return cells


def plain_value(field: Field, edition: Edition, number: int) -> object:
    """Return a plain value that fits a field or a column."""
    match field.kind:
        case Kind.CHOICE:
            options = known_options(field, edition)
            return options[number % len(options)].key if options else None
        case Kind.MULTIPLE:
            together = [o.key for o in known_options(field, edition) if not o.alone and not o.when]
            start = number % max(1, len(together) - field.min_choices)
            return together[start : start + max(1, field.min_choices)]
        case Kind.NUMBER:
            return str(max(field.min or Decimal(0), Decimal(1 + number % 40)))
        case Kind.DATE:
            return "2026-03-12" if field.earliest != "today" else "2099-03-12"
        case Kind.LINK:
            return "https://www.meetbedrijf.example/verslag"
    return TEXT[: field.max_length]


def known_options(field: Field, edition: Edition) -> tuple[Option, ...]:
    """Return the options of a choice; none when they are a company's own list."""
    try:
        return options_of(field, edition)
    except UnknownCatalogue:
        return ()
