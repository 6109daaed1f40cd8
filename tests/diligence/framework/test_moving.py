"""Answers of one edition as answers of the next: nothing is lost, nothing is guessed."""

from dataclasses import replace

from hypothesis import given as drawn

from diligence.framework.answers import Given, State
from diligence.framework.mapping import Fate, PairKind
from diligence.framework.moving import Moved, move_answers
from tests.diligence.framework.sample import (
    DONT_KNOW,
    ROW_1,
    TODAY,
    answered,
    edition,
    given,
    lists,
)
from tests.diligence.framework.strategies import answers, thorough

MAPPING = edition().mapping
SCRAP_OR_RESIDUES = "profile.forms_bought"


def moved(mapping=MAPPING, **values) -> Moved:
    return move_answers(mapping, edition(), given(**values), today=TODAY)


@thorough
@drawn(answers(edition("2030"), lists()))
def test_no_answer_is_lost(before: dict[str, Given]) -> None:
    after = move_answers(MAPPING, edition(), before, today=TODAY)
    left = {one.question: one for one in after.leftovers}

    for key, one in before.items():
        if key in left:
            assert left[key].given == one
        else:
            assert replace(after.answers[key], state=one.state) == one
    assert set(after.answers) <= {question.key for question in edition().questions}
    assert set(after.answers) <= set(before), "no answer comes out of nothing"


@thorough
@drawn(answers(edition("2030"), lists()))
def test_moving_again_changes_nothing(before: dict[str, Given]) -> None:
    once = move_answers(MAPPING, edition(), before, today=TODAY)

    assert move_answers(MAPPING, edition(), before, today=TODAY) == once


def test_a_question_that_stayed_keeps_its_answer() -> None:
    after = moved(embed__policy=3, embed__hours="12")

    assert after.answers == given(embed__policy=3, embed__hours="12")
    assert after.leftovers == ()


def test_what_was_split_stands_beside_each_part() -> None:
    (one,) = moved(embed__policy_file=answered("yes")).leftovers

    assert (one.kind, one.beside) == ("split", ("embed.policy_date", "embed.commitments"))


def test_what_means_something_else_is_never_taken_along() -> None:
    after = moved(identify__scan=2)

    assert after.answers == {}
    assert after.leftovers[0].beside == ("identify.scrap",)


def test_two_questions_that_became_one_both_stand_beside_it() -> None:
    after = moved(prevent__letters="Drie brieven.", prevent__visits="Een bezoek.")

    assert [one.beside for one in after.leftovers] == [("prevent.notes",)] * 2


def test_what_is_asked_no_more_is_kept_and_stands_nowhere() -> None:
    (one,) = moved(embed__certificates=["iso"]).leftovers

    assert (one.kind, one.beside, one.given.value) == ("retired", (), ["iso"])


def test_an_option_that_left_falls_out_and_the_whole_answer_is_kept() -> None:
    after = moved(profile__forms_bought=["scrap", "residues"])

    assert after.answers["profile.forms_bought"].value == ["scrap"]
    assert after.leftovers[0].given.value == ["scrap", "residues"]
    assert after.leftovers[0].lost == ("residues",)


def test_an_answer_of_nothing_but_options_that_left_does_not_go_along() -> None:
    after = moved(profile__forms_bought=["residues"])

    assert after.answers == {}
    assert after.leftovers[0].beside == ("profile.forms_bought",)


def test_an_option_that_goes_on_under_another_key_goes_along() -> None:
    became = {SCRAP_OR_RESIDUES: {"residues": Fate(PairKind.MERGED, ("scrap",))}}
    after = moved(replace(MAPPING, options=became), profile__forms_bought=["scrap", "residues"])

    assert after.answers["profile.forms_bought"].value == ["scrap"]
    assert after.leftovers == ()


def test_an_option_that_became_two_waits_for_a_person() -> None:
    became = {SCRAP_OR_RESIDUES: {"residues": Fate(PairKind.SPLIT, ("scrap", "ore"))}}
    after = moved(replace(MAPPING, options=became), profile__forms_bought=["residues"])

    assert after.answers == {}
    assert after.leftovers[0].lost == ("residues",)


def test_cells_of_a_column_that_left_are_kept_beside_the_table() -> None:
    rows = [{"id": ROW_1, "cells": {"metal": "ME-CU", "colour": "red"}}]
    after = moved(identify__sourcing=rows)

    assert after.answers["identify.sourcing"].value[0]["cells"] == {"metal": "ME-CU"}
    assert after.leftovers[0].lost == ("colour",)


def test_a_value_that_no_longer_fits_is_kept_beside_its_question() -> None:
    after = moved(embed__hours="99999999")

    assert after.answers == {}
    assert after.leftovers[0].beside == ("embed.hours",)


def test_honest_answers_go_along_as_they_are() -> None:
    after = moved(embed__policy=DONT_KNOW, embed__hours=Given(State.LATER))

    assert after.answers == {"embed.policy": DONT_KNOW, "embed.hours": Given(State.LATER)}


def test_who_moves_is_told_which_questions_want_an_answer() -> None:
    assert set(moved(embed__policy=3).asks) == {
        "embed.policy_date",
        "embed.commitments",
        "identify.scrap",
        "prevent.notes",
        "remedy.contact",
    }


def test_a_column_with_the_options_of_a_question_follows_that_question() -> None:
    rows = [{"id": ROW_1, "cells": {"metal": "ME-CU", "form": "residues"}}]
    after = moved(identify__sourcing=rows)

    assert after.answers["identify.sourcing"].value[0]["cells"] == {"metal": "ME-CU"}
    assert after.answers["identify.sourcing"].state == "", "a required cell is missing now"
    assert after.leftovers[0].lost == ("residues",)
