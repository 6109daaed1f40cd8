"""A year under two methods, and where the years of a trend can't be compared."""

from dataclasses import replace

import pytest
from hypothesis import given as drawn

from diligence.framework.bridge import breaks_in, bridge_to, score_by
from diligence.framework.conditions import situation_of
from diligence.framework.loader import EDITIONS, edition_from_folder
from diligence.framework.scoring import score_in
from tests.diligence.framework.sample import TODAY, all_levels, edition, lists
from tests.diligence.framework.strategies import answers, thorough

NOW = edition()
OTHER = replace(NOW.scoring, version="1" if NOW.scoring.version == "2" else "2")
REAL = {code: edition_from_folder(EDITIONS / code) for code in ("2024", "2025", "2026")}


def situation(given=None):
    return situation_of(NOW, all_levels(2) if given is None else given, today=TODAY)


def test_the_same_method_needs_no_bridge():
    assert bridge_to(REAL["2026"], situation_of(REAL["2025"], {}, today=TODAY)) is None


def test_another_method_gives_both_scores():
    bridge = bridge_to(REAL["2025"], situation_of(REAL["2024"], {}, today=TODAY))

    assert bridge is not None
    assert (bridge.own.version, bridge.bridged.version) == ("1", "2")
    assert bridge.own.edition.code == "2024"


@thorough
@drawn(answers(NOW, lists()))
def test_the_parts_of_both_add_up_and_the_answers_are_the_same(given):
    before = situation(given)
    bridge = bridge_to(replace(NOW, scoring=OTHER), before)

    assert bridge is not None
    assert bridge.own == score_in(before)
    moved = sum(row.points - row.own_points for row in bridge.questions)
    assert bridge.bridged.points == bridge.own.points + moved
    grown = sum(row.maximum - row.own_maximum for row in bridge.questions)
    assert bridge.bridged.maximum == bridge.own.maximum + grown
    assert [q.level for q in bridge.bridged.questions] == [q.level for q in bridge.own.questions]
    assert score_by(before, NOW.scoring).percent == bridge.own.percent


@pytest.mark.parametrize(
    ("codes", "places"),
    [
        (["2024", "2025", "2026"], [1]),
        (["2025", "2026"], []),
        (["2024"], []),
        (["2024", "2025", "2024"], [1, 2]),
    ],
)
def test_a_break_stands_where_the_method_changes(codes, places):
    assert breaks_in([REAL[code].scoring for code in codes]) == places
