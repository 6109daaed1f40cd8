"""The secretariat's dashboard: what it shows, to whom, and at what cost."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.models import Company
from tests.diligence.files import exactly
from tests.factories import (
    AdminFactory,
    CompanyFactory,
    CycleFactory,
    PartyUserFactory,
    ReviewerFactory,
    UserFactory,
)
from tests.workgroups.members import cycle_of, figures, file_of, member

pytestmark = pytest.mark.django_db
URL = "/sector/2026/"


@pytest.fixture
def officer(client_of):
    """A reviewer of the secretariat, signed in."""
    return client_of(ReviewerFactory())


def page_of(client, address: str = URL) -> str:
    """Return the page as text, with single spaces."""
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def listed(page: str) -> list[str]:
    """Return the names in the list of members, in order."""
    body = page.partition('<table class="heat">')[2].partition("<tbody>")[2]
    heads = re.findall(r'<th scope="row" class="heat__name">(.*?)</th>', body)
    return [re.sub(r"<small>.*|<[^>]+>", "", head) for head in heads]


def test_a_row_shows_where_a_member_stands(officer):
    cycle_of()
    company = member(
        "Gieterij De Maas B.V.", "draft", figures=figures(66.4, filled=80, band="advanced")
    )

    page = page_of(officer)

    assert listed(page) == ["Gieterij De Maas B.V."]
    assert f'href="/companies/{company.slug}/2026/"' in page
    assert "80%" in page
    assert "<b>66</b> Gevorderd" in page
    assert "voorlopig" in page
    assert page.count('<td class="cell step--3 cell--part"><b>66</b><small>Gevorderd') == 6


def test_findings_are_counted_and_lead_to_the_check(officer):
    found = {"contradiction": 1, "doubtful": 2, "dont_know": 9}
    company = member("Gieterij", "submitted", figures=figures(40.0, checks=found))
    member("Zonder punten", "submitted", figures=figures(40.0, checks={"dont_know": 3}))

    page = page_of(officer)

    link = f'<a href="/companies/{company.slug}/2026/check/">3 punten om na te kijken'
    assert page.count("om na te kijken") == 1
    assert link in page


def test_a_step_without_an_answer_says_not_started(officer):
    member("Leeg", "draft")
    assert page_of(officer).count('<td class="cell cell--none"><small>niet begonnen') == 6


def test_a_member_without_a_file_is_named_without_a_link(officer):
    cycle_of()
    company = member("Zonder dossier B.V.")

    page = page_of(officer)

    assert listed(page) == ["Zonder dossier B.V."]
    assert "geen dossier van 2026" in page
    assert company.slug not in page


def test_the_file_of_a_member_opens_for_the_secretariat(officer):
    company = member("Gieterij", "submitted")
    assert officer.get(f"/companies/{company.slug}/2026/").status_code == 200


def test_every_figure_leads_to_the_members_behind_it(officer):
    CycleFactory(year=2026, deadline=timezone.localdate() - datetime.timedelta(days=2))
    member("Ingediend", "submitted", days=12)
    member("Akkoord", "accepted")
    member("Concept", "draft", figures=figures(5.0, filled=10))
    member("Leeg", "draft")
    Company.objects.update(joined_on="2024-01-01")

    page = page_of(officer)

    found = dict(re.findall(r'<dd><a href="(\?[^"]*)#leden">(\d+)</a>', page))
    assert found == {
        "?status=handed_in": "2",
        "?status=submitted": "1",
        "?late=1": "2",
        "?status=idle": "1",
    }
    for address, number in found.items():
        assert len(listed(page_of(officer, URL + address))) == int(number)
    assert "het langst: 12 dagen" in page
    assert "de laatste dag was 2 dagen geleden" in page


def test_the_bands_lead_to_their_members_in_each_year(officer):
    cycle_of(2026)
    member("Nu", "accepted", figures=figures(25.0))
    member("Toen", "closed", year=2025, figures=figures(85.0, band="mature"))

    page = page_of(officer)

    links = re.findall(r'href="(/sector/\d+/\?status=handed_in&amp;band=\w+)#leden">1</a>', page)
    assert len(links) == 2
    for link, name in zip(links, ["Nu", "Toen"], strict=True):
        assert listed(page_of(officer, link.replace("&amp;", "&"))) == [name]


def test_what_waits_stands_first_the_longest_wait_on_top(officer):
    CycleFactory(year=2026, deadline=timezone.localdate() + datetime.timedelta(days=8))
    for days in (3, 21, 9, 1):
        member(f"Wacht {days}", "submitted", days=days)
    member("Niets gedaan", "draft")

    needs = page_of(officer).partition('aria-labelledby="needs"')[2].partition("</section>")[0]

    assert re.findall(r"Wacht \d+", needs) == ["Wacht 21", "Wacht 9", "Wacht 3"]
    assert "bekijk alle 4" in needs
    assert "nog 8 dagen" in needs


def test_with_one_need_only_more_of_it_shows(officer):
    cycle_of()
    for days in range(1, 10):
        member(f"Wacht {days}", "submitted", days=days)

    needs = page_of(officer).partition('aria-labelledby="needs"')[2].partition("</section>")[0]

    assert re.findall(r"Wacht \d+", needs) == [f"Wacht {days}" for days in range(9, 2, -1)]


def test_when_nothing_waits_the_page_says_so(officer):
    cycle_of()
    member("Akkoord", "accepted")
    assert "Er wacht niets op u." in page_of(officer)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Alfa", "Élan", "Zink"]),
        ("?sort=-name", ["Zink", "Élan", "Alfa"]),
        ("?sort=-score", ["Zink", "Alfa", "Élan"]),
        ("?sort=progress", ["Élan", "Alfa", "Zink"]),
        ("?q=elan", ["Élan"]),
        ("?status=accepted", ["Zink"]),
        ("?band=mature", ["Zink"]),
        ("?size=large", ["Alfa"]),
        ("?chain=recycling", ["Alfa"]),
        ("?status=accepted&q=alfa", []),
    ],
)
def test_the_list_follows_the_address(officer, query, names):
    member("Alfa", "draft", figures=figures(40.0, filled=50, size="large", chain=["recycling"]))
    member("Élan", "draft")
    member("Zink", "accepted", figures=figures(85.0, band="mature"))

    page = page_of(officer, URL + query)

    assert listed(page) == names
    assert f"{len(names)} van 3 leden" in page


def test_no_result_offers_the_way_back(officer):
    member("Gieterij", "draft")
    page = page_of(officer, URL + "?q=bestaatniet&status=closed")

    assert "Geen lid past bij deze filters." in page
    assert page.count("Wis alle filters") == 2
    assert 'value="bestaatniet"' in page


def test_what_was_typed_comes_back_as_text_only(officer):
    member("Gieterij", "draft")
    page = page_of(officer, URL + "?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in page


def test_fifty_members_on_a_page(officer):
    cycle_of()
    Company.objects.bulk_create(
        Company(slug=f"lid-{number:03}", name=f"Lid {number:03}", joined_on="2025-01-01")
        for number in range(103)
    )

    first, last = page_of(officer, URL), page_of(officer, URL + "?sort=name&page=3")

    assert listed(first) == [f"Lid {number:03}" for number in range(50)]
    assert listed(last) == ["Lid 100", "Lid 101", "Lid 102"]
    assert "Pagina 3 van 3" in last
    assert listed(page_of(officer, URL + "?page=99")) == listed(last)
    assert "status=idle&amp;page=2" in page_of(officer, URL + "?status=idle")


def test_a_year_that_is_not_there_is_not_found(officer):
    cycle_of()
    assert officer.get("/sector/2019/").status_code == 404


def test_the_way_in_leads_to_the_year_that_runs(officer):
    today = timezone.localdate()
    CycleFactory(year=2025, opens_on=today - datetime.timedelta(days=400))
    CycleFactory(year=2026, opens_on=today)
    CycleFactory(year=2027, opens_on=today + datetime.timedelta(days=300))
    assert officer.get("/sector/").headers["Location"] == "/sector/2026/"


def test_without_a_year_or_a_member_the_page_says_why(officer):
    assert "Er is nog geen monitoringjaar geopend." in page_of(officer, "/sector/")
    cycle_of()
    assert "Er zijn nog geen leden in dit jaar." in page_of(officer)


def test_another_year_keeps_the_filters(officer):
    cycle_of(2026)
    member("Gieterij", "closed", year=2025)
    page = page_of(officer, URL + "?status=closed&sort=-score")
    assert 'href="/sector/2025/?status=closed&amp;sort=-score"' in page


def test_six_statements_for_one_member_and_for_many(officer):
    member("Eerste", "submitted")
    officer.get(URL)
    with exactly(6):
        officer.get(URL)
    for number in range(60):
        member(f"Lid {number}", ("draft", "submitted", "accepted")[number % 3])
    with exactly(6):
        assert "61 van 61 leden" in page_of(officer)


def test_the_page_is_not_kept_by_anybody(officer):
    member("Gieterij", "draft")
    assert "no-store" in officer.get(URL).headers["Cache-Control"]


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "head"])
@pytest.mark.parametrize("path", ["/sector/", URL, "/sector/2026/reports/"])
def test_members_parties_and_strangers_see_nothing(client_of, path, method):
    company = member("Geheim Kanarie B.V.", "submitted")
    for user in (
        AdminFactory(of=company),
        AdminFactory(of=CompanyFactory()),
        PartyUserFactory(),
        UserFactory(),
    ):
        response = getattr(client_of(user), method)(path)
        assert response.status_code in (403, 405)
        assert "kanarie" not in response.content.decode().lower()


@pytest.mark.parametrize("path", ["/sector/", URL, "/sector/2026/reports/"])
def test_who_is_not_signed_in_is_asked_to(client_of, path):
    member("Geheim Kanarie B.V.", "submitted")
    response = client_of().get(path)
    assert response.status_code == 302
    assert response.headers["Location"] == f"{reverse('account_login')}?next={path}"


def test_the_language_of_the_reader(officer):
    file_of(CompanyFactory(name="Gieterij"), "submitted")
    officer.cookies["django_language"] = "en"
    assert "<b>25</b> Improving" in page_of(officer)
