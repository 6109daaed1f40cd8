"""What goes wrong unseen with files of proof is put right: each day, company by company."""

import logging
from datetime import timedelta

from django.utils import timezone

from companies.models import Company
from convenant import files
from convenant.queue.models import OutboxItem
from convenant.queue.outbox import enqueue
from convenant.tenancy.scope import company_scope
from diligence.models import EvidenceVersion
from diligence.services.evidence_files import SCAN

log = logging.getLogger(__name__)
AN_UPLOAD = timedelta(days=1)
"""A file in the store that no row tells of is somebody's upload under way; after this it is not."""


def tidy_all() -> None:
    """Do the upkeep of every company, each in its own scope; one that fails stops no other."""
    for company in Company.objects.order_by("pk"):
        try:
            with company_scope(company.pk):
                scan_again(company)
                remove_orphans(company)
        except files.StoreDown:
            log.exception("The upkeep of the files of %s did not end.", company.pk)


def scan_again(company: Company) -> int:
    """Ask again for a look at versions that wait while no task for it is left; return how many."""
    waiting = EvidenceVersion.objects.for_company(company).filter(state="pending")
    asked = 0
    for version in waiting:
        tasks = OutboxItem.objects.filter(task=SCAN, failed_at=None)
        if not tasks.filter(ids__version_id=str(version.pk)).exists():
            enqueue(SCAN, company_id=company.pk, version_id=version.pk)
            asked += 1
    return asked


def remove_orphans(company: Company) -> int:
    """Remove files that no row tells of: what a broken upload left. Return how many."""
    known = set(EvidenceVersion.objects.for_company(company).values_list("file", flat=True))
    before = timezone.now() - AN_UPLOAD
    orphans = [
        name
        for name, written in files.listed(f"evidence/{company.pk}")
        if name not in known and written < before
    ]
    for name in orphans:
        files.remove(name)
    return len(orphans)
