"""All reports in one go: repeatable, never double, and honest about what failed."""

import csv
import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from companies.models import Company, Event
from convenant.queue.models import OutboxItem
from convenant.tenancy.scope import company_scope, officer_scope
from diligence import tasks as report_tasks
from diligence.models import Assessment, ProgressReport
from diligence.reports.pdf import Pdf
from diligence.services import reports
from diligence.services.states import accept
from tests.factories import ReviewerFactory
from tests.stored import path_of
from tests.workgroups.members import cycle_of, finish_reports, member, reports_of
from workgroups.models import ReportRun
from workgroups.services import report_runs, report_zip

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    """Take no time between steps."""
    monkeypatch.setattr(report_runs, "PAUSE", 0)


def started(language: str = "nl") -> ReportRun:
    """Start a run of 2026."""
    return report_runs.start_run(cycle_of(), language, by=ReviewerFactory())


def go_on(run: ReportRun, *, most: int = 40) -> ReportRun:
    """Take step after step, with the workers making reports in between, until the run is over."""
    for _ in range(most):
        report_runs.advance(run.pk)
        run.refresh_from_db()
        if not report_runs.is_running(run):
            return run
        finish_reports()
    raise AssertionError(f"still {run.status} after {most} steps")


def unpacked(run: ReportRun) -> dict[str, bytes]:
    """Return the files in the ZIP."""
    with zipfile.ZipFile(path_of(run.file)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == len(set(names))
        return {name: archive.read(name) for name in names}


def listed(run: ReportRun) -> list[list[str]]:
    """Return the lines of the manifest below its head."""
    text = unpacked(run)["manifest.csv"].decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))[1:]


def test_every_file_that_was_handed_in_is_in_the_zip():
    for name, status in [
        ("Ingediend", "submitted"),
        ("Akkoord B.V.", "accepted"),
        ("Gesloten", "closed"),
        ("Concept", "draft"),
        ("Vragen", "questions_open"),
        ("Zonder dossier", ""),
    ]:
        member(name, status)

    run = go_on(started())

    assert (run.status, run.done, run.total) == ("ready", 3, 3)
    assert set(unpacked(run)) == {
        "2026 Akkoord B.V. nl.pdf",
        "2026 Gesloten nl.pdf",
        "2026 Ingediend nl.pdf",
        "manifest.csv",
    }
    assert run.size == path_of(run.file).stat().st_size
    assert [(one.name, one.why) for one in report_runs.left_out_of(run)] == [
        ("Concept", "draft"),
        ("Vragen", "questions_open"),
        ("Zonder dossier", "no_file"),
    ]


def test_the_manifest_names_company_file_and_hash():
    member("=Formule B.V.", "submitted")
    member("Gieterij", "accepted")
    member("Concept", "draft")

    run = go_on(started())

    content = unpacked(run)["2026 Gieterij nl.pdf"]
    assert listed(run) == [
        ["'=Formule B.V.", "2026 =Formule B.V. nl.pdf", listed(run)[0][2], ""],
        ["Gieterij", "2026 Gieterij nl.pdf", hashlib.sha256(content).hexdigest(), ""],
        ["Concept", "", "", "nog niet ingediend"],
    ]


def test_one_run_at_a_time_for_a_language():
    member("Gieterij", "submitted")
    first, again, english = started(), started(), started("en")

    assert again.pk == first.pk
    assert english.pk != first.pk
    assert OutboxItem.objects.filter(task="workgroups.tasks.make_all_reports").count() == 2
    go_on(first)
    assert started().pk != first.pk


def test_a_second_run_makes_no_report_twice():
    company = member("Gieterij", "submitted")
    go_on(started())
    [before] = reports_of(company)

    run = go_on(started())

    [after] = reports_of(company)
    assert (after.pk, after.file, after.finished_at) == (before.pk, before.file, before.finished_at)
    assert "2026 Gieterij nl.pdf" in unpacked(run)


def test_each_language_has_its_own_reports():
    company = member("Gieterij", "submitted")
    go_on(started("nl"))
    english = go_on(started("en"))
    assert [report.language for report in reports_of(company)] == ["en", "nl"]
    assert "2026 Gieterij en.pdf" in unpacked(english)


def test_each_company_sees_who_asked_for_its_report_and_took_it_along():
    company = member("Gieterij", "submitted")
    draft = member("Concept", "draft")
    run = go_on(started())

    with company_scope(company.pk):
        events = list(Event.objects.for_company(company).order_by("at"))
    assert [event.verb for event in events] == ["report.requested", "report.packed"]
    assert {(event.actor, event.by_secretariat) for event in events} == {
        (run.requested_by_id, True)
    }
    assert events[-1].data == {"year": 2026}
    with company_scope(draft.pk):
        assert not Event.objects.for_company(draft).exists()


def test_few_reports_are_in_the_queue_at_a_time():
    for number in range(report_runs.IN_QUEUE + 5):
        member(f"Lid {number}", "submitted")
    run = started()

    report_runs.advance(run.pk)
    report_runs.advance(run.pk)

    waiting = OutboxItem.objects.filter(task="diligence.tasks.make_progress_report")
    assert waiting.count() == report_runs.IN_QUEUE
    assert go_on(run).done == report_runs.IN_QUEUE + 5


@pytest.mark.parametrize("killed_at", range(1, 6))
def test_killed_anywhere_and_repeated_gives_each_report_once(killed_at, monkeypatch):
    """A kill rolls the step's transaction back; the queue hands the same task out again."""
    companies = [member(f"Lid {number}", "submitted") for number in range(12)]
    run = started()
    asked = []
    request = reports.request_report

    def killed_once(assessment, language, *, by):
        asked.append(assessment)
        if len(asked) == killed_at:
            raise SystemExit("kill -9")
        return request(assessment, language, by=by)

    monkeypatch.setattr(reports, "request_report", killed_once)
    with pytest.raises(SystemExit):
        report_runs.advance(run.pk)
    run = go_on(run)

    assert (run.status, run.done, run.failed) == ("ready", 12, [])
    assert [len(reports_of(company)) for company in companies] == [1] * 12
    assert len(unpacked(run)) == 13


def test_killed_while_packing_leaves_no_half_zip(monkeypatch):
    for number in range(3):
        member(f"Lid {number}", "submitted")
    run = started()
    kill = iter([True])
    write_manifest = report_zip.manifest

    def killed_once(*what):
        if next(kill, False):
            raise SystemExit("kill -9")
        return write_manifest(*what)

    monkeypatch.setattr(report_zip, "manifest", killed_once)
    with pytest.raises(SystemExit):
        go_on(run)
    assert not path_of(f"report-runs/{run.pk}.zip").exists()
    run.refresh_from_db()
    assert run.status == "packing"

    assert len(unpacked(go_on(run))) == 4
    assert [path.suffix for path in path_of("report-runs").iterdir()] == [".zip"]


def test_a_step_too_many_changes_nothing():
    member("Gieterij", "submitted")
    run = go_on(started())
    before = path_of(run.file).stat().st_mtime_ns, run.finished_at
    waiting = OutboxItem.objects.count()

    report_runs.advance(run.pk)

    run.refresh_from_db()
    assert (path_of(run.file).stat().st_mtime_ns, run.finished_at) == before
    assert OutboxItem.objects.count() == waiting


def break_report_of(company) -> None:
    """Let the report of this company fail, as the worker does."""
    with company_scope(company.pk):
        report = ProgressReport.objects.for_company(company).get(status="queued")
        reports.fail_report(str(report.pk))


def test_a_report_that_fails_is_named_and_stops_no_other():
    bad = member("Kapot", "submitted")
    member("Heel", "submitted")
    run = started()
    report_runs.advance(run.pk)
    break_report_of(bad)

    run = go_on(run)

    [report] = reports_of(bad)
    assert run.status == "ready"
    assert [(one.name, one.why, one.code) for one in report_runs.left_out_of(run)] == [
        ("Kapot", "failed", report.error_code)
    ]
    assert set(unpacked(run)) == {"2026 Heel nl.pdf", "manifest.csv"}
    assert listed(run)[-1] == ["Kapot", "", "", f"verslag is mislukt, code {report.error_code}"]


def test_trying_again_makes_what_failed_and_nothing_else():
    bad, good = member("Kapot", "submitted"), member("Heel", "submitted")
    run = started()
    report_runs.advance(run.pk)
    break_report_of(bad)
    go_on(run)
    [made] = reports_of(good)

    run = go_on(started())

    assert (run.status, run.failed) == ("ready", [])
    assert len(unpacked(run)) == 3
    assert reports_of(good)[0].finished_at == made.finished_at


def test_a_company_that_can_not_be_asked_is_named_and_stops_no_other(monkeypatch):
    member("Kapot", "submitted")
    member("Heel", "submitted")
    request = reports.request_report

    def refuse_one(assessment, language, *, by):
        if assessment.company.name == "Kapot":
            raise ValueError("its content is not to be read")
        return request(assessment, language, by=by)

    monkeypatch.setattr(reports, "request_report", refuse_one)
    run = go_on(started())

    [left_out] = report_runs.left_out_of(run)
    assert (left_out.name, left_out.why) == ("Kapot", "failed")
    assert left_out.code.startswith("R-")
    assert set(unpacked(run)) == {"2026 Heel nl.pdf", "manifest.csv"}


def test_when_every_report_fails_there_is_no_zip():
    bad = member("Kapot", "submitted")
    run = started()
    report_runs.advance(run.pk)
    break_report_of(bad)

    run = go_on(run)

    assert (run.status, run.file, run.size) == ("failed", "", 0)
    assert not path_of("report-runs").exists()


def test_a_report_that_the_queue_gave_up_does_not_hold_up_the_run():
    company = member("Blijft hangen", "submitted")
    member("Heel", "submitted")
    run = started()
    report_runs.advance(run.pk)
    with company_scope(company.pk):
        [stuck] = ProgressReport.objects.for_company(company)
    OutboxItem.objects.filter(ids__report_id=str(stuck.pk)).update(failed_at=timezone.now())

    report_runs.advance(run.pk)
    run = go_on(run)

    assert [one.name for one in report_runs.left_out_of(run)] == ["Blijft hangen"]
    assert set(unpacked(run)) == {"2026 Heel nl.pdf", "manifest.csv"}


def file_of_report(name: str):
    """Return where the PDF of this company lies."""
    [report] = reports_of(Company.objects.get(name=name))
    return path_of(report.file)


def test_a_pdf_that_is_gone_is_made_again():
    member("Weg", "submitted")
    member("Heel", "submitted")
    go_on(started())
    file_of_report("Weg").unlink()

    run = go_on(started())

    assert run.failed == []
    assert set(unpacked(run)) == {"2026 Heel nl.pdf", "2026 Weg nl.pdf", "manifest.csv"}


def test_a_pdf_that_was_altered_is_not_handed_on():
    member("Beschadigd", "submitted")
    member("Heel", "submitted")
    go_on(started())
    file_of_report("Beschadigd").write_bytes(b"%PDF iets anders")

    run = go_on(started())

    assert [(one.name, one.why) for one in report_runs.left_out_of(run)] == [
        ("Beschadigd", "damaged")
    ]
    assert set(unpacked(run)) == {"2026 Heel nl.pdf", "manifest.csv"}


def test_a_file_that_is_accepted_meanwhile_comes_in_as_accepted():
    company = member("Gieterij", "submitted")
    run = started()
    report_runs.advance(run.pk)
    finish_reports()
    with officer_scope(company.pk):
        accepted = accept(Assessment.objects.for_company(company).get(), by=ReviewerFactory())

    run = go_on(run)

    with company_scope(company.pk):
        report = ProgressReport.objects.for_company(company).get(snapshot=accepted)
    assert listed(run) == [["Gieterij", "2026 Gieterij nl.pdf", report.sha256, ""]]
    assert run.total == 1


def test_a_run_with_nobody_behind_it_ends():
    member("Gieterij", "submitted")
    run = started()
    ReportRun.objects.update(requested_by=None)

    report_runs.advance(run.pk)

    run.refresh_from_db()
    assert run.status == "failed"
    assert run.error_code.startswith("R-")


def test_a_run_that_lasts_too_long_ends_and_leaves_room_for_another():
    member("Gieterij", "submitted")
    run = started()
    long_ago = timezone.now() - report_runs.LONGEST - timedelta(minutes=1)
    ReportRun.objects.update(requested_at=long_ago)

    report_runs.advance(run.pk)

    assert started().pk != run.pk


def test_nothing_of_a_company_is_kept_with_the_run():
    member("Gieterij", "submitted")
    company = member("Concept", "draft")
    run = go_on(started())
    assert run.failed == [{"slug": company.slug, "name": "Concept", "why": "draft", "code": ""}]


def test_the_real_tasks_do_it_all(run_outbox, monkeypatch):
    """The queue's own tasks, one after the other, with the drawing left out."""
    drawn = []

    def draw(content, *, tell):
        drawn.append(content)
        return Pdf(b"%PDF-1.7", 1)

    monkeypatch.setattr(report_tasks, "render_pdf", draw)
    for number in range(3):
        member(f"Lid {number}", "submitted")
    run = started()

    run_outbox()

    run.refresh_from_db()
    assert (run.status, run.done, len(drawn)) == ("ready", 3, 3)
    assert not OutboxItem.objects.exists()
