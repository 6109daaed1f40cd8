"""Random frozen files: what companies know and do, in the shape a snapshot has."""

import random
from functools import cache
from types import SimpleNamespace

from hypothesis import strategies as st

from diligence.framework.answers import Given, State
from diligence.framework.conditions import situation_of
from diligence.framework.loader import EDITIONS, edition_from_folder
from diligence.framework.schema import Edition, Kind
from diligence.framework.scoring import score_in

METALS = ("ME-CO", "ME-SN", "ME-AL", "ME-CU", "ME-NI", "ME-XX")
"""The last is in no list."""
COUNTRIES = ("", "CD", "ID", "PE", "CN", "NL", "CL")
STAGES = ("ST02", "ST03", "ST05", "ST06", "ST07")
THEMES = ("RT01", "RT09", "RT19", "RT33")
STATUSES = ("idea", "planned", "running", "done", "stopped")
COUNTS = st.integers(0, 5)

lines = st.fixed_dictionaries(
    {
        "metal": st.sampled_from(METALS),
        "form": st.sampled_from(["ore", "primary", "scrap"]),
        "stage": st.sampled_from(STAGES),
        "country": st.sampled_from(COUNTRIES),
        "tier": st.sampled_from([None, 1, 2, 3]),
        "certainty": st.sampled_from(["documented", "told", "estimate", "unknown"]),
        "supplier": st.sampled_from([None, 0]),
    }
)
gaps = st.fixed_dictionaries(
    {"metal": st.sampled_from(METALS), "form": st.just("primary"), "stage": st.sampled_from(STAGES)}
)
risks = st.fixed_dictionaries(
    {
        "theme": st.sampled_from(THEMES),
        "metal": st.sampled_from(("", *METALS)),
        "country": st.sampled_from(COUNTRIES),
        "severity": st.sampled_from([None, 1, 2, 3, 4, 5]),
    }
)
decimals = st.sampled_from([None, "0", "1.5", "10", "-3"])
actions = st.fixed_dictionaries(
    {
        "status": st.sampled_from(STATUSES),
        "baseline": decimals,
        "target": decimals,
        "measurements": st.lists(
            st.fixed_dictionaries({"value": st.sampled_from(["0", "1", "10"])}), max_size=2
        ),
    }
)
remedies = st.just({}) | st.fixed_dictionaries(
    {
        "cases": st.fixed_dictionaries(
            {
                "total": COUNTS,
                "is_open": COUNTS,
                "late": COUNTS,
                "by_theme": st.dictionaries(st.sampled_from(THEMES), COUNTS),
                "by_status": st.dictionaries(st.sampled_from(["closed", "talking"]), COUNTS),
                "satisfied": st.dictionaries(st.sampled_from(["yes", "no"]), COUNTS),
            }
        ),
        "channels": st.fixed_dictionaries({"total": COUNTS, "tested": COUNTS}),
    }
)
contents = st.fixed_dictionaries(
    {
        "risks": st.lists(risks, max_size=8),
        "chain": st.fixed_dictionaries(
            {"lines": st.lists(lines, max_size=8), "gaps": st.lists(gaps, max_size=3)}
        ),
        "plan": st.lists(actions, max_size=6),
        "remedy": remedies,
        "membership_year": st.integers(1, 9),
        "company": st.fixed_dictionaries({"joined_on": st.sampled_from([None, "2019-03-01"])}),
    }
)


@cache
def edition_of(code: str) -> Edition:
    """Return an edition, read once."""
    return edition_from_folder(EDITIONS / code)


@st.composite
def files(draw, code: str = "2026"):
    """Return a file read back, with random answers to its profile and its levels."""
    edition, dice = edition_of(code), random.Random(draw(st.integers(0, 999)))
    given = {}
    for question in edition.questions:
        if question.decides == "size":
            given[question.key] = Given(State.ANSWERED, dice.choice(["6", "40", "900"]))
        elif question.decides == "chain":
            keys = [each.key for each in edition.chain_positions]
            chosen = dice.sample(keys, dice.randint(1, len(keys)))
            given[question.key] = Given(State.ANSWERED, sorted(chosen))
        elif question.kind == Kind.MATURITY and dice.random() < 0.6:
            given[question.key] = Given(State.ANSWERED, dice.randint(0, 4))
    return frozen(edition, given, draw(contents))


def frozen(edition, given, content):
    """Return what `read_back` gives, as far as facts look at it."""
    situation = situation_of(edition, given)
    expected = None
    if situation.size:
        expected = edition.expected_for(situation.size, content["membership_year"])
    return SimpleNamespace(
        content=content,
        edition=edition,
        situation=situation,
        score=score_in(situation),
        expected=expected,
    )
