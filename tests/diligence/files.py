"""Whole files in one go, for tests about what comes after answering."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from companies.models import User
from convenant.tenancy.scope import company_scope
from diligence.framework.answers import Given, State
from diligence.framework.conditions import situation_of
from diligence.models import Answer, Assessment
from diligence.services.figures import standing_of
from tests.factories import AssessmentFactory, UserFactory
from tests.factories.diligence import fitting_value

SOURCING = [
    {
        "id": "6f1b1f5a-4a59-4a0e-9d57-0d3f0f1a0001",
        "cells": {
            "metal": "ME-SN",
            "form": "primary",
            "supplier": "Metaalhandel Kerkhof",
            "volume": "up_to_100",
            "origin": ["BE", "DE"],
            "certainty": "told",
        },
    }
]
PROFILE = {
    "profile.fte": "40",
    "profile.forms_bought": ["primary"],
    "profile.buys_outside_eu": "none",
}
"""A company of 40 people that buys new metal, and no scrap, in the EU."""


def complete_file(
    company,
    *,
    by: User | None = None,
    level: int = 2,
    cycle__year: int = 2026,
    **given: Given,
) -> Assessment:
    """Return a file of this company with a fitting answer to every question that shows.

    `given` holds other answers by question key with `__` for the point: `embed__policy=Given(…)`.
    """
    assessment = AssessmentFactory(company=company, cycle__year=cycle__year)
    special = {key.replace("__", "."): answer for key, answer in given.items()}
    fill(assessment, special, by=by or UserFactory(), level=level)
    return assessment


def fill(
    assessment: Assessment, special: dict[str, Given], *, by: User, level: int = 2, upto: str = ""
) -> None:
    """Answer every question that shows, in order, up to and with `upto` when it is named."""
    answers: dict[str, Given] = {}
    for question in assessment.edition.questions:
        if question.key in situation_of(assessment.edition, answers).shown:
            answers[question.key] = special.get(question.key) or plain(question, assessment, level)
        if question.key == upto:
            break
    store(assessment, answers, by=by)


def plain(question, assessment: Assessment, level: int) -> Given:
    """Return an ordinary answer to a question."""
    if question.key == "identify.sourcing":
        return Given(State.ANSWERED, SOURCING)
    value = PROFILE.get(question.key) or fitting_value(question, assessment.edition, level)
    if question.kind == "table":
        value = [{"id": f"row-{n}", **row} for n, row in enumerate(value)]
    return Given(State.ANSWERED, value)


def store(assessment: Assessment, answers: dict[str, Given], *, by: User) -> None:
    """Keep these answers and the figures that follow from them, in one statement each."""
    with company_scope(assessment.company_id):
        rows = [
            Answer(
                company_id=assessment.company_id,
                assessment=assessment,
                question=key,
                state=given.state,
                value=given.value,
                explanation=given.explanation,
                reason=given.reason,
                unsure=given.unsure,
                changed_by=by,
            )
            for key, given in answers.items()
        ]
        Answer.objects.bulk_create(rows)
        assessment.figures = standing_of(assessment, rows).as_figures()
        assessment.touched_at, assessment.touched_by = timezone.now(), by
        assessment.save(update_fields=["figures", "touched_at", "touched_by"])


@contextmanager
def at_most(statements: int) -> Iterator[None]:
    """Fail when a page asks more of the database than this."""
    with asking() as asked:
        yield
    assert len(asked) <= statements, "\n".join(asked)


@contextmanager
def exactly(statements: int) -> Iterator[None]:
    """Fail when a page asks more or less of the database: less is to be written down too."""
    with asking() as asked:
        yield
    assert len(asked) == statements, "\n".join(asked)


@contextmanager
def asking() -> Iterator[list[str]]:
    """Gather what a page asks of the database.

    A test runs inside a transaction of its own, so the page's BEGIN and COMMIT show up as
    savepoints here and the scope is put back at the end; those three are not counted.
    """
    asked: list[str] = []
    with CaptureQueriesContext(connection) as caught:
        yield asked
    asked += [query["sql"] for query in caught if "SAVEPOINT" not in query["sql"]]
    if asked and "convenant.scope" in asked[-1]:
        asked.pop()
