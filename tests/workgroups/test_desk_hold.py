"""A file under review as people meet it: taking, taking over, letting go, and who may not know."""

import pytest
from django.urls import reverse

from companies.models import Event
from companies.permissions import SecretariatRole
from convenant.tenancy.scope import company_scope
from diligence.models import Assessment, FileReview
from diligence.services.desk.holding import hold
from tests.factories import (
    AdminFactory,
    AssessmentFactory,
    CompanyFactory,
    PartyUserFactory,
    ReviewerFactory,
)
from tests.workgroups.members import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return member("Gieterij De Maas B.V.", "submitted")


@pytest.fixture
def marieke():
    return ReviewerFactory(name="Marieke de Wit")


@pytest.fixture
def arjan():
    return ReviewerFactory(name="Arjan Smit")


def urls(company) -> dict[str, str]:
    return {
        name: reverse(f"review:{name}", args=[company.slug, 2026])
        for name in ("file", "hold", "assign")
    }


def held_by(company):
    with company_scope(company.pk):
        review = FileReview.objects.select_related("held_by").first()
        return review and review.held_by


def take(company, person) -> None:
    with company_scope(company.pk):
        hold(Assessment.objects.select_related("company", "cycle").get(), by=person)


def text(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_file_is_picked_up_and_laid_down(client_of, company, marieke):
    client, at = client_of(marieke), urls(company)
    assert "Van u sinds" not in text(client, at["file"])

    assert client.post(at["hold"], {"act": "hold"}).url == at["file"]
    assert held_by(company) == marieke
    assert "Van u sinds vandaag om" in text(client, at["file"])

    answer = client.post(at["hold"], {"act": "let_go"})
    assert answer.url == "/review/2026/"
    assert held_by(company) is None
    assert "U hebt Gieterij De Maas B.V. neergelegd." in text(client, answer.url)


def test_who_opens_what_a_colleague_holds_is_told_who_and_since_when(
    client_of, company, marieke, arjan
):
    take(company, marieke)
    client, at = client_of(arjan), urls(company)

    page = text(client, at["file"])
    assert "Marieke de Wit is met dit dossier bezig, sinds" in page
    assert "Neem over van Marieke de Wit" in page and 'value="hold"' not in page

    page = text(client, client.post(at["hold"], {"act": "hold"}).url)
    assert page.count("Marieke de Wit is met dit dossier bezig, sinds") == 2  # said, and standing
    assert held_by(company) == marieke

    page = text(
        client, client.post(at["hold"], {"act": "take_over", "holder": str(marieke.pk)}).url
    )
    assert held_by(company) == arjan
    assert "U beoordeelt dit dossier nu." in page
    assert "Arjan Smit is met dit dossier bezig" in text(client_of(marieke), at["file"])


def test_who_takes_over_from_who_let_go_meanwhile_has_it_and_from_a_third_is_told(
    client_of, company, marieke, arjan
):
    client, at = client_of(arjan), urls(company)
    client.post(at["hold"], {"act": "take_over", "holder": str(marieke.pk)})
    assert held_by(company) == arjan

    third = client_of(ReviewerFactory(name="Ineke Bos"))
    page = text(third, third.post(at["hold"], {"act": "take_over", "holder": str(marieke.pk)}).url)
    assert "Arjan Smit is met dit dossier bezig" in page
    assert held_by(company) == arjan
    for nonsense in ({"act": "take_over", "holder": "iemand"}, {"act": "iets"}, {}):
        third.post(at["hold"], nonsense)
    assert held_by(company) == arjan


def test_a_file_is_given_from_its_page(client_of, company, marieke, arjan):
    client, at = client_of(marieke), urls(company)

    page = text(client, client.post(at["assign"], {"person": str(arjan.pk), "seen": ""}).url)
    assert "Arjan Smit beoordeelt dit dossier." in page

    for late, words in (
        ({"person": str(marieke.pk), "seen": ""}, "Een collega gaf dit dossier intussen aan Arjan"),
        ({"person": "geen mens", "seen": str(arjan.pk)}, "Kies een beoordelaar uit de lijst."),
        ({"person": "", "seen": str(arjan.pk)}, "Dit dossier is nu van niemand."),
        ({"person": str(marieke.pk), "seen": str(arjan.pk)}, "haalde intussen weg wie dit dossier"),
    ):
        assert words in text(client, client.post(at["assign"], late).url)


def test_the_member_and_all_others_do_not_know_the_desk(client_of, company):
    at = urls(company)
    people = [
        AdminFactory(of=company),
        AdminFactory(of=CompanyFactory()),
        PartyUserFactory(),
    ]
    for client in map(client_of, people):
        for address in at.values():
            for method in ("get", "post", "put", "delete"):
                assert getattr(client, method)(address).status_code == 404
    assert client_of().get(at["file"]).status_code == 302
    assert held_by(company) is None


def test_a_releaser_reads_along_and_a_file_that_is_not_there_is_not_found(client_of, company):
    client = client_of(ReviewerFactory(secretariat_role=SecretariatRole.RELEASER))
    at = urls(company)
    page = text(client, at["file"])
    assert "Pak op" not in page and "Wijs toe" not in page
    assert client.post(at["hold"], {"act": "hold"}).status_code == 403
    assert client.get(reverse("review:file", args=[company.slug, 2024])).status_code == 404
    assert client.get(reverse("review:file", args=["geen-bedrijf", 2026])).status_code == 404


def test_looking_is_told_in_the_members_log(client_of, company, marieke):
    client_of(marieke).get(urls(company)["file"])
    owner = client_of(AdminFactory(of=company))
    with company_scope(company.pk):
        assert Event.objects.filter(verb="file.read").count() == 1
    log = text(owner, reverse("diligence:log", args=[company.slug]))
    assert "Marieke de Wit (secretariaat) bekeek het dossier van 2026 om het te beoordelen." in log


def test_a_draft_can_be_looked_at_too(client_of, marieke):
    draft = AssessmentFactory(company=CompanyFactory())
    assert client_of(marieke).get(urls(draft.company)["file"]).status_code == 200
