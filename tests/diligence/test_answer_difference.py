"""What differs between two moments of one answer: on the history and on a page of its own."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from companies.models import Event
from diligence.framework.answers import State
from diligence.models import Evidence
from diligence.services.evidence import link, unlink
from tests.diligence.files import exactly
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
    answer,
)

pytestmark = pytest.mark.django_db
KEY = "embed.breaches"


@pytest.fixture
def company():
    return CompanyFactory()


@pytest.fixture
def joke(company):
    return EditorFactory(of=company, name="Joke Bakker")


@pytest.fixture
def file(company, joke):
    """A file with three versions of one answer."""
    made = AssessmentFactory(company=company)
    answer(made, KEY, "Wij bellen de leverancier.", by=joke)
    answer(made, KEY, "Wij mailen de leverancier.", by=joke)
    answer(
        made, KEY, "Wij mailen de leverancier elke week.", by=AdminFactory(of=company, name="Piet")
    )
    return made


@pytest.fixture
def client(client_of, company):
    return client_of(ReaderFactory(of=company))


def address(file, query="", name="answer-difference", key=KEY):
    return reverse(f"diligence:{name}", args=[file.company.slug, file.cycle.year, key]) + query


def words_of(response) -> str:
    """Return what a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", "", response.text).split())


class TestHistory:
    def test_each_version_says_who_changed_what(self, file, client):
        said = words_of(client.get(address(file, name="answer-history")))
        assert "Piet wijzigde het antwoord vandaag om" in said
        assert "2 woorden erbij." in said
        assert "1 woord erbij, 1 woord weg." in said
        assert "Joke Bakker gaf het antwoord, vandaag om" in said

    def test_each_version_shows_what_differs_from_the_one_before(self, file, client):
        html = client.get(address(file, name="answer-history")).text
        assert re.search(r"<del[^>]*><span[^>]*> \[weg: </span>bellen", html)
        assert re.search(r"<ins[^>]*><span[^>]*> \[erbij: </span>mailen", html)
        assert address(file) in html

    def test_the_last_version_of_a_page_is_compared_with_the_first_of_the_next(self, file, client):
        for n in range(20):
            answer(file, KEY, f"Wij mailen elke week {n} keer.")
        said = words_of(client.get(address(file, name="answer-history")))
        assert "gaf het antwoord" not in said


class TestTwoMoments:
    def test_the_last_change_is_shown_first(self, file, client):
        said = words_of(client.get(address(file)))
        assert "Van versie 2 naar versie 3" in said
        assert "[erbij: elke week]" in said.replace("erbij:  ", "erbij: ")
        assert "[weg:" not in said

    def test_any_two_moments_in_whatever_order(self, file, client):
        for query in ("?then=1&now=3", "?then=3&now=1"):
            said = words_of(client.get(address(file, query)))
            assert "Van versie 1 naar versie 3" in said
            assert "[weg: bellen]" in said
            assert said.count("wijzigde het antwoord vandaag") == 2
            assert "gaf het antwoord" not in said

    def test_from_before_there_was_an_answer(self, file, client):
        said = words_of(client.get(address(file, "?then=0&now=1")))
        assert "Van geen antwoord naar versie 1" in said
        assert "Joke Bakker gaf het antwoord" in said

    def test_the_same_moment_twice_differs_in_nothing(self, file, client):
        said = words_of(client.get(address(file, "?then=2&now=2")))
        assert "Er is geen verschil." in said and "Hier wijzigde niemand iets." in said

    @pytest.mark.parametrize(
        "query", ["?then=4", "?then=-1", "?now=99&then=1", "?now=a", "?now=²", "?now=" + "9" * 30]
    )
    def test_a_moment_nobody_has_is_a_404(self, file, client, query):
        assert client.get(address(file, query)).status_code == 404

    def test_an_unknown_question_is_a_404(self, file, client):
        assert client.get(address(file, key="embed.onbekend")).status_code == 404

    def test_a_question_without_an_answer_says_so(self, file, client):
        assert "nog niet beantwoord" in client.get(address(file, key="embed.policy")).text

    def test_an_honest_state_and_emptying_are_told(self, file, client):
        answer(file, KEY, state=State.DONT_KNOW)
        answer(file, KEY, None)
        said = words_of(client.get(address(file, "?then=3&now=5")))
        assert "maakte het antwoord leeg" in said
        assert "een ander antwoord" in said

    def test_proof_that_came_and_went_is_told_with_who(self, file, client, joke, in_scope):
        with in_scope(file.company):
            paper = Evidence.objects.create(company=file.company, title="Boetebeleid")
            link(file, KEY, paper, by=joke)
            unlink(file, KEY, paper, by=joke)
        said = words_of(client.get(address(file)))
        assert "Joke Bakker zette het bewijs “Boetebeleid” bij" in said
        assert "Joke Bakker haalde het bewijs “Boetebeleid” weg" in said
        assert "Boetebeleid" not in words_of(client.get(address(file, "?then=1&now=2")))

    def test_it_costs_the_same_whatever_happened(self, file, client):
        client.get(address(file))
        with exactly(10):
            client.get(address(file, "?then=1&now=2"))
        for n in range(30):
            answer(file, KEY, f"Nu weer anders, {n}.")
        with exactly(10):
            client.get(address(file, "?then=1&now=30"))


class TestWho:
    def test_the_secretariat_reads_it_and_the_log_tells(self, file, client_of, in_scope):
        ines = ReviewerFactory(name="Ineke de Boer")
        page = client_of(ines).get(address(file))
        assert page.status_code == 200 and "elke week" in page.text
        with in_scope(file.company):
            (event,) = Event.objects.filter(verb="file.read")
        assert event.data["page"] == "diligence:answer-difference"

    def test_the_secretariat_never_sees_it_in_another_language_than_its_own_words(
        self, file, client_of
    ):
        reviewer = client_of(ReviewerFactory())
        reviewer.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        page = reviewer.get(address(file))
        assert '<ins lang="nl"><span class="vh" lang="en">' in page.text

    def test_another_company_finds_nothing(self, file, client_of):
        outsider = client_of(AdminFactory())
        assert outsider.get(address(file)).status_code == 404
        assert outsider.get(address(file, name="answer-history")).status_code == 404
