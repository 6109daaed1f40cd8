"""Files of reports, archives, removed proof and runs go after their term; so does who left."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.urls import reverse
from django.utils import timezone

from companies.models import Company, DeletionProof, Event, User
from companies.services.erasing import NotAMember, leave
from companies.services.retention import hash_of, keep_to_terms
from convenant import files
from convenant.tenancy.scope import company_scope
from diligence.models import (
    Declaration,
    DeclaredSmelter,
    Evidence,
    ProgressReport,
    Snapshot,
)
from diligence.reports.content import TEMPLATE_VERSION
from diligence.services.reports import request_report
from tests.database import superuser, whole_database
from tests.factories import AdminFactory
from tests.isolation import world as worlds
from workgroups.models import ReportRun

pytestmark = pytest.mark.django_db(transaction=True)


def ago(**time) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(**time)


@pytest.fixture
def world():
    """Two companies; the victim with one of everything, and a canary in each."""
    return worlds.build()


@pytest.fixture
def victim(world):
    return world.victim


def proofs(category: str) -> list[DeletionProof]:
    return [proof for proof in keep_to_terms() if proof.category == category]


class TestReports:
    """After a year the PDF goes; what it was made from stays, and makes the same again."""

    @pytest.fixture
    def report(self, victim, in_scope):
        with in_scope(victim):
            return ProgressReport.objects.get()

    def age(self, report, **time):
        with company_scope(report.company_id):
            ProgressReport.objects.update(finished_at=ago(**time))

    def test_the_file_goes_and_the_report_stays(self, report, in_scope, victim):
        self.age(report, days=366)
        [proof] = proofs("reports")
        assert not files.is_there(report.file)
        assert (proof.count, proof.sha256) == (1, hash_of([report.pk]))
        with in_scope(victim):
            kept = ProgressReport.objects.get()
            assert (kept.file, kept.code) == ("", report.code)
            assert Snapshot.objects.filter(pk=report.snapshot_id).exists()
        assert proofs("reports") == []

    def test_a_younger_one_stays(self, report):
        self.age(report, days=364)
        assert proofs("reports") == []
        assert files.is_there(report.file)

    def test_a_dry_run_takes_nothing(self, report):
        self.age(report, days=366)
        out = io.StringIO()
        call_command("retention", "--dry-run", stdout=out)
        assert "reports: 1 would be removed" in out.getvalue()
        assert files.is_there(report.file) and not DeletionProof.objects.exists()

    def test_the_pages_say_so_and_offer_to_make_it_again(self, report, world, client_of):
        self.age(report, days=366)
        keep_to_terms()
        browser = client_of(world.people["its own admin"])
        args = [world.victim.slug, worlds.YEAR]
        assert "Bestand opgeruimd" in browser.get(reverse("diligence:reports", args=args)).text
        gone = browser.get(reverse("diligence:report-pdf", args=[*args, report.pk]))
        assert gone.status_code == 410 and "Het bestand is er niet meer" in gone.text
        page = browser.get(reverse("diligence:report", args=[*args, report.pk]))
        assert "Het bestand is er niet meer" in page.text

    def test_asked_again_it_is_made_again_as_the_same_report(self, report, world, in_scope):
        self.age(report, days=366)
        keep_to_terms()
        with in_scope(world.victim):
            kept = ProgressReport.objects.select_related("snapshot__assessment").get()
            ProgressReport.objects.update(template_version=TEMPLATE_VERSION)
            again = request_report(
                kept.snapshot.assessment,
                "nl",
                by=world.people["its own admin"],
                snapshot=kept.snapshot,
            )
            assert (again.pk, again.status, again.code) == (report.pk, "queued", report.code)


class TestEvidence:
    """Removed proof goes for good after a month, its files too, unless a frozen file names it."""

    @pytest.fixture
    def document(self, victim, in_scope):
        with in_scope(victim):
            Evidence.objects.update(removed_at=ago(days=31))
            return Evidence.objects.get()

    def file_of(self, document) -> str:
        with company_scope(document.company_id):
            return document.versions.get().file

    def test_what_a_frozen_file_names_stays(self, document):
        assert proofs("evidence") == []
        assert files.is_there(self.file_of(document))

    def test_what_a_declaration_was_read_from_stays(self, document):
        unfreeze()
        assert proofs("evidence") == []
        assert files.is_there(self.file_of(document))

    def test_what_none_names_goes_with_its_file(self, document, victim, in_scope):
        name = self.file_of(document)
        loose(victim)
        [proof] = proofs("evidence")
        assert proof.sha256 == hash_of([document.pk])
        assert not files.is_there(name)
        with in_scope(victim):
            assert not Evidence.objects.exists()

    def test_within_the_month_it_stays(self, document, victim, in_scope):
        loose(victim)
        with in_scope(victim):
            Evidence.objects.update(removed_at=ago(days=29))
        assert proofs("evidence") == []


def loose(company) -> None:
    """Let nothing need the proof of the world: no frozen file, and no declaration."""
    unfreeze()
    with company_scope(company.pk):
        DeclaredSmelter.objects.all().delete()
        Declaration.objects.all().delete()


def unfreeze() -> None:
    """Let the frozen file of the world name no proof: only the database's owner could."""
    with superuser(connection.settings_dict["NAME"]) as server:
        server.execute("UPDATE diligence_snapshot SET content = '{}'")


def test_the_zip_with_all_reports_goes_after_a_month(world, client_of):
    run = ReportRun.objects.get()
    ReportRun.objects.update(finished_at=ago(days=29))
    assert proofs("report_runs") == []
    ReportRun.objects.update(finished_at=ago(days=31))
    [proof] = proofs("report_runs")
    assert proof.count == 1 and not files.is_there(run.file)
    boss = client_of(world.people["the secretariat"])
    page = boss.get(reverse("sector:report-runs", args=[worlds.YEAR]))
    assert page.status_code == 200 and "report-run-zip" not in page.text


class TestLeaving:
    """Five years after it left, nothing of a company is anywhere, and the proof stays."""

    @pytest.fixture
    def left(self, victim):
        leave(victim, timezone.localdate() - datetime.timedelta(days=1828))
        User.objects.update(joined_at=ago(days=3000))
        ReportRun.objects.update(finished_at=ago(days=31))
        return victim

    def test_nothing_is_left_of_it_and_the_other_is_as_it_was(self, left, world):
        other = worlds.fingerprint(world.outsider)
        mine = stored(world, left)
        assert worlds.CANARY in whole_database().lower() and len(mine) >= 3

        [proof] = proofs("companies")

        assert (proof.count, proof.sha256) == (1, hash_of([left.pk]))
        assert stored(world, left) == []
        found = whole_database().lower()
        assert worlds.CANARY not in found and str(left.pk) not in found
        assert worlds.fingerprint(world.outsider) == other
        call_command("verify_log", stdout=io.StringIO())
        assert proofs("companies") == []

    def test_a_dry_run_takes_nothing(self, left, world):
        out = io.StringIO()
        before = worlds.fingerprint(left)
        call_command("retention", "--dry-run", stdout=out)
        assert "companies: 1 would be removed" in out.getvalue()
        assert worlds.fingerprint(left) == before and len(stored(world, left)) >= 3

    def test_a_crash_after_the_files_is_finished_the_next_night(self, left, world, monkeypatch):
        def dies(self, *args, **kwargs):
            raise OSError("killed")

        monkeypatch.setattr(Company, "delete", dies)
        with pytest.raises(OSError):
            keep_to_terms()
        with company_scope(left.pk):
            assert Event.objects.exists()
        monkeypatch.undo()
        assert [proof.count for proof in proofs("companies")] == [1]

    def test_a_day_too_early_all_stays(self, victim):
        leave(victim, timezone.localdate() - datetime.timedelta(days=1826))
        assert proofs("companies") == []

    @pytest.mark.parametrize("days", [None, 0, 1800])
    def test_the_database_refuses_it_for_any_other(self, victim, days):
        if days is not None:
            leave(victim, timezone.localdate() - datetime.timedelta(days=days))
        refused = pytest.raises(IntegrityError)
        with refused, company_scope(victim.pk), connection.cursor() as cursor:
            cursor.execute("SELECT convenant.erase_company()")

    def test_leaving_stands_in_the_log_and_its_people_still_get_in(self, victim, world, client_of):
        call_command("company_left", victim.slug, "--on", "2026-12-31", stdout=io.StringIO())
        browser = client_of(world.people["its own admin"])
        page = browser.get(reverse("diligence:log", args=[victim.slug]))
        assert "Het systeem schreef uw bedrijf uit per 31 december 2026." in page.text
        call_command("company_left", victim.slug, "--undo", stdout=io.StringIO())
        victim.refresh_from_db()
        assert (victim.status, victim.left_on) == ("member", None)

    def test_what_makes_no_sense_is_refused(self, victim):
        with pytest.raises(CommandError, match="no company niets"):
            call_command("company_left", "niets")
        with pytest.raises(CommandError, match="is deelnemer now"):
            call_command("company_left", victim.slug, "--undo")
        leave(victim, timezone.localdate())
        with pytest.raises(NotAMember):
            leave(victim, timezone.localdate())


def stored(world, company) -> list[str]:
    """Return the names of a company's files in the store."""
    folders = files.folders_of(str(company.pk))
    return [name for folder in folders for name, _at in files.listed(folder)]


def test_the_privacy_page_shows_a_companys_terms_and_the_last_removal(victim, client_of):
    page = client_of(AdminFactory(of=victim)).get(reverse("privacy")).text
    assert "Vijf jaar nadat uw bedrijf het convenant verliet" in page
    assert "Een week nadat het archief is gemaakt." in page
    ReportRun.objects.update(finished_at=ago(days=31))
    keep_to_terms()
    assert "Laatst opgeruimd op" in client_of().get(reverse("privacy")).text
