"""Open a company's year, submit it, decide on it: the states of a file.

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
from diligence.services.check import Finding, findings_of, tally
from diligence.services.snapshots import freeze

S = Assessment.Status

# Who-may-do-what is asked at the door (companies.permissions); this is what may follow what.
FOLLOWS: dict[str, frozenset[str]] = {
    S.DRAFT: frozenset({S.SUBMITTED}),
    S.SUBMITTED: frozenset({S.QUESTIONS_OPEN, S.ACCEPTED}),
    S.QUESTIONS_OPEN: frozenset({S.SUBMITTED}),
    S.ACCEPTED: frozenset({S.CLOSED, S.QUESTIONS_OPEN}),
    S.CLOSED: frozenset(),
}


class IllegalStep(Exception):
    """The file can't go from where it stands to there."""


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

    Raises IllegalStep, or NotReady when questions are unanswered or put off.
    """
    locked = move(assessment, S.SUBMITTED)
    findings = findings_of(locked)
    if blocking := [finding for finding in findings if finding.blocks]:
        raise NotReady(blocking)
    locked.figures = locked.figures | {"checks": tally(findings)}
    locked.submitted_at, locked.submitted_by = at or timezone.now(), by
    locked.save(update_fields=["status", "figures", "submitted_at", "submitted_by"])
    snapshot = freeze(locked, Snapshot.Kind.SUBMITTED, at=at)
    year, sha256 = locked.cycle.year, snapshot.sha256
    record(locked.company, "file.submitted", by=by, at=at, year=year, sha256=sha256)
    if at is None:
        ids = {"company_id": locked.company_id, "snapshot_id": snapshot.pk}
        enqueue("diligence.tasks.send_receipt", **ids)
        telling.submitted(snapshot, locked, by=by)
    return snapshot


@transaction.atomic
def accept(assessment: Assessment, *, by: User | None, at: datetime | None = None) -> Snapshot:
    """Accept a submitted file; what is accepted is frozen. Raises IllegalStep."""
    locked = move(assessment, S.ACCEPTED)
    locked.decided_at = at or timezone.now()
    locked.save(update_fields=["status", "decided_at"])
    snapshot = freeze(locked, Snapshot.Kind.ACCEPTED, at=at)
    year, sha256 = locked.cycle.year, snapshot.sha256
    record(locked.company, "file.accepted", by=by, at=at, year=year, sha256=sha256)
    return snapshot


@transaction.atomic
def send_back(assessment: Assessment, *, by: User | None, at: datetime | None = None) -> None:
    """Give a file back to the company with questions; it can change its answers again.

    Raises IllegalStep.
    """
    locked = move(assessment, S.QUESTIONS_OPEN)
    locked.save(update_fields=["status"])
    record(locked.company, "file.sent_back", by=by, at=at, year=locked.cycle.year)


@transaction.atomic
def close(assessment: Assessment, *, by: User | None, at: datetime | None = None) -> None:
    """Close an accepted year: nothing in it changes any more. Raises IllegalStep."""
    locked = move(assessment, S.CLOSED)
    locked.save(update_fields=["status"])
    record(locked.company, "file.closed", by=by, at=at, year=locked.cycle.year)


def move(assessment: Assessment, status: str) -> Assessment:
    """Return the locked file with its new status, not yet saved. Raises IllegalStep."""
    mine = Assessment.objects.for_company(assessment.company_id).with_cycle()
    locked = mine.select_related("company").select_for_update(of=("self",)).get(pk=assessment.pk)
    if status not in FOLLOWS[locked.status]:
        raise IllegalStep(f"{locked.status} -> {status}")
    locked.status = status
    return locked
