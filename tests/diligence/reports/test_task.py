"""Making a report: once, whatever happens in between, and never across companies."""

import hashlib

import pytest
from django.db import OperationalError

from companies.models import Event
from convenant import files as store
from convenant.queue.models import OutboxItem
from diligence import tasks
from diligence.models import Assessment, ProgressReport, Snapshot
from diligence.reports.content import report_content
from diligence.reports.pdf import Pdf
from diligence.services import reports
from diligence.services.snapshots import content_of, freeze
from tests.factories import (
    AssessmentFactory,
    CompanyFactory,
    EditorFactory,
    ReviewerFactory,
    answer,
)
from tests.stored import path_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return CompanyFactory(name="Gieterij De Maas B.V.")


@pytest.fixture
def assessment(company):
    return AssessmentFactory(company=company)


@pytest.fixture
def editor(company):
    return EditorFactory(of=company)


@pytest.fixture
def ask(assessment, editor, in_scope):
    """Return a function that asks for the report in a language."""

    def ask(language="nl", **more) -> ProgressReport:
        with in_scope(assessment.company):
            return reports.request_report(assessment, language, by=editor, **more)

    return ask


@pytest.fixture
def again(in_scope):
    """Return a function that reads a report anew."""

    def again(report: ProgressReport) -> ProgressReport:
        with in_scope(report.company):
            return ProgressReport.objects.select_related("snapshot").get(pk=report.pk)

    return again


@pytest.fixture
def quick(monkeypatch):
    """Let the setting of pages take no time; count how often it is done."""
    renders = []

    def render(content, *, tell):
        renders.append(content)
        tell("layout", 25)
        return Pdf(f"%PDF-1.7 {content.sha256} {content.language}".encode(), 3)

    monkeypatch.setattr(tasks, "render_pdf", render)
    return renders


def files() -> list:
    """Return every file that was filed, half ones too."""
    return [path for path in path_of("reports").rglob("*") if path.is_file()]


def test_a_real_report_is_made_filed_and_marked_ready(ask, again, run_outbox):
    report = ask()
    assert (report.status, report.percent) == ("queued", 0)

    assert run_outbox() == 1

    done = again(report)
    content = path_of(done.file).read_bytes()
    assert (done.status, done.percent, done.error_code) == ("ready", 100, "")
    assert content.startswith(b"%PDF-1.7")
    assert (done.size, done.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert done.pages > 10
    assert not OutboxItem.objects.exists()


def test_twice_the_task_is_one_file_and_one_rendering(ask, again, quick):
    report = ask()

    for _time in range(2):
        tasks.make_progress_report.run(company_id=str(report.company_id), report_id=str(report.pk))

    assert len(quick) == 1
    assert [path.suffix for path in files()] == [".pdf"]
    assert again(report).status == "ready"


def test_a_crash_between_file_and_row_is_made_good_by_the_relay(
    ask, again, quick, run_outbox, monkeypatch
):
    report = ask()
    real = store.write

    def write_and_die(name, content):
        real(name, content)
        raise SystemExit  # the process is gone: nothing of ours runs any more

    monkeypatch.setattr(store, "write", write_and_die)
    with pytest.raises(SystemExit):
        run_outbox()
    assert again(report).status == "rendering"
    assert OutboxItem.objects.count() == 1

    monkeypatch.setattr(store, "write", real)
    assert run_outbox() == 1

    assert again(report).status == "ready"
    assert [path.suffix for path in files()] == [".pdf"]


def test_a_crash_while_the_file_is_written_leaves_nothing_under_its_name(
    ask, again, quick, run_outbox, monkeypatch
):
    report = ask()

    def die(descriptor):
        raise SystemExit

    monkeypatch.setattr("os.fsync", die)
    with pytest.raises(SystemExit):
        run_outbox()
    assert not any(path.suffix == ".pdf" for path in files())

    monkeypatch.undo()
    monkeypatch.setattr(tasks, "render_pdf", lambda content, *, tell: Pdf(b"%PDF-1.7 whole", 1))
    run_outbox()

    assert [path.read_bytes() for path in files()] == [b"%PDF-1.7 whole"]
    assert again(report).status == "ready"


def test_the_company_of_another_finds_nothing(ask, again, quick):
    report = ask()
    stranger = CompanyFactory()

    tasks.make_progress_report.run(company_id=str(stranger.pk), report_id=str(report.pk))

    assert again(report).status == "queued"
    assert quick == []
    assert files() == []


def test_a_fault_of_ours_ends_as_failed_with_a_code_and_can_be_asked_again(
    ask, again, run_outbox, monkeypatch
):
    report = ask()

    def refuse(content, *, tell):
        raise RuntimeError("no pages today")

    monkeypatch.setattr(tasks, "render_pdf", refuse)
    run_outbox()
    failed = again(report)
    assert failed.status == "failed"
    assert failed.error_code.startswith("R-")

    monkeypatch.setattr(tasks, "render_pdf", lambda content, *, tell: Pdf(b"%PDF", 1))
    assert ask().pk == report.pk
    run_outbox()
    assert (again(report).status, again(report).error_code) == ("ready", "")


def test_a_lost_database_is_no_failure_of_the_report(ask, again, monkeypatch):
    report = ask()

    def lose(content, *, tell):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(tasks, "render_pdf", lose)
    with pytest.raises(OperationalError):
        tasks.make(str(report.company_id), str(report.pk))

    assert again(report).status == "rendering"


def test_content_that_was_tampered_with_is_not_printed(ask, again, run_outbox, quick, monkeypatch):
    report = ask()
    monkeypatch.setattr(Snapshot, "is_genuine", lambda snapshot: False)

    run_outbox()

    assert again(report).status == "failed"
    assert quick == []


def test_how_far_it_is_can_be_seen_meanwhile(ask, again, run_outbox, monkeypatch):
    report = ask()
    seen = []

    def look(content, *, tell):
        seen.append((again(report).stage, again(report).percent))
        tell("layout", 25)
        seen.append((again(report).stage, again(report).percent))
        return Pdf(b"%PDF", 1)

    monkeypatch.setattr(tasks, "render_pdf", look)
    run_outbox()

    assert seen == [("gather", 10), ("layout", 25)]


class TestAsking:
    def test_the_same_content_in_the_same_language_is_one_report(self, ask, quick, run_outbox):
        first, second, english = ask(), ask(), ask("en")
        assert first.pk == second.pk != english.pk
        assert first.code != english.code

        assert run_outbox() == 2
        assert ask().pk == first.pk
        assert run_outbox() == 0

    def test_a_changed_answer_is_another_report(self, ask, assessment):
        first = ask()
        answer(assessment, "embed.policy", 3)

        assert ask().pk != first.pk

    def test_a_report_that_lost_its_file_is_made_again_with_the_same_hash(
        self, ask, again, quick, run_outbox
    ):
        report = ask()
        run_outbox()
        was = again(report).sha256
        for path in files():
            path.unlink()

        assert ask().pk == report.pk
        run_outbox()

        assert again(report).sha256 == was
        assert len(files()) == 1

    def test_a_report_whose_task_was_given_up_is_started_again(self, ask, again, quick, run_outbox):
        report = ask()
        OutboxItem.objects.update(failed_at=report.requested_at)
        assert run_outbox() == 0

        ask()
        assert run_outbox() == 1
        assert again(report).status == "ready"

    def test_the_request_and_the_secretariats_download_leave_a_trace(
        self, ask, again, quick, run_outbox, in_scope, company
    ):
        report = ask()
        run_outbox()
        reviewer = ReviewerFactory(name="Ineke de Wit")

        with in_scope(company):
            assert reports.hand_out(again(report), by=reviewer, year=2026)
            told = list(Event.objects.order_by("at").values_list("verb", "by_secretariat"))

        assert told[-2:] == [("report.requested", False), ("report.downloaded", True)]

    def test_a_file_that_was_altered_is_not_handed_out(
        self, ask, again, quick, run_outbox, in_scope, editor
    ):
        report = ask()
        run_outbox()
        files()[0].write_bytes(b"%PDF-1.7 something else")

        with in_scope(report.company):
            assert reports.hand_out(again(report), by=editor, year=2026) is None


class TestOnlyTheSnapshotSpeaks:
    def test_answers_given_after_the_request_are_not_in_it(self, ask, again, assessment, in_scope):
        answer(assessment, "embed.policy", 3, explanation="Vóór het verslag.")
        report = ask()
        answer(assessment, "embed.policy", 1, explanation="Na het verslag.")

        with in_scope(assessment.company):
            content = report_content(again(report))

        first = content.steps[0].sections[0].answers[0]
        assert (first.level, first.text) == (3, ("Vóór het verslag.",))

    def test_gathering_takes_few_statements(
        self, ask, again, assessment, company, in_scope, handed_in_before, django_assert_num_queries
    ):
        report = again(ask())

        with in_scope(company), django_assert_num_queries(1):
            content = report_content(report)

        assert content.last_year == 2025

    def test_gathering_takes_ten_statements_at_most_scope_and_locks_included(
        self, ask, company, handed_in_before, in_scope, django_assert_max_num_queries
    ):
        report = ask()

        with django_assert_max_num_queries(10), in_scope(company):
            assert report_content(reports.start_report(str(report.pk))).last_year == 2025

    def test_an_edition_that_is_not_in_memory_is_fetched_once(
        self, ask, again, company, in_scope, monkeypatch, django_assert_num_queries
    ):
        from diligence.framework import document

        report = again(ask())
        monkeypatch.setattr(document, "_cache", document._Cache(4))

        with in_scope(company), django_assert_num_queries(1):
            report_content(report)

    @pytest.fixture
    def handed_in_before(self, company, in_scope) -> Snapshot:
        """Last year's file, handed in."""
        before = AssessmentFactory(company=company, cycle__year=2025, status="submitted")
        with in_scope(company):
            return freeze(before, Snapshot.Kind.SUBMITTED)


class TestTheYearBefore:
    def test_is_named_when_frozen_and_never_changes_after(self, company, in_scope, ask, again):
        before = AssessmentFactory(company=company, cycle__year=2025)
        answer(before, "embed.policy", 1)
        with in_scope(company):
            handed_in = freeze(before, Snapshot.Kind.SUBMITTED)
        report = ask()
        answer(before, "embed.policy", 4)
        with in_scope(company):
            freeze(before, Snapshot.Kind.ACCEPTED)
            content = report_content(again(report))

        assert again(report).snapshot.data()["previous"] == handed_in.sha256
        assert handed_in.sha256[:8] in str(content.method.facts)

    def test_a_draft_of_last_year_is_not_compared_with(self, company, assessment, in_scope):
        before = AssessmentFactory(company=company, cycle__year=2025)
        with in_scope(company):
            freeze(before, Snapshot.Kind.DRAFT)

            assert content_of(assessment)["previous"] is None

    def test_of_another_company_can_never_be_read(self, company, assessment, in_scope, monkeypatch):
        """Not even when a snapshot names it: the filter and the policies both stand in between."""
        from diligence.reports.frozen import BrokenSnapshot
        from diligence.services import snapshots

        rival = CompanyFactory(name="Kanarie Metaal B.V.")
        theirs = AssessmentFactory(company=rival, cycle__year=2025)
        answer(theirs, "embed.policy", 2, explanation="Kanarie zingt: geheim.")
        with in_scope(rival):
            secret = freeze(theirs, Snapshot.Kind.SUBMITTED)
        monkeypatch.setattr(snapshots, "hash_of_year_before", lambda file: secret.sha256)

        with in_scope(company):
            report = reports.request_report(assessment, "nl", by=EditorFactory(of=company))
            with pytest.raises(BrokenSnapshot):
                report_content(report)


class TestTwoCompanies:
    def test_nothing_of_the_one_is_in_the_report_of_the_other(self, in_scope):
        from diligence.reports.pdf import html_of

        pages = {}
        for bird in ("Kanarie", "Mees"):
            company = CompanyFactory(name=f"{bird} Metaal B.V.", city=f"{bird}dorp")
            file = AssessmentFactory(company=company)
            by = EditorFactory(of=company, name=f"{bird} Bakker")
            answer(file, "embed.policy", 2, explanation=f"{bird} belooft dit.", by=by)
            answer(file, "embed.buying_practices", f"{bird} koopt laat in.", by=by)
            with in_scope(company):
                pages[bird] = html_of(report_content(reports.request_report(file, "nl", by=by)))

        assert "Mees" not in pages["Kanarie"]
        assert "Kanarie" not in pages["Mees"]
        assert "Kanarie koopt laat in." in pages["Kanarie"]

    def test_the_names_of_people_are_in_no_report(self, assessment, company, in_scope):
        from diligence.reports.pdf import html_of

        by = EditorFactory(of=company, name="Willemijn van Zeskant")
        answer(assessment, "embed.policy", 2, by=by)
        with in_scope(company):
            html = html_of(report_content(reports.request_report(assessment, "nl", by=by)))

        assert "Zeskant" not in html


def test_what_was_handed_in_is_what_is_printed(assessment, company, in_scope, editor):
    """After submission a report comes from the submitted snapshot, whatever is answered later."""
    with in_scope(company):
        handed_in = freeze(assessment, Snapshot.Kind.SUBMITTED)
        freeze(assessment, Snapshot.Kind.DRAFT)
        assessment.status = Assessment.Status.SUBMITTED
        report = reports.request_report(assessment, "nl", by=editor)

        assert report.snapshot_id == handed_in.pk
