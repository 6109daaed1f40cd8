"""Search: the questions of this file and the company's own words, and nothing else."""

import pytest
from django.urls import reverse

from diligence.framework.answers import Given, State
from diligence.services.search import cut, fold, pieces_of, words_of
from tests.diligence.files import at_most, complete_file
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


@pytest.fixture
def company():
    return CompanyFactory()


@pytest.fixture
def search(client_of, company):
    """Return a function that searches as an editor of the company."""
    client = client_of(EditorFactory(of=company))

    def look_for(query):
        return client.get(reverse("diligence:search", args=[company.slug, 2026]), {"q": query})

    return look_for


def keys(page) -> set[str]:
    return {hit.question.key for group in page.context["groups"] for hit in group.hits}


class TestFinding:
    """Every text of the file can be found."""

    @pytest.mark.parametrize(
        ("query", "key"),
        [
            ("beleid voor mensen en natuur in de hele keten", "embed.policy"),
            ("ondernemingsraad", "embed.breaches"),
            ("eigenaar tekende", "embed.policy"),
            ("Kerkhof", "identify.sourcing"),
            ("Duitsland", "identify.sourcing"),
            ("gerecycled", "profile.forms_bought"),
            ("uitzendkrachten hebben wij niet", "profile.workers"),
        ],
        ids=["question", "answer", "explanation", "cell", "option in a cell", "option", "reason"],
    )
    def test_where_words_stand(self, search, company, query, key):
        complete_file(
            company,
            embed__breaches=Given(State.ANSWERED, "Eerst praten, dan naar de ondernemingsraad."),
            embed__policy=Given(State.ANSWERED, 2, explanation="De eigenaar tekende in 2025."),
            profile__workers=Given(State.NOT_APPLICABLE, reason="Uitzendkrachten hebben wij niet."),
        )
        assert key in keys(search(query))

    @pytest.mark.parametrize("query", ["CAFÉ", "cafe", "Café", "  cafe\t"])
    def test_case_and_accents_make_no_difference(self, search, company, query):
        complete_file(company, embed__breaches=Given(State.ANSWERED, "Besproken in café De Zon."))
        page = search(query)
        assert keys(page) == {"embed.breaches"}
        assert "<mark>café</mark>" in page.text

    def test_every_word_must_be_there(self, search, company):
        complete_file(company, embed__breaches=Given(State.ANSWERED, "Waarschuwing, dan gesprek."))
        assert keys(search("waarschuwing gesprek")) == {"embed.breaches"}
        assert keys(search("waarschuwing zeppelin")) == set()

    def test_hits_are_grouped_by_part_and_lead_to_the_question(self, search, company):
        complete_file(company, embed__breaches=Given(State.ANSWERED, "Een zeppelin."))
        page = search("zeppelin")
        assert [group.part.key for group in page.context["groups"]] == ["1.2"]
        part = reverse("diligence:part", args=[company.slug, 2026, "1.2"])
        assert f'href="{part}#q-embed-breaches"' in page.text
        assert "Uw antwoord:" in page.text

    def test_the_page_in_english_searches_english(self, client_of, company):
        complete_file(company)
        client = client_of(EditorFactory(of=company))
        client.cookies["django_language"] = "en"
        address = reverse("diligence:search", args=[company.slug, 2026])
        assert "identify.sourcing" in keys(client.get(address, {"q": "Germany"}))
        assert "identify.sourcing" not in keys(client.get(address, {"q": "Duitsland"}))


class TestLimits:
    """What is not there is not found."""

    def test_a_hidden_answer_is_not_found(self, search, company):
        file = complete_file(company)
        answer(file, "embed.breaches", "De zeppelinfabriek in Duisburg.")
        assert keys(search("zeppelinfabriek")) == {"embed.breaches"}
        answer(file, "profile.fte", "5")
        assert keys(search("zeppelinfabriek")) == set()

    def test_nothing_of_another_company_is_ever_found(self, search, company):
        AssessmentFactory(company=company)
        other = CompanyFactory()
        complete_file(other, embed__breaches=Given(State.ANSWERED, "Een zeppelin boven Delft."))
        page = search("zeppelin")
        assert keys(page) == set()
        assert "Delft" not in page.text

    @pytest.mark.parametrize("query", ["", "   "])
    def test_an_empty_query_shows_only_the_form(self, search, company, query):
        complete_file(company)
        page = search(query)
        assert page.status_code == 200
        assert keys(page) == set()
        assert "Niets gevonden" not in page.text

    def test_no_result_says_what_to_try(self, search, company):
        complete_file(company)
        page = search("zeppelin")
        assert "Niets gevonden voor “zeppelin”" in page.text

    def test_what_is_typed_stays_text(self, search, company):
        complete_file(company)
        page = search('"><script>alert(1)</script>')
        assert "<script>alert" not in page.text

    def test_a_very_long_query_is_cut(self, search, company):
        complete_file(company)
        assert len(search("a" * 5000).context["query"]) == 100


@pytest.mark.parametrize(
    ("person", "status"),
    [
        (lambda company: ReaderFactory(of=company), 200),
        (lambda company: ReviewerFactory(), 200),
        (lambda company: EditorFactory(), 404),
        (lambda company: PartyUserFactory(), 404),
    ],
)
def test_who_may_search(client_of, company, person, status):
    complete_file(company)
    address = reverse("diligence:search", args=[company.slug, 2026])
    assert client_of(person(company)).get(address, {"q": "beleid"}).status_code == status


def test_anonymous_is_asked_to_sign_in(client_of, company):
    complete_file(company)
    page = client_of().get(reverse("diligence:search", args=[company.slug, 2026]), {"q": "x"})
    assert page.url.startswith(reverse("account_login"))


def test_searching_takes_few_queries(search, company):
    complete_file(company)
    search("beleid")
    with at_most(8):
        search("beleid")


class TestWords:
    """The small parts, without a database."""

    @pytest.mark.parametrize(
        ("text", "folded"),
        [("Één Łódź", "een łodz"), ("straße", "strasse"), ("zo’n", "zo'n"), ("½ kilo", "1⁄2 kilo")],
    )
    def test_folding(self, text, folded):
        assert fold(text)[0] == folded

    @pytest.mark.parametrize(
        ("text", "word"), [("straße en STRASSE", "strasse"), ("Eén één EEN", "een"), ("geen", "zz")]
    )
    def test_pieces_join_to_the_text_again(self, text, word):
        assert "".join(piece.text for piece in pieces_of(text, [word])) == text

    def test_words_that_overlap_are_marked_once(self):
        hits = [
            piece.text for piece in pieces_of("ketenkompas", ["keten", "tenko"]) if piece.is_hit
        ]
        assert hits == ["ketenko"]

    def test_a_long_text_is_cut_around_the_hit(self):
        text = "woord " * 60 + "zeppelin" + " woord" * 60
        shown = "".join(piece.text for piece in cut(pieces_of(text, ["zeppelin"])))
        assert shown.startswith("…")
        assert shown.endswith("…")
        assert "zeppelin" in shown
        assert len(shown) < 200

    def test_at_most_eight_words_count(self):
        assert len(words_of(" ".join(f"w{n}" for n in range(30)))) == 8
