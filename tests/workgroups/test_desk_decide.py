"""Deciding on a file: accepting it or giving it back, and the letter that goes with it."""

import pytest
from django.urls import reverse
from django.utils import translation

from companies.models import Event
from companies.services.notices import own
from convenant.tenancy.scope import company_scope, officer_scope, person_scope
from diligence.models import Assessment, DecisionLetter, FileReview, ReportCode
from diligence.services.assessments import submit
from diligence.services.codes import digest_of, state_of_code
from diligence.services.desk.holding import hold
from diligence.services.desk.letters import fail_letter
from diligence.services.desk.verdicts import score_beside
from tests.diligence.files import complete_file
from tests.diligence.talks import ask, settle_all
from tests.factories import (
    AdminFactory,
    CompanyFactory,
    EditorFactory,
    ReaderFactory,
    ReviewerFactory,
)

pytestmark = pytest.mark.django_db
URL = "/companies/de-maas/2026/review/decide/"


@pytest.fixture
def company():
    return CompanyFactory(name="Gieterij De Maas B.V.", slug="de-maas")


@pytest.fixture
def file(company):
    file = complete_file(company, by=EditorFactory(of=company))
    with company_scope(company.pk):
        submit(file, by=AdminFactory(of=company))
        return Assessment.objects.with_cycle().select_related("company").get(pk=file.pk)


@pytest.fixture
def marieke():
    return ReviewerFactory(name="Marieke de Wit")


@pytest.fixture
def desk(client_of, marieke):
    return client_of(marieke)


def send(client, kind: str, message: str = "Dank voor uw dossier.", language: str = "nl"):
    return client.post(URL, {"kind": kind, "message": message, "language": language})


def status_of(file) -> str:
    with company_scope(file.company_id):
        return Assessment.objects.get(pk=file.pk).status


def letters(file) -> list[DecisionLetter]:
    with company_scope(file.company_id):
        return list(DecisionLetter.objects.of_file(file).select_related("company").order_by("at"))


def test_questions_go_back_with_a_letter_that_holds_them(desk, client_of, file, run_outbox):
    ask(file, "embed.policy", "Waar staat dit?", asks_change=True)

    answer = send(desk, "questions", "Wij hebben nog één vraag.")

    assert answer.url == "/review/2026/"
    assert status_of(file) == "questions_open"
    [letter] = letters(file)
    data = letter.data()
    assert (data["kind"], data["message"]) == ("questions", "Wij hebben nog één vraag.")
    assert [(talk["text"], talk["asks_change"]) for talk in data["talks"]] == [
        ("Waar staat dit?", True)
    ]
    with company_scope(file.company_id):
        assert FileReview.objects.get().held_by is None, "the file was let go"
    run_outbox()
    member = client_of(EditorFactory(of=file.company))
    address = reverse("diligence:letter", args=["de-maas", 2026, letter.pk])
    assert address in member.get("/companies/de-maas/2026/").text
    pdf = member.get(address)
    assert b"".join(pdf).startswith(b"%PDF") and "attachment" in pdf["Content-Disposition"]


def test_accepting_freezes_a_letter_with_both_scores(desk, file, marieke):
    with officer_scope(file.company_id):
        score_beside(file, "embed.policy", 1, "Het beleid is niet vastgesteld.", by=marieke)

    send(desk, "accepted", "Wij gaan akkoord.", "en")

    assert status_of(file) == "accepted"
    [letter] = letters(file)
    data = letter.data()
    assert (letter.language, data["kind"], data["talks"]) == ("en", "accepted", [])
    [score] = data["scores"]
    assert (score["own"], score["level"], score["reason"]) == (
        2,
        1,
        "Het beleid is niet vastgesteld.",
    )
    assert float(data["score_beside"]) < float(data["score"])
    assert marieke.name not in letter.content
    with company_scope(file.company_id):
        accepted = file.snapshots.get(kind="accepted").data()
    assert accepted["secretariat"]["embed.policy"]["level"] == 1
    assert accepted["answers"]["embed.policy"]["value"] == 2


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nl", "Het besluit over 2026 van Gieterij De Maas B.V. staat in een brief."),
        ("en", "The decision on 2026 of Gieterij De Maas B.V. is in a letter."),
    ],
)
def test_a_letter_tells_the_members_people_once_each_in_their_language(
    desk, client_of, file, language, sentence
):
    editor = EditorFactory(of=file.company, language=language)
    reader = ReaderFactory(of=file.company)
    send(desk, "accepted", "Wij gaan akkoord.")

    [letter] = letters(file)
    with person_scope(editor.pk), translation.override(language):
        [told] = own(editor).filter(kind="letter.sent")
        assert (str(told), told.for_mail, told.urgent) == (sentence, sentence, False)
        assert told.url == reverse("diligence:letter", args=["de-maas", 2026, letter.pk])
    with person_scope(reader.pk):
        assert not own(reader).exists(), "who only reads is not asked anything"


def test_the_list_says_how_a_letter_stands(desk, client_of, file, run_outbox):
    ask(file, "embed.policy", asks_change=True)
    send(desk, "questions", "Wij hebben nog één vraag.")
    member = client_of(EditorFactory(of=file.company))
    overview = "/companies/de-maas/2026/"
    assert "wordt gemaakt" in member.get(overview).text
    [letter] = letters(file)
    with company_scope(file.company_id):
        fail_letter(str(letter.pk))
    page = member.get(overview).text
    assert f"niet gelukt, code {letters(file)[0].error_code}" in page
    address = reverse("diligence:letter", args=["de-maas", 2026, letter.pk])
    assert "De brief wordt opnieuw gemaakt." in member.get(address, follow=True).text
    run_outbox()
    page = member.get(overview).text
    assert "niet gelukt" not in page and "wordt gemaakt" not in page
    assert b"".join(member.get(address)).startswith(b"%PDF")


def test_a_later_letter_takes_the_place_of_an_earlier_one(desk, file):
    ask(file, "embed.policy", asks_change=True)
    send(desk, "questions")
    with company_scope(file.company_id):
        submit(file, by=AdminFactory(of=file.company))
    settle_all(file)
    send(desk, "accepted")

    first, second = letters(file)
    assert (state_of_code(first.code), state_of_code(second.code)) == ("superseded", "genuine")
    assert ReportCode.objects.filter(digest=digest_of(second.code)).count() == 1


@pytest.mark.parametrize(
    ("kind", "message", "words"),
    [
        ("accepted", "", "Schrijf ten minste één zin aan het lid."),
        ("", "Dank.", "Kies wat u besluit."),
        ("questions", "Wij vragen niets.", "Geen vraag wacht op het lid."),
    ],
)
def test_a_decision_that_can_not_be_taken_says_why_and_keeps_the_words(
    desk, file, kind, message, words
):
    answer = send(desk, kind, message)
    assert answer.status_code == 422
    assert words in answer.text and message in answer.text
    assert (status_of(file), letters(file)) == ("submitted", [])


def test_nobody_accepts_while_a_conversation_runs(desk, file):
    ask(file, "embed.policy")
    answer = send(desk, "accepted", "Wij gaan akkoord.")
    assert answer.status_code == 422
    assert "Rond elk gesprek af voordat u akkoord gaat." in answer.text
    assert (status_of(file), letters(file)) == ("submitted", [])


def test_nobody_decides_on_what_a_colleague_holds_or_what_was_decided(desk, file):
    with officer_scope(file.company_id):
        hold(file, by=ReviewerFactory(name="Arjan Smit"))
    answer = send(desk, "accepted", "Mijn woorden.")
    assert answer.status_code == 409
    assert "Arjan Smit is met dit dossier bezig" in answer.text and "Mijn woorden." in answer.text
    assert status_of(file) == "submitted"

    with officer_scope(file.company_id):
        FileReview.objects.update(held_by=None)
    assert send(desk, "accepted").status_code == 302
    again = send(desk, "accepted")
    assert again.status_code == 409 and "Er is niets besloten." in again.text
    assert len(letters(file)) == 1


def test_what_the_secretariat_takes_along_is_told(desk, file, run_outbox):
    send(desk, "accepted")
    run_outbox()
    [letter] = letters(file)
    assert (
        desk.get(reverse("diligence:letter", args=["de-maas", 2026, letter.pk])).status_code == 200
    )
    with company_scope(file.company_id):
        assert Event.objects.filter(verb="letter.downloaded").count() == 1


def test_a_letter_that_is_lost_is_made_again_the_same(desk, file, run_outbox):
    send(desk, "accepted")
    run_outbox()
    [letter] = letters(file)
    before, address = (
        letter.file_sha256,
        reverse("diligence:letter", args=["de-maas", 2026, letter.pk]),
    )
    with company_scope(file.company_id):
        DecisionLetter.objects.update(status="failed", file="", file_sha256="")
    assert desk.get(address).url == "/companies/de-maas/2026/"
    assert letters(file)[0].status == "queued"
    assert desk.get(address).status_code == 302  # still under way
    run_outbox()
    assert letters(file)[0].file_sha256 == before


def test_a_letter_is_its_companys_alone(client_of, desk, file, run_outbox):
    send(desk, "accepted")
    run_outbox()
    [letter] = letters(file)
    other = CompanyFactory(slug="ander")
    stranger = AdminFactory(of=other)
    complete_file(other, by=stranger)
    client = client_of(stranger)
    for slug in ("de-maas", "ander"):
        address = reverse("diligence:letter", args=[slug, 2026, letter.pk])
        assert client.get(address).status_code == 404
    assert client_of(AdminFactory(of=file.company)).get(URL).status_code == 404
