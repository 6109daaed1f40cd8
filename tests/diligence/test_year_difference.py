"""Two years of a file beside each other, for the company and for the secretariat."""

import re

import pytest
from django.urls import reverse

from companies.models import Event
from diligence.framework.answers import Given, State
from diligence.models import Evidence, EvidenceUse
from diligence.services.years_apart import YearsApart, year_of_file
from tests.diligence.files import exactly, fill
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
    answer,
    published_version,
)
from tests.factories.diligence import CycleFactory

pytestmark = pytest.mark.django_db
BREACHES = "embed.breaches"
STATEMENTS = 11


@pytest.fixture
def company():
    return CompanyFactory()


@pytest.fixture
def by(company):
    return AdminFactory(of=company, name="Ahmed Yilmaz")


def year_of(company, year, by, special=None, upto=""):
    """Return a company's file of a year with an answer to every question that shows."""
    cycle = CycleFactory(year=year, version=published_version(str(year)))
    file = AssessmentFactory(company=company, cycle=cycle)
    fill(file, special or {}, by=by, upto=upto)
    return file


@pytest.fixture
def files(company, by):
    """Return the file of 2025 and that of 2026, with one text that differs."""
    then = year_of(company, 2025, by, {BREACHES: Given(State.ANSWERED, "Wij bellen dan.")})
    now = year_of(company, 2026, by, {BREACHES: Given(State.ANSWERED, "Wij mailen dan.")})
    return then, now


@pytest.fixture
def client(client_of, company):
    return client_of(ReaderFactory(of=company))


def address(company, query="", year=2026):
    return reverse("diligence:year-difference", args=[company.slug, year]) + query


def words_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", response.text).split())


def questions_on(response) -> list[str]:
    return re.findall(r'<h3 id="q-([a-z_-]+)-h"', response.text)


class TestPage:
    def test_only_what_differs_with_the_words_that_went_and_came(self, files, client, company):
        page = client.get(address(company))
        said = words_of(page)
        assert "Verschil tussen 2025 en 2026" in said
        assert "[weg: bellen]" in said and "[erbij: mailen]" in said
        assert "embedbreaches" in questions_on(page)
        assert "embedhours" not in questions_on(page)

    def test_everything_when_asked(self, files, client, company):
        some = questions_on(client.get(address(company)))
        everything = questions_on(client.get(address(company, "?all=1")))
        assert set(some) < set(everything)
        assert "embedhours" in everything

    def test_one_sub_action(self, files, client, company):
        file = files[1]
        part = file.edition.question(BREACHES).part
        page = client.get(address(company, f"?part={part}"))
        keys = {q.key.replace(".", "") for q in file.edition.part(part).questions}
        assert questions_on(page) and set(questions_on(page)) <= keys

    def test_from_the_other_side_it_is_the_same(self, files, client, company):
        mirrored = client.get(address(company, "?with=2026", year=2025))
        assert "Verschil tussen 2025 en 2026" in words_of(mirrored)
        assert "[weg: bellen]" in words_of(mirrored)

    def test_questions_that_are_new_dropped_split_or_worded_anew_say_so(
        self, files, client, company
    ):
        page = client.get(address(company, "?all=1"))
        said = words_of(page)
        told = {"samengevoegd", "anders geformuleerd", "gesplitst", "vervallen vraag"}
        assert {words for words in told if words not in said} == set()
        assert "Hoe de vraag zelf veranderde" in said
        assert "Vragen die niet meer gesteld worden" in said

    def test_a_question_that_does_not_apply_any_more(self, company, by, client):
        year_of(company, 2025, by, upto=BREACHES)
        now = year_of(company, 2026, by, upto=BREACHES)
        hidden = [q for q in now.edition.questions if not q.is_for_all]
        assert hidden
        page = client.get(address(company, "?all=1"))
        assert "Er is geen verschil" in page.text

    def test_proof_of_both_years(self, files, client, company, in_scope):
        with in_scope(company):
            for file, title in zip(files, ("Beleid oud", "Beleid nieuw"), strict=True):
                paper = Evidence.objects.create(company=company, title=title)
                EvidenceUse.objects.create(
                    company=company, evidence=paper, assessment=file, question=BREACHES
                )
        said = words_of(client.get(address(company)))
        assert "weg: Beleid oud" in said and "erbij: Beleid nieuw" in said

    def test_one_year_alone_says_so(self, company, by, client):
        AssessmentFactory(company=company)
        assert "nog maar één jaar" in client.get(address(company)).text

    @pytest.mark.parametrize("query", ["?with=2019", "?with=x", "?part=9.9", "?with=2026"])
    def test_what_does_not_exist_is_a_404(self, files, client, company, query):
        assert client.get(address(company, query)).status_code == 404

    def test_the_home_leads_here(self, files, client, company):
        home = client.get(reverse("diligence:overview", args=[company.slug, 2026]))
        assert address(company) in home.text

    def test_two_years_back_through_the_year_in_between(self, files, company, by, client):
        year_of(company, 2024, by)
        said = words_of(client.get(address(company, "?with=2024")))
        assert "Verschil tussen 2024 en 2026" in said

    def test_it_costs_the_same_for_little_and_for_much(self, company, by, client, in_scope):
        then, now = (
            AssessmentFactory(company=company, cycle__year=2025),
            AssessmentFactory(company=company),
        )
        client.get(address(company))
        with exactly(STATEMENTS):
            client.get(address(company))
        for file in (then, now):
            fill(file, {}, by=by)
            for n in range(3):
                with in_scope(company):
                    paper = Evidence.objects.create(company=company, title=f"Stuk {n}")
                    EvidenceUse.objects.create(
                        company=company, evidence=paper, assessment=file, question=BREACHES
                    )
        with exactly(STATEMENTS):
            client.get(address(company, "?all=1"))


class TestWho:
    def test_the_secretariat_reads_it_and_the_log_tells(self, files, client_of, company, in_scope):
        page = client_of(ReviewerFactory()).get(address(company))
        assert page.status_code == 200
        with in_scope(company):
            (event,) = Event.objects.filter(verb="file.read")
        assert event.data == {"page": "diligence:year-difference", "year": 2026}

    def test_another_company_finds_nothing_of_it(self, files, client_of, by):
        outsider = CompanyFactory()
        AssessmentFactory(company=outsider)
        mine = client_of(EditorFactory(of=outsider))
        assert mine.get(address(files[0].company)).status_code == 404
        own = mine.get(address(outsider))
        assert "bellen" not in own.text and "2025" not in words_of(own).split("jaar")[0]
        assert mine.get(address(outsider, "?with=2025")).status_code == 404


def test_every_question_of_both_years_is_there_once(files, company, in_scope):
    with in_scope(company):
        then, now = map(year_of_file, files)
        apart = YearsApart(then, now, [file.edition for file in files], "nl")
        told = [one for part in apart.parts for one in part.questions]
    keys = [(one.question.key, one.kind == "retired") for one in told]
    assert len(keys) == len(set(keys))
    assert now.situation.shown <= {one.question.key for one in told}
    old = {f.question.key for one in told for f in one.formers}
    same = {key for key, origin in apart.origins.items() for key in origin.old}
    answered = {key for key in then.answers if key in then.situation.shown}
    assert answered <= old | same | {one.question.key for one in told if one.kind == "retired"}


def test_the_same_answers_differ_in_nothing(company, by, in_scope):
    first = year_of(company, 2026, by)
    version = published_version("2026")
    later = AssessmentFactory(company=company, cycle=CycleFactory(year=2027, version=version))
    fill(later, {}, by=by)
    with in_scope(company):
        apart = YearsApart(year_of_file(first), year_of_file(later), [first.edition], "nl")
        assert not [one.question.key for part in apart.parts for one in part.differing]
    answer(later, BREACHES, "Iets heel anders.", by=by)
    with in_scope(company):
        apart = YearsApart(year_of_file(first), year_of_file(later), [first.edition], "nl")
        assert [o.question.key for p in apart.parts for o in p.differing] == [BREACHES]
