"""The words of a complaint go two years after its end; numbers, steps and who worked on it stay."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.models import DeletionProof, Event
from companies.services.retention import hash_of, keep_to_terms
from convenant.tenancy.scope import company_scope
from diligence.models import CaseNote, CaseSeat, RemedyCase
from diligence.services.remedy import cases
from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
STORY, OUTCOME, LESSON = "Jansen viel van het bordes.", "Jansen kreeg loon.", "Jansen had gelijk."
NOTE, REASON = "Jansen gebeld.", "De bond van Jansen neemt het over."


def day(years_and: int) -> datetime.date:
    """Return the day so many days more than two years ago."""
    return TODAY - datetime.timedelta(days=730 + years_and)


@pytest.fixture
def company():
    company = CompanyFactory()
    AssessmentFactory(company=company)
    return company


@pytest.fixture
def editor(company):
    return EditorFactory(of=company)


@pytest.fixture
def make(company, editor):
    """Write complaints, each handed on to others on a day of choice; None is still open."""

    def case(ended: datetime.date | None) -> RemedyCase:
        told = cases.CaseDetails(
            received_on=day(100),
            story=STORY,
            outcome=OUTCOME,
            lessons=LESSON,
            theme="RT12",
            country="CD",
        )
        with company_scope(company.pk):
            made = cases.receive(company, told, by=editor)
            cases.note(made, NOTE, by=editor)
            if ended:
                made = cases.step_case(made, "referred", seen=1, by=editor, text=REASON)
                RemedyCase.objects.filter(pk=made.pk).update(closed_on=ended)
        return made

    return case


def proofs() -> list[DeletionProof]:
    return [proof for proof in keep_to_terms() if proof.category == "complaints"]


def words_of(case) -> list[str]:
    """Return every word that is kept of a complaint."""
    with company_scope(case.company_id):
        now = RemedyCase.objects.get(pk=case.pk)
        notes = CaseNote.objects.filter(case=case).order_by("at").values_list("text", flat=True)
        return [text for text in (now.story, now.outcome, now.lessons, *notes) if text]


def test_two_years_after_its_end_every_word_goes_and_the_numbers_stay(make, company):
    case = make(day(1))
    with company_scope(company.pk):
        before = cases.numbers(company, TODAY)

    [proof] = proofs()

    assert (proof.count, proof.sha256) == (1, hash_of([case.pk]))
    assert words_of(case) == []
    with company_scope(company.pk):
        now = RemedyCase.objects.get()
        assert cases.numbers(company, TODAY) == before
        assert (now.theme, now.country, now.status) == ("RT12", "CD", "referred")
        assert now.closed_on == day(1)
        assert [note.after for note in now.notes.order_by("at")] == ["", "referred"]
        assert CaseSeat.objects.filter(case=now, ended_at=None).count() == 1
        event = Event.objects.get(verb="case.emptied")
        assert (event.actor, event.data, event.names) == (None, {"n": 1}, {})
    assert proofs() == [], "once is enough"


@pytest.mark.parametrize("ended", [None, day(0), day(-1)], ids=["open", "two years", "less"])
def test_before_that_all_of_it_stays(make, ended):
    case = make(ended)
    assert proofs() == []
    assert {STORY, OUTCOME, LESSON, NOTE} <= set(words_of(case))


def test_one_complaint_goes_and_the_other_stays(make):
    old, new = make(day(1)), make(day(-1))
    [proof] = proofs()
    assert proof.sha256 == hash_of([old.pk])
    assert words_of(old) == [] and STORY in words_of(new)


def test_words_that_are_written_afterwards_go_the_next_night(make, company, editor):
    case = make(day(1))
    proofs()
    with company_scope(company.pk):
        cases.note(case, NOTE, by=editor)
    assert [proof.count for proof in proofs()] == [1]
    assert words_of(case) == []


def test_a_page_that_was_open_does_not_put_the_words_back(make, company, editor):
    case = make(day(1))
    proofs()
    told = cases.CaseDetails(received_on=case.received_on, story=STORY)
    with company_scope(company.pk), pytest.raises(cases.StaleCase):
        cases.change_case(case, told, seen=case.version, by=editor)
    assert words_of(case) == []


def test_a_dry_run_takes_nothing(make):
    case = make(day(1))
    assert "complaints" in [proof.category for proof in keep_to_terms(dry_run=True)]
    assert STORY in words_of(case) and not DeletionProof.objects.exists()


def test_its_page_says_that_the_words_are_gone_and_the_privacy_page_that_they_go(
    make, company, editor, client_of
):
    old, new = make(day(1)), make(day(-1))
    proofs()
    browser = client_of(editor)
    gone = "De tekst van deze klacht is weg."
    page = browser.get(reverse("diligence:case", args=[company.slug, old.pk])).text
    assert gone in page and "Jansen" not in page
    assert gone not in browser.get(reverse("diligence:case", args=[company.slug, new.pk])).text
    assert "Tot twee jaar na het einde van een klacht." in browser.get(reverse("privacy")).text
