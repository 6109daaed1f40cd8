"""Starting a run, watching it and fetching the ZIP, as people and as strangers."""

import pytest
from django.urls import reverse

from tests.diligence.files import at_most
from tests.factories import AdminFactory, PartyUserFactory, ReviewerFactory, UserFactory
from tests.workgroups.members import cycle_of, finish_reports, member
from tests.workgroups.test_report_runs import break_report_of, go_on
from workgroups.models import ReportRun
from workgroups.services import report_runs

pytestmark = pytest.mark.django_db
URL = "/sector/2026/reports/"


@pytest.fixture
def officer(client_of):
    """A reviewer of the secretariat, signed in."""
    return client_of(ReviewerFactory())


def text_of(response) -> str:
    """Return a page as text, with single spaces."""
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def begun(officer, language: str = "nl") -> ReportRun:
    """Press the button, and return the run it started."""
    response = officer.post(URL, {"language": language})
    run = ReportRun.objects.latest("requested_at")
    assert (response.status_code, response.headers["Location"]) == (302, f"{URL}{run.pk}/")
    return run


def test_the_page_says_what_is_in_and_what_is_not(officer):
    member("Ingediend", "submitted")
    member("Akkoord", "accepted")
    member("Concept & Co", "draft")
    member("Zonder dossier")

    page = text_of(officer.get(URL))

    assert "<strong>2 dossiers</strong> zijn ingediend" in page
    assert "Niet meegenomen: 2 leden" in page
    assert 'Concept &amp; Co <span class="muted-t">– nog niet ingediend' in page
    assert 'Zonder dossier <span class="muted-t">– geen dossier' in page


def test_without_a_file_there_is_nothing_to_press(officer):
    cycle_of()
    page = text_of(officer.get(URL))
    assert "Er is nog geen dossier ingediend." in page
    assert "Alle verslagen maken</button>" not in page


def test_the_button_starts_one_run(officer):
    member("Gieterij", "submitted")
    first = begun(officer)
    assert begun(officer).pk == first.pk
    assert ReportRun.objects.count() == 1
    assert first.requested_by.secretariat_role


@pytest.mark.parametrize("body", [{}, {"language": ""}, {"language": "fr"}])
def test_a_language_must_be_chosen(officer, body):
    member("Gieterij", "submitted")
    response = officer.post(URL, body, follow=True)
    assert "Kies de taal van de verslagen." in text_of(response)
    assert not ReportRun.objects.exists()


def test_the_progress_is_what_is_there_now(officer):
    for name in ("Een", "Twee", "Drie", "Vier"):
        member(name, "submitted")
    run = begun(officer)
    waiting = text_of(officer.get(f"{URL}{run.pk}/"))
    assert "0 van 4" in waiting
    assert "U mag deze pagina verlaten." in waiting
    assert f'data-poll-url="{URL}{run.pk}/progress/" data-poll-seconds="2"' in waiting

    report_runs.advance(run.pk)
    finish_reports()

    part = text_of(officer.get(f"{URL}{run.pk}/progress/"))
    assert "4 van 4" in part
    assert "<html" not in part
    assert 'value="95"' in part


def test_when_it_is_ready_the_zip_can_be_fetched(officer):
    member("Gieterij", "submitted")
    member("Concept", "draft")
    run = go_on(begun(officer))

    page = text_of(officer.get(f"{URL}{run.pk}/"))
    assert "data-poll-url" not in page
    assert "ZIP downloaden" in page
    assert "Niet meegenomen: 1 lid" in page
    assert f'href="{URL}{run.pk}/zip/"' in text_of(officer.get(URL))

    response = officer.get(f"{URL}{run.pk}/zip/")
    assert b"".join(response.streaming_content)[:2] == b"PK"
    assert response.headers["Content-Disposition"] == 'attachment; filename="Verslagen 2026 nl.zip"'
    assert response.headers["Content-Type"] == "application/zip"
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_before_it_is_ready_there_is_no_zip(officer):
    member("Gieterij", "submitted")
    run = begun(officer)
    assert officer.get(f"{URL}{run.pk}/zip/").status_code == 404


def test_what_failed_is_named_with_its_code_and_can_be_tried_again(officer):
    bad = member("Kapot", "submitted")
    member("Heel", "submitted")
    run = begun(officer)
    report_runs.advance(run.pk)
    break_report_of(bad)
    run = go_on(run)

    page = text_of(officer.get(f"{URL}{run.pk}/"))

    code = run.failed[0]["code"]
    assert "1 verslag is niet gelukt" in page
    assert f"Kapot – verslag is mislukt, code {code}" in page
    assert "Opnieuw proberen" in page
    assert go_on(begun(officer)).failed == []


def test_a_run_that_broke_tells_the_code(officer):
    member("Gieterij", "submitted")
    run = begun(officer)
    ReportRun.objects.update(requested_by=None)
    report_runs.advance(run.pk)
    run.refresh_from_db()

    page = text_of(officer.get(f"{URL}{run.pk}/"))
    assert f"mail ons dan met code {run.error_code}" in page
    assert "Opnieuw proberen" in page


def test_a_run_belongs_to_its_year(officer):
    member("Gieterij", "submitted")
    cycle_of(2025)
    run = go_on(begun(officer))
    for part in ("", "progress/", "zip/"):
        assert officer.get(f"/sector/2025/reports/{run.pk}/{part}").status_code == 404
    assert officer.get("/sector/2019/reports/").status_code == 404
    assert officer.post("/sector/2019/reports/", {"language": "nl"}).status_code == 404


def test_as_many_statements_for_few_as_for_many(officer):
    member("Eerste", "submitted")
    go_on(begun(officer))
    for number in range(20):
        member(f"Lid {number}", "submitted" if number % 2 else "draft")
    with at_most(9):  # one of them puts the test's own scope back
        officer.get(URL)
    run = begun(officer)
    with at_most(7):
        officer.get(f"{URL}{run.pk}/")


@pytest.mark.parametrize("part", ["", "progress/", "zip/"])
def test_members_parties_and_strangers_get_nothing_of_a_run(client_of, officer, part):
    company = member("Geheim Kanarie B.V.", "submitted")
    member("Kanarie Concept", "draft")
    run = go_on(begun(officer))
    for user in (AdminFactory(of=company), PartyUserFactory(), UserFactory()):
        for method in ("get", "post", "head", "put", "delete"):
            response = getattr(client_of(user), method)(f"{URL}{run.pk}/{part}")
            assert response.status_code in (403, 405)
            assert b"kanarie" not in response.content.lower()
    response = client_of().get(f"{URL}{run.pk}/{part}")
    assert response.headers["Location"].startswith(reverse("account_login"))


def test_nobody_else_starts_a_run(client_of):
    company = member("Gieterij", "submitted")
    for user in (AdminFactory(of=company), PartyUserFactory(), UserFactory()):
        assert client_of(user).post(URL, {"language": "nl"}).status_code == 403
    assert client_of().post(URL, {"language": "nl"}).status_code == 302
    assert not ReportRun.objects.exists()


def test_a_run_is_not_started_by_another_site(client_of):
    member("Gieterij", "submitted")
    client = client_of(ReviewerFactory(), enforce_csrf_checks=True)
    assert client.post(URL, {"language": "nl"}).status_code == 403
    assert not ReportRun.objects.exists()
