"""Do a write once, however often it is sent with the same Idempotency-Key.

The row is the first thing the transaction writes and is committed with the effect, so there is
never one without the other. While it runs, an advisory lock turns a second copy away.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from companies.models import Company, CompanyCommand, SectorCommand, User
from companies.models.command import DoneCommand
from convenant.locks import lock_for_transaction
from convenant.tenancy.scope import company_scope

KEPT = timedelta(hours=72)


class InProgress(Exception):
    """The first request with this key has not been answered yet."""


class OtherRequest(Exception):
    """The key came before, with another request."""


@dataclass(frozen=True, slots=True)
class Request:
    """What identifies a write."""

    key: str
    method: str
    path: str
    body_hash: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered; JSON only."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)
    is_kept: bool = True
    """Whether asking again gets this same answer; a refusal that changed nothing may be retried."""
    is_replay: bool = False


def once_per_key(
    request: Request, work: Callable[[], Answered], *, by: User, company: Company | None
) -> Answered:
    """Return the answer that was given before, or do the work and keep its answer.

    In a company this runs in its open scope. Raises InProgress or OtherRequest; what `work` raises
    passes through, and then nothing has changed and the key is free again.
    """
    with transaction.atomic():
        take_turn(request.key, by, company)
        done = find(request.key, by, company)
        if done is not None:
            return replay(done, request)
        row = start(request, by, company)
        answered = work()
        if answered.is_kept:
            row.status, row.body, row.headers = answered.status, answered.body, answered.headers
            row.save(update_fields=["status", "body", "headers"])
        else:
            row.delete()
    return answered


def take_turn(key: str, by: User, company: Company | None) -> None:
    """Hold this key until the transaction ends. Raises InProgress when another holds it."""
    place = company.pk if company else "sector"
    if not lock_for_transaction(f"{place} {by.pk} {key}"):
        raise InProgress(key)


def find(key: str, by: User, company: Company | None) -> DoneCommand | None:
    """Return what was done under this key in the last 72 hours."""
    if company is None:
        return SectorCommand.objects.filter(user=by, key=key).first()
    return CompanyCommand.objects.for_company(company).filter(user=by, key=key).first()


def start(request: Request, by: User, company: Company | None) -> DoneCommand:
    """Write the row, before anything else of this request."""
    facts = {
        "user": by,
        "key": request.key,
        "method": request.method,
        "path": request.path,
        "body_hash": request.body_hash,
    }
    if company is None:
        return SectorCommand.objects.create(**facts)
    return CompanyCommand.objects.create(company=company, **facts)


def replay(done: DoneCommand, request: Request) -> Answered:
    """Return the kept answer. Raises OtherRequest when the key was used for something else."""
    if not done.is_same_as(request.method, request.path, request.body_hash):
        raise OtherRequest(request.key)
    return Answered(done.status, done.body, done.headers, is_replay=True)


def forget_old_commands() -> int:
    """Remove what is older than 72 hours, company by company; return how many."""
    before = timezone.now() - KEPT
    count, _ = SectorCommand.objects.filter(at__lt=before).delete()
    for pk in Company.objects.values_list("pk", flat=True):
        with company_scope(pk):
            old = CompanyCommand.objects.filter(company_id=pk, at__lt=before)
            count += old.delete()[0]
    return count
