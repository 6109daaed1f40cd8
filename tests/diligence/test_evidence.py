"""Every kind of file that is taken is kept whole, with its hash and who added it."""

import hashlib

import pytest

from diligence.models import EvidenceVersion
from tests.diligence.proof import documents, put
from tests.factories import (
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
)
from tests.stored import path_of
from tests.uploads import good

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("name", good.ALL)
def test_every_kind_that_is_taken_is_kept_with_its_hash(
    name, browser, file, company, in_scope, editor
):
    content = good.ALL[name]()

    response = put(browser, good.sent(name, content, "text/html"))

    assert response.status_code == 302
    assert response.url.endswith("#q-embed-policy")
    [document] = documents(in_scope, company)
    stored = path_of(only_version_of(document, in_scope, company).file).read_bytes()
    assert document.file["name"] == name
    assert document.file["sha256"] == hashlib.sha256(stored).hexdigest()
    assert document.file["state"] == "clean"
    if not name.lower().startswith(("foto", "schema")):
        assert stored == content
    assert document.kind == "EV-01"
    assert document.created_by == editor


def only_version_of(document, in_scope, company) -> EvidenceVersion:
    with in_scope(company):
        return document.versions.get()
