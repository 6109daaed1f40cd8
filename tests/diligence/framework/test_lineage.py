"""Where questions come from, over one year and over several."""

import pytest

from diligence.framework.lineage import origins
from diligence.framework.loader import EDITIONS, edition_from_folder
from diligence.framework.mapping import PairKind, carry_over


@pytest.fixture(scope="module")
def editions():
    return {code: edition_from_folder(EDITIONS / code) for code in ("2024", "2025", "2026")}


def test_the_same_edition_leads_to_itself(editions):
    found = origins(editions["2026"], editions["2026"], [])
    assert all(found[q.key].old == (q.key,) for q in editions["2026"].questions)


def test_one_year_back_is_the_mapping_itself(editions):
    found = origins(editions["2026"], editions["2025"], editions.values())
    written = carry_over(editions["2026"].mapping)
    assert {key: one.old for key, one in found.items()} == {
        key: one.old for key, one in written.items()
    }
    assert {key: str(one.kind) for key, one in found.items()} == {
        key: str(one.kind) for key, one in written.items()
    }


def test_two_years_back_goes_through_the_year_in_between(editions):
    found = origins(editions["2026"], editions["2024"], editions.values())
    last, before = (carry_over(editions[code].mapping) for code in ("2026", "2025"))
    for key, origin in found.items():
        expected = {old for k in last[key].old for old in before[k].old}
        assert set(origin.old) == expected
        assert all(old in editions["2024"] for old in origin.old)
        if origin.old:
            assert origin.kind not in (PairKind.NEW, PairKind.RETIRED)
        else:
            assert origin.kind == PairKind.NEW


def test_the_farthest_kind_of_the_way_counts(editions):
    found = origins(editions["2026"], editions["2024"], editions.values())
    last, before = (carry_over(editions[code].mapping) for code in ("2026", "2025"))
    order = [PairKind.SAME, PairKind.REWORDED, PairKind.CHANGED_MEANING, PairKind.SPLIT]
    told = set()
    for key, origin in found.items():
        olds = [old for old in last[key].old if before[old].old]
        if origin.old and last[key].kind in order:
            kinds = [last[key].kind, *(before[old].kind for old in olds)]
            assert origin.kind == max(kinds, key=order.index), key
            told.add(str(origin.kind))
    assert told >= {"same", "reworded", "changed_meaning"}


def test_without_the_year_in_between_only_the_same_key_counts(editions):
    found = origins(editions["2026"], editions["2024"], [editions["2026"]])
    for key, origin in found.items():
        assert origin.old == ((key,) if key in editions["2024"] else ())
