"""The crosswalk: one truth, every clause in its place, and files held against it."""

from datetime import date, timedelta
from functools import lru_cache

import pytest

from diligence.framework.answers import Given, State
from diligence.framework.catalogues import CATALOGUES, catalogue
from diligence.framework.conditions import situation_of
from diligence.framework.coverage import Covered, Holds, coverage_of, coverages, useful_steps
from diligence.framework.crosswalk import names_at, standard_at, standards
from diligence.framework.lists import check_lists
from diligence.framework.lists.document import read_lists
from diligence.framework.loader import EDITIONS, edition_from_folder
from diligence.framework.source import read_text

TODAY = date(2026, 11, 30)
TIN = {"metals": ["ME-SN"], "buys_outside_eu": "over_75"}
NOTHING = Holds(chain=0, themes=(), plan=0, remedy=0)
WORKS = Holds(chain=3, themes=("RT07", "RT01"), plan=2, remedy=1)


@lru_cache(maxsize=1)
def own_files():
    """Return the lists of the product, read once."""
    return read_lists(CATALOGUES)


@lru_cache(maxsize=4)
def edition(year: str):
    """Return an edition of the product, read once."""
    return edition_from_folder(EDITIONS / year)


def faults(old: str, new: str, name: str = "crosswalk", **how) -> list[str]:
    """Return what is wrong once one list says something else."""
    text = (CATALOGUES / f"{name}.yaml").read_text(encoding="utf-8")
    assert old in text
    files = {**own_files(), name: read_text(f"{name}.yaml", text.replace(old, new, 1))}
    found = check_lists(files, today=TODAY, **how)
    return [str(one) for one in found if not one.is_warning]


def held(standard: str, given: dict[str, Given], holds: Holds = NOTHING):
    """Return how far a file with these answers is for one standard."""
    found = standard_at(standard)
    assert found is not None
    return coverage_of(found, situation_of(edition("2026"), given, today=TODAY), holds)


def answered(*keys: str) -> dict[str, Given]:
    """Return level 2 at these questions."""
    return {key: Given(State.ANSWERED, 2) for key in keys}


def test_the_standards_that_the_covenant_names_are_there():
    keys = {each.key for each in standards()}
    assert keys >= {"OECD-DDG", "UNGP", "UNGP-RF", "CMR", "CSDDD", "ESRS-23", "VSME", "LkSG", "SDG"}
    for each in standards():
        assert each.valid_from, each.key
        assert each.rows or each.note, each.key
        assert each.name.nl and each.name.en and each.version.nl


@pytest.mark.parametrize("year", ["2024", "2025", "2026", "2027"])
def test_every_clause_that_a_question_names_has_a_row(year):
    for standard in standards():
        if not standard.rows:
            continue
        known = {name for row in standard.rows for name in row.names}
        for question in edition(year).questions:
            named = names_at(question, standard) - {"GP30"}
            assert named <= known, (standard.key, question.key)


def test_what_a_clause_is_called_comes_from_its_register():
    law = catalogue("laws").entry("CSDDD")
    titles = {clause["key"]: clause["nl"] for clause in law.get("clauses")}
    csddd = standard_at("csddd")
    assert {row.key: row.title.nl for row in csddd.rows}.items() <= titles.items()
    assert (csddd.valid_from, csddd.valid_until) == ("2029-07-26", "")
    assert standard_at("esrs-23").valid_until == "2026-12-31"
    assert standard_at("ESRS-23") is None  # an address has one spelling


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('clause: "9", sub', 'clause: "99", sub', "'99' is not a clause of the register"),
        ('clause: "9", sub', 'clause: "99", sub', "The clause '9' has no place"),
        ('also: ["7", "7(1)-(2)"]', 'also: ["7", "7(1)-(9)"]', "'7(1)-(9)' is not a clause"),
        ('sub_actions: ["2.4"], parts: [risks]}', 'sub_actions: ["2.9"]}', "'2.9' is not an OECD"),
        ("parts: [remedy]", "parts: [complaints]", "It must be one of: chain, risks"),
        ('asks_nothing: ["2"]', 'asks_nothing: ["2", "3"]', "'3' is not a clause"),
        ("    source: CSDDD", "    source: CSDD", "'CSDD' is not in the list sources"),
        ("  - key: CSDDD", "  - key: CSDDQ", "'CSDDQ' is not in the register laws"),
        ("purposes: [cmr, customer]", "purposes: [everything]", "must be one of: covenant"),
        ('valid_until: "2030-12-31"', 'valid_until: "2010-12-31"', "before 'valid_from'"),
        (
            '{clause: "4(a)", also: ["4"], sub_actions: ["1.1"]}',
            '{clause: "4(a)"}',
            "Nothing answers",
        ),
        ('clause: "7(3)", also: ["7"]', 'clause: "7(2)", also: ["7"]', "has a row already"),
        ('        nl: "Hoe de ernst', '        mn: "Hoe de ernst', "'nl' is missing"),
        ('{clause: "6(2)", sub', '{clause: "6(2)", nl: "x", sub', "only where 'register' is own"),
    ],
)
def test_a_fault_in_the_crosswalk_is_told_with_its_place(old, new, said):
    assert [one for one in faults(old, new) if said in one and "crosswalk.yaml" in one]


def test_a_question_that_does_not_exist_is_no_answer_to_a_clause():
    keys = [question.key for question in edition("2026").questions]
    assert faults("[profile.imports_3tg]", "[profile.imports_4tg]", questions=keys)
    assert not faults("[profile.imports_3tg]", "[profile.imports_3tg]", questions=keys)


def test_what_was_not_checked_for_half_a_year_is_told():
    files = own_files()
    old = [
        one
        for one in check_lists(files, today=date(2027, 6, 1))
        if "hold them against the source" in one.message
    ]
    assert {one.subject for one in old} >= {"CSDDD", "CMR", "UNGP"} and old[0].is_warning
    assert not [
        one for one in check_lists(files, today=TODAY) if "against the source" in one.message
    ]
    csddd = standard_at("csddd")
    checked = date.fromisoformat(csddd.checked_on)
    assert not csddd.is_old(checked + timedelta(days=181))
    assert csddd.is_old(checked + timedelta(days=185))


def test_an_empty_file_answers_nothing_and_a_file_that_answers_all_is_whole():
    empty = held("oecd-ddg", {})
    assert empty.counts[Covered.WHOLE] == 0 and empty.counts[Covered.OPEN] > 0
    situation = situation_of(edition("2026"), {}, today=TODAY)
    every = {key: Given(State.NOT_APPLICABLE, reason="Niet hier.") for key in situation.shown}
    full = held("oecd-ddg", every, WORKS)
    assert full.counts[Covered.WHOLE] == 13 and full.gaps == ()
    assert full.share(Covered.WHOLE) == 100


def test_a_clause_is_whole_only_with_its_answers_and_its_part():
    row = {row.clause.key: row for row in held("csddd", {}).rows}["14"]
    keys = [piece.question.key for piece in row.pieces]
    assert row.is_direct and row.state == Covered.OPEN
    partly = {r.clause.key: r for r in held("csddd", answered(*keys)).rows}["14"]
    assert partly.state == Covered.PARTLY and [each.part for each in partly.empty] == ["remedy"]
    whole = {r.clause.key: r for r in held("csddd", answered(*keys), WORKS).rows}["14"]
    assert whole.state == Covered.WHOLE and not whole.has_gap


def test_not_knowing_is_a_gap_and_a_reason_why_not_is_an_answer():
    (first, *_rest) = {r.clause.key: r for r in held("csddd", {}).rows}["16"].pieces
    key = first.question.key
    unknown = {key: Given(State.DONT_KNOW)}
    reason = {key: Given(State.NOT_APPLICABLE, reason="Wij zijn met drie mensen.")}
    missing = {r.clause.key: r for r in held("csddd", unknown).rows}["16"].missing
    assert [piece.is_unknown for piece in missing if piece.question.key == key] == [True]
    done = {r.clause.key: r for r in held("csddd", reason).rows}["16"]
    assert key not in [piece.question.key for piece in done.missing]


def test_what_the_file_tells_in_part_is_never_whole():
    situation = situation_of(edition("2026"), {}, today=TODAY)
    every = {key: Given(State.NOT_APPLICABLE, reason="Niet hier.") for key in situation.shown}
    rows = held("vsme", every, WORKS).rows
    assert all(row.state != Covered.WHOLE for row in rows if row.clause.is_partial)
    assert any(row.state == Covered.WHOLE for row in rows)


def test_a_goal_counts_its_own_risks_and_none_is_no_gap():
    theme = next(each for each in catalogue("themes") if "8" in each.get("sdg"))
    works = Holds(chain=0, themes=(theme.key, theme.key), plan=0, remedy=0)
    (work,) = (row for row in held("sdg", {}, works).rows if row.clause.key == "8")
    (none,) = (row for row in held("sdg", {}).rows if row.clause.key == "8")
    assert [each.number for each in work.held] == [2] and none.held == ()


def test_whether_a_law_applies_follows_from_the_profile():
    def touches(law: str, **profile):
        given = {f"profile.{key}": Given(State.ANSWERED, value) for key, value in profile.items()}
        return held(law, given).applies

    assert touches("ungp") is True
    assert touches("csddd") is None
    assert touches("csddd", fte="12", customer_requests=["none"]) is False
    assert touches("csddd", fte="6000", customer_requests=["none"]) is True
    assert touches("csddd", fte="12", customer_requests=["own_code"]) is True
    assert touches("cmr", metals=["ME-FE"]) is False
    assert touches("cmr", **TIN) is None
    assert touches("cmr", **TIN, imports_3tg="below") is True


def test_gaps_begin_with_the_quickest_and_steps_with_what_serves_most():
    gaps = held("csddd", {}).gaps
    minutes = [row.minutes for row in gaps if row.missing]
    assert minutes == sorted(minutes)
    found = coverages(situation_of(edition("2026"), {}, today=TODAY), NOTHING)
    steps = list(useful_steps(found, 5))
    assert len(steps) == 5 and steps[0].clauses >= steps[-1].clauses > 1
    assert len(steps[0].standards) > 1
