"""Extracts and the summary on paper: what must never be in them, their claims, their pages."""

import functools
import re

import page
import pytest
from django.utils import translation

from diligence.framework.crosswalk import standards
from diligence.reports.board import board, render_board
from diligence.reports.comparison import Comparison
from diligence.reports.content import written
from diligence.reports.laws import (
    extract,
    frozen_coverage,
    law_document,
    render_law,
    standard_with_rows,
)
from diligence.reports.making import render_pdf
from diligence.reports.public import for_public
from diligence.reports.summary import most_telling_steps
from diligence.services.laws.extracts import workbook_of
from tests.diligence.reports.paper import file_of
from tests.diligence.reports.test_public import CANARIES, NOT_EVEN_IN_PARTS, answers, papers
from tests.diligence.reports.test_risks_in_report import risk
from tests.diligence.reports.work import SECOND, action, everything

CLAIMS = re.compile(r"\bcompliant\b|complies with|in overeenstemming met|conform de", re.IGNORECASE)
EXTRACTS = [each.address for each in standards() if each.rows]
CODE = "7QF4-M2XD-9KHT"
MOST_PAGES = 4


@functools.cache
def frozen():
    """Return a file with a canary in every field, and with more than a page holds."""
    risks = [risk(involvement_reason=f"Wij kopen dit van {SECOND} in Goch.")] * 12
    plan = [action(due_on=f"2027-{month:02d}-28") for month in range(1, 13)]
    work = everything() | {"plan": plan, "risks": risks, "evidence": papers()}
    return file_of(answers(), kind="submitted", **work)


@functools.cache
def law(standard: str, *, public: bool = True, lang: str = "nl"):
    """Return an extract of it."""
    file = frozen()
    with translation.override(lang):
        coverage = frozen_coverage(standard_with_rows(standard), file)
        shown = for_public(file) if public else file
        content = written(Comparison(shown, None), lang=lang, code=CODE)
        return extract(content, coverage, shown)


@functools.cache
def summary(lang: str = "nl"):
    """Return the summary of it."""
    file = frozen()
    with translation.override(lang):
        shown = for_public(file)
        content = written(Comparison(shown, None), lang=lang, code=CODE)
        return board(content, shown, advice=tuple(most_telling_steps(file, lang, 3)))


def html(monkeypatch, content, module: str) -> str:
    """Return the page that the PDF is made of."""
    pages: list[str] = []
    monkeypatch.setattr(module, lambda html, **how: pages.append(html))
    render_pdf(content, tell=lambda stage, percent: None)
    return pages[0]


LAWS, BOARD = "diligence.reports.laws.typeset", "diligence.reports.board.typeset"


@pytest.mark.parametrize("standard", ["cmr", "oecd-ddg"])
def test_no_canary_is_in_an_extract_that_is_for_sharing(monkeypatch, standard):
    told = html(monkeypatch, law(standard), LAWS)
    assert [name for name, canary in CANARIES.items() if canary in told] == []
    assert [part for part in NOT_EVEN_IN_PARTS if part in told.casefold()] == []
    whole = html(monkeypatch, law(standard, public=False), LAWS)
    assert SECOND in whole and "OPENBAAR" not in whole


def test_no_canary_is_in_the_summary_and_the_advice_is(monkeypatch):
    told = html(monkeypatch, summary(), BOARD)
    assert [name for name, canary in CANARIES.items() if canary in told] == []
    assert [part for part in NOT_EVEN_IN_PARTS if part in told.casefold()] == []
    assert summary().advice and all(each.text in told for each in summary().advice[:1])


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_extract_prints_its_validity_and_claims_nothing(monkeypatch, lang):
    for standard in EXTRACTS:
        told = html(monkeypatch, law(standard, lang=lang), LAWS)
        found = standard_with_rows(standard)
        assert not CLAIMS.search(told), standard
        said = "Opgesteld met verwijzing naar" if lang == "nl" else "Prepared with reference to"
        assert said in told
        assert found.valid_from[:4] in told and all(f">{row.key}<" in told for row in found.rows)


def test_a_text_that_does_not_touch_the_company_says_so_and_not_why_it_would():
    (first, *answers) = law("cmr", public=False).reasons
    assert (first.name, first.value) == ("Volgens het profiel", "nee") and answers
    assert law("ungp", public=False).reasons == () == law("cmr").reasons


def test_the_data_of_an_extract_for_sharing_hold_no_canary_either():
    file = frozen()
    for standard in EXTRACTS:
        with translation.override("nl"):
            coverage = frozen_coverage(standard_with_rows(standard), file)
            found = law_document(coverage, for_public(file), {}, lang="nl", made_from="draft")
            assert workbook_of(found).startswith(b"PK")
            told = str(found)
        assert [name for name, canary in CANARIES.items() if canary in told] == [], standard


def test_the_summary_keeps_within_its_pages_and_is_accessible():
    for lang in ("nl", "en"):
        made = render_board(summary(lang), tell=lambda stage, percent: None)
        assert 2 <= made.pages <= MOST_PAGES
        found = page.validate_pdf_bytes(made.content, profile=page.ValidationProfile.PDF_UA_1)
        assert [str(failure) for failure in found.failures] == []


def test_an_extract_is_accessible_leads_only_to_what_is_in_it_and_is_made_alike_twice(caplog):
    made = render_law(law("csddd", public=False), tell=lambda stage, percent: None)
    again = render_law(law("csddd", public=False), tell=lambda stage, percent: None)
    found = page.validate_pdf_bytes(made.content, profile=page.ValidationProfile.PDF_UA_1)
    assert [str(failure) for failure in found.failures] == []
    assert made.content == again.content
    assert not [one for one in caplog.messages if "No anchor" in one]
