"""A review from question to agreement, by both sides, on pages without any script."""

import pytest

from convenant.tenancy.scope import company_scope
from diligence.models import Assessment, ReviewThread
from diligence.services.assessments import submit
from tests.diligence.files import complete_file
from tests.factories import ApproverFactory, CompanyFactory, ReviewerFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
YEAR = "/companies/de-maas/2026"


def test_a_question_its_change_and_the_agreement(open_page):
    company = CompanyFactory(slug="de-maas", name="Gieterij De Maas")
    approver = ApproverFactory(of=company, name="Ruud Verhoef")
    file = complete_file(company, by=approver)
    with company_scope(company.pk):
        submit(file, by=approver)
    desk = open_page(ReviewerFactory(name="Marieke de Wit"), script=False, strong=True)
    member = open_page(approver, script=False, width=320)

    desk.goto(f"{YEAR}/talks/new/?question=embed.policy")
    desk.get_by_label("Uw bericht").fill("Waar staat dit beleid?")
    desk.get_by_label("Vraag om een wijziging").check()
    desk.get_by_role("button", name="Verstuur naar het bedrijf").click()
    desk.goto(f"{YEAR}/state/")
    desk.locator("summary", has_text="Vragen terugsturen").click()
    desk.get_by_label("Reden").fill("Eén vraag over uw beleid.")
    desk.get_by_role("button", name="Vragen terugsturen").click()

    member.goto(f"{YEAR}/")
    member.get_by_role("link", name="Eén vraag van het secretariaat wacht op u").click()
    member.get_by_role("link", name="Vraag: 1.1").click()
    member.get_by_role("link", name="Bekijk waar dit over gaat").click()
    card = member.locator('[data-question="embed.policy"]')
    card.locator('input[value="3"]').check()
    member.get_by_role("button", name="Opslaan", exact=True).last.click()
    card.get_by_label("Uw antwoord aan het secretariaat").fill("Op onze website, sinds mei.")
    card.get_by_role("button", name="Verstuur naar het secretariaat").click()
    with company_scope(company.pk):
        assert ReviewThread.objects.get().turn == "secretariat"
        assert file.answers.get(question="embed.policy").value == 3
        submit(file, by=approver)

    desk.goto(f"{YEAR}/talks/")
    desk.get_by_role("link", name="Vraag: 1.1").click()
    assert "Op onze website, sinds mei." in desk.locator("main").inner_text()
    desk.get_by_role("button", name="Akkoord").click()
    desk.goto(f"{YEAR}/state/")
    desk.get_by_role("button", name="Akkoord geven").click()

    with company_scope(company.pk):
        assert Assessment.objects.get().status == "accepted"
    member.goto(f"{YEAR}/state/")
    assert "Eén vraag over uw beleid." in member.locator("main").inner_text()
