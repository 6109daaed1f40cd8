"""Answers in words: every kind, both languages, nothing lost."""

import pytest

from diligence.framework.answer_text import answer_text, date_text, number_text
from diligence.framework.answers import Given, State
from diligence.framework.loader import EDITIONS, edition_from_folder
from diligence.framework.schema import Kind
from tests.diligence.files import SOURCING
from tests.factories.diligence import fitting_value


@pytest.fixture(scope="module")
def edition():
    return edition_from_folder(EDITIONS / "2026")


@pytest.fixture
def words(edition):
    """Return a function that puts an answer to a question in words."""

    def told(key, value=None, lang="nl", state=State.ANSWERED, **given):
        size = given.pop("size", None)
        question = edition.question(key)
        return answer_text(question, Given(state, value, **given), edition, lang, size=size)

    return told


@pytest.mark.parametrize(
    ("key", "value", "dutch", "english"),
    [
        ("profile.fte", "1250.5", "1.250,5 fte", "1,250.5 FTE"),
        ("profile.buys_outside_eu", "up_to_25", "Minder dan 25%", "Less than 25%"),
        ("embed.policy_reviewed_on", "2026-03-12", "12 maart 2026", "12 March 2026"),
        (
            "communicate.report_link",
            "https://a.example/b",
            "https://a.example/b",
            "https://a.example/b",
        ),
    ],
)
def test_an_answer_on_one_line(words, key, value, dutch, english):
    assert words(key, value).lines == (dutch,)
    assert words(key, value, "en").lines == (english,)


def test_each_choice_has_its_line(words, edition):
    both = ["primary", "scrap"]
    question = edition.question("profile.forms_bought")
    assert words("profile.forms_bought", both).lines == tuple(
        question.option(key).text.nl for key in both
    )


def test_options_from_elsewhere_are_named(words):
    assert words("profile.metals", ["ME-SN"]).lines == ("Tin",)
    assert words("profile.chain_positions", ["stockist"]).lines == (
        "Groothandel of servicecentrum",
    )


def test_paragraphs_are_lines(words):
    answer = words("embed.breaches", "Eerst een gesprek.\n\nDaarna een brief.")
    assert answer.lines == ("Eerst een gesprek.", "Daarna een brief.")


def test_a_level_carries_its_words_and_those_of_the_smallest(words, edition):
    level = edition.question("embed.policy").levels[4]
    assert words("embed.policy", 4).lines == (f"Niveau 4: {level.text.nl}",)
    micro = words("embed.policy", 4, size=edition.size("micro"), lang="en")
    assert micro.lines == (f"Level 4: {level.micro.en}",)


def test_a_table_has_heads_and_rows_without_empty_columns(words):
    rows = [*SOURCING, {"id": "x", "cells": {"metal": "ME-CU", "origin": ["CD"]}}]
    answer = words("identify.sourcing", rows)
    assert answer.lines == ()
    assert len(answer.columns) == len(SOURCING[0]["cells"])
    assert all(len(row) == len(answer.columns) for row in answer.rows)
    assert {"Tin", "Metaalhandel Kerkhof", "België, Duitsland"} <= set(answer.rows[0])
    assert "–" in answer.rows[1]


def test_dates_in_a_table_are_short(words):
    rows = [{"id": "x", "cells": {"subject": "Smelterij", "date": "2026-03-12"}}]
    assert words("identify.assessments", rows).rows == (("Smelterij", "12-03-2026"),)
    assert words("identify.assessments", rows, "en").rows == (("Smelterij", "12 Mar 2026"),)


@pytest.mark.parametrize(
    ("state", "dutch", "english"),
    [
        (State.DONT_KNOW, "Weet ik niet", "Don’t know"),
        (State.NOT_APPLICABLE, "Niet van toepassing", "Not applicable"),
        (State.LATER, "Later", "Later"),
    ],
)
def test_an_honest_state_is_an_answer(words, state, dutch, english):
    answer = words("embed.policy", state=state, reason="Wij zijn met z’n drieën.\nPunt.")
    assert answer.lines == (dutch,)
    assert answer.reason == ("Wij zijn met z’n drieën.", "Punt.")
    assert not answer.not_provided
    assert words("embed.policy", state=state, lang="en").lines == (english,)


def test_what_stands_beside_an_answer_is_kept(words):
    answer = words("embed.policy", 2, explanation="De eigenaar tekende.", unsure=True)
    assert answer.explanation == ("De eigenaar tekende.",)
    assert answer.unsure
    assert "De eigenaar tekende." in list(answer.passages())


@pytest.mark.parametrize(("lang", "line"), [("nl", "Niet ingevuld"), ("en", "Not filled in")])
def test_nothing_is_said_to_be_nothing(edition, lang, line):
    question = edition.question("embed.policy")
    for given in (None, Given("")):
        answer = answer_text(question, given, edition, lang)
        assert answer.lines == (line,)
        assert answer.not_provided
        assert list(answer.passages()) == []


def test_half_a_table_is_shown_as_far_as_it_is(words):
    answer = words("identify.sourcing", [{"id": "x", "cells": {"metal": "ME-SN"}}], state="")
    assert answer.rows == (("Tin",),)
    assert not answer.not_provided


def test_a_key_no_list_knows_does_not_disappear(words):
    rows = [{"id": "x", "cells": {"supplier": "Smederij Łódź"}}]
    assert words("identify.sourcing", rows).rows == (("Smederij Łódź",),)
    assert words("profile.metals", ["ME-SN", "ME-XX"]).lines == ("Tin", "ME-XX")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_question_can_be_told(edition, lang):
    for question in edition.questions:
        value = SOURCING
        if question.key != "identify.sourcing":
            value = fitting_value(question, edition)
        answer = answer_text(question, Given(State.ANSWERED, value), edition, lang)
        assert bool(answer.rows) == (question.kind == Kind.TABLE)
        assert all(answer.passages())
        assert bool(answer.lines) != bool(answer.rows)


@pytest.mark.parametrize(
    ("number", "dutch", "english"),
    [("1", "1", "1"), ("1250", "1.250", "1,250"), ("0.5", "0,5", "0.5"), ("-3", "-3", "-3")],
)
def test_numbers(number, dutch, english):
    assert number_text(number, "nl") == dutch
    assert number_text(number, "en") == english


def test_dates():
    assert date_text("2026-05-01", "nl") == "1 mei 2026"
    assert date_text("2026-05-01", "nl", short=True) == "01-05-2026"
    assert date_text("2026-05-01", "en-gb", short=True) == "1 May 2026"
