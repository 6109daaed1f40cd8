"""The pages of laws: what the file answers, what is missing, for whom, and who may look."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from diligence.framework.answers import Given, State
from diligence.framework.crosswalk import standards
from diligence.services.laws.standing import STATEMENTS
from diligence.templatetags.diligence import anchor
from tests.diligence.files import complete_file
from tests.factories import (
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    PartyUserFactory,
    ReaderFactory,
    ReviewerFactory,
    answer,
)

pytestmark = pytest.mark.django_db
REASON = "Wij zijn met drie mensen en hebben geen inkopers in dienst."
DOORWAY = 12
"""Statements of any page in a company's year, its answers among them."""


@pytest.fixture
def company():
    return CompanyFactory()


def laws(company) -> str:
    return reverse("diligence:laws", args=[company.slug, 2026])


def law(company, standard: str) -> str:
    return reverse("diligence:law", args=[company.slug, 2026, standard])


def test_every_standard_stands_in_the_list_with_its_reason_and_never_as_complied_with(
    client_of, company
):
    complete_file(company, level=2)
    page = client_of(EditorFactory(of=company)).get(laws(company))
    faces = [face for name in ("touching", "unknown", "others") for face in page.context[name]]
    assert {face.standard.key for face in faces} == {each.key for each in standards()}
    for face in faces:
        assert face.standard.name.nl.replace("’", "’") in page.text
        assert (face.standard.condition is None) or face.reasons
    assert "Het zegt niet dat u aan de wet voldoet." in page.text
    assert "geen juridisch advies" in page.text


def test_each_standard_has_its_page_with_validity_and_clauses(client_of, company):
    AssessmentFactory(company=company)
    client = client_of(EditorFactory(of=company))
    for standard in standards():
        page = client.get(law(company, standard.address))
        face = page.context["face"]
        assert page.status_code == 200 and face.validity in page.text.replace("Geldig", "geldig")
        assert page.text.count('class="clause"') == len(standard.rows)


def test_a_clause_leads_to_the_question_that_waits_and_the_quickest_comes_first(client_of, company):
    file = AssessmentFactory(company=company)
    page = client_of(EditorFactory(of=company)).get(law(company, "csddd"))
    first = page.context["face"].gaps[0]
    place = reverse("diligence:part", args=[company.slug, 2026, first.missing[0].question.part])
    assert f'href="{place}#{anchor(first.missing[0].question)}"' in page.text
    answer(file, first.missing[0].question.key, state=State.NOT_APPLICABLE, reason=REASON)
    again = client_of(EditorFactory(of=company)).get(law(company, "csddd"))
    waiting = {link.question.key for gap in again.context["face"].gaps for link in gap.missing}
    assert first.missing[0].question.key not in waiting


def test_whether_a_law_touches_the_company_is_told_with_its_own_answers(client_of, company):
    complete_file(
        company,
        profile__fte=Given(State.ANSWERED, "6000"),
        profile__customer_requests=Given(State.ANSWERED, ["none"]),
    )
    page = client_of(EditorFactory(of=company)).get(law(company, "csddd"))
    assert page.context["face"].applies == "raakt uw bedrijf"
    assert "6.000" in page.text and "Zij vragen niets" in page.text


def test_a_text_nobody_checked_for_half_a_year_says_so(client_of, company, monkeypatch):
    AssessmentFactory(company=company)
    client = client_of(EditorFactory(of=company))
    said = "langer dan zes maanden geleden"
    at = timezone.make_aware(timezone.datetime(2026, 11, 30, 12))
    monkeypatch.setattr("diligence.views.laws.pages.timezone.localdate", lambda: at.date())
    assert said not in client.get(laws(company)).text
    assert said not in client.get(law(company, "cmr")).text
    monkeypatch.setattr("diligence.views.laws.pages.timezone.localdate", lambda: date(2027, 7, 1))
    assert said in client.get(laws(company)).text
    assert said in client.get(law(company, "cmr")).text


def test_the_english_page_says_the_same_in_english(client_of, company):
    complete_file(company, level=2)
    client = client_of(EditorFactory(of=company))
    client.cookies["django_language"] = "en"
    page = client.get(law(company, "csddd"))
    assert "Corporate Sustainability Due Diligence Directive" in page.text
    assert "It does not say that you comply with the law." in page.text


def test_reader_and_secretariat_look_and_others_do_not(client_of, company):
    AssessmentFactory(company=company)
    other = CompanyFactory()
    AssessmentFactory(company=other)
    for user in (ReaderFactory(of=company), ReviewerFactory()):
        assert client_of(user).get(laws(company)).status_code == 200
        assert client_of(user).get(law(company, "vsme")).status_code == 200
    for user in (EditorFactory(of=other), PartyUserFactory()):
        assert client_of(user).get(laws(company)).status_code == 404
        assert client_of(user).get(law(company, "vsme")).status_code == 404


def test_a_standard_that_is_not_there_is_not_found(client_of, company):
    AssessmentFactory(company=company)
    client = client_of(EditorFactory(of=company))
    for wrong in ("gdpr", "CSDDD", "esrs-26x"):
        assert client.get(law(company, wrong)).status_code == 404


def test_the_list_costs_as_much_as_one_law(client_of, company, django_assert_max_num_queries):
    complete_file(company, level=2)
    client = client_of(EditorFactory(of=company))
    client.get(laws(company))
    for address in (laws(company), law(company, "csddd")):
        with django_assert_max_num_queries(DOORWAY + STATEMENTS):
            client.get(address)
