"""Handing in while proof waits for the scanner or was stopped: told before, at and after."""

import pytest
from django.core import mail
from django.urls import reverse

from diligence.models import Assessment, EvidenceVersion, Snapshot
from diligence.services.check import Weight
from tests.diligence.files import complete_file
from tests.diligence.proof import OTHER, QUESTION, address, documents, put
from tests.diligence.talks import send_back
from tests.factories import ApproverFactory, CompanyFactory, ReviewerFactory
from tests.uploads import good

pytestmark = pytest.mark.django_db
TICKED = {"authority": "on"}
WAITS = "wordt nog gecontroleerd op virussen"
NOT_COUNTED = "Dit bewijs telt niet mee"


@pytest.fixture
def company():
    return CompanyFactory(slug="de-maas")


@pytest.fixture(autouse=True)
def file(company):
    return complete_file(company)


@pytest.fixture
def browser(company, client_of, settings):
    settings.CLAMD_URL = "unix:/nobody/looks.sock"
    return client_of(ApproverFactory(of=company))


def page(client, name: str) -> str:
    """Return the words of a page of the file."""
    text = client.get(reverse(f"diligence:{name}", args=["de-maas", 2026])).text
    return " ".join(text.split())


@pytest.fixture
def hand_in(browser):
    """Return a function that hands the file in and returns the receipt."""

    def hand_in() -> str:
        browser.post(reverse("diligence:submit", args=["de-maas", 2026]), TICKED)
        return page(browser, "submitted")

    return hand_in


@pytest.fixture
def set_state(in_scope, company):
    """Return a function that gives the newest version, or all of them, another state."""

    def set_state(state: str, **which) -> None:
        with in_scope(company):
            EvidenceVersion.objects.filter(**which).update(state=state)

    return set_state


def pdf(words: str = "Beleid"):
    return good.sent(f"{words}.pdf", good.pdf(words))


def test_a_waiting_document_is_told_before_with_what_to_do(browser):
    put(browser, pdf())

    told = page(browser, "check")

    assert f"“Beleid” {WAITS}." in told
    assert "Wacht daarop voordat u indient, anders telt dit bestand niet mee." in told
    assert "Eén document telt nog niet mee." in told, "also beside the button"


def test_a_stopped_one_is_told_with_what_to_do(browser, set_state):
    put(browser, pdf())
    set_state("infected")

    told = page(browser, "check")

    assert "“Beleid” is tegengehouden: er zit een virus in of het was niet te controleren." in told
    assert "Haal het weg bij de vraag en voeg het opnieuw toe" in told


def test_of_a_stopped_newer_version_the_older_one_counts_and_that_is_told(
    browser, set_state, in_scope, company
):
    put(browser, pdf())
    set_state("clean")
    [document] = documents(in_scope, company)
    put(browser, pdf("Nieuw"), where=("evidence-version", document.pk))
    set_state("refused", number=2)

    told = page(browser, "check")

    assert "De nieuwste versie van “Beleid” is tegengehouden. De vorige versie telt mee." in told
    assert "Nieuwste versie tegengehouden" in browser.get(address("library")).text
    assert "Nieuwste versie tegengehouden" in browser.get(address("part", 2026, "1.1")).text


def test_the_secretariat_sees_it_without_being_told_to_act(browser, client_of):
    put(browser, pdf())

    told = page(client_of(ReviewerFactory()), "check")

    assert f"“Beleid” {WAITS}." in told
    assert "Wacht daarop voordat u indient" not in told


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("pending", "“Beleid” was bij het indienen nog niet gecontroleerd op virussen."),
        ("infected", "“Beleid” is tegengehouden: er zit een virus in"),
        ("refused", "“Beleid” is tegengehouden: er zit een virus in"),
    ],
)
def test_the_receipt_names_what_did_not_count(
    state, words, browser, set_state, hand_in, in_scope, company
):
    put(browser, pdf())
    set_state(state)

    told = hand_in()

    assert NOT_COUNTED in told and words in told
    assert "Het secretariaat kan uw dossier teruggeven." in told
    with in_scope(company):
        assert "evidence" not in Snapshot.objects.get(kind="submitted").data()


def test_found_clean_afterwards_it_still_did_not_count(browser, set_state, hand_in):
    put(browser, pdf())
    hand_in()
    set_state("clean")

    assert "nog niet gecontroleerd op virussen" in page(browser, "submitted")


def test_when_an_older_version_counted_the_receipt_says_so(
    browser, set_state, hand_in, in_scope, company
):
    put(browser, pdf())
    set_state("clean")
    [document] = documents(in_scope, company)
    put(browser, pdf("Nieuw"), where=("evidence-version", document.pk))

    assert "De vorige versie telt wel mee." in hand_in()


def test_the_mail_counts_them_and_leads_to_the_receipt(browser, hand_in, set_state, run_outbox):
    put(browser, pdf())
    put(browser, pdf("Bijlage"), where=("proof", 2026, OTHER))
    set_state("infected")
    hand_in()

    run_outbox()

    [message] = mail.outbox
    body = " ".join(message.body.split())
    assert "Let op: 2 documenten tellen niet mee" in body
    assert reverse("diligence:submitted", args=["de-maas", 2026]) in body
    assert "Bijlage" not in body, "mail holds nothing of a file"


def test_when_all_counted_nobody_is_alarmed(browser, set_state, hand_in, run_outbox):
    put(browser, pdf())
    set_state("clean")

    assert WAITS not in page(browser, "check")
    assert NOT_COUNTED not in hand_in()
    run_outbox()
    assert "Let op" not in mail.outbox[0].body


def test_what_came_after_handing_in_has_no_part_in_it(
    browser, set_state, hand_in, in_scope, company
):
    put(browser, pdf())
    set_state("clean")
    hand_in()
    [document] = documents(in_scope, company)
    put(browser, pdf("Nieuw"), where=("evidence-version", document.pk))

    assert NOT_COUNTED not in page(browser, "submitted")


def test_given_back_and_mended_the_next_receipt_is_clean(
    browser, set_state, hand_in, in_scope, company, file
):
    put(browser, pdf())
    assert NOT_COUNTED in hand_in()
    with in_scope(company):
        file = Assessment.objects.select_related("company").get(pk=file.pk)
    send_back(file, QUESTION)
    set_state("clean")

    assert NOT_COUNTED not in hand_in()


def test_it_does_not_stand_in_the_way_of_handing_in(browser, hand_in, in_scope, company, file):
    put(browser, pdf())
    found = browser.get(reverse("diligence:check", args=["de-maas", 2026])).context["checks"]
    assert [each.question.key for each in found.of(Weight.WAITING_PROOF)] == [QUESTION]
    assert found.blocking == ()

    hand_in()

    with in_scope(company):
        assert Assessment.objects.get(pk=file.pk).status == "submitted"
