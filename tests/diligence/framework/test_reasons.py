import pytest
from hypothesis import given as for_all

from diligence.framework.conditions import situation_of
from diligence.framework.document import edition_from_document, edition_to_document
from diligence.framework.reasons import why_shown
from tests.diligence.framework.sample import (
    DONT_KNOW,
    EDITIONS,
    TODAY,
    edition,
    lists,
    small_company,
)
from tests.diligence.framework.strategies import answers, thorough


def why(key: str, lang: str = "nl", **values) -> str | None:
    situation = situation_of(edition(), small_company(**values), today=TODAY)
    return why_shown(edition().question(key), situation, lang, lists())


def why_with(when: dict, lang: str, **values) -> str | None:
    """The reason for the last question of the edition, had it this condition."""
    document = edition_to_document(EDITIONS / "2031")
    document["steps"][-1]["questions"][-1]["when"] = when
    changed = edition_from_document(document)
    situation = situation_of(changed, small_company(**values), today=TODAY)
    return why_shown(changed.question("remedy.contact"), situation, lang, lists())


def test_a_question_for_everyone_needs_no_reason() -> None:
    assert why("embed.policy") is None


def test_a_hidden_question_has_no_reason() -> None:
    assert why("identify.exits") is None


def test_the_chosen_option_is_the_reason() -> None:
    assert why("identify.scrap") == (
        "omdat u bij “In welke vorm koopt u metaal?” koos voor “Schroot”"
    )
    assert why("identify.scrap", "en") == (
        "because you chose “Scrap” for “In which form do you buy metal?”"
    )


def test_size_and_chain_are_reasons() -> None:
    assert why("embed.hours") == "omdat uw bedrijf 11 tot en met 50 mensen heeft"
    assert why("embed.hours", "en") == "because your company has 11 to 50 people"
    both = ["smelting", "recycling"]
    assert why("identify.exits", profile__chain_positions=both) == (
        "omdat u bij “Wat doet u met metaal?” koos voor “Smelterij”"
    )


def test_several_reasons_are_joined_and_a_block_gives_the_group_that_holds() -> None:
    assert why(
        "profile.imports", profile__metals=["ME-SN"], profile__forms_bought=["ore", "scrap"]
    ) == (
        "omdat u bij “Welke metalen koopt u?” koos voor “Tin” en u bij “In welke vorm koopt u "
        "metaal?” koos voor “Erts”"
    )


def test_what_did_not_happen_needs_no_words() -> None:
    assert why("prevent.notes", prevent__plans=2) is None


def test_not_knowing_is_a_reason() -> None:
    assert why("identify.scrap", profile__forms_bought=DONT_KNOW) == (
        "omdat u bij “In welke vorm koopt u metaal?” koos voor ‘weet ik niet’"
    )


ROWS = [
    {"id": "1", "cells": {"form": "scrap"}},
    {"id": "2", "cells": {"form": "ore"}},
]


@pytest.mark.parametrize(
    ("when", "values", "dutch", "english"),
    [
        (
            {"embed.policy": {"at_least": 2}},
            {"embed__policy": 3},
            "omdat u bij “Heeft u beleid op papier?” niveau 3 koos",
            "because you chose level 3 for “Do you have a policy on paper?”",
        ),
        (
            {"embed.hours": {"at_most": 9}},
            {"embed__hours": "1.5"},
            "omdat u bij “Hoeveel uur per maand besteedt u hieraan?” 1,5 invulde",
            "because you entered 1.5 for “How many hours a month do you spend on this?”",
        ),
        (
            {"profile.forms_bought": {"has_none": ["ore", "no"]}},
            {},
            "omdat u bij “In welke vorm koopt u metaal?” niet koos voor “Erts” of “Geen metaal”",
            "because you did not choose “Ore” or “No metal” for “In which form do you buy metal?”",
        ),
        (
            {"embed.policy_date": {"older_than_months": 12}},
            {"embed__policy": 2, "embed__policy_date": "2020-01-01"},
            "omdat de datum bij “Wanneer is het beleid vastgesteld?” langer dan 12 maanden "
            "geleden is",
            "because the date for “When was the policy adopted?” is more than 12 months ago",
        ),
        (
            {"identify.sourcing": {"rows_at_most": 2}},
            {"identify__sourcing": ROWS},
            "omdat u bij “Waar komt uw metaal vandaan?” niet meer dan 2 rijen invulde",
            "because you entered no more than 2 rows for “Where does your metal come from?”",
        ),
        (
            {"identify.sourcing.form": {"some_row_is": ["scrap"]}},
            {"identify__sourcing": ROWS},
            "omdat u bij “Waar komt uw metaal vandaan?” een rij hebt met “Schroot”",
            "because you have a row with “Scrap” for “Where does your metal come from?”",
        ),
        (
            {"identify.sourcing.form": {"no_row_is": ["no"]}},
            {"identify__sourcing": ROWS},
            "omdat u bij “Waar komt uw metaal vandaan?” geen rij hebt met “Geen metaal”",
            "because you have no row with “No metal” for “Where does your metal come from?”",
        ),
        (
            {"embed.hours": {"empty": True}},
            {},
            "omdat u “Hoeveel uur per maand besteedt u hieraan?” nog niet beantwoordde",
            "because you have not answered “How many hours a month do you spend on this?” yet",
        ),
    ],
)
def test_each_test_has_its_words(when: dict, values: dict, dutch: str, english: str) -> None:
    assert why_with(when, "nl", **values) == dutch
    assert why_with(when, "en", **values) == english


def test_a_block_without_any_group_left_gives_no_reason() -> None:
    when = {
        "embed.policy": {"at_least": 1},
        "any_of": [{"embed.hours": {"at_least": 5}}, {"embed.hours": {"empty": True}}],
    }

    assert why_with(when, "nl", embed__policy=2, embed__hours="9") == (
        "omdat u bij “Heeft u beleid op papier?” niveau 2 koos en u bij “Hoeveel uur per maand "
        "besteedt u hieraan?” 9 invulde"
    )
    assert why_with(when, "nl", embed__policy=2, embed__hours="4") is None


@thorough
@for_all(answers(edition(), lists()))
def test_every_shown_question_has_words_without_gaps(given_answers) -> None:
    situation = situation_of(edition(), given_answers, today=TODAY)

    for question in edition().questions:
        for lang, word in (("nl", "omdat "), ("en", "because ")):
            reason = why_shown(question, situation, lang, lists())
            if reason is not None:
                assert question.key in situation.shown
                assert reason.startswith(word)
                assert "{" not in reason and "  " not in reason and "voor  " not in reason
