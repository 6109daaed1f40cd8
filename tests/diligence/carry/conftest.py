"""A company with a whole 2025 behind it, and a 2026 in which nothing was said yet."""

import pytest

from tests.diligence.files import fill
from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory, published_version


@pytest.fixture
def company():
    return CompanyFactory()


@pytest.fixture
def editor(company):
    return EditorFactory(of=company, name="Joke Bakker")


@pytest.fixture
def client(client_of, editor):
    return client_of(editor)


@pytest.fixture
def before(company):
    """The file of 2025, every question answered by somebody else."""
    file = AssessmentFactory(
        company=company, cycle__year=2025, cycle__version=published_version("2025")
    )
    fill(file, {}, by=EditorFactory(of=company, name="Piet Jansen"))
    return file


@pytest.fixture
def file(company, before):
    """The file of 2026, of which the profile is filled in."""
    made = AssessmentFactory(company=company)
    fill(made, {}, by=EditorFactory(of=company), upto="profile.changes")
    return made
