"""The states of a file: which step may follow, who takes it, and why it goes back.

`STEPS` is the whole of it. The database holds the same list (a trigger on the status, which also
asks in whose scope the step is taken), so that no other way round exists.

`at` is when it happened: now, unless it is told afterwards. What is told afterwards is not mailed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from companies.events import record
from companies.models import User
from companies.permissions import SECRETARIAT_GRANTS, Permission
from diligence.models import Assessment, FileStep, ReviewThread, Side, Snapshot
from diligence.services.closed_years import seal
from diligence.services.review import telling
from diligence.services.snapshots import freeze
from diligence.services.summary import keep_facts

S = Assessment.Status
MOST_CHARACTERS = 2000


class IllegalStep(Exception):
    """The file can't go from where it stands to there."""


class NotYours(Exception):
    """This step is for others to take."""


class ReasonMissing(Exception):
    """A file goes back only with a reason, of at most 2,000 characters."""


class NothingAsked(Exception):
    """No conversation waits for the company, so there is nothing to give the file back for."""


class StillTalking(Exception):
    """A conversation is not settled yet, so the file can't be accepted or taken back."""


@dataclass(frozen=True, slots=True)
class Step:
    """One way from a state to another."""

    verb: str
    before: str
    after: str
    by: Side
    may: Permission
    tells: Side
    """Who hears of it."""
    needs_reason: bool = False


COMPANY, SECRETARIAT = Side.COMPANY, Side.SECRETARIAT
SUBMIT, REVIEW, UNCLOSE = Permission.FILE_SUBMIT, Permission.FILE_REVIEW, Permission.FILE_UNCLOSE
STEPS: tuple[Step, ...] = (
    Step("submitted", S.DRAFT, S.SUBMITTED, COMPANY, SUBMIT, SECRETARIAT),
    Step("submitted", S.QUESTIONS_OPEN, S.SUBMITTED, COMPANY, SUBMIT, SECRETARIAT),
    Step("taken_back", S.SUBMITTED, S.DRAFT, COMPANY, SUBMIT, SECRETARIAT, needs_reason=True),
    Step("sent_back", S.SUBMITTED, S.QUESTIONS_OPEN, SECRETARIAT, REVIEW, COMPANY, True),
    Step("accepted", S.SUBMITTED, S.ACCEPTED, SECRETARIAT, REVIEW, COMPANY),
    Step("reopened", S.ACCEPTED, S.QUESTIONS_OPEN, SECRETARIAT, REVIEW, COMPANY, True),
    Step("closed", S.ACCEPTED, S.CLOSED, SECRETARIAT, REVIEW, COMPANY),
    Step("unclosed", S.CLOSED, S.ACCEPTED, SECRETARIAT, UNCLOSE, COMPANY, needs_reason=True),
)


def steps_from(status: str, grants: Collection[Permission], side: Side) -> list[Step]:
    """Return the steps that somebody of this side with these grants may take from here."""
    return [
        step for step in STEPS if step.before == status and step.by == side and step.may in grants
    ]


@transaction.atomic
def take_back(assessment: Assessment, reason: str, *, by: User, at: datetime | None = None) -> None:
    """Take a file back that was just handed in, to go on in it. Nobody talked about it yet.

    Raises IllegalStep, ReasonMissing or StillTalking.
    """
    locked = move(assessment, "taken_back", by=by, reason=reason, at=at)
    if ReviewThread.objects.of_file(locked).filter(by_secretariat=True).exists():
        raise StillTalking
    locked.submitted_at = locked.submitted_by = None
    locked.save(update_fields=["status", "submitted_at", "submitted_by"])
    conclude(locked, "taken_back", by=by, at=at, reason=reason.strip())


@transaction.atomic
def ask_questions(
    assessment: Assessment, reason: str, *, by: User | None, at: datetime | None = None
) -> None:
    """Give a file back with questions: only the answers that they ask to change open again.

    `reason` is what the company reads first. Raises IllegalStep, NotYours, ReasonMissing or
    NothingAsked.
    """
    locked = move(assessment, "sent_back", by=by, reason=reason, at=at)
    if not waits_for_company(locked):
        raise NothingAsked
    locked.save(update_fields=["status"])
    conclude(locked, "sent_back", by=by, at=at, reason=reason.strip())


@transaction.atomic
def accept(assessment: Assessment, *, by: User | None, at: datetime | None = None) -> Snapshot:
    """Accept a submitted file; what is accepted is frozen.

    Raises IllegalStep, NotYours, or StillTalking while a conversation is not settled.
    """
    locked = move(assessment, "accepted", by=by, at=at)
    if ReviewThread.objects.of_file(locked).unsettled().exists():
        raise StillTalking
    locked.decided_at = at or timezone.now()
    locked.save(update_fields=["status", "decided_at"])
    snapshot = freeze(locked, Snapshot.Kind.ACCEPTED, at=at)
    conclude(locked, "accepted", by=by, at=at, sha256=snapshot.sha256)
    return snapshot


@transaction.atomic
def reopen(
    assessment: Assessment, reason: str, *, by: User | None, at: datetime | None = None
) -> None:
    """Open an accepted file again, for what a conversation then asks. The acceptance is off.

    Raises IllegalStep, NotYours or ReasonMissing.
    """
    locked = move(assessment, "reopened", by=by, reason=reason, at=at)
    locked.decided_at = None
    locked.save(update_fields=["status", "decided_at"])
    conclude(locked, "reopened", by=by, at=at, reason=reason.strip())


@transaction.atomic
def close(assessment: Assessment, *, by: User | None, at: datetime | None = None) -> None:
    """Close an accepted year: nothing in it changes any more. Raises IllegalStep or NotYours."""
    locked = move(assessment, "closed", by=by, at=at)
    locked.save(update_fields=["status"])
    conclude(locked, "closed", by=by, at=at, sha256=seal(locked, at=at).sha256)


@transaction.atomic
def unclose(
    assessment: Assessment, reason: str, *, by: User | None, at: datetime | None = None
) -> None:
    """Undo the closing of a year that was closed by mistake; it is accepted again.

    Raises IllegalStep, NotYours or ReasonMissing.
    """
    locked = move(assessment, "unclosed", by=by, reason=reason, at=at)
    locked.save(update_fields=["status"])
    conclude(locked, "unclosed", by=by, at=at, reason=reason.strip())


def move(
    assessment: Assessment,
    verb: str,
    *,
    by: User | None,
    reason: str = "",
    at: datetime | None = None,
) -> Assessment:
    """Return the locked file with its new status, not yet saved; its step is written down.

    Raises IllegalStep, NotYours or ReasonMissing.
    """
    mine = Assessment.objects.for_company(assessment.company_id).with_cycle()
    locked = mine.select_related("company").select_for_update(of=("self",)).get(pk=assessment.pk)
    step = next((one for one in STEPS if (one.verb, one.before) == (verb, locked.status)), None)
    if step is None:
        raise IllegalStep(f"{locked.status} -> {verb}")
    refuse_others(step, by)
    reason = reason.strip()
    if step.needs_reason and not 0 < len(reason) <= MOST_CHARACTERS:
        raise ReasonMissing
    FileStep.objects.create(
        company_id=locked.company_id,
        assessment=locked,
        before=step.before,
        after=step.after,
        reason=reason,
        by_secretariat=step.by == Side.SECRETARIAT,
        by=by,
        at=at or timezone.now(),
    )
    locked.status = step.after
    return locked


def refuse_others(step: Step, by: User | None) -> None:
    """Refuse a person of the secretariat whose role does not take this step, and a member's person.

    What a member's own people may is asked at the door (companies.permissions). Nobody at all is
    the product itself. Raises NotYours.
    """
    if by is None or (step.by == Side.COMPANY and not by.is_secretariat):
        return
    grants = SECRETARIAT_GRANTS.get(by.secretariat_role, frozenset())
    if step.by == Side.COMPANY or step.may not in grants:
        raise NotYours(step.verb)


def waits_for_company(assessment: Assessment) -> bool:
    """Tell whether the company has something to do in a conversation. One query."""
    return ReviewThread.objects.of_file(assessment).waiting_for(Side.COMPANY).exists()


def conclude(
    file: Assessment, verb: str, *, by: User | None, at: datetime | None, **data: Any
) -> None:
    """Write the step in the log, tell the other side, and let the sums of the sector follow it.

    The sums come last: until the transaction ends no other file of that year can take a step.
    """
    record(file.company, f"file.{verb}", by=by, at=at, year=file.cycle.year, **data)
    if at is None:
        telling.step_taken(file, verb, by=by)
    keep_facts(file)
