"""What goes wrong unseen with files is put right, and nothing else is touched."""

import os
import time

import pytest

from convenant import files
from diligence.models import Evidence
from diligence.services import evidence as services
from diligence.services.evidence_upkeep import tidy_all
from diligence.tasks import tidy_evidence
from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory
from tests.stored import path_of
from tests.uploads import good

pytestmark = pytest.mark.django_db
QUESTION = "embed.policy"


@pytest.fixture
def company():
    return CompanyFactory(slug="de-maas")


@pytest.fixture
def file(company):
    return AssessmentFactory(company=company)


@pytest.fixture
def policy(file, company, in_scope) -> Evidence:
    """Return a document that stands at an answer."""
    editor = EditorFactory(of=company)
    with in_scope(company):
        added = services.add_evidence(company, good.sent("beleid.pdf", good.pdf()), by=editor)
        services.link(file, QUESTION, added.evidence, by=editor)
    return added.evidence


def age(name: str, days: float) -> None:
    """Make a stored file as old as this."""
    then = time.time() - days * 86_400
    os.utime(path_of(name), (then, then))


def names(company) -> list[str]:
    return sorted(path.name for path in path_of(f"evidence/{company.pk}").iterdir())


def test_what_a_broken_upload_left_goes_after_a_day(policy, company, in_scope):
    with in_scope(company):
        kept = policy.versions.get().file
    orphan, half = (f"evidence/{company.pk}/{name}" for name in ("0" * 32, "1" * 32 + ".x.part"))
    young = f"evidence/{company.pk}/{'2' * 32}"
    for name in (orphan, half, young):
        files.write(name, b"x")
    for name in (orphan, half, kept):
        age(name, 2)

    tidy_evidence()

    assert names(company) == sorted([kept.rpartition("/")[2], "2" * 32])


def test_a_company_touches_its_own_folder_alone(policy, company, in_scope):
    with in_scope(company):
        kept = policy.versions.get().file
    age(kept, 5)
    other = CompanyFactory()
    files.write(f"evidence/{other.pk}/{'3' * 32}", b"x")
    age(f"evidence/{other.pk}/{'3' * 32}", 2)

    tidy_all()

    assert names(other) == []
    assert files.is_there(kept)


def test_a_store_that_is_away_for_one_company_stops_no_other(policy, company, monkeypatch):
    other = CompanyFactory()
    orphan = f"evidence/{other.pk}/{'4' * 32}"
    files.write(orphan, b"x")
    age(orphan, 2)
    real = files.listed

    def listed(folder):
        if str(company.pk) in folder:
            raise files.StoreDown
        return real(folder)

    monkeypatch.setattr(files, "listed", listed)
    tidy_all()

    assert not files.is_there(orphan)
