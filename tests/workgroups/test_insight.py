"""Pages about the sector: figures that add up to their members, filters, files, and who is told."""

import io
import re
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from companies.models import Company, Event
from convenant.tenancy.scope import company_scope
from diligence.framework.answers import Given, State
from tests.factories import (
    AdminFactory,
    CompanyFactory,
    CycleFactory,
    PartyUserFactory,
    ReviewerFactory,
)
from tests.workgroups.counted import counted_file
from workgroups.services.insight.progress import median
from workgroups.summary_queries import Cell, Sums
from workgroups.views.insight.pages import SUBJECTS

RISKS = "/sector/2026/risks/"
BEHIND = "/sector/2026/behind/"
COPPER = {"measure": "metal_theme", "a": "ME-CU", "b": "RT03"}
LARGE = Given(State.ANSWERED, "900")
pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat(client_of):
    return client_of(ReviewerFactory(name="Ineke de Boer"))


@pytest.fixture
def sector():
    """Two members that handed in, one of them accepted."""
    small = counted_file("Gieterij De Maas")
    large = counted_file("Walserij Noord", "accept", profile__fte=LARGE)
    return small, large


def text_of(page) -> str:
    """Return what a page says, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def reads_of(company: Company) -> list[Event]:
    with company_scope(company.pk):
        return list(Event.objects.for_company(company).filter(verb="figure.looked_behind"))


def test_the_heat_map_counts_members_and_leads_to_them(secretariat, sector):
    page = secretariat.get(RISKS, {"metal_group": "base"})
    address = "../behind/?measure=metal_theme&amp;a=ME-CU&amp;b=RT03&amp;metal_group=base"
    assert f'<a href="{address}"><b>2</b>' in page.text
    assert "uit 2 dossiers" in page.text

    behind = secretariat.get(BEHIND, COPPER)
    assert "2 leden van 2" in text_of(behind)
    assert behind.text.index("Gieterij De Maas") < behind.text.index("Walserij Noord")


def test_filters_choose_members_and_stay_in_every_address(secretariat, sector):
    page = secretariat.get(RISKS, {"size": "large", "basis": "accepted", "region": "mars"})
    assert "uit 1 dossier" in page.text
    chosen = "basis=accepted&amp;size=large"
    assert f"risks.xlsx?{chosen}" in page.text and f"b=RT03&amp;{chosen}" in page.text
    assert "risks.xlsx?" in page.text and "size=large&amp;region" not in page.text
    assert 'href="?size=large"' in page.text, "a chip takes its own choice away alone"

    behind = secretariat.get(BEHIND, COPPER | {"size": "large"})
    assert "Walserij Noord" in behind.text and "Gieterij De Maas" not in behind.text
    empty = secretariat.get(RISKS, {"size": "micro"})
    assert "Geen dossier past bij deze keuze." in empty.text


def test_members_shown_behind_a_risk_read_it_in_their_log(
    secretariat, sector, run_outbox, client_of
):
    small, large = (file.company for file in sector)
    secretariat.get(BEHIND, COPPER | {"size": "large"})
    run_outbox()

    [event] = reads_of(large)
    assert (reads_of(small), event.by_secretariat) == ([], True)
    log = client_of(AdminFactory(of=large)).get(f"/companies/{large.slug}/log/")
    assert "keek welke leden achter een cijfer over risico’s (Koper · " in text_of(log)


def test_what_the_list_of_members_shows_anyway_is_not_told(secretariat, sector, run_outbox):
    page = secretariat.get(BEHIND, {"measure": "moved", "a": "first"})
    run_outbox()
    assert "Gieterij De Maas" in page.text
    assert [reads_of(file.company) for file in sector] == [[], []]


@pytest.mark.parametrize(
    "asked", [{}, {"measure": "score"}, {"measure": "score_point", "a": "50"}, {"measure": "x"}]
)
def test_a_figure_that_nobody_follows_is_not_there(secretariat, sector, asked):
    assert secretariat.get(BEHIND, asked).status_code == 404


def test_the_workbook_has_a_sheet_for_each_panel_and_says_what_was_chosen(secretariat, sector):
    answer = secretariat.get("/sector/2026/risks.xlsx", {"size": "large"})
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[1:-1] == [
        "Risico’s per metaal",
        "Risico’s per land van herkomst",
        "Risico’s per fase in de keten",
    ]
    rows = list(book["Risico’s per metaal"].values)
    assert rows[0] == ("Groep", "Thema", "Bij", "Leden", "Ernst, gemiddeld")
    assert [row[3:] for row in rows[1:]] == [(1, 1), (1, 2)]
    about = dict(row[:2] for row in book["Toelichting"].values)
    assert about["Bedrijfsgrootte"] == "meer dan 250 mensen"
    assert about["Dossiers die tellen"] == 1

    one = secretariat.get("/sector/2026/risks.xlsx", {"panel": "metal"})
    assert load_workbook(io.BytesIO(one.content)).sheetnames == [
        "Risico’s per metaal",
        "Toelichting",
    ]
    assert secretariat.get("/sector/2026/risks.xlsx", {"panel": "nee"}).status_code == 404


@pytest.mark.parametrize("subject", SUBJECTS)
class TestEachPage:
    """What holds for every page alike."""

    def test_it_is_the_secretariats_alone(self, subject, client_of, sector):
        owner = AdminFactory(of=sector[0].company)
        for address in (f"/sector/2026/{subject}/", f"/sector/2026/{subject}.xlsx"):
            assert client_of(owner).get(address).status_code == 403
            assert client_of(PartyUserFactory()).get(address).status_code == 403
            assert client_of().get(address).status_code == 302

    def test_without_files_it_says_so_and_without_the_year_it_is_not_there(
        self, subject, secretariat
    ):
        CycleFactory(year=2026)
        assert "nog niets ingediend" in secretariat.get(f"/sector/2026/{subject}/").text
        assert secretariat.get(f"/sector/2031/{subject}/").status_code == 404

    def test_more_members_cost_no_more_statements(self, subject, secretariat, sector):
        one = statements(secretariat, subject)
        counted_file("Nog een lid", "accept", "close")
        assert statements(secretariat, subject) == one
        assert one <= 2, "the years, and the sums"


def statements(client, subject: str) -> int:
    """Return how many statements a page asks beside those of the session and the scope."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/sector/2026/{subject}/").status_code == 200
    return sum("diligence_" in query["sql"] for query in asked.captured_queries)


def test_no_name_of_a_member_stands_on_a_page_of_figures(secretariat, sector):
    CompanyFactory(name="Gieterij De Maas")
    for subject in SUBJECTS:
        page = secretariat.get(f"/sector/2026/{subject}/").text
        assert "Gieterij De Maas" not in page and "Walserij Noord" not in page


def figures_of(client, subject: str, panel: str) -> list[tuple]:
    """Return the rows of a panel, as its Excel sheet has them."""
    answer = client.get(f"/sector/2026/{subject}.xlsx", {"panel": panel})
    book = load_workbook(io.BytesIO(answer.content))
    return list(book.worksheets[0].values)


def test_progress_counts_bands_scores_and_what_was_expected(secretariat, sector):
    counted_file("Hoog niveau", level=4)
    _head, bands = figures_of(secretariat, "progress", "bands")
    assert (bands[0], bands[-1], sum(bands[1:-1])) == ("2026", 3, 3)
    _head, scores = figures_of(secretariat, "progress", "scores")
    assert scores[1] == pytest.approx((50 + 50 + 100) / 3, abs=0.1)
    assert (scores[2], scores[3]) == (50, 3), "the median, and how many have a score"
    moved = dict(figures_of(secretariat, "progress", "moved")[1:])
    assert (moved["Eerste jaar"], moved["Hoger niveau"]) == (3, 0)
    assert dict(zip(*figures_of(secretariat, "progress", "policy"), strict=True))["Openbaar"] == 1


def test_the_chain_counts_lines_that_name_somebody(secretariat, sector):
    _head, *rows = figures_of(secretariat, "transparency", "funnel")
    mine = next(row for row in rows if row[0] == "Mijn")
    assert mine[1] + mine[2] == mine[3] and mine[1] == 2, "two lines have a documented country"
    countries = figures_of(secretariat, "transparency", "countries")[1:]
    assert [row[:2] + row[3:4] for row in countries] == [("DR Congo", 2, 2)]


def cell(companies: int) -> Cell:
    return Cell(companies, Decimal(0))


@pytest.mark.parametrize(
    ("points", "middle"),
    [
        ({}, None),
        ({"40": 1}, 40),
        ({"40": 1, "60": 1}, 50),
        ({"40": 2, "60": 1}, 40),
        ({"0": 1, "100": 3}, 100),
        ({"9": 1, "10": 1, "100": 1}, 10),
    ],
)
def test_the_median_is_taken_of_whole_points(points, middle):
    cells = {(2026, "score_point"): {(a, ""): cell(n) for a, n in points.items()}}
    look = SimpleNamespace(sums=Sums(cells))
    assert median(look, 2026) == middle
