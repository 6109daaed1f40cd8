"""The score through the years on paper: every figure twice, and nothing drawn through a break."""

import pytest
from django.utils import translation

from convenant.charts.marks import Line
from diligence.models import ProgressReport, Snapshot
from diligence.reports.comparison import Comparison
from diligence.reports.content import report_content, written
from diligence.reports.frozen import FrozenFile
from diligence.reports.pdf import html_of
from diligence.reports.public import for_public
from diligence.services.snapshots import freeze
from tests.diligence.files import complete_file
from tests.diligence.reports.paper import CODE, file_of, full_answers
from tests.diligence.reports.test_content import under_rule
from tests.factories import CompanyFactory
from tests.factories.diligence import bring


def year(number: int, level: int, rule: str = "") -> FrozenFile:
    file = file_of(full_answers(level=level), kind="submitted", year=number)
    return under_rule(file, rule) if rule else file


def content(*files: FrozenFile, lang: str = "nl"):
    *earlier, before, now = files
    with translation.override(lang):
        return written(Comparison(now, before, earlier), lang=lang, code=CODE)


def drawings(trend):
    return [trend.chart, *(chart for _name, chart in trend.steps)]


def dashes(chart) -> int:
    return sum(isinstance(mark, Line) and bool(mark.dash) for mark in chart.marks)


def test_every_year_stands_in_the_drawings_and_in_the_table():
    trend = content(year(2024, 1), year(2025, 2), year(2026, 3)).trend

    assert trend.head == ("2024", "2025", "2026")
    assert trend.rows[-1].scores == ("25", "50", "75")
    assert [len(row.scores) for row in trend.rows] == [3] * 7
    assert len(trend.steps) == 6 and trend.bridged_year is None
    assert [row[0] for row in trend.chart.table.rows] == ["2024", "2025", "2026"]
    assert not any(map(dashes, drawings(trend)))


def test_where_the_rule_changed_stands_a_break_and_the_year_before_it_under_both():
    trend = content(year(2024, 1, "1"), year(2025, 2, "1"), year(2026, 3)).trend

    assert trend.bridged_year == 2025
    assert trend.head == ("2024", "2025", "2025, met de rekenregel van nu", "2026")
    assert len(trend.rows[-1].scores) == 4
    assert [dashes(chart) for chart in drawings(trend)] == [1] * 7
    assert "niet te vergelijken" in trend.lead


def test_it_is_a_chapter_with_its_place_in_the_contents():
    html = html_of(content(year(2024, 1, "1"), year(2025, 2, "1"), year(2026, 3)))

    assert html.count('href="#jaren-score"') == 1 and 'id="jaren-score"' in html
    assert "Onder 2025 staat bij “nu”" in html


def test_in_english():
    html = html_of(content(year(2025, 2, "1"), year(2026, 3), lang="en"))

    assert "Through the years" in html and "under today’s scoring rule" in html


def test_of_one_year_and_for_the_public_there_is_none():
    alone = file_of(full_answers())
    with translation.override("nl"):
        assert written(Comparison(alone, None), lang="nl", code=CODE).trend is None
    assert content(for_public(year(2025, 2)), for_public(year(2026, 3))).trend is None


@pytest.mark.django_db
def test_each_year_is_the_one_that_the_next_one_named(in_scope, django_assert_num_queries):
    company = CompanyFactory()
    for number in (2024, 2025, 2026):
        file = complete_file(company, cycle__year=number)
        bring(file, "submitted")
        with in_scope(company):
            snapshot = freeze(file, Snapshot.Kind.SUBMITTED)
    report = ProgressReport(company=company, snapshot=snapshot, language="nl", code=CODE)

    with in_scope(company), django_assert_num_queries(2):
        trend = report_content(report).trend
    assert trend.head == ("2024", "2025", "2026")
