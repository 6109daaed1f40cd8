"""The main menu: the secretariat's own in one line, and the visited company's below it."""

import re

import pytest

from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory, ReviewerFactory

pytestmark = pytest.mark.django_db
PAGE = "/companies/de-maas/2026/"


@pytest.fixture
def company():
    company = CompanyFactory(slug="de-maas", name="De Maas")
    AssessmentFactory(company=company)
    return company


def labels(page: str, name: str) -> list[str]:
    """Return what stands in the menu of this name."""
    found = page.partition(f'aria-label="{name}"')[2].partition("</nav>")[0]
    return [" ".join(label.split()) for label in re.findall(r"<a [^>]*>([^<]+)</a>", found)]


def test_an_officer_at_a_company_has_two_menus(client_of, company):
    page = client_of(ReviewerFactory()).get(PAGE).text
    own = labels(page, "Hoofdmenu")
    assert own[:2] == ["Dashboard", "Beoordelen"] and "Keten" not in own
    theirs = labels(page, "Menu van De Maas")
    assert theirs[:3] == ["Zelfbeoordeling", "Keten", "Risico’s"]
    assert not set(own) & set(theirs)
    visit = page.partition('class="visit"')[2].partition("</nav>")[0]
    assert visit.count('aria-current="page"') == 1
    folded = page.partition('class="menu__list" aria-label="Menu"')[2].partition("</nav>")[0]
    assert "Beoordelen" in folded and "Keten" in folded, "a phone has both in one list"


def test_elsewhere_there_is_one(client_of, company):
    assert 'class="visit"' not in client_of(ReviewerFactory()).get("/sector/cycles/").text
    member = client_of(EditorFactory(of=company)).get(PAGE).text
    assert 'class="visit"' not in member
    assert labels(member, "Hoofdmenu")[:2] == ["Zelfbeoordeling", "Keten"]
