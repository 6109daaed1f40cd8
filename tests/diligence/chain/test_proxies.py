"""Line 28: unknown origin becomes an estimate by the world's shares, and nothing gets lost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diligence.chain.line import PROXY, ChainLine
from diligence.chain.proxies import MINING, SMELTING, gaps, is_gap, shares_of, spread
from diligence.framework.catalogues import catalogue

METALS = {entry.key: entry.fields for entry in catalogue("metals")}
STAGES = [entry.key for entry in catalogue("stages")]
FORMS = ["ore", "primary", "semis", "components", "scrap"]


def line(metal="ME-CO", form="primary", stage="ST02", country=None, **more) -> ChainLine:
    known = {"region": None, "supplier": None, "tier": 1, "certainty": "known"} | more
    return ChainLine("k", metal, form, stage, country, weight=Decimal(1), **known)


@pytest.mark.parametrize("metal", METALS)
@pytest.mark.parametrize("stage", MINING + SMELTING)
def test_the_shares_of_every_metal_make_exactly_one(metal, stage):
    shares = shares_of(METALS[metal], stage, "primary")
    assert not shares or sum(share for _, share in shares) == 1
    assert all(share > 0 for _, share in shares)
    countries = [country for country, _ in shares]
    assert len(set(countries)) == len(countries)


def test_cobalt_from_the_mine():
    found = spread(line(), METALS["ME-CO"])

    assert (found[0].country, found[0].weight, found[0].certainty) == ("CD", Decimal("0.74"), PROXY)
    assert {one.certainty for one in found} == {PROXY}
    assert found[-1].country is None, "what is left lies elsewhere"


def test_mining_and_smelting_have_shares_of_their_own():
    mined, smelted = (spread(line(stage=stage), METALS["ME-CO"])[0] for stage in ("ST02", "ST05"))
    assert (mined.country, smelted.country) == ("CD", "CN")


def test_a_known_country_stays():
    known = line(country="AU")
    assert spread(known, METALS["ME-CO"]) == [known]


@pytest.mark.parametrize(("form", "stage"), [("scrap", "ST12"), ("semis", "ST07")])
def test_without_world_figures_it_stays_unknown(form, stage):
    [found] = spread(line(form=form, stage=stage), METALS["ME-CO"])
    assert (found.country, found.certainty, found.weight) == (None, PROXY, 1)


LINES = st.builds(
    line,
    metal=st.sampled_from(list(METALS)),
    form=st.sampled_from(FORMS),
    stage=st.sampled_from(STAGES),
    country=st.sampled_from([None, "CD", "NL", "AU"]),
)


@given(st.lists(LINES, max_size=20))
def test_spreading_keeps_the_total(lines):
    spread_out = [part for one in lines for part in spread(one, METALS[one.metal])]
    assert sum(one.weight for one in spread_out) == len(lines)


@given(st.lists(LINES, max_size=20))
def test_every_metal_that_is_bought_new_has_a_mine_and_a_smelter(lines):
    added = gaps(lines, METALS)
    assert all(is_gap(one) and one.certainty == PROXY for one in added)
    for metal in {one.metal for one in lines if one.form != "scrap"}:
        stages = {one.stage for one in [*lines, *added] if one.metal == metal}
        for wanted in (MINING, SMELTING):
            assert stages & set(wanted) or not shares_of(METALS[metal], wanted[-1], "primary")


def test_scrap_alone_has_no_mine():
    assert gaps([line(form="scrap", stage="ST12")], METALS) == []
