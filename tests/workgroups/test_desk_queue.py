"""The reviewer's queue: what is in it, in which order, whose it is, and at what cost."""

import re

import pytest
from django.urls import reverse

from companies.models import Event
from companies.permissions import SecretariatRole
from convenant.tenancy.scope import company_scope
from diligence.models import Assessment, FileReview, Risk
from diligence.services.desk.assigning import AssignedMeanwhile, NotAReviewer, assign
from diligence.services.desk.holding import hold
from tests.diligence.files import exactly
from tests.factories import AdminFactory, CompanyFactory, PartyUserFactory, ReviewerFactory
from tests.workgroups.members import cycle_of, figures, member

pytestmark = pytest.mark.django_db
URL = "/review/2026/"


@pytest.fixture
def marieke():
    return ReviewerFactory(name="Marieke de Wit")


@pytest.fixture
def desk(client_of, marieke):
    """The reviewer, signed in."""
    return client_of(marieke)


def page_of(client, address: str = URL) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def listed(page: str) -> list[str]:
    return re.findall(r'class="desk__what"><a [^>]*><strong>(.*?)</strong>', page)


def file_of(company) -> Assessment:
    return Assessment.objects.with_cycle().select_related("company").get(company=company)


def risky(company, severity: int) -> None:
    """Put a weighed risk in the register of a company."""
    with company_scope(company.pk):
        weighed = dict.fromkeys(("scale", "scope", "irremediable", "severity"), severity)
        Risk.objects.create(
            company=company,
            assessment=file_of(company),
            theme="RT19",
            likelihood=3,
            weighed_at=file_of(company).submitted_at,
            **weighed,
        )


def test_what_was_handed_in_waits_the_longest_wait_on_top(desk):
    for days in (3, 21, 9):
        member(f"Wacht {days}", "submitted", days=days)
    member("Concept", "draft")
    member("Akkoord", "accepted")
    member("Vragen", "questions_open")

    page = page_of(desk)

    assert listed(page) == ["Wacht 21", "Wacht 9", "Wacht 3"]
    assert "wacht 21 dagen" in page
    assert re.findall(r"chip[^>]*>([^<]+) <b>(\d+)</b>", page) == [
        ("Wacht op ons", "3"),
        ("Wacht op het lid", "1"),
        ("Beoordeeld", "1"),
        ("Alles", "5"),
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?sort=risk", ["Tin", "Goud", "Zink"]),
        ("?sort=-risk", ["Zink", "Goud", "Tin"]),
        ("?sort=changed", ["Zink", "Goud", "Tin"]),
        ("?sort=name", ["Goud", "Tin", "Zink"]),
        ("?sort=-name", ["Zink", "Tin", "Goud"]),
        ("?sort=-age", ["Zink", "Goud", "Tin"]),
        ("?mark=grave", ["Tin"]),
        ("?mark=no_proof", ["Goud"]),
        ("?mark=weak", ["Goud"]),
        ("?mark=unsure", ["Zink"]),
        ("?mark=changed", ["Goud", "Zink"]),
        ("?q=ti", ["Tin"]),
        ("?whose=nobody", ["Tin", "Goud", "Zink"]),
        ("?whose=mine", []),
        ("?turn=members", []),
        ("?turn=nonsense&sort=nonsense&mark=nonsense", ["Tin", "Goud", "Zink"]),
    ],
)
def test_the_queue_follows_the_address(desk, query, names):
    tin = member("Tin", "submitted", days=9, figures=figures(70.0))
    risky(tin, 5)
    goud = member(
        "Goud",
        "submitted",
        days=6,
        figures=figures(30.0, weak=4, changed=2, checks={"no_proof": 2, "dont_know": 1}),
    )
    risky(goud, 3)
    member("Zink", "submitted", days=2, figures=figures(50.0, unsure=1, changed=7))

    page = page_of(desk, URL + query)

    assert listed(page) == names
    if "Tin" in names:
        assert "uiterst ernstig risico" in page


def test_a_row_tells_where_to_look(desk):
    found = {"no_proof": 1, "expired_proof": 1, "doubtful": 1, "dont_know": 9}
    member("Goud", "submitted", figures=figures(30.0, weak=4, unsure=1, changed=3, checks=found))

    page = page_of(desk)

    for words in (
        "4 zwakke antwoorden",
        "1 keer twijfel",
        "2 zonder geldig bewijs",
        "1 tegenstrijdig",
        "3 gewijzigd sinds vorig jaar",
    ):
        assert words in page
    assert "ernstig" not in page


def test_mine_is_what_i_hold_or_was_given(desk, marieke):
    arjan = ReviewerFactory(name="Arjan Smit")
    for name, holder, given in (
        ("Vrij", None, None),
        ("Gehouden", marieke, None),
        ("Gekregen", None, marieke),
        ("Van Arjan", arjan, arjan),
    ):
        company = member(name, "submitted")
        with company_scope(company.pk):
            if given:
                assign(file_of(company), given, seen=None, by=marieke)
            if holder:
                hold(file_of(company), by=holder)

    assert set(listed(page_of(desk, URL + "?whose=mine"))) == {"Gehouden", "Gekregen"}
    assert listed(page_of(desk, URL + "?whose=nobody")) == ["Vrij"]
    page = page_of(desk)
    assert "Arjan Smit is bezig sinds" in page
    assert "toegewezen aan Arjan Smit" in page and "toegewezen aan u" in page
    assert page.count("Van u sinds") == 1
    assert page.count('value="hold"') == 2  # what is free, or given and not yet taken


def test_files_are_divided_and_each_company_can_read_it(desk, marieke):
    arjan = ReviewerFactory(name="Arjan Smit")
    chosen = [member(name, "submitted") for name in ("Een", "Twee")]
    other = member("Drie", "submitted")
    files = [company.slug for company in chosen]

    answer = desk.post(
        f"{URL}divide/", {"person": str(arjan.pk), "file": files, "mark": "", "turn": "all"}
    )

    assert answer.url == f"{URL}?turn=all"
    assert "2 dossiers zijn nu van Arjan Smit." in page_of(desk, answer.url)
    for company in (*chosen, other):
        with company_scope(company.pk):
            given = FileReview.objects.filter(assigned_to=arjan).count()
            told = Event.objects.filter(verb="review.assigned").count()
        assert (given, told) == ((1, 1) if company in chosen else (0, 0))


def test_what_a_colleague_divided_meanwhile_stays(desk, marieke):
    arjan, ineke = ReviewerFactory(name="Arjan Smit"), ReviewerFactory(name="Ineke Bos")
    company = member("Gieterij", "submitted")
    with company_scope(company.pk):
        assign(file_of(company), ineke, seen=None, by=ineke)

    sent = {"person": str(arjan.pk), "file": [company.slug], f"seen-{company.slug}": ""}
    page = page_of(desk, desk.post(f"{URL}divide/", sent).url)

    assert "Een collega was u voor bij: Gieterij." in page
    assert "toegewezen aan Ineke Bos" in page


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"person": "geen-mens", "file": ["x"]}, "Kies een beoordelaar uit de lijst."),
        ({"person": ""}, "Kruis eerst aan welke dossiers u wilt toewijzen."),
    ],
)
def test_a_form_that_makes_no_sense_changes_nothing(desk, sent, words):
    company = member("Gieterij", "submitted")
    assert words in page_of(desk, desk.post(f"{URL}divide/", sent).url)
    with company_scope(company.pk):
        assert not FileReview.objects.exists()


def test_a_file_is_given_to_who_may_review_and_taken_away_again(marieke, in_scope):
    company = member("Gieterij", "submitted")
    releaser = ReviewerFactory(secretariat_role=SecretariatRole.RELEASER)
    with in_scope(company):
        file = file_of(company)
        with pytest.raises(NotAReviewer):
            assign(file, releaser, seen=None, by=marieke)
        assign(file, marieke, seen=None, by=marieke)
        assert assign(file, marieke, seen=None, by=marieke).assigned_to == marieke
        with pytest.raises(AssignedMeanwhile):
            assign(file, None, seen=None, by=marieke)
        assert assign(file, None, seen=marieke.pk, by=marieke).assigned_to is None
        told = list(Event.objects.order_by("at").values_list("verb", flat=True))
    assert told == ["review.assigned", "review.unassigned"]


def test_only_the_secretariat_knows_the_desk(client_of):
    company = member("Gieterij", "submitted")
    for person in (AdminFactory(of=company), AdminFactory(of=CompanyFactory()), PartyUserFactory()):
        client = client_of(person)
        for address in ("/review/", URL):
            assert client.get(address).status_code == 404
        assert client.post(f"{URL}divide/", {"file": company.slug}).status_code == 404
    assert client_of().get(URL).status_code == 302


def test_a_releaser_reads_the_queue_and_divides_nothing(client_of):
    releaser = client_of(ReviewerFactory(secretariat_role=SecretariatRole.RELEASER))
    member("Gieterij", "submitted")
    page = page_of(releaser)
    assert "Wijs toe" not in page and "Pak op" not in page
    assert releaser.post(f"{URL}divide/", {"person": ""}).status_code == 403


def test_the_way_in_leads_to_the_year_that_runs(desk):
    cycle_of()
    assert desk.get("/review/").url == URL
    assert desk.get("/review/1999/").status_code == 404
    assert "Er wacht geen dossier op u." in page_of(desk)
    assert reverse("desk:home") in page_of(desk, "/sector/2026/")


def test_it_costs_the_same_for_one_and_for_many(desk, marieke):
    def fill(n):
        for number in range(n):
            company = member(f"Lid {n}-{number}", "submitted")
            risky(company, 4)
            with company_scope(company.pk):
                hold(file_of(company), by=marieke)

    fill(1)
    page_of(desk)
    with exactly(7):
        page_of(desk)
    fill(6)
    with exactly(7):
        page_of(desk)
