"""All counts are of the same lines: line 28, equal totals."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from diligence.chain.totals import by_country, by_metal, in_hundredths, rounded, total_of
from tests.diligence.chain.test_proxies import LINES, METALS, gaps, spread

PARTS = st.lists(st.decimals(0, 50, places=4), max_size=40)


@given(st.lists(LINES, max_size=25))
def test_every_way_of_counting_gives_the_same_total(lines):
    whole = [*lines, *gaps(lines, METALS)]
    parts = [part for line in whole for part in spread(line, METALS[line.metal])]

    total = total_of(parts).total
    assert total == len(whole)
    for tallies in (by_metal(parts), by_country(parts)):
        assert sum(tally.total for tally in tallies.values()) == total
        assert sum(sum(cells) for cells in in_hundredths(tallies).values()) == total


@given(PARTS)
def test_rounding_loses_nothing(parts):
    found = rounded(parts, Decimal("0.1"))
    assert sum(found) == sum(parts, Decimal(0)).quantize(Decimal("0.1"))
    assert all(abs(one - part) < Decimal("0.1") for one, part in zip(found, parts, strict=True))
