"""Severity first: how the parts make a severity, a class and an order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diligence.risks.weighing import CAUSE, CONTRIBUTE, INVOLVEMENTS, LINKED, REQUIRES, Weight

level = st.integers(1, 5)
weights = st.builds(Weight, level, level, level, level, level)


@pytest.mark.parametrize(
    ("parts", "severity", "priority"),
    [
        ((5, 3, 5, 4), 5, 1),  # tin from Bangka: people die
        ((5, 1, 1, 2), 5, 1),
        ((5, 1, 1, 1), 5, 2),
        ((4, 3, 3, 4), 4, 1),
        ((4, 3, 3, 3), 4, 2),
        ((3, 4, 2, 3), 4, 2),  # wide scope: one higher
        ((3, 3, 2, 4), 3, 2),
        ((3, 3, 2, 3), 3, 3),
        ((1, 1, 1, 5), 1, 3),  # likely, and hardly any harm
    ],
)
def test_the_parts_make_a_severity_and_a_class(parts, severity, priority):
    weight = Weight(*parts)

    assert (weight.severity, weight.priority()) == (severity, priority)


def test_the_floor_of_the_gravest_themes_lifts_and_says_so():
    weight = Weight(2, 1, 1, 1, floor=5)

    assert (weight.severity, weight.bare_severity, weight.is_lifted) == (5, 2, True)
    assert not Weight(5, 1, 1, 1, floor=5).is_lifted


def test_own_harm_comes_a_class_earlier():
    weight = Weight(3, 3, 2, 3)

    assert weight.priority(LINKED) == 3
    assert weight.priority(CAUSE) == weight.priority(CONTRIBUTE) == 2
    assert Weight(5, 5, 5, 5).priority(CAUSE) == 1


def test_likelihood_never_outweighs_severity():
    rare, daily = Weight(5, 1, 5, 1), Weight(4, 3, 3, 5)

    assert rare.order < daily.order


def test_equal_severity_is_ordered_by_scale_scope_remedy_and_then_likelihood():
    worst_first = [
        Weight(5, 3, 4, 1),
        Weight(5, 2, 5, 1),
        Weight(5, 2, 4, 5),
        Weight(5, 2, 4, 4),
        Weight(4, 2, 5, 5),
    ]

    mixed = worst_first[::-1]
    mixed.sort(key=lambda one: one.order)

    assert mixed == worst_first


@given(weights, st.sampled_from(["scale", "scope", "irremediable", "likelihood", "floor"]))
def test_a_graver_part_never_comes_later(weight, part):
    from dataclasses import replace

    graver = replace(weight, **{part: min(5, getattr(weight, part) + 1)})

    assert graver.order <= weight.order
    assert graver.priority() <= weight.priority()


@pytest.mark.parametrize("parts", [(0, 1, 1, 1), (1, 6, 1, 1), (1, 1, 1, -1)])
def test_a_level_lies_between_one_and_five(parts):
    with pytest.raises(ValueError, match="no level from 1 to 5"):
        Weight(*parts)


def test_each_involvement_requires_something():
    assert set(REQUIRES) == set(INVOLVEMENTS)
    assert "remedy" in REQUIRES[CAUSE] and "remedy" not in REQUIRES[LINKED]
