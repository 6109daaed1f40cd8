"""A company with its people and an open year, and workbooks to add."""

import json

import pytest
from django.urls import reverse

from companies.models import Event
from convenant.tenancy.scope import company_scope
from diligence import tasks
from diligence.models import Declaration, DeclaredSmelter, SourcingLine, Supplier
from diligence.smelters.reading import read
from diligence.uploads import apart as examining
from diligence.uploads.look import look
from tests.background import run_all
from tests.factories import (
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
)
from tests.smelters.workbooks import make
from tests.uploads.good import sent


class Desk:
    """What a person of the company does with declarations, over HTTP."""

    def __init__(self, client, company, year: int = 2026):
        self.client = client
        self.company = company
        self.year = year

    def url(self, name: str = "declarations", *more: object) -> str:
        return reverse(f"diligence:{name}", args=[self.company.slug, self.year, *more])

    def send(self, content: bytes, name: str = "cmrt.xlsx", **more: object):
        data = {"files": sent(name, content), **more}
        return self.client.post(self.url(), data)

    def add(self, **changes: object) -> Declaration:
        """Add a workbook made with these changes and have it read."""
        assert self.send(make(**changes)).status_code == 302
        run_all()
        return self.newest()

    def newest(self) -> Declaration:
        with company_scope(self.company.pk):
            return Declaration.objects.order_by("-added_at").first()

    def stands(self, declaration: Declaration) -> Declaration:
        with company_scope(self.company.pk):
            mine = Declaration.objects.select_related("supplier", "earlier", "file__evidence")
            return mine.get(pk=declaration.pk)

    def page(self, declaration: Declaration, **asked: str):
        return self.client.get(self.url("declaration", declaration.pk), asked)

    def accept(self, declaration: Declaration, supplier: object = "new", minerals=None, **more):
        if minerals is None:
            minerals = sorted({one.mineral for one in self.smelters(declaration)} - {"", "mica"})
        data = {"supplier": str(supplier), "minerals": minerals, **more}
        return self.client.post(self.url("declaration-accept", declaration.pk), data)

    def act(self, name: str, declaration: Declaration):
        return self.client.post(self.url(f"declaration-{name}", declaration.pk))

    def lines(self) -> list[SourcingLine]:
        with company_scope(self.company.pk):
            found = SourcingLine.objects.kept().select_related("supplier")
            return list(found.order_by("metal", "supplier__name"))

    def suppliers(self) -> list[Supplier]:
        with company_scope(self.company.pk):
            return list(Supplier.objects.kept().order_by("name"))

    def smelters(self, declaration: Declaration) -> list[DeclaredSmelter]:
        with company_scope(self.company.pk):
            return list(DeclaredSmelter.objects.filter(declaration=declaration).order_by("number"))

    def verbs(self) -> list[str]:
        with company_scope(self.company.pk):
            return [one.verb for one in Event.objects.order_by("at")]


@pytest.fixture(autouse=True)
def _in_this_process(request, monkeypatch):
    """Examine and read without a process for each file; `own_process` leaves it as it is."""
    if "own_process" in request.fixturenames:
        return

    def read_here(path, today, reference=""):
        return json.loads(json.dumps(read(path, today, reference).as_data()))

    monkeypatch.setattr(
        examining, "looked_into", lambda kind, path, target: look(kind.key, path, target)
    )
    monkeypatch.setattr(tasks.apart, "read", read_here)


@pytest.fixture
def own_process():
    """Let a test examine and read in processes apart, as the product does."""


@pytest.fixture
def company(db):
    return CompanyFactory(name="Gieterij De Maas B.V.")


@pytest.fixture
def file(company):
    return AssessmentFactory(company=company)


@pytest.fixture
def editor(company):
    return EditorFactory(of=company, name="Noor de Wit")


@pytest.fixture
def reader(company):
    return ReaderFactory(of=company)


@pytest.fixture
def reviewer(db):
    return ReviewerFactory()


@pytest.fixture
def desk(client, company, file, editor):
    """The desk of an editor."""
    client.force_login(editor)
    return Desk(client, company)
