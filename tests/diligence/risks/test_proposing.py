"""What the lists propose for a chain: with reasons, and never less for knowing less."""

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from hypothesis import given, settings
from hypothesis import strategies as st

from diligence.chain.line import KNOWN, PROBABLE, PROXY, ChainLine
from diligence.framework.lists import own_lists
from diligence.risks.knowledge import Area, Knowledge, Lead, Report, knowledge_of
from diligence.risks.proposing import UNKNOWN, Reason, propose, silent


@lru_cache(maxsize=1)
def known() -> Knowledge:
    """Return what the product's own lists know."""
    return knowledge_of(own_lists())


def line(
    metal, country=None, stage="ST02", *, key="1", certainty=KNOWN, form="primary", region=None
):
    return ChainLine(key, metal, form, stage, country, region, None, None, certainty, Decimal(1))


def by_key(lines, knowledge=None):
    return {one.key: one for one in propose(lines, knowledge or known())}


def test_cobalt_from_congo_brings_child_labour_with_who_reports_it_and_the_listed_areas():
    found = by_key([line("ME-CO", "CD")])

    child = found["RT09/ME-CO/CD"]
    assert (child.severity, child.likelihood, child.certainty) == (5, 4, KNOWN)
    assert child.lines == ("1",)
    assert Reason("area", "AR-CD", "CD") in child.reasons
    assert Reason("lead", "LD-CO-CD-1", "CD") in child.reasons
    assert "RT33/ME-CO/CD" in found  # the area alone: armed groups
    assert next(iter(found)).startswith(("RT09", "RT10", "RT12", "RT33"))  # the gravest first


def test_what_nobody_reports_is_not_proposed_and_such_lines_are_named():
    lines = [line("ME-AL", "NO", "ST05"), line("ME-CO", "CD", key="2")]

    assert propose(lines[:1], known()) == ()
    assert silent(lines, known()) == ("1",)


def test_a_lead_holds_where_in_the_chain_it_was_reported():
    assert "RT23/ME-PB/GH" not in by_key([line("ME-PB", "GH", "ST08", form="semis")])
    assert "RT23/ME-PB/GH" in by_key([line("ME-PB", "GH", "ST14", form="scrap")])
    assert "RT10/ME-AL/CN" in by_key([line("ME-AL", "CN", "ST07", form="semis")])  # profiles
    assert "RT02/ME-FE/IN" not in by_key([line("ME-FE", "IN", "ST07", form="semis")])


def test_scrap_brings_what_is_reported_of_scrap_and_not_what_is_reported_of_mines():
    found = by_key([line("ME-CU", "IN", "ST13", form="scrap")])

    assert "RT09/ME-CU/IN" in found  # child labour in recycling
    assert "RT33/ME-CU/IN" not in found  # areas matter for what comes from a mine


def test_unknown_origin_is_taken_from_everywhere_and_labelled():
    found = by_key([line("ME-SN", None)])

    child = found[f"RT09/ME-SN/{UNKNOWN or '-'}"]
    assert child.certainty == PROXY
    shares = {reason.country: reason.share for reason in child.reasons}
    assert shares["ID"] == 21 and shares["CD"] == 9
    assert [reason.share for reason in child.reasons] == sorted(shares_of(child), reverse=True)


def shares_of(proposal):
    return [reason.share for reason in proposal.reasons]


def test_countries_of_an_estimate_are_not_taken_for_known():
    guessed = [
        line("ME-SN", "CN", key="7/CN", certainty=PROXY),
        line("ME-SN", "ID", key="7/ID", certainty=PROXY),
    ]

    assert propose(guessed, known()) == propose([line("ME-SN", None, key="7")], known())


def test_an_alloy_brings_the_mines_of_what_is_in_it():
    found = by_key([line("ME-SS", "DE", "ST07", form="semis")])

    forced = found["RT10/ME-NI/-"]
    assert forced.alloys == ("ME-SS",)
    assert forced.certainty == PROXY


def test_a_region_that_is_named_or_not_known_is_taken_as_inside_the_area():
    named = by_key([line("ME-AU", "SD", region="kassala")])["RT33/ME-AU/SD"]
    unknown = by_key([line("ME-AU", "SD")])["RT33/ME-AU/SD"]
    elsewhere = by_key([line("ME-AU", "SD", region="Khartoem")])["RT33/ME-AU/SD"]

    assert [one.code for one in named.reasons if one.kind == "area"] == ["AR-SD-3"]
    assert len([one for one in unknown.reasons if one.kind == "area"]) == 5
    assert named.likelihood == unknown.likelihood == elsewhere.likelihood == 4


def test_a_mine_in_a_country_without_known_mines_is_a_red_flag():
    found = by_key([line("ME-TA", "NL")])

    assert found["RT32/ME-TA/NL"].reasons == (Reason("origin", "", "NL"),)


def test_the_surest_line_tells_how_sure_it_is():
    lines = [line("ME-CO", "CD", certainty=PROBABLE), line("ME-CO", "CD", key="2")]

    assert by_key(lines[:1])["RT09/ME-CO/CD"].certainty == PROBABLE
    assert by_key(lines)["RT09/ME-CO/CD"].certainty == KNOWN


METALS = ["ME-CO", "ME-SN", "ME-AU", "ME-SS", "ME-AL", "ME-GE", "ME-SC", "ME-BE"]
COUNTRIES = ["CD", "ID", "CN", "PE", "NL", "AU", "SD", "IN", None]
chains = st.lists(
    st.builds(
        line,
        st.sampled_from(METALS),
        st.sampled_from(COUNTRIES),
        st.sampled_from(["ST02", "ST03", "ST05", "ST06", "ST07", "ST13"]),
        key=st.sampled_from("abcdef"),
        certainty=st.sampled_from([KNOWN, PROBABLE, PROXY]),
        form=st.sampled_from(["ore", "primary", "semis", "scrap"]),
        region=st.sampled_from([None, "Kassala", "Katanga"]),
    ),
    max_size=8,
)


def levels(lines, knowledge=None):
    """Return how grave and likely each proposal is, by its key."""
    found = by_key(lines, knowledge)
    return {key: (one.severity, one.likelihood) for key, one in found.items()}


def covers(more, less):
    """Tell whether nothing of less is gone from more, or became smaller."""
    return all(key in more and more[key] >= level for key, level in less.items())


@given(chains, st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_lines_makes_no_difference(lines, random):
    shuffled = [*lines]
    random.shuffle(shuffled)

    assert propose(shuffled, known()) == propose(lines, known())


@given(chains, chains)
@settings(max_examples=60, deadline=None)
def test_more_lines_never_propose_less(lines, others):
    assert covers(levels([*lines, *others]), levels(lines))


@given(chains, st.sampled_from(METALS), st.sampled_from(COUNTRIES[:-1]))
@settings(max_examples=60, deadline=None)
def test_more_leads_and_areas_never_propose_less(lines, metal, country):
    own = known()
    report = Report(own.themes["RT07"].text, 2026, "", "", True)
    lead = Lead(
        "LD-NEW", own.themes["RT07"].text, frozenset({metal}), frozenset({country}),
        ("RT07", "RT09"), frozenset({"ST02", "ST05"}), None, (report,),
    )  # fmt: skip
    area = Area("AR-NEW", lead.text, country, None, "CAHRA-99", "2026-09-30")
    richer = replace_knowledge(
        own,
        leads={**own.leads, metal: (*own.leads.get(metal, ()), lead)},
        areas={**own.areas, country: (*own.areas.get(country, ()), area)},
    )
    before = {
        key: level
        for key, level in levels(lines).items()
        if any(reason.kind != "origin" for reason in by_key(lines)[key].reasons)
    }

    assert covers(levels(lines, richer), before)


def replace_knowledge(knowledge, **changes):
    return replace(knowledge, **changes)


@given(
    st.sampled_from(METALS),
    st.data(),
    st.sampled_from(["ST02", "ST03", "ST05", "ST06"]),
    st.sampled_from(["primary", "scrap"]),
)
@settings(max_examples=120, deadline=None)
def test_forgetting_where_metal_comes_from_never_lowers_a_risk(metal, data, stage, form):
    country = data.draw(st.sampled_from(sorted(known().candidates(metal)) or ["IN"]))
    region = data.draw(st.sampled_from([None, "Kassala", "Punjab", "elders"]))
    sure = line(metal, country, stage, form=form, region=region)

    def worst(lines):
        found: dict[tuple[str, str], tuple[int, int]] = {}
        for one in propose(lines, known()):
            at = (one.theme, one.metal)
            found[at] = max(found.get(at, (0, 0)), (one.severity, one.likelihood))
        return found

    for less in (replace(sure, region=None), replace(sure, country=None, region=None)):
        assert covers(worst([less]), worst([sure]))
    for unsure in (PROBABLE, PROXY):
        assert covers(worst([replace(sure, certainty=unsure)]), worst([sure]))


def test_a_thousand_lines_look_up_each_place_once(monkeypatch):
    from diligence.risks import proposing

    asked = []
    real = proposing._found
    monkeypatch.setattr(proposing, "_found", lambda *what: asked.append(what) or real(*what))
    lines = [
        line(METALS[n % 8], COUNTRIES[n % 9], "ST02" if n % 2 else "ST05", key=str(n))
        for n in range(1000)
    ]

    assert len(propose(lines, known())) > 100
    assert len(asked) <= 8 * 9 * 2 + 10  # as many as there are places, however many lines
