import pytest
from hypothesis import given as for_all

from diligence.progress import PartState, progress
from tests.diligence.framework.sample import (
    DONT_KNOW,
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


def part(key: str, answers_so_far: dict):
    return progress(edition(), answers_so_far, today=TODAY).part(key)


def test_before_the_first_answer_everything_is_left() -> None:
    whole = progress(edition(), {}, today=TODAY)

    assert whole.state == PartState.NOT_STARTED
    assert (whole.asked, whole.settled, whole.later, whole.unsure) == (13, 0, 0, 0)
    assert whole.open == 13
    assert whole.minutes_left == 64
    assert whole.next_question == "profile.fte"


def test_a_part_goes_from_not_started_to_done() -> None:
    profile = [small_company()]
    for key in ("profile.metals", "profile.fte"):
        profile.insert(0, {k: v for k, v in profile[0].items() if k != key})

    states = [part("profile", {}).state] + [part("profile", each).state for each in profile]
    assert states == ["not_started", "in_progress", "in_progress", "done"]
    assert part("profile", small_company()).next_question is None
    assert part("1.1", small_company()).state == "not_started"


def test_every_row_of_the_task_list_is_there_in_order() -> None:
    whole = progress(edition(), small_company(), today=TODAY)

    assert [row.part.key for row in whole.parts] == [part.key for part in edition().parts]
    with pytest.raises(LookupError):
        whole.part("9.9")


@pytest.mark.parametrize("answer", [answered(2), DONT_KNOW, NOT_APPLICABLE])
def test_an_honest_answer_settles_a_question(answer) -> None:
    row = part("6.1", small_company(remedy__channel=answer))

    assert row.settled == 1
    assert row.later == 0


def test_putting_off_is_a_start_and_never_done() -> None:
    row = part("4.1", small_company(track__results=LATER))

    assert (row.state, row.settled, row.later, row.open) == ("in_progress", 0, 1, 0)
    assert row.minutes_left == 5
    assert row.next_question == "track.results"


def test_unsure_answers_are_settled_and_counted_apart() -> None:
    row = part("4.1", small_company(track__results=answered(2, unsure=True)))

    assert (row.state, row.settled, row.unsure) == ("done", 1, 1)


def test_minutes_follow_the_size_and_are_rounded_up() -> None:
    minutes = {fte: part("1.1", given(profile__fte=fte)).minutes_left for fte in ("5", "20", "200")}

    assert minutes == {"5": 4, "20": 6, "200": 12}


def test_an_answer_may_open_new_questions() -> None:
    before = part("1.1", small_company())
    after = part("1.1", small_company(embed__policy=2))

    assert (before.asked, after.asked) == (1, 3)
    assert (after.state, after.next_question) == ("in_progress", "embed.policy_date")


def test_a_hidden_answer_is_not_counted() -> None:
    hidden = small_company(embed__policy=0, embed__policy_date="2030-01-01")

    assert (part("1.1", hidden).asked, part("1.1", hidden).state) == (1, "done")


def test_open_questions_come_before_those_put_off() -> None:
    later_first = small_company(embed__policy=LATER)

    assert progress(edition(), later_first, today=TODAY).next_question == "embed.known"
    only_later = {**all_levels(1), "embed.policy": LATER, "embed.hours": answered("1")}
    rest = {"identify.sourcing": DONT_KNOW, "prevent.notes": DONT_KNOW, "remedy.contact": DONT_KNOW}
    whole = progress(edition(), {**only_later, **rest}, today=TODAY)
    assert whole.next_question == "embed.policy"
    assert whole.state == "in_progress"


def test_all_settled_is_done_with_nothing_left() -> None:
    everything = {question.key: DONT_KNOW for question in edition().questions}
    whole = progress(edition(), everything, today=TODAY)

    assert (whole.state, whole.minutes_left, whole.next_question) == ("done", 0, None)
    assert whole.asked == len(edition().questions)
    assert {row.state for row in whole.parts} == {"done"}


@thorough
@for_all(answers(edition(), lists()))
def test_the_rows_add_up_to_the_whole(given_answers) -> None:
    whole = progress(edition(), given_answers, today=TODAY)

    for name in ("asked", "settled", "later", "unsure", "open"):
        assert sum(getattr(row, name) for row in whole.parts) == getattr(whole, name)
    assert whole.minutes_left <= sum(row.minutes_left for row in whole.parts)
    assert (whole.next_question is None) == (whole.state == "done")
    for row in whole.parts:
        assert row.settled + row.later + row.open == row.asked
        assert (row.next_question is None) == (row.state == "done")
