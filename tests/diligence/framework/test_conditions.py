from datetime import date

import pytest
from hypothesis import given as for_all

from diligence.framework.answers import Given, State
from diligence.framework.conditions import (
    as_json,
    consistency,
    holds,
    months_before,
    outcome,
    row_holds,
    shown_options,
    situation_of,
    visible,
)
from diligence.framework.document import edition_from_document, edition_to_document
from diligence.framework.when import Test, when_from_document
from tests.diligence.framework.sample import (
    DONT_KNOW,
    EDITIONS,
    LATER,
    NOT_APPLICABLE,
    ROW_1,
    TODAY,
    all_levels,
    answered,
    edition,
    given,
    lists,
    small_company,
)
from tests.diligence.framework.strategies import answers, thorough

UNSETTLED = [LATER, NOT_APPLICABLE]


def shows(key: str, answers_so_far: dict[str, Given]) -> bool:
    return key in visible(edition(), answers_so_far, today=TODAY)


def holds_for(written: dict, **values) -> bool:
    """Whether a condition holds for a small company with these answers."""
    situation = situation_of(edition(), small_company(**values), today=TODAY)
    return holds(when_from_document(written), situation)


def fired(answers_so_far: dict[str, Given]) -> list[str]:
    return [rule.key for rule in consistency(edition(), answers_so_far, today=TODAY)]


# Sizes and places in the chain


def test_without_any_answer_only_what_everyone_gets_shows() -> None:
    assert visible(edition(), {}) == (
        "profile.fte", "profile.chain_positions", "profile.metals", "profile.forms_bought",
        "profile.buys_outside_eu", "embed.policy", "identify.sourcing", "identify.depth",
        "prevent.plans", "prevent.notes", "track.results", "communicate.report", "remedy.channel",
    )  # fmt: skip


@pytest.mark.parametrize(("fte", "shown"), [("10", False), ("10.1", True), ("300", True)])
def test_the_number_of_people_decides_what_is_asked(fte: str, shown: bool) -> None:
    assert shows("embed.hours", given(profile__fte=fte)) is shown


def test_who_does_not_know_the_size_gets_the_questions_of_every_size() -> None:
    assert shows("embed.hours", given(profile__fte=DONT_KNOW))


@pytest.mark.parametrize("state", UNSETTLED)
def test_an_unsettled_size_asks_for_no_size(state: Given) -> None:
    assert not shows("embed.hours", given(profile__fte=state))


def test_the_place_in_the_chain_decides_what_is_asked() -> None:
    assert not shows("identify.exits", small_company())
    assert shows("identify.exits", small_company(profile__chain_positions=["smelting"]))
    both = ["smelting", "recycling"]
    assert shows("identify.exits", small_company(profile__chain_positions=both))
    assert shows("identify.exits", small_company(profile__chain_positions=DONT_KNOW))


def test_the_situation_knows_size_and_chain() -> None:
    situation = situation_of(edition(), small_company())

    assert situation.size.key == "small"
    assert situation.chain == {"recycling"}
    assert situation_of(edition(), {}).size is None


# The tests one by one


@pytest.mark.parametrize(
    ("written", "value", "expected"),
    [
        ({"profile.buys_outside_eu": {"is": ["some", "most"]}}, "most", True),
        ({"profile.buys_outside_eu": {"is": ["some"]}}, "none", False),
        ({"profile.forms_bought": {"has_any": ["ore"]}}, ["ore", "scrap"], True),
        ({"profile.forms_bought": {"has_any": ["ore"]}}, ["scrap"], False),
        ({"profile.forms_bought": {"has_none": ["ore"]}}, ["scrap"], True),
        ({"profile.forms_bought": {"has_none": ["ore"]}}, ["ore"], False),
        ({"embed.policy": {"at_least": 2}}, 2, True),
        ({"embed.policy": {"at_least": 2}}, 1, False),
        ({"embed.policy": {"at_most": 2}}, 2, True),
        ({"embed.policy": {"at_most": 2}}, 3, False),
        ({"embed.hours": {"at_least": 1.5}}, "1.5", True),
        ({"embed.hours": {"at_least": 1.5}}, "1.4", False),
        ({"embed.hours": {"at_most": 10}}, "9", True),
        ({"embed.hours": {"at_most": 10}}, "10.1", False),
        ({"embed.hours": {"empty": True}}, "0", False),
        ({"embed.policy": {"empty": True}}, 0, False),
    ],
)
def test_each_test_on_a_given_answer(written: dict, value: object, expected: bool) -> None:
    (key,) = written

    assert holds_for(written, **{key.replace(".", "__"): value}) is expected


@pytest.mark.parametrize(
    ("day", "expected"), [("2030-05-01", True), ("2030-05-02", False), ("2031-05-02", False)]
)
def test_older_than_months_counts_from_today(day: str, expected: bool) -> None:
    when = {"embed.policy_date": {"older_than_months": 12}}

    assert holds_for(when, embed__policy=2, embed__policy_date=day) is expected


def test_months_before_stays_inside_the_month() -> None:
    assert months_before(date(2031, 3, 31), 1) == date(2031, 2, 28)
    assert months_before(date(2028, 3, 31), 1) == date(2028, 2, 29)
    assert months_before(date(2031, 1, 15), 13) == date(2029, 12, 15)
    with pytest.raises(ValueError):
        months_before(date(1, 1, 1), 1)


@pytest.mark.parametrize(
    ("test", "rows", "expected"),
    [
        ({"identify.sourcing": {"rows_at_most": 1}}, 1, True),
        ({"identify.sourcing": {"rows_at_most": 1}}, 2, False),
        ({"identify.sourcing.form": {"some_row_is": ["scrap"]}}, 1, True),
        ({"identify.sourcing.form": {"some_row_is": ["ore"]}}, 1, False),
        ({"identify.sourcing.form": {"no_row_is": ["ore"]}}, 1, True),
        ({"identify.sourcing.form": {"no_row_is": ["scrap"]}}, 1, False),
        ({"identify.sourcing.origin": {"some_row_is": ["NO"]}}, 1, True),
        ({"identify.sourcing.origin": {"some_row_is": ["NL"]}}, 1, False),
    ],
)
def test_each_test_on_a_table(test: dict, rows: int, expected: bool) -> None:
    row = {"id": ROW_1, "cells": {"metal": "ME-CU", "form": "scrap", "origin": ["NO", "ID"]}}

    assert holds_for(test, identify__sourcing=[row] * rows) is expected


def test_a_cell_that_is_not_filled_is_no_row_of_that_kind() -> None:
    rows = [{"id": ROW_1, "cells": {"metal": "ME-CU"}}]
    form = "identify.sourcing.form"

    assert not holds_for({form: {"some_row_is": ["scrap"]}}, identify__sourcing=rows)
    assert holds_for({form: {"no_row_is": ["scrap"]}}, identify__sourcing=rows)


NEEDS_AN_ANSWER = [
    {"profile.buys_outside_eu": {"is": ["some"]}},
    {"profile.forms_bought": {"has_any": ["ore"]}},
    {"profile.forms_bought": {"has_none": ["ore"]}},
    {"embed.policy": {"at_least": 0}},
    {"embed.policy": {"at_most": 4}},
    {"embed.hours": {"at_least": 0}},
    {"embed.policy_date": {"older_than_months": 0}},
    {"identify.sourcing.form": {"some_row_is": ["scrap"]}},
]
HOLDS_WITHOUT = [
    {"embed.hours": {"empty": True}},
    {"identify.sourcing": {"rows_at_most": 0}},
    {"identify.sourcing.form": {"no_row_is": ["scrap"]}},
]


def outcome_without(written: dict, state: Given | None, *, in_rule: bool = False) -> bool | None:
    """The outcome when the tested question has this state, or no answer at all."""
    key = ".".join(next(iter(written)).split(".")[:2])
    answers_so_far = all_levels(2) | {"profile.fte": answered("20")}
    answers_so_far.pop(key, None)
    if state is not None:
        answers_so_far[key] = state
    situation = situation_of(edition(), answers_so_far, today=TODAY)
    return outcome(when_from_document(written), situation, in_rule=in_rule)


@pytest.mark.parametrize("state", [None, *UNSETTLED])
@pytest.mark.parametrize("written", NEEDS_AN_ANSWER)
def test_a_missing_answer_makes_a_test_false(written: dict, state: Given | None) -> None:
    assert outcome_without(written, state) is False


@pytest.mark.parametrize("state", [None, *UNSETTLED])
@pytest.mark.parametrize("written", HOLDS_WITHOUT)
def test_empty_and_table_tests_count_a_missing_answer_as_empty(
    written: dict, state: Given | None
) -> None:
    assert outcome_without(written, state) is True


@pytest.mark.parametrize("written", [*NEEDS_AN_ANSWER, *HOLDS_WITHOUT])
def test_dont_know_holds_in_a_condition_and_never_in_a_rule(written: dict) -> None:
    assert outcome_without(written, DONT_KNOW) is None
    assert outcome_without(written, DONT_KNOW, in_rule=True) is None


def test_an_unknown_outcome_shows_the_question() -> None:
    assert shows("embed.policy_date", small_company(embed__policy=DONT_KNOW))
    assert not shows("embed.policy_date", small_company(embed__policy=LATER))


def test_an_unsure_answer_is_tested_as_given() -> None:
    when = {"embed.policy": {"at_least": 2}}

    assert holds_for(when, embed__policy=answered(2, unsure=True))
    assert not holds_for(when, embed__policy=answered(1, unsure=True))


def test_a_test_that_does_not_exist_is_an_error() -> None:
    unknown = when_from_document({"embed.policy": {"at_leest": 1}})

    with pytest.raises(KeyError):
        holds(unknown, situation_of(edition(), small_company(embed__policy=1)))


# Blocks


def test_any_of_holds_when_one_group_holds_wholly() -> None:
    when = {
        "any_of": [
            {"embed.policy": {"at_least": 2}, "embed.hours": {"at_least": 1}},
            {"profile.buys_outside_eu": {"is": ["most"]}},
        ]
    }

    assert not holds_for(when, embed__policy=2)
    assert holds_for(when, embed__policy=2, embed__hours="1")
    assert holds_for(when, profile__buys_outside_eu="most")


def test_lines_hold_together_with_a_block() -> None:
    shown = small_company(profile__metals=["ME-SN"], profile__buys_outside_eu="most")

    assert shows("profile.imports", shown)
    assert not shows("profile.imports", {**shown, "profile.metals": answered(["ME-CU"])})
    assert not shows("profile.imports", {**shown, "profile.buys_outside_eu": answered("none")})


@pytest.mark.parametrize(
    ("answer", "shown"),
    [(None, True), (answered(0), False), (answered(1), True), (DONT_KNOW, True), (LATER, True)],
)
def test_none_of_asks_rather_one_question_too_many(answer: Given | None, shown: bool) -> None:
    answers_so_far = small_company()
    if answer is not None:
        answers_so_far["prevent.plans"] = answer

    assert shows("prevent.notes", answers_so_far) is shown


# Hidden answers


def test_a_hidden_answer_never_tests() -> None:
    base = small_company(remedy__channel=2, remedy__contact="Joke Bakker")
    hidden = {**base, "remedy.channel": answered(0)}

    assert "remedy.contact" in situation_of(edition(), base).given
    assert "remedy.contact" not in situation_of(edition(), hidden).given
    assert hidden["remedy.contact"].value == "Joke Bakker", "it is kept for when it shows again"


def test_an_option_that_no_longer_shows_is_not_in_the_answer() -> None:
    chosen = answered(["labour", "scrap"])
    with_scrap = small_company(embed__policy=2, embed__commitments=chosen)
    without = {**with_scrap, "profile.forms_bought": answered(["ore"])}

    assert situation_of(edition(), with_scrap).given["embed.commitments"] == chosen
    assert situation_of(edition(), without).given["embed.commitments"].value == ["labour"]
    only_scrap = {**without, "embed.commitments": answered(["scrap"])}
    assert "embed.commitments" not in situation_of(edition(), only_scrap).given
    unsettled = {**without, "embed.commitments": LATER}
    assert situation_of(edition(), unsettled).given["embed.commitments"] == LATER


def test_a_chosen_option_that_no_longer_shows_leaves_the_question_open() -> None:
    document = edition_to_document(EDITIONS / "2031")
    channel = next(q for q in document["steps"][0]["questions"] if q["key"] == "profile.imports")
    channel["options"][0]["when"] = {"profile.forms_bought": {"has_any": ["ore"]}}
    changed = edition_from_document(document)
    tin = small_company(
        profile__metals=["ME-SN"], profile__buys_outside_eu="most", profile__imports="above"
    )

    assert "profile.imports" not in situation_of(changed, tin).given
    ore = {**tin, "profile.forms_bought": answered(["ore"])}
    assert situation_of(changed, ore).given["profile.imports"].value == "above"


def test_options_show_by_their_own_condition() -> None:
    options = edition().question("embed.commitments").options

    def keys(**values) -> list[str]:
        situation = situation_of(edition(), small_company(**values))
        return [option.key for option in shown_options(options, situation)]

    assert keys() == ["labour", "scrap", "none"]
    assert keys(profile__forms_bought=["ore"]) == ["labour", "none"]
    assert keys(profile__forms_bought=DONT_KNOW) == ["labour", "scrap", "none"]


def test_a_column_shows_by_the_cells_to_its_left() -> None:
    origin = edition().question("identify.sourcing").column("origin")

    assert row_holds(origin.when, {"form": "ore"})
    assert not row_holds(origin.when, {"form": "scrap"})
    assert not row_holds(origin.when, {})
    assert row_holds(None, {})
    with pytest.raises(ValueError, match=r"a cell is not tested on its age"):
        row_holds(when_from_document({"row.x": {"older_than_months": 1}}), {"x": "2031-01-01"})


# Rules


def test_a_rule_fires_on_answers_that_contradict_each_other() -> None:
    assert fired(small_company(profile__forms_bought=["ore"])) == ["rule.recycler_without_scrap"]
    assert "rule.depth_without_list" in fired(small_company(identify__depth=2))


def test_a_rule_sees_a_missing_table_as_empty_but_dont_know_as_no_contradiction() -> None:
    assert "rule.scrap_without_line" in fired(small_company())
    assert "rule.scrap_without_line" not in fired(small_company(identify__sourcing=DONT_KNOW))
    assert "rule.scrap_without_line" not in fired(small_company(profile__forms_bought=DONT_KNOW))


def test_a_rule_never_fires_on_a_hidden_answer() -> None:
    contradiction = small_company(embed__known=2, embed__hours="0")

    assert "rule.no_hours" in fired(contradiction)
    assert "rule.no_hours" not in fired({**contradiction, "profile.fte": answered("5")})


def test_a_rule_about_emptiness_does_not_fire_on_a_question_that_is_hidden() -> None:
    when = when_from_document({"remedy.contact": {"empty": True}})
    hidden = situation_of(edition(), small_company(remedy__channel=0))

    assert outcome(when, hidden) is True, "a condition counts it as missing"
    assert outcome(when, hidden, in_rule=True) is None
    assert fired(all_levels(2, remedy__contact="x", identify__sourcing=DONT_KNOW)) == []
    assert "rule.channel_without_contact" in fired(small_company(remedy__channel=2))


def test_rules_fire_in_the_order_of_the_edition() -> None:
    stale = all_levels(4, embed__policy_date="2029-01-01", embed__hours="0")

    assert fired(stale) == [
        "rule.policy_old", "rule.no_hours", "rule.depth_without_list", "rule.scrap_without_line",
        "rule.channel_without_contact",
    ]  # fmt: skip


# The browser


def test_the_browser_gets_the_condition_as_it_was_written() -> None:
    document = edition_to_document(EDITIONS / "2031")
    written = {q["key"]: q.get("when") for step in document["steps"] for q in step["questions"]}

    for question in edition().questions:
        assert as_json(question.when) == written[question.key]


def test_two_tests_on_one_question_stay_together() -> None:
    written = {"embed.hours": {"at_least": 1, "at_most": 9}, "row.form": {"is": ["ore"]}}
    when = when_from_document(written)

    assert as_json(when) == written
    assert [test.name for test in when.tests()] == ["at_least", "at_most", "is"]
    assert as_json(when_from_document({})) is None


def test_every_single_test_of_a_condition_is_found_in_written_order() -> None:
    tests = list(edition().question("profile.imports").when.tests())

    assert [(str(test.target), test.name, test.value) for test in tests] == [
        ("profile.metals", "has_any", ("ME-SN",)),
        ("profile.buys_outside_eu", "is", ("most",)),
        ("profile.forms_bought", "has_any", ("ore",)),
    ]


# Whatever the answers are


@thorough
@for_all(answers(edition(), lists()))
def test_seeing_is_deterministic_and_blind_to_hidden_answers(given_answers) -> None:
    shown = visible(edition(), given_answers, today=TODAY)
    kept = {key: answer for key, answer in given_answers.items() if key in shown}

    assert visible(edition(), given_answers, today=TODAY) == shown
    assert visible(edition(), kept, today=TODAY) == shown
    assert visible(edition(), dict(reversed(given_answers.items())), today=TODAY) == shown
    assert set(situation_of(edition(), given_answers, today=TODAY).given) <= set(shown)


@thorough
@for_all(answers(edition(), lists()))
def test_not_knowing_never_hides_a_question(given_answers) -> None:
    unknowing = dict.fromkeys(given_answers, Given(State.DONT_KNOW))
    everything = {question.key for question in edition().questions}
    all_unknown = dict.fromkeys(everything, Given(State.DONT_KNOW))

    assert set(visible(edition(), unknowing)) >= set(visible(edition(), {}))
    assert set(visible(edition(), all_unknown)) == everything


@thorough
@for_all(answers(edition(), lists()))
def test_no_rule_fires_on_what_is_not_known_or_not_shown(given_answers) -> None:
    rules = consistency(edition(), given_answers, today=TODAY)
    shown = visible(edition(), given_answers, today=TODAY)

    for rule in rules:
        for test in rule.condition.tests():
            assert isinstance(test, Test)
            assert test.target.question in shown
            answer = given_answers.get(test.target.question)
            assert answer is None or answer.state != State.DONT_KNOW
