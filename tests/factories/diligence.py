"""Questionnaires, cycles, files and answers, made through the services where there is one."""

import datetime
import functools
from decimal import Decimal

import factory
from django.utils import timezone

from companies.models import User
from convenant.tenancy.scope import company_scope, officer_scope
from diligence.framework.choices import options_of
from diligence.framework.document import canonical_json, edition_to_document, sha256_of
from diligence.framework.loader import EDITIONS
from diligence.framework.schema import Edition, Kind, Question
from diligence.models import Answer, Assessment, Cycle, QuestionnaireVersion
from diligence.services.answers import Entry, save_answer
from tests.factories.companies import CompanyFactory, UserFactory


@functools.cache
def document_of(code: str) -> tuple[str, str, int]:
    """Read an edition's folder once per test process: its text, hash and year."""
    document = edition_to_document(EDITIONS / code)
    return canonical_json(document), sha256_of(document), document["header"]["year"]


def published_version(code: str = "2026") -> QuestionnaireVersion:
    """Return the real edition of a year, published."""
    text, sha256, year = document_of(code)
    version, _ = QuestionnaireVersion.objects.get_or_create(
        sha256=sha256,
        defaults={
            "code": code,
            "year": year,
            "document": text,
            "published_at": timezone.now(),
        },
    )
    return version


class CycleFactory(factory.django.DjangoModelFactory):
    """A monitoring year, 2026 unless named."""

    class Meta:
        model = Cycle
        django_get_or_create = ("year",)

    year = 2026
    version = factory.LazyFunction(published_version)
    opens_on = factory.LazyAttribute(lambda cycle: datetime.date(cycle.year, 9, 1))
    deadline = factory.LazyAttribute(lambda cycle: datetime.date(cycle.year + 1, 3, 31))


class AssessmentFactory(factory.django.DjangoModelFactory):
    """A company's file of one year: `AssessmentFactory(company=..., cycle__year=2025)`."""

    class Meta:
        model = Assessment

    company = factory.SubFactory(CompanyFactory)
    cycle = factory.SubFactory(CycleFactory)
    membership_year = 2

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        """Make a draft, and take it to another status in steps that the database allows."""
        status = kwargs.pop("status", Assessment.Status.DRAFT)
        with company_scope(kwargs["company"].pk):
            file = super()._create(model_class, *args, **kwargs)
        bring(file, status)
        return file


WAYS = {
    "draft": (),
    "submitted": ("submitted",),
    "questions_open": ("submitted", "questions_open"),
    "accepted": ("submitted", "accepted"),
    "closed": ("submitted", "accepted", "closed"),
}


def bring(file: Assessment, status: str) -> None:
    """Put a draft in another state by the shortest way, with nothing frozen and nothing told."""
    for step in WAYS[status]:
        scope = company_scope if step == "submitted" else officer_scope
        with scope(file.company_id):
            Assessment.objects.filter(pk=file.pk).update(status=step)
    file.status = status


def answer(
    assessment: Assessment, key: str, value: object = None, *, by: User | None = None, **entry
) -> Answer:
    """Answer one question as the product does: `answer(file, "embed.policy", 3)`."""
    with company_scope(assessment.company_id):
        stands = assessment.answers.filter(question=key).first()
        saved = save_answer(
            assessment,
            assessment.edition.question(key),
            Entry(value=value, **entry),
            seen=stands.version if stands else 0,
            by=by or UserFactory(),
        )
    return saved.answer


def fitting_value(question: Question, edition: Edition, level: int = 2) -> object:
    """Return a plain valid value for a question, of whatever kind."""
    if question.kind == Kind.TABLE:
        cells = {
            column.key: fitting_cell(column, edition)
            for column in question.columns
            if column.required or column.when is None
        }
        return [{"cells": cells} for _ in range(max(1, question.min_rows))]
    if question.kind == Kind.MATURITY:
        return level
    return fitting_cell(question, edition)


def fitting_cell(field, edition: Edition) -> object:
    """Return a plain valid value for a field or a column."""
    match field.kind:
        case Kind.CHOICE:
            return options_of(field, edition)[0].key
        case Kind.MULTIPLE:
            options = [o for o in options_of(field, edition) if not o.alone and o.when is None]
            return [option.key for option in options[: max(1, field.min_choices)]]
        case Kind.NUMBER:
            return str(
                max(field.min or Decimal(0), Decimal(40 if field.key == "profile.fte" else 1))
            )
        case Kind.DATE:
            return "2026-03-12"
        case Kind.LINK:
            return "https://www.bedrijf.example/verslag"
        case _:
            return "Wij vragen dit elk jaar aan onze drie leveranciers."
