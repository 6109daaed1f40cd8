"""Facts of random frozen files add up, and each is what the file says."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diligence.framework.answers import Given, State
from diligence.framework.catalogues import catalogue
from diligence.summary.facts import facts_in, move_of, policy_of, position_of
from diligence.summary.measures import Measure as M
from diligence.summary.measures import Move
from diligence.summary.places import metal_group, region, theme_group
from diligence.summary.work import effect_of, facts_of_work, stages_of
from tests.diligence.summary.contents import contents, edition_of, files, frozen

NO_WORK = {"membership_year": 2, "company": {"joined_on": "2019-03-01"}}


def cells(facts) -> dict:
    """Return values by measure, a and b; no two facts share them."""
    found = {fact.key: fact.value for fact in facts}
    assert len(found) == len(facts)
    return found


def of(found: dict, measure: M) -> dict:
    return {(a, b): value for (name, a, b), value in found.items() if name == measure}


def rolled_up(pairs: dict, group) -> dict:
    """Return the highest value of each group."""
    wider: dict = {}
    for (a, b), value in pairs.items():
        wider[group(a), b] = max(value, wider.get((group(a), b), Decimal(0)))
    return wider


@settings(max_examples=30, deadline=None)
@given(file=files(), before=st.none() | files())
def test_facts_of_any_file_add_up(file, before):
    found, content = cells(facts_in(file, before)), file.content

    assert of(found, M.FILE) == {("", ""): 1}
    for one_each in (M.BAND, M.SIZE, M.MOVED, M.EXPECTED, M.POLICY, M.MEMBERSHIP):
        assert len(of(found, one_each)) == 1, one_each
    assert rolled_up(of(found, M.METAL_THEME), metal_group) == of(found, M.GROUP_THEME)
    assert rolled_up(of(found, M.COUNTRY_THEME), region) == of(found, M.REGION_THEME)
    assert rolled_up(of(found, M.THEME), theme_group) == of(found, M.THEME_GROUP)
    for pairs in (M.METAL_THEME, M.COUNTRY_THEME, M.STAGE_THEME):
        gravest = rolled_up({(b, ""): v for (_, b), v in sorted(of(found, pairs).items())}, str)
        assert gravest.keys() == of(found, M.THEME).keys()
    countries = Counter(one["country"] for one in content["chain"]["lines"] if one["country"])
    assert sum(of(found, M.COUNTRY).values()) == countries.total()
    assert sum(of(found, M.REGION).values()) == countries.total()
    assert sum(of(found, M.METAL_GROUP).values()) == len(content["chain"]["lines"])
    stands = Counter(action["status"] for action in content["plan"])
    assert sum(of(found, M.ACTION_STATUS).values()) == stands.total()
    assert sum(of(found, M.ACTION_EFFECT).values()) == stands["running"] + stands["done"]
    for key, known in of(found, M.CHAIN_KNOWN).items():
        assert 0 < known <= of(found, M.CHAIN_LINES)[key]
    assert all(
        value >= 0 for key, value in found.items() if key[0] not in (M.CHANGE, M.EXPECTED_GAP)
    )


@settings(max_examples=30, deadline=None)
@given(content=contents, seed=st.randoms(use_true_random=False))
def test_the_order_in_which_things_stand_tells_nothing(content, seed):
    shuffled = content | {name: list(content[name]) for name in ("risks", "plan")}
    for name in ("risks", "plan"):
        seed.shuffle(shuffled[name])
    assert sorted(facts_of_work(content, ())) == sorted(facts_of_work(shuffled, ()))


@pytest.fixture
def edition():
    return edition_of("2026")


def answered(edition, level, content=NO_WORK, **more):
    """Return a file with one level everywhere."""
    given = {q.key: Given(State.ANSWERED, level) for q in edition.questions if q.scores}
    more = {key.replace("__", "."): Given(State.ANSWERED, value) for key, value in more.items()}
    return frozen(edition, {"profile.fte": Given(State.ANSWERED, "40")} | given | more, content)


def test_of_two_years_by_one_method_the_move_and_the_change_are_told(edition):
    low, high = answered(edition, 1), answered(edition, 4)

    up = cells(facts_in(high, low))
    assert of(up, M.MOVED) == {("up", ""): 1}
    assert of(up, M.CHANGE) == {("", ""): Decimal("75.00")}
    assert of(cells(facts_in(low, high)), M.MOVED) == {("down", ""): 1}
    assert of(cells(facts_in(low, low)), M.MOVED) == {("same", ""): 1}
    assert of(cells(facts_in(low, None)), M.MOVED) == {("first", ""): 1}


def test_between_two_methods_no_line_is_drawn(edition):
    older = answered(edition_of("2024"), 1)
    now = answered(edition, 4)
    assert older.edition.scoring != edition.scoring

    assert move_of(now.score, older.score) == Move.NOT_COMPARABLE
    assert of(cells(facts_in(now, older)), M.CHANGE) == {}


def test_what_was_expected_is_told_apart_from_what_is_not_known(edition):
    met, unknown = answered(edition, 4), frozen(edition, {}, NO_WORK)

    assert of(cells(facts_in(met, None)), M.EXPECTED) == {("met", ""): 1}
    assert of(cells(facts_in(met, None)), M.EXPECTED_GAP) == {("", ""): 100 - met.expected}
    assert of(cells(facts_in(answered(edition, 0), None)), M.EXPECTED) == {("below", ""): 1}
    assert of(cells(facts_in(unknown, None)), M.EXPECTED) == {("unknown", ""): 1}
    assert of(cells(facts_in(unknown, None)), M.SIZE) == {("unknown", ""): 1}


@pytest.mark.parametrize(
    ("level", "said"), [(0, "none"), (1, "none"), (2, "made"), (3, "published"), (4, "published")]
)
def test_a_policy_is_published_from_level_3_in_every_edition(level, said):
    for code in ("2024", "2025", "2026", "2027"):
        assert policy_of(answered(edition_of(code), level).situation) == said


def test_of_several_positions_the_nearest_to_the_mine_counts(edition):
    file = answered(edition, 2, profile__chain_positions=["stockist", "semis"])
    assert position_of(file.situation) == "semis"
    positions = of(cells(facts_in(file, None)), M.POSITION)
    assert positions == {("semis", ""): 1, ("stockist", ""): 1}


def test_a_risk_lies_at_the_stages_its_metal_passes_and_its_theme_belongs_to():
    lines = [
        {"metal": "ME-CO", "country": "CD", "stage": "ST02"},
        {"metal": "ME-CO", "country": "CD", "stage": "ST07"},
        {"metal": "ME-CO", "country": "CN", "stage": "ST05"},
        {"metal": "ME-SN", "country": "CD", "stage": "ST03"},
    ]
    risk = {"theme": "RT01", "metal": "ME-CO", "country": "CD"}

    assert stages_of(risk, lines) == {"ST02"}
    assert stages_of(risk | {"country": "PE"}, lines) == {"unknown"}
    assert stages_of(risk | {"metal": ""}, lines) == {"own"}
    assert stages_of(risk | {"theme": "RT99"}, lines) == {"ST02", "ST07"}


@pytest.mark.parametrize(
    ("baseline", "target", "measured", "effect"),
    [
        ("10", "0", ["4", "0"], "reached"),
        ("10", "0", ["4"], "under_way"),
        ("10", "0", ["12"], "no_effect"),
        (None, "0", ["4"], "unclear"),
        ("10", "0", [], "not_measured"),
    ],
)
def test_the_last_measurement_tells_whether_an_action_helps(baseline, target, measured, effect):
    action = {
        "baseline": baseline,
        "target": target,
        "measurements": [{"value": value} for value in measured],
    }
    assert effect_of(action) == effect


def test_every_country_lies_in_one_region():
    inside = Counter(
        country for entry in catalogue("regions") for country in entry.get("countries")
    )
    assert set(inside) == {entry.key for entry in catalogue("countries")}
    assert set(inside.values()) == {1}
