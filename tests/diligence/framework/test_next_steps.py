from decimal import Decimal

from hypothesis import given as for_all

from diligence.framework.answers import Given, State
from diligence.framework.document import edition_from_document, edition_to_document
from diligence.framework.next_steps import (
    MINUTES_OF_EFFORT,
    minutes_to_answer,
    next_steps,
    preview,
)
from diligence.framework.scoring import score
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


def keys(answers_so_far: dict[str, Given], count: int = 2) -> list[str]:
    return [step.question.key for step in next_steps(edition(), answers_so_far, count, today=TODAY)]


def test_the_cheapest_step_gains_most_per_minute() -> None:
    first, second = next_steps(edition(), all_levels(1), today=TODAY)

    assert (first.question.key, first.from_level, first.to_level) == ("identify.depth", 1, 2)
    assert first.gain == Decimal("5.8"), "3 of 52 points more: 30.8 instead of 25.0"
    assert first.minutes == 8 * 60
    assert first.measure.key == "measure.chain_start"
    assert not first.only_answer
    assert second.question.key == "embed.policy"


def test_effort_counts_against_gain() -> None:
    steps = next_steps(edition(), all_levels(1, identify__depth=2), 99, today=TODAY)

    assert [step.question.key for step in steps] == [
        "embed.policy", "prevent.plans", "remedy.channel",
        "embed.known", "track.results", "communicate.report",
        "identify.depth", "identify.scrap",
    ]  # fmt: skip
    assert [step.measure.effort for step in steps][-2:] == ["medium", "heavy"]
    assert list(MINUTES_OF_EFFORT) == ["light", "medium", "heavy"]


def test_an_open_question_only_needs_an_answer() -> None:
    several = all_levels(3, embed__policy=LATER, track__results=DONT_KNOW)
    del several["remedy.channel"]
    steps = next_steps(edition(), several, 3, today=TODAY)

    assert all(step.only_answer and step.from_level == 0 for step in steps)
    assert {step.question.key: step.minutes for step in steps} == {
        "remedy.channel": 5,
        "embed.policy": 6,
        "track.results": 5,
    }


def test_minutes_follow_the_pace_of_the_size() -> None:
    question = edition().question("embed.policy")
    sizes = [None, *edition().sizes]

    assert [minutes_to_answer(question, size) for size in sizes] == [6, 4, 6, 12]


def test_what_is_highest_hidden_or_does_not_apply_is_no_step() -> None:
    company = all_levels(
        1, embed__policy=4, remedy__channel=NOT_APPLICABLE, profile__forms_bought=["ore"]
    )

    assert not {"embed.policy", "remedy.channel", "identify.scrap"} & set(keys(company, 99))


def test_there_is_no_step_above_the_highest_band() -> None:
    assert keys(all_levels(3)) == []
    nothing = dict.fromkeys((q.key for q in edition().questions if q.scores), NOT_APPLICABLE)
    assert keys(nothing) == []


def test_a_level_without_a_measure_is_counted_as_heavy() -> None:
    document = edition_to_document(EDITIONS / "2031")
    document["steps"][2]["measures"] = []
    bare = edition_from_document(document)
    steps = next_steps(bare, all_levels(1), 99, today=TODAY)
    step = next(step for step in steps if step.question.key == "identify.depth")

    assert (step.measure, step.minutes, step.only_answer) == (None, 80 * 60, False)


def test_the_preview_shows_band_target_and_what_is_missing() -> None:
    seen = preview(edition(), all_levels(1), membership_year=2, today=TODAY)

    assert (seen.score.percent, seen.band.key, seen.next_band.key) == (
        Decimal("25.0"), "improving", "advanced",
    )  # fmt: skip
    assert seen.missing == Decimal("35.0")
    assert seen.expected == 30
    assert len(seen.steps) == 2


def test_the_preview_is_calm_about_what_is_not_known() -> None:
    empty = preview(edition(), {}, membership_year=1, today=TODAY)
    assert (empty.score.percent, empty.expected) == (0, None)
    assert empty.missing == 20

    top = preview(edition(), all_levels(4), today=TODAY)
    assert (top.next_band, top.missing, top.expected, top.steps) == (None, None, None, ())

    nothing = dict.fromkeys((q.key for q in edition().questions if q.scores), NOT_APPLICABLE)
    none = preview(edition(), nothing, today=TODAY)
    assert (none.band, none.missing, none.steps) == (None, None, ())


def test_the_target_changes_what_is_expected_and_never_the_score() -> None:
    document = edition_to_document(EDITIONS / "2031")
    document["header"]["expected"]["small"] = [90, 90, 90]
    stricter = edition_from_document(document)
    both = [
        preview(each, all_levels(1), membership_year=1, today=TODAY)
        for each in (edition(), stricter)
    ]

    assert [each.expected for each in both] == [15, 90]
    assert both[0].score.percent == both[1].score.percent


@thorough
@for_all(answers(edition(), lists()))
def test_every_step_does_what_it_says(given_answers) -> None:
    now = score(edition(), given_answers, today=TODAY)

    for step in next_steps(edition(), given_answers, 99, today=TODAY):
        raised = {**given_answers, step.question.key: Given(State.ANSWERED, step.to_level)}
        after = score(edition(), raised, today=TODAY)
        assert after.percent - now.percent == step.gain > 0
        assert step.minutes > 0
        assert step.measure is not None


def test_a_small_company_without_answers_is_told_to_answer() -> None:
    steps = next_steps(edition(), small_company(), today=TODAY)

    assert all(step.only_answer for step in steps)
    assert keys(given(profile__fte=answered("5"))) == ["identify.depth", "prevent.plans"]
