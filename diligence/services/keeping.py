"""How files of reports, archives, removed proof, workbooks and words of complaints are removed."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from companies.models import Company
from companies.services.retention import OfCompany, in_each_company
from companies.terms import Category
from convenant import files
from convenant.tenancy.scope import company_scope
from diligence.models import (
    AnswerImport,
    Archive,
    Declaration,
    Evidence,
    EvidenceVersion,
    ProgressReport,
    Snapshot,
)
from diligence.services.evidence import tell
from diligence.services.remedy.forgetting import empty_case, old_cases


def old_reports(company: Company, before: datetime) -> QuerySet:
    """Return the reports whose PDF was made before this and is still there."""
    mine = ProgressReport.objects.for_company(company).exclude(file="")
    return mine.filter(status=ProgressReport.Status.READY, finished_at__lt=before)


def old_archives(company: Company, before: datetime) -> QuerySet:
    """Return the archives that were made before this and are still there."""
    mine = Archive.objects.for_company(company)
    return mine.filter(status=Archive.Status.READY, finished_at__lt=before)


def old_sheets(company: Company, before: datetime) -> QuerySet:
    """Return the workbooks that came back before this, whatever became of them."""
    return AnswerImport.objects.for_company(company).filter(created_at__lt=before)


def old_evidence(company: Company, before: datetime) -> QuerySet:
    """Return the documents that were removed before this and that nothing needs any more.

    A frozen file that names one needs it, and so does a declaration that was read from it.
    """
    removed = Evidence.objects.for_company(company).filter(removed_at__lt=before)
    declared = Declaration.objects.for_company(company).values("file__evidence_id")
    removed = removed.exclude(pk__in=declared)
    frozen = Snapshot.objects.for_company(company)
    named = [
        pk
        for pk in removed.values_list("pk", flat=True)
        if frozen.filter(content__contains=str(pk)).exists()
    ]
    return removed.exclude(pk__in=named)


def remove_report(due: OfCompany, before: datetime) -> bool:
    """Remove the PDF of a report. Who asks for it again gets the same, made anew."""
    with company_scope(due.company_id):
        report = past(old_reports, due, before).first()
        if report is None:
            return False
        files.remove(report.file)
        report.file, report.size = "", 0
        report.save(update_fields=["file", "size"])
    return True


def remove_archive(due: OfCompany, before: datetime) -> bool:
    """Remove the ZIP of an archive; that it was made stays."""
    with company_scope(due.company_id):
        archive = past(old_archives, due, before).first()
        if archive is None:
            return False
        files.remove(archive.file)
        archive.status, archive.file = Archive.Status.EXPIRED, ""
        archive.save(update_fields=["status", "file"])
    return True


def remove_sheet(due: OfCompany, before: datetime) -> bool:
    """Remove what a workbook said; the answers it became have versions of their own."""
    with company_scope(due.company_id):
        return bool(past(old_sheets, due, before).delete()[0])


def remove_evidence(due: OfCompany, before: datetime) -> bool:
    """Remove a document for good, and its files once that is certain."""
    with company_scope(due.company_id):
        evidence = past(old_evidence, due, before).first()
        if evidence is None:
            return False
        versions = EvidenceVersion.objects.for_company(due.company_id).filter(evidence=evidence)
        for name in versions.values_list("file", flat=True):
            transaction.on_commit(partial(files.remove, name), robust=True)
        evidence.company = Company.objects.get(pk=due.company_id)
        tell("evidence.erased", evidence, by=None)
        evidence.delete()
    return True


def past(rows, due: OfCompany, before: datetime) -> QuerySet:
    """Return this one row, locked, while it still is past its time."""
    company = Company(pk=due.company_id)
    return rows(company, before).filter(pk=due.pk).select_for_update()


WAYS = {
    Category.REPORTS: (in_each_company(old_reports), remove_report),
    Category.ARCHIVES: (in_each_company(old_archives), remove_archive),
    Category.SHEETS: (in_each_company(old_sheets), remove_sheet),
    Category.EVIDENCE: (in_each_company(old_evidence), remove_evidence),
    Category.COMPLAINTS: (in_each_company(old_cases), empty_case),
}
