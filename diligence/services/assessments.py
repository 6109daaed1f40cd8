"""Open a company's year, and hand it in. What follows on that is in `states`.

`at` is when it happened: now, unless it is told afterwards. What is told afterwards is not mailed.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from companies.events import record
from companies.models import Company, Membership, User
from companies.permissions import GRANTS, Permission
from convenant.queue.outbox import enqueue
from diligence.models import Assessment, Cycle, Snapshot
from diligence.services import telling
from diligence.services.check import Finding, tally
from diligence.services.desk.changes import changed_since_last_year
from diligence.services.findings import findings_of
from diligence.services.snapshots import freeze
from diligence.services.states import IllegalStep, conclude, move


class NotReady(Exception):
    """The file can't be submitted yet; `findings` says what stands in the way."""

    def __init__(self, findings: Iterable[Finding]):
        self.findings = tuple(findings)
        super().__init__(f"{len(self.findings)} findings")


def open_year(
    company: Company, cycle: Cycle, *, by: User | None, at: datetime | None = None
) -> Assessment:
    """Return the company's file of this cycle, made when it is not there yet. Idempotent."""
    assessment, is_new = Assessment.objects.get_or_create(
        company=company,
        cycle=cycle,
        defaults={
            "version": cycle.newer,
            "membership_year": company.membership_year(cycle.year),
            "opened_at": at or timezone.now(),
        },
    )
    if is_new:
        record(company, "file.opened", by=by, at=at, year=cycle.year)
    return assessment


def submitters_of(company: Company) -> list[Membership]:
    """Return the seats of who may submit for this company, by name. One query."""
    roles = [role for role, grants in GRANTS.items() if Permission.FILE_SUBMIT in grants]
    return list(Membership.objects.of_company(company).filter(role__in=roles))


def latest_receipt(assessment: Assessment) -> Snapshot | None:
    """Return the newest submitted snapshot, without its large text; None before submission."""
    submitted = assessment.snapshots.filter(
        company_id=assessment.company_id, kind=Snapshot.Kind.SUBMITTED
    )
    return submitted.defer("content").order_by("-made_at").first()


@transaction.atomic
def submit(assessment: Assessment, *, by: User, at: datetime | None = None) -> Snapshot:
    """Hand the file to the secretariat as it stands, frozen; the sender gets a receipt by mail.

    Raises IllegalStep, also for a first time in a year that closed; or NotReady when questions are
    unanswered or put off.
    """
    locked = move(assessment, "submitted", by=by, at=at)
    if locked.cycle.is_closing and locked.submitted_at is None:
        raise IllegalStep("the year closed")
    findings = findings_of(locked)
    if blocking := [finding for finding in findings if finding.blocks]:
        raise NotReady(blocking)
    locked.figures = locked.figures | {"checks": tally(findings)}
    if (changed := changed_since_last_year(locked)) is not None:
        locked.figures["changed"] = changed
    locked.submitted_at, locked.submitted_by = at or timezone.now(), by
    locked.save(update_fields=["status", "figures", "submitted_at", "submitted_by"])
    snapshot = freeze(locked, Snapshot.Kind.SUBMITTED, at=at)
    conclude(locked, "submitted", by=by, at=at, sha256=snapshot.sha256)
    if at is None:
        ids = {"company_id": locked.company_id, "snapshot_id": snapshot.pk}
        enqueue("diligence.tasks.send_receipt", **ids)
        telling.submitted(snapshot, locked, by=by)
    return snapshot
