"""The plan's rules: what may follow what, when an action is planned, what a delay needs."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diligence.plan.delay import ReasonNeeded, check_delay, is_delay
from diligence.plan.smart import NEEDED, Lack, Sketch, lacks, stands_in_the_way
from diligence.plan.status import (
    FOLLOWS,
    WAY,
    IllegalMove,
    Status,
    check_move,
    needs_reason,
    needs_result,
)
from diligence.plan.trend import Point, in_time, share_of_way

DAY = date(2026, 5, 1)
WHOLE = Sketch(
    goal="Geen ongelukken met verzuim meer in 2027.",
    has_owner=True,
    due_on=DAY,
    indicator="Ongelukken met verzuim",
    target=Decimal(0),
    has_link=True,
)
days = st.none() | st.dates(date(2020, 1, 1), date(2040, 1, 1))
numbers = st.decimals(-10_000, 10_000, places=2)


@given(st.sampled_from(Status), st.sampled_from(Status))
def test_only_the_named_steps_are_steps(now, then):
    if then in FOLLOWS[now]:
        check_move(now, then)
    else:
        with pytest.raises(IllegalMove):
            check_move(now, then)


def test_every_stand_can_be_reached_and_left():
    reached = {then for those in FOLLOWS.values() for then in those}

    assert reached == set(Status)
    assert all(FOLLOWS[status] for status in Status)


@pytest.mark.parametrize("now", Status)
def test_a_step_back_and_stopping_need_a_reason_and_going_on_does_not(now):
    for then in FOLLOWS[now]:
        goes_on = {now, then} <= set(WAY) and WAY.index(then) > WAY.index(now)
        assert needs_reason(now, then) is not goes_on


def test_only_done_needs_a_result():
    assert [status for status in Status if needs_result(status)] == [Status.DONE]


def test_a_whole_action_lacks_nothing():
    assert lacks(WHOLE) == ()


@pytest.mark.parametrize(
    ("change", "lack"),
    [
        ({"has_owner": False}, Lack.OWNER),
        ({"due_on": None}, Lack.DUE),
        ({"indicator": "  "}, Lack.INDICATOR),
        ({"goal": "Veiliger."}, Lack.GOAL),
        ({"goal": "[wie] meet vóór [datum] het stof."}, Lack.BLANKS),
        ({"target": None}, Lack.TARGET),
        ({"has_link": False}, Lack.LINK),
    ],
)
def test_what_is_left_out_is_named_and_only_some_of_it_stands_in_the_way(change, lack):
    sketch = replace(WHOLE, **change)

    assert lacks(sketch) == (lack,)
    assert stands_in_the_way(sketch) == ((lack,) if lack in NEEDED else ())


@given(days, days)
def test_a_day_that_moves_away_or_goes_is_a_delay(before, after):
    expected = before is not None and (after is None or after > before)

    assert is_delay(before, after) is expected


@given(st.integers(0, 5), st.sampled_from(["", "  ", "De leverancier wacht op een vergunning."]))
def test_the_second_delay_needs_a_reason(delays, reason):
    later = DAY + timedelta(days=30)
    if delays and not reason.strip():
        with pytest.raises(ReasonNeeded):
            check_delay(DAY, later, delays=delays, reason=reason)
    else:
        assert check_delay(DAY, later, delays=delays, reason=reason)


@given(numbers, numbers, numbers)
def test_the_share_of_the_way_lies_between_nothing_and_all(baseline, target, now):
    share = share_of_way(baseline, target, now)

    if baseline == target:
        assert share is None
    else:
        assert 0 <= share <= 1


@given(numbers, numbers)
def test_the_way_begins_at_the_baseline_and_ends_at_the_target(baseline, target):
    if baseline != target:
        assert share_of_way(baseline, target, baseline) == 0
        assert share_of_way(baseline, target, target) == 1


def test_fewer_is_as_good_as_more():
    assert share_of_way(Decimal(8), Decimal(2), Decimal(5)) == Decimal("0.5")
    assert share_of_way(Decimal(8), Decimal(2), Decimal(9)) == 0


@pytest.mark.parametrize("ends", [(None, Decimal(1)), (Decimal(1), None)])
def test_without_a_beginning_or_an_end_there_is_no_way(ends):
    assert share_of_way(*ends, Decimal(1)) is None


def test_of_two_on_one_day_the_last_said_counts():
    points = [Point(DAY, Decimal(1)), Point(DAY - timedelta(1), Decimal(3)), Point(DAY, Decimal(2))]

    assert [point.value for point in in_time(points)] == [3, 2]
