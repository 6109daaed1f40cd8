"""More time for a company: asking, deciding, and taking a request back."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from companies.events import record
from companies.models import User
from diligence.models import Assessment, Extension
from diligence.services.review import telling

MOST_CHARACTERS = 2000
E = Extension.State


class NoReason(Exception):
    """A request, and a refusal, need a reason of at most 2,000 characters."""


class NotLater(Exception):
    """The day is not after the last day that counts now; `deadline` is that day."""

    def __init__(self, deadline: date):
        super().__init__(deadline)
        self.deadline = deadline


class AlreadyAsked(Exception):
    """A request waits for the secretariat already."""


class AlreadyHandedIn(Exception):
    """The file was handed in; more time is of no use."""


class AlreadyDecided(Exception):
    """The request was decided on, or taken back."""


@transaction.atomic
def ask_for_time(
    assessment: Assessment, until: date, reason: str, *, by: User, at: datetime | None = None
) -> Extension:
    """Ask the secretariat for more time, until this day.

    Raises AlreadyHandedIn, AlreadyAsked, NotLater or NoReason.
    """
    file = locked_file(assessment)
    if file.submitted_at is not None:
        raise AlreadyHandedIn
    if Extension.objects.of_file(file).waiting().exists():
        raise AlreadyAsked
    if until <= max(file.deadline, timezone.localdate(at)):
        raise NotLater(file.deadline)
    request = Extension.objects.create(
        company_id=file.company_id,
        assessment=file,
        until=until,
        reason=sound(reason),
        asked_by=by,
        asked_at=at or timezone.now(),
    )
    tell("time_asked", file, by=by, at=at, day=until)
    return request


@transaction.atomic
def grant(
    request: Extension, until: date, answer: str = "", *, by: User, at: datetime | None = None
) -> Extension:
    """Give a company time until this day, which may be another than it asked for.

    Must run in the officer's scope. Raises AlreadyDecided, AlreadyHandedIn, NotLater or NoReason.
    """
    waiting, file = locked_request(request)
    if file.submitted_at is not None:
        raise AlreadyHandedIn
    if until <= file.cycle.deadline:
        raise NotLater(file.cycle.deadline)
    waiting.granted_until = file.extended_until = until
    decide(waiting, E.GRANTED, sound(answer, needed=False), by=by, at=at)
    file.save(update_fields=["extended_until"])
    tell("time_given", file, by=by, at=at, day=until)
    return waiting


@transaction.atomic
def refuse(request: Extension, answer: str, *, by: User, at: datetime | None = None) -> Extension:
    """Give no more time, and say why. Must run in the officer's scope.

    Raises AlreadyDecided or NoReason.
    """
    waiting, file = locked_request(request)
    decide(waiting, E.REFUSED, sound(answer), by=by, at=at)
    tell("time_refused", file, by=by, at=at, day=waiting.until)
    return waiting


@transaction.atomic
def withdraw(request: Extension, *, by: User) -> Extension:
    """Take a request back before it was decided on. Raises AlreadyDecided."""
    waiting, file = locked_request(request)
    decide(waiting, E.WITHDRAWN, "", by=by)
    tell("time_withdrawn", file, by=by, day=waiting.until)
    return waiting


def locked_file(assessment: Assessment) -> Assessment:
    """Return the file, locked until the transaction ends."""
    mine = Assessment.objects.for_company(assessment.company_id).with_cycle()
    return mine.select_related("company").select_for_update(of=("self",)).get(pk=assessment.pk)


def locked_request(request: Extension) -> tuple[Extension, Assessment]:
    """Return a request that waits, and its file, both locked. Raises AlreadyDecided."""
    file = locked_file(request.assessment)
    mine = Extension.objects.of_file(file).select_for_update()
    waiting = mine.get(pk=request.pk)
    if waiting.state != E.WAITING:
        raise AlreadyDecided
    return waiting, file


def decide(
    waiting: Extension, state: str, answer: str, *, by: User, at: datetime | None = None
) -> None:
    """Store what became of a request."""
    waiting.state, waiting.answer = E(state), answer
    waiting.decided_at, waiting.decided_by = at or timezone.now(), by
    waiting.save(update_fields=["state", "answer", "granted_until", "decided_at", "decided_by"])


def sound(text: str, *, needed: bool = True) -> str:
    """Return the words of a request or an answer. Raises NoReason."""
    text = text.strip()
    if (needed and not text) or len(text) > MOST_CHARACTERS:
        raise NoReason
    return text


def tell(verb: str, file: Assessment, *, by: User, day: date, at: datetime | None = None) -> None:
    """Write in the log what was asked or decided, and tell the other side."""
    record(file.company, f"file.{verb}", by=by, at=at, year=file.cycle.year, day=day.isoformat())
    if at is None:
        telling.time_decided(file, verb, day, by=by)
