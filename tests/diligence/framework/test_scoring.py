from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from diligence.framework.answers import Given, State
from diligence.framework.conditions import situation_of
from diligence.framework.document import edition_from_document, edition_to_document
from diligence.framework.scoring import (
    Standing,
    UnknownScoring,
    percent_of,
    points_of_100,
    score,
    score_in,
    shares_of,
)
from tests.diligence.framework.sample import (
    DONT_KNOW,
    EDITIONS,
    LATER,
    NOT_APPLICABLE,
    TODAY,
    all_levels,
    answered,
    edition,
    given,
    lists,
    small_company,
)
from tests.diligence.framework.strategies import answers, thorough

WEIGHTS = {
    "embed.policy": 2,
    "embed.known": 1,
    "identify.depth": 3,
    "identify.scrap": 1,
    "prevent.plans": 2,
    "track.results": 1,
    "communicate.report": 1,
    "remedy.channel": 2,
}


def of(key: str, **values):
    """How one question stands in the score of the small company."""
    whole = score(edition(), small_company(**values), today=TODAY)
    return next(own for own in whole.questions if own.question.key == key)


# Points and percentages


def test_points_are_level_times_weight() -> None:
    whole = score(edition(), all_levels(2, embed__policy=3, identify__depth=1), today=TODAY)

    assert {own.question.key: own.weight for own in whole.questions} == WEIGHTS
    assert {own.question.key: own.points for own in whole.questions if own.points != 2} == {
        "embed.policy": 6,
        "identify.depth": 3,
        "prevent.plans": 4,
        "remedy.channel": 4,
    }
    assert (whole.points, whole.maximum, whole.percent) == (25, 52, Decimal("48.1"))


def test_version_1_weighs_all_questions_alike() -> None:
    situation = situation_of(edition(), all_levels(2, embed__policy=3), today=TODAY)
    both = [score_in(situation, version=version) for version in ("1", "2")]

    assert [(own.points, own.maximum) for own in both] == [(17, 32), (28, 52)]
    assert [own.version for own in both] == ["1", "2"]
    assert edition("2030").scoring.version == "1"
    assert all(own.weight == 1 for own in score(edition("2030"), {}).questions)


def test_an_unknown_rule_is_refused() -> None:
    situation = situation_of(edition(), {})

    with pytest.raises(UnknownScoring, match=r"no scoring rule levels 3; there is: levels 1, lev"):
        score_in(situation, version="3")
    with pytest.raises(UnknownScoring):
        score_in(situation, rule="stars")


@pytest.mark.parametrize(
    ("points", "maximum", "percent"),
    [(0, 8, "0.0"), (1, 3, "33.3"), (2, 3, "66.7"), (1, 16, "6.3"), (8, 8, "100.0")],
)
def test_a_percentage_has_one_decimal_and_halves_go_up(
    points: int, maximum: int, percent: str
) -> None:
    assert percent_of(points, maximum) == Decimal(percent)


def test_there_is_no_percentage_of_nothing() -> None:
    assert percent_of(0, 0) is None


# How each question stands


def test_a_level_counts_with_its_weight() -> None:
    own = of("embed.policy", embed__policy=3)

    assert (own.standing, own.level, own.points, own.maximum) == (Standing.LEVEL, 3, 6, 8)
    assert own.counts


@pytest.mark.parametrize(
    ("answer", "standing"),
    [(DONT_KNOW, Standing.DONT_KNOW), (LATER, Standing.LATER)],
)
def test_what_is_not_known_or_put_off_counts_nothing_of_its_maximum(
    answer: Given, standing: str
) -> None:
    own = of("embed.policy", embed__policy=answer)

    assert (own.standing, own.points, own.maximum) == (standing, 0, 8)


def test_an_open_question_counts_nothing_of_its_maximum() -> None:
    own = of("embed.policy")

    assert (own.standing, own.level, own.points, own.maximum) == (Standing.OPEN, None, 0, 8)


def test_what_does_not_apply_leaves_the_sum() -> None:
    own = of("embed.policy", embed__policy=NOT_APPLICABLE)

    assert (own.standing, own.points, own.maximum) == (Standing.NOT_APPLICABLE, 0, 0)
    assert not own.counts


def test_what_is_hidden_leaves_the_sum() -> None:
    own = of("identify.scrap", profile__forms_bought=["ore"], identify__scrap=4)

    assert (own.standing, own.level, own.points, own.maximum) == (Standing.HIDDEN, None, 0, 0)


def changed(**scoring):
    document = edition_to_document(EDITIONS / "2031")
    document["header"]["scoring"] |= scoring
    return edition_from_document(document)


def test_the_header_says_what_dont_know_counts_as() -> None:
    whole = score(changed(dont_know_counts_as=1), small_company(embed__policy=DONT_KNOW))
    own = whole.questions[0]

    assert (own.standing, own.level, own.points, own.maximum) == (Standing.DONT_KNOW, 1, 2, 8)


def test_the_header_says_whether_what_does_not_apply_counts() -> None:
    whole = score(changed(not_applicable_counts=True), small_company(embed__policy=NOT_APPLICABLE))
    own = whole.questions[0]

    assert (own.standing, own.level, own.points, own.maximum) == (
        Standing.NOT_APPLICABLE, None, 0, 8,
    )  # fmt: skip


# Parts and the whole


def test_the_profile_has_no_score_and_each_sub_action_has_one() -> None:
    whole = score(edition(), all_levels(2), today=TODAY)

    assert [step.step.key for step in whole.steps] == [
        "embed", "identify", "prevent", "track", "communicate", "remedy",
    ]  # fmt: skip
    assert [part.key for part in whole.steps[0].parts] == ["1.1", "1.2"]
    assert [part.percent for part in whole.steps[0].parts] == [Decimal(50), Decimal(50)]
    assert whole.steps[1].parts[0].title.en == "Scan the chain"


def test_an_untouched_assessment_has_a_score_of_zero() -> None:
    whole = score(edition(), {})

    assert whole.percent == 0
    assert whole.band.key == "basic"
    assert whole.next_band.key == "improving"


def test_where_nothing_applies_there_is_no_score() -> None:
    nothing = dict.fromkeys((q.key for q in edition().questions if q.scores), NOT_APPLICABLE)
    whole = score(edition(), nothing)

    assert whole.maximum == 0
    assert whole.percent is whole.band is whole.next_band is None
    assert points_of_100(whole) == {}


def test_the_highest_band_has_none_above() -> None:
    whole = score(edition(), all_levels(4), today=TODAY)

    assert (whole.percent, whole.band.key, whole.next_band) == (Decimal(100), "advanced", None)


def test_the_steps_add_up_to_the_shown_total_in_tenths() -> None:
    whole = score(edition(), all_levels(2, embed__policy=3, track__results=0), today=TODAY)
    shares = points_of_100(whole)

    assert whole.percent == Decimal("50.0")
    assert shares == {
        "embed": Decimal("15.4"),
        "identify": Decimal("15.4"),
        "prevent": Decimal("7.7"),
        "track": Decimal("0.0"),
        "communicate": Decimal("3.8"),
        "remedy": Decimal("7.7"),
    }


@thorough
@for_all(st.lists(st.integers(0, 60), min_size=1, max_size=8), st.integers(0, 200))
def test_shares_add_up_and_stay_within_a_tenth(points: list[int], missed: int) -> None:
    maximum = sum(points) + missed
    total = percent_of(sum(points), maximum)
    if total is None:
        return
    shares = shares_of(total, maximum, points)

    assert sum(shares) == total
    for own, share in zip(points, shares, strict=True):
        assert abs(share - Decimal(own * 100) / maximum) < Decimal("0.1")
        assert own or not share


# Whatever the answers are


@thorough
@for_all(answers(edition(), lists()))
def test_the_parts_add_up_to_the_whole(given_answers) -> None:
    whole = score(edition(), given_answers, today=TODAY)

    for parts in (whole.steps, [part for step in whole.steps for part in step.parts]):
        assert sum(part.points for part in parts) == whole.points
        assert sum(part.maximum for part in parts) == whole.maximum
    assert 0 <= whole.points <= whole.maximum
    assert whole.percent is None or 0 <= whole.percent <= 100
    assert sum(points_of_100(whole).values()) == (whole.percent or 0)
    assert {own.question.key for own in whole.questions} == set(WEIGHTS)


@thorough
@for_all(answers(edition(), lists()), st.data())
def test_what_is_hidden_or_does_not_apply_never_changes_the_score(given_answers, data) -> None:
    before = score(edition(), given_answers, today=TODAY)
    outside = [own.question.key for own in before.questions if not own.counts]
    for key in outside:
        reason = Given(State.NOT_APPLICABLE, reason="Iets heel anders dan eerst.")
        level = answered(data.draw(st.integers(0, 4)))
        shown = key in situation_of(edition(), given_answers, today=TODAY).shown
        given_answers = {**given_answers, key: reason if shown else level}
    after = score(edition(), given_answers, today=TODAY)

    assert (after.points, after.maximum) == (before.points, before.maximum)


@thorough
@for_all(answers(edition(), lists()), st.sampled_from(sorted(WEIGHTS)))
def test_a_higher_level_never_lowers_the_score(given_answers, key: str) -> None:
    own = given_answers.get(key)
    level = own.value if own is not None and own.is_answered else 0
    if own is not None and own.state == State.NOT_APPLICABLE:
        return
    scores = [
        score(edition(), {**given_answers, key: answered(higher)}, today=TODAY)
        for higher in range(level, 5)
    ]
    scores.insert(0, score(edition(), given_answers, today=TODAY))

    points = [each.points for each in scores]
    assert points == sorted(points)
    assert len({each.maximum for each in scores}) == 1


@thorough
@for_all(answers(edition(), lists()))
def test_answers_that_are_unsure_or_explained_count_the_same(given_answers) -> None:
    plain = {
        key: replace(answer, unsure=False, explanation="", reason="")
        for key, answer in given_answers.items()
    }
    scores = [score(edition(), each, today=TODAY) for each in (given_answers, plain)]

    assert scores[0].points == scores[1].points
    assert scores[0].maximum == scores[1].maximum


def test_answers_without_a_level_never_score() -> None:
    with_facts = all_levels(2, embed__hours="40", embed__commitments=["labour"])

    assert score(edition(), with_facts, today=TODAY).points == 26
    assert score(edition(), given(embed__hours="40"), today=TODAY).points == 0
