"""The pages of reports: asking for one, watching it being made, fetching it, and who may not."""

import pytest
from django.urls import reverse
from django.utils import timezone

from companies.models import Event
from convenant.queue.models import OutboxItem
from diligence import tasks
from diligence.models import ProgressReport, ReportCode, Snapshot
from diligence.reports.pdf import Pdf, html_of
from diligence.services import reports
from diligence.services.codes import control_code, digest_of
from diligence.services.snapshots import freeze
from tests.factories import (
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    PartyUserFactory,
    ReaderFactory,
    ReviewerFactory,
    answer,
)
from tests.factories.chain import line as chain_line
from tests.stored import path_of

pytestmark = pytest.mark.django_db

PAGES = 12
STATEMENTS = 9
"""Who is here (3), the file and its reports (2), and the scope around them (4)."""


@pytest.fixture
def company():
    return CompanyFactory(name="Gieterij De Maas", slug="de-maas")


@pytest.fixture
def assessment(company):
    return AssessmentFactory(company=company)


@pytest.fixture
def editor(company):
    return EditorFactory(of=company, name="Joke Bakker")


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Let the setting of pages take no time: these tests are about the pages around it."""

    def render(content, *, tell):
        return Pdf(f"%PDF-1.7 {content.sha256}".encode(), PAGES)

    monkeypatch.setattr(tasks, "render_pdf", render)


@pytest.fixture
def report(company, assessment, editor, in_scope) -> ProgressReport:
    """A report that waits to be made."""
    with in_scope(company):
        return reports.request_report(assessment, "nl", by=editor)


@pytest.fixture
def ready(report, run_outbox) -> ProgressReport:
    """A report that is there."""
    run_outbox()
    return report


def address(name: str, company, report=None) -> str:
    """Return the address of a page about reports."""
    more = [report.pk] if report else []
    return reverse(f"diligence:{name}", args=[company.slug, 2026, *more])


def change(report: ProgressReport, in_scope, **fields) -> None:
    """Put a report in a state."""
    with in_scope(report.company):
        ProgressReport.objects.filter(pk=report.pk).update(**fields)


def test_an_empty_list_says_so_and_offers_to_make_one(client_of, company, assessment, editor):
    page = client_of(editor).get(address("reports", company))

    assert page.status_code == 200
    assert "Er is van dit jaar nog geen verslag gemaakt." in page.text
    assert "PDF maken" in page.text
    assert "tussenstand" in page.text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_asking_makes_one_and_leads_to_its_page(
    client_of, company, assessment, editor, in_scope, language
):
    wanted = {"language": language, "variant": "full"}
    page = client_of(editor).post(address("reports", company), wanted)

    with in_scope(company):
        report = ProgressReport.objects.get()
    assert page.url == address("report", company, report)
    assert (report.language, report.requested_by_id) == (language, editor.pk)
    assert OutboxItem.objects.get().ids["report_id"] == str(report.pk)


def test_the_public_variant_is_a_report_of_its_own_with_its_own_code(
    client_of, company, assessment, editor, in_scope, run_outbox
):
    client = client_of(editor)
    for variant in ("full", "public", "public"):
        client.post(address("reports", company), {"language": "nl", "variant": variant})
    run_outbox()

    with in_scope(company):
        full, public = ProgressReport.objects.select_related("snapshot").order_by("variant")
    assert (full.variant, public.variant) == ("full", "public")
    assert full.snapshot == public.snapshot and full.code != public.code
    assert full.code == control_code(full.snapshot, "nl")
    assert codes_known() == {digest_of(full.code), digest_of(public.code)}
    page = client.get(address("report-pdf", company, public))
    assert "openbaar%20nl.pdf" in page.headers["Content-Disposition"].replace(" ", "%20")
    page = client.get(address("reports", company))
    assert page.text.count("· openbaar") == 1
    page = client.get(address("report", company, public))
    assert "· openbaar" in page.text


def test_the_worker_makes_the_public_variant_without_a_suppliers_name(
    client_of, company, assessment, editor, run_outbox, monkeypatch
):
    pages = []

    def render(content, *, tell):
        pages.append(html_of(content))
        return Pdf(b"%PDF", PAGES)

    monkeypatch.setattr(tasks, "render_pdf", render)
    chain_line(assessment, supplier="Ertsvink Trading B.V.", country="DE", certainty="told")
    for variant in ("full", "public"):
        wanted = {"language": "nl", "variant": variant}
        client_of(editor).post(address("reports", company), wanted)
    run_outbox()

    assert sorted("Ertsvink" in page for page in pages) == [False, True]


@pytest.mark.parametrize("variant", ["", "secret"])
def test_who_it_is_for_must_be_chosen(client_of, company, assessment, editor, variant, in_scope):
    wanted = {"language": "nl", "variant": variant}
    page = client_of(editor).post(address("reports", company), wanted)

    assert page.status_code == 422
    assert "Kies voor wie u het verslag maakt." in page.text
    with in_scope(company):
        assert not ProgressReport.objects.exists()


def test_made_again_a_public_report_stays_public(client_of, company, report, editor, in_scope):
    change(report, in_scope, variant="public", status="failed")
    client_of(editor).post(address("report", company, report))

    with in_scope(company):
        assert ProgressReport.objects.get().variant == "public"


def codes_known() -> set[str]:
    return set(ReportCode.objects.values_list("digest", flat=True))


def test_asking_twice_is_one_report(client_of, company, assessment, editor, in_scope):
    client = client_of(editor)
    for _time in range(2):
        client.post(address("reports", company), {"language": "nl", "variant": "full"})

    with in_scope(company):
        assert ProgressReport.objects.count() == 1
    assert OutboxItem.objects.count() == 1


@pytest.mark.parametrize("language", ["", "de", "nl; drop"])
def test_another_language_is_refused_with_a_message(
    client_of, company, assessment, editor, language, in_scope
):
    wanted = {"language": language, "variant": "full"}
    page = client_of(editor).post(address("reports", company), wanted)

    assert page.status_code == 422
    assert 'role="alert"' in page.text or "aria-invalid" in page.text
    with in_scope(company):
        assert not ProgressReport.objects.exists()


def test_the_list_tells_language_state_source_and_who(client_of, company, ready, editor):
    page = client_of(editor).get(address("reports", company))

    assert "Nederlands" in page.text
    assert "Tussenstand van" in page.text
    assert "Klaar" in page.text
    assert "door Joke Bakker" in page.text
    assert f"{PAGES} bladzijden" in page.text


class TestWhileItIsMade:
    def test_the_page_shows_stages_and_asks_again_by_itself(
        self, client_of, company, report, editor
    ):
        page = client_of(editor).get(address("report", company, report))

        for stage in ("Gegevens verzamelen", "Pagina’s opmaken", "Bestand bewaren"):
            assert stage in page.text
        assert "U mag deze pagina verlaten." in page.text
        assert "Ververs deze pagina" in page.text
        assert f'data-poll-url="{address("report-progress", company, report)}"' in page.text
        assert "js/poll.js" in page.text

    def test_the_part_that_is_renewed_is_no_whole_page(
        self, client_of, company, report, editor, in_scope
    ):
        change(report, in_scope, status="rendering", stage="layout", percent=25)

        part = client_of(editor).get(address("report-progress", company, report))

        assert part.text.strip().startswith("<section")
        assert "<html" not in part.text
        assert "25%" in part.text
        assert part.text.count('aria-current="step"') == 1

    def test_once_it_is_there_the_part_asks_no_more(self, client_of, company, ready, editor):
        part = client_of(editor).get(address("report-progress", company, ready))

        assert "data-poll-url" not in part.text
        assert address("report-pdf", company, ready) in part.text
        assert f"{PAGES} bladzijden" in part.text

    def test_the_file_is_not_there_yet(self, client_of, company, report, editor):
        page = client_of(editor).get(address("report-pdf", company, report))

        assert page.url == address("report", company, report)


class TestWhenItFailed:
    def test_it_says_so_with_a_code_and_starts_again(
        self, client_of, company, report, editor, in_scope, run_outbox
    ):
        change(report, in_scope, status="failed", error_code="R-4821")
        OutboxItem.objects.all().delete()
        client = client_of(editor)

        page = client.get(address("report", company, report))
        assert "mail ons dan met code R-4821" in page.text
        assert "De antwoorden zijn veilig." in page.text
        assert "data-poll-url" not in page.text

        again = client.post(address("report", company, report))
        assert again.url == address("report", company, report)
        assert run_outbox() == 1
        assert "Uw verslag staat klaar" in client.get(again.url).text

    def test_a_report_that_nobody_makes_any_more_can_be_started_again(
        self, client_of, company, report, editor, run_outbox
    ):
        OutboxItem.objects.update(failed_at=timezone.now())
        client = client_of(editor)

        assert "Niet gelukt" in client.get(address("report", company, report)).text
        client.post(address("report", company, report))

        assert run_outbox() == 1

    def test_starting_again_makes_that_very_report_whatever_was_answered_since(
        self, client_of, company, report, assessment, editor, in_scope
    ):
        change(report, in_scope, status="failed")
        OutboxItem.objects.all().delete()
        answer(assessment, "embed.policy", 3, by=editor)

        page = client_of(editor).post(address("report", company, report))

        assert page.url == address("report", company, report)


class TestTheFile:
    def test_is_handed_out_as_a_file_and_nothing_else(self, client_of, company, ready, editor):
        page = client_of(editor).get(address("report-pdf", company, ready))

        assert page.status_code == 200
        assert page.content.startswith(b"%PDF-1.7")
        assert page["Content-Type"] == "application/pdf"
        assert page["Content-Disposition"] == (
            'attachment; filename="Ketenkompas 2026 Gieterij De Maas nl.pdf"'
        )
        assert page["X-Content-Type-Options"] == "nosniff"
        assert page["Content-Security-Policy"].endswith("; sandbox")
        assert "no-store" in page["Cache-Control"]

    @pytest.mark.parametrize(
        ("name", "kept"),
        [
            ("Łódź & Zonen", "filename*=utf-8''Ketenkompas%202026%20%C5%81%C3%B3d%C5%BA"),
            ('A/B\\C:"D"\r\nX-Evil: 1', 'filename="Ketenkompas 2026 A B C D X-Evil 1 nl.pdf"'),
        ],
    )
    def test_its_name_is_safe(self, client_of, company, ready, editor, name, kept):
        company.name = name
        company.save()

        page = client_of(editor).get(address("report-pdf", company, ready))

        assert kept in page["Content-Disposition"]
        assert "X-Evil" not in page.headers

    def test_that_is_gone_is_said_and_can_be_made_again(
        self, client_of, company, ready, editor, run_outbox
    ):
        client = client_of(editor)
        kept = client.get(address("report-pdf", company, ready)).content
        next(path_of("reports").rglob("*.pdf")).unlink()

        page = client.get(address("report-pdf", company, ready))
        assert page.status_code == 410
        assert "Het bestand is er niet meer" in page.text
        assert "Opnieuw maken" in page.text

        client.post(address("report", company, ready))
        run_outbox()
        assert client.get(address("report-pdf", company, ready)).content == kept

    def test_a_head_request_gives_no_content(self, client_of, company, ready, editor):
        page = client_of(editor).head(address("report-pdf", company, ready))

        assert (page.status_code, page.content) == (200, b"")


class TestWho:
    @pytest.mark.parametrize("name", ["reports", "report", "report-progress", "report-pdf"])
    @pytest.mark.parametrize("stranger", [EditorFactory, PartyUserFactory])
    def test_strangers_get_a_404(self, client_of, company, ready, name, stranger):
        report = None if name == "reports" else ready

        assert client_of(stranger()).get(address(name, company, report)).status_code == 404

    @pytest.mark.parametrize("name", ["report", "report-progress", "report-pdf"])
    def test_a_report_of_another_company_is_not_in_ones_own_file(self, client_of, ready, name):
        own = CompanyFactory()
        AssessmentFactory(company=own)

        page = client_of(EditorFactory(of=own)).get(address(name, own, ready))

        assert page.status_code == 404

    def test_a_report_of_another_year_is_not_in_this_one(
        self, client_of, company, ready, editor, assessment
    ):
        AssessmentFactory(company=company, cycle__year=2025)
        other = reverse("diligence:report", args=[company.slug, 2025, ready.pk])

        assert client_of(editor).get(other).status_code == 404

    @pytest.mark.parametrize("name", ["reports", "report", "report-progress", "report-pdf"])
    def test_nobody_is_asked_to_sign_in(self, client_of, company, ready, name):
        report = None if name == "reports" else ready
        page = client_of().get(address(name, company, report))

        assert page.status_code == 302
        assert reverse("account_login") in page.url

    def test_a_reader_may_ask_and_fetch(self, client_of, company, assessment, run_outbox):
        client = client_of(ReaderFactory(of=company))

        page = client.post(address("reports", company), {"language": "nl", "variant": "full"})
        run_outbox()

        assert client.get(page.url + "pdf/").status_code == 200

    def test_the_secretariat_may_ask_and_fetch_and_leaves_a_trace(
        self, client_of, company, assessment, run_outbox, in_scope
    ):
        reviewer = ReviewerFactory(name="Ineke de Wit")
        client = client_of(reviewer)

        page = client.post(address("reports", company), {"language": "nl", "variant": "full"})
        run_outbox()
        assert client.get(page.url + "pdf/").status_code == 200

        with in_scope(company):
            events = (
                Event.objects.filter(actor=reviewer.pk).exclude(verb="file.read").order_by("at")
            )
            assert [event.verb for event in events] == ["report.requested", "report.downloaded"]
            assert all(event.by_secretariat for event in events)
        listed = client_of(EditorFactory(of=company)).get(address("reports", company))
        assert "door het secretariaat" in listed.text
        assert "Ineke" not in listed.text

    @pytest.mark.parametrize("name", ["report-progress", "report-pdf"])
    def test_fetching_is_not_posting(self, client_of, company, ready, editor, name):
        assert client_of(editor).post(address(name, company, ready)).status_code == 405


def test_after_handing_in_the_list_says_where_the_report_comes_from(
    client_of, company, assessment, editor, in_scope
):
    with in_scope(company):
        freeze(assessment, Snapshot.Kind.SUBMITTED)
        assessment.status = "submitted"
        assessment.save()
    client = client_of(editor)

    page = client.get(address("reports", company))
    assert "zoals het is ingediend" in page.text
    client.post(address("reports", company), {"language": "nl", "variant": "full"})

    assert "Zoals ingediend op" in client.get(address("reports", company)).text


class TestStatements:
    """Every page is a fixed number of statements, whatever the number of reports."""

    def test_of_the_list(
        self, client_of, company, ready, editor, assessment, in_scope, django_assert_num_queries
    ):
        """One more: what was handed in, to be downloaded."""
        client = client_of(editor)
        client.get(address("reports", company))
        with django_assert_num_queries(STATEMENTS + 1):
            client.get(address("reports", company))
        for level in range(3):
            answer(assessment, "embed.policy", level, by=editor)
            client.post(address("reports", company), {"language": "en", "variant": "full"})

        with django_assert_num_queries(STATEMENTS + 1):
            client.get(address("reports", company))

    def test_of_one_report_and_its_file(
        self, client_of, company, ready, editor, django_assert_num_queries
    ):
        client = client_of(editor)
        with django_assert_num_queries(STATEMENTS):
            client.get(address("report", company, ready))
        with django_assert_num_queries(STATEMENTS):
            client.get(address("report-progress", company, ready))
        with django_assert_num_queries(STATEMENTS):
            client.get(address("report-pdf", company, ready))
