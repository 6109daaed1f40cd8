"""Proof at a question and in the library: adding, sharing, versions, removing, and who may."""

import hashlib

import pytest
from django.urls import reverse

from diligence.models import Evidence, EvidenceVersion
from tests.factories import (
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
)
from tests.stored import path_of
from tests.uploads import good

pytestmark = pytest.mark.django_db
QUESTION = "embed.policy"
OTHER = "embed.topics"
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def company():
    return CompanyFactory(slug="de-maas", name="Gieterij De Maas")


@pytest.fixture
def file(company):
    return AssessmentFactory(company=company)


@pytest.fixture
def editor(company):
    return EditorFactory(of=company, name="Joke Bakker")


@pytest.fixture
def browser(editor, client_of):
    return client_of(editor)


def address(name: str, *args) -> str:
    return reverse(f"diligence:{name}", args=["de-maas", *args])


PROOF = ("proof", 2026, QUESTION)


def put(client, *files, where=PROOF, **more):
    """Post files as the form does."""
    return client.post(address(*where), {"files": list(files), **more})


def documents(in_scope, company) -> list[Evidence]:
    with in_scope(company):
        return list(Evidence.objects.with_file().order_by("title"))


@pytest.mark.parametrize("name", good.ALL)
def test_every_kind_that_is_taken_is_kept_with_its_hash(
    name, browser, file, company, in_scope, editor
):
    content = good.ALL[name]()

    response = put(browser, good.sent(name, content, "text/html"))

    assert response.status_code == 302
    assert response.url.endswith("#q-embed-policy")
    [document] = documents(in_scope, company)
    stored = path_of(EvidenceVersionOf(document, in_scope, company).file).read_bytes()
    assert document.file["name"] == name
    assert document.file["sha256"] == hashlib.sha256(stored).hexdigest()
    assert document.file["state"] == "clean"
    if not name.lower().startswith(("foto", "schema")):
        assert stored == content
    assert document.kind == "EV-01"
    assert document.created_by == editor


def EvidenceVersionOf(document, in_scope, company) -> EvidenceVersion:
    with in_scope(company):
        return document.versions.get()


def test_smoke_pages(browser, file, company, in_scope, client_of):
    put(browser, good.sent("beleid.pdf", good.pdf()))
    [document] = documents(in_scope, company)
    for url in (
        address("library"),
        address("evidence", document.pk),
        address(*PROOF),
        address("part", 2026, "1.1"),
    ):
        assert browser.get(url).status_code == 200, url
    got = browser.get(address("evidence-file", document.file["id"]))
    assert got.getvalue() == good.pdf()
    print(got.headers)
