"""Line 28: map, diagram and tables agree, unknown origin is an estimate that says so everywhere."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from diligence.chain.diagram import AXES, MOST, diagram
from diligence.models import SourcingLine, Supplier
from diligence.services.chain.chains import chain_from, chain_of
from diligence.views.chain.drawings import (
    country_chart,
    country_figures,
    figure,
    metal_rows,
    metals_chart,
    tier_chart,
)
from tests.diligence.chain.test_proxies import LINES, METALS, gaps, spread
from tests.factories import AssessmentFactory, CompanyFactory, EditorFactory
from tests.factories.chain import line

METAL_KEYS = ["ME-AL", "ME-CO", "ME-SN", "ME-CU", "ME-FE", "ME-AU", "ME-SC"]
ROWS = st.builds(
    SourcingLine,
    metal=st.sampled_from(METAL_KEYS),
    form=st.sampled_from(["ore", "primary", "semis", "scrap"]),
    stage=st.sampled_from(["ST02", "ST03", "ST05", "ST06", "ST12"]),
    country=st.sampled_from(["", "", "CD", "NL", "AU", "WS", "SG"]),
    tier=st.sampled_from([None, 1, 2]),
    certainty=st.sampled_from(["documented", "told", "estimate", "unknown"]),
    supplier=st.sampled_from([None, Supplier(name="A"), Supplier(name="B" * 150)]),
)


def number(words: str) -> Decimal:
    """Return a figure of a table as a number; whichever language wrote it."""
    return Decimal(words.replace(",", "."))


@given(st.lists(ROWS, min_size=1, max_size=30))
def test_map_diagram_and_tables_have_equal_totals(rows):
    chain = chain_from(rows)
    total = chain.count

    assert sum(row.total for row in metal_rows(chain)) == total
    assert sum(one.weight for one in chain.lines) == total
    for nodes in diagram(chain.lines).columns:
        assert sum(node.tally.total for node in nodes) == total
    for links in diagram(chain.lines).links:
        assert sum(link.weight for link in links) == total
    assert sum(tally.total for tally, _ in country_figures(chain).values()) == total

    *places, last = country_chart(chain).table.rows
    for column in range(1, 5):
        assert sum(number(row[column]) for row in places) == number(last[column]), "as it is read"
    assert number(last[4]) == total
    stations = [(row[0].partition(":")[0], number(row[1])) for row in tier_chart(chain).table.rows]
    for head in {head for head, _ in stations}:
        assert sum(words for one, words in stations if one == head) == total
    assert sum(int(row[-1]) for row in metals_chart(metal_rows(chain)).table.rows) == total


@given(st.lists(LINES, max_size=40))
def test_a_long_column_is_cut_without_losing_anything(lines):
    whole = [
        part for one in [*lines, *gaps(lines, METALS)] for part in spread(one, METALS[one.metal])
    ]
    made = diagram(whole)
    for axis, nodes in zip(AXES, made.columns, strict=True):
        assert len(nodes) <= MOST[axis] + 1
        assert sum(node.tally.total for node in nodes) == sum(one.weight for one in whole)


def test_figures_are_written_as_people_do():
    assert [figure(Decimal(one)) for one in ("3", "0.74", "2.10")] == ["3", "0,74", "2,1"]


@pytest.mark.django_db
class TestPage:
    @pytest.fixture
    def file(self):
        return AssessmentFactory(company=CompanyFactory(slug="de-maas"))

    @pytest.fixture
    def browser(self, file, client_of):
        return client_of(EditorFactory(of=file.company))

    def url(self, name="chain") -> str:
        return reverse(f"diligence:{name}", args=["de-maas", 2026])

    def page(self, browser, language="nl") -> str:
        browser.cookies["django_language"] = language
        words = re.sub(r"<[^>]+>", " ", browser.get(self.url()).content.decode())
        return " ".join(unescape(words).split())

    def test_an_empty_chain_says_how_to_begin(self, browser):
        assert "Eerste regel invullen" in self.page(browser)

    def test_unknown_origin_is_called_an_estimate_everywhere(self, browser, file):
        line(file, metal="ME-CO", stage="ST02")

        text = self.page(browser)
        assert "Niet bekend: schatting" in text, "in the legend of each drawing"
        assert "smelterij of raffinaderij voor erts schatting" in text, "what nobody filled in"
        assert "DR Congo 0 0 0,74 0,74" in text, "in the table under the map"
        assert "Wereldaandelen: USGS" in text
        rows = browser.get(self.url("chain-lines")).content.decode()
        assert "onbekend: schatting" in rows
        english = self.page(browser, "en")
        assert "Not known: estimate" in english and "DR Congo 0 0 0.74 0.74" in english

    def test_a_known_country_is_no_estimate(self, browser, file, in_scope):
        line(file, metal="ME-CO", stage="ST02", country="AU", certainty="documented")
        line(file, metal="ME-CO", stage="ST05", country="FI", certainty="told")
        with in_scope(file.company):
            chain = chain_of(file)
        assert [one.certainty for one in chain.lines] == ["known", "probable"]
        assert chain.gaps == []
        assert "100%" in self.page(browser)

    def test_no_volume_leaves_its_band(self, browser, file):
        line(file, volume="up_to_100")
        assert not re.search(r"\b\d+([.,]\d+)? ?(ton|kg|t)\b", self.page(browser))

    def test_the_number_of_queries_does_not_grow(self, browser, file, in_scope, max_queries):
        for name, most in (("chain", 12), ("chain-lines", 16), ("chain-suppliers", 13)):
            with max_queries(most):
                browser.get(self.url(name))
        fill(file, in_scope, 1000)
        for name, most in (("chain", 11), ("chain-lines", 15), ("chain-suppliers", 13)):
            with max_queries(most):
                assert browser.get(self.url(name)).status_code == 200


def fill(file, in_scope, count: int) -> None:
    """Put so many lines of so many suppliers in a year, without the services."""
    mine = {"company": file.company}
    with in_scope(file.company):
        suppliers = Supplier.objects.bulk_create(
            Supplier(name=f"Leverancier {n}", folded=f"leverancier {n}", **mine)
            for n in range(count)
        )
        SourcingLine.objects.bulk_create(
            SourcingLine(
                assessment=file,
                metal=METAL_KEYS[n % len(METAL_KEYS)],
                form="primary",
                stage=("ST02", "ST05", "ST06")[n % 3],
                country=("", "AU", "NL", "CD")[n % 4],
                tier=n % 4 or None,
                certainty=("unknown", "told", "documented", "estimate")[n % 4],
                supplier=suppliers[n],
                **mine,
            )
            for n in range(count)
        )
