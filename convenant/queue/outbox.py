"""The only way to the queue: a row first, Celery after the commit, the row gone with the effect."""

import functools
import logging
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from celery import current_app, shared_task
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from redis.exceptions import RedisError
from structlog.contextvars import bound_contextvars

from convenant.observe.requests import current_request
from convenant.queue.models import OutboxItem, next_resend

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 12  # with doubling waits about six hours
SEEN = "outbox-seen"
"""Stands in Redis for as long as Redis has not lost what was in it."""


def enqueue(task: str, **ids: str | int | uuid.UUID) -> OutboxItem:
    """Put a task on the queue once the running transaction commits.

    The row stays until the task has done its work, so a lost Redis or worker loses nothing.
    """
    item = OutboxItem.objects.create(
        task=task,
        ids={name: str(value) for name, value in ids.items()},
        request=current_request(),
    )
    transaction.on_commit(functools.partial(send, item), robust=True)
    return item


def send(item: OutboxItem) -> None:
    """Hand the item to Celery now and remember when; a broker that is down is met by the relay."""
    item.attempts += 1
    OutboxItem.objects.filter(pk=item.pk).update(
        due_at=next_resend(item.attempts), attempts=F("attempts") + 1
    )
    try:
        current_app.send_task(
            item.task,
            kwargs=item.ids,
            headers={"outbox": str(item.pk), "request_id": item.request},
            **route(item.task),
        )
    except Exception:
        log.warning(
            "The queue did not take %s; the relay sends it again.", item.task, exc_info=True
        )


def route(task: str) -> dict:
    """Return the queue of a task by its name, as Celery's own routing would for a known task."""
    return current_app.amqp.router.route({}, task)


def resend_overdue() -> int:
    """Send again what was sent too long ago; return how many. Rows locked elsewhere are skipped.

    When Redis lost the queue, everything that was sent goes again, and that loss is no attempt.
    """
    sent = 0
    with transaction.atomic():
        if is_queue_new():
            lost = OutboxItem.objects.filter(failed_at=None, attempts__range=(1, MOST_ATTEMPTS - 1))
            lost.update(due_at=timezone.now(), attempts=0)
        for item in (
            OutboxItem.objects.overdue()
            .order_by("created_at")
            .select_for_update(skip_locked=True)[:200]
        ):
            if item.attempts >= MOST_ATTEMPTS:
                OutboxItem.objects.filter(pk=item.pk).update(failed_at=timezone.now())
                log.error("%s was tried %s times and is given up.", item.task, item.attempts)
                continue
            transaction.on_commit(functools.partial(send, item), robust=True)
            sent += 1
    return sent


def is_queue_new() -> bool:
    """Tell, once, that Redis is another than the one we left our mark in, or the same but empty."""
    try:
        return cache.add(SEEN, 1, None)
    except (RedisError, OSError):
        return False


def once(**options) -> Callable:
    """Make a Celery task that is safe to run twice.

    Two deliveries of one outbox item never run at the same time (advisory lock), a finished item
    is not run again, and the row goes when the task returns. The task itself must also be
    idempotent: the process may die between its effect and the removal of the row.
    """

    def decorate(work: Callable) -> Callable:
        @functools.wraps(work)
        def run(self, **ids):
            item = header(self.request, "outbox")
            if not item:
                return work(**ids)
            with told(self.request):
                return run_item(uuid.UUID(item), functools.partial(work, **ids))

        return shared_task(bind=True, **options)(run)

    return decorate


def header(request, name: str) -> str:
    """Return what `send` wrote on a task: Celery keeps it in either of two places."""
    return (request.headers or {}).get(name) or getattr(request, name, None) or ""


@contextmanager
def told(request) -> Iterator[None]:
    """Say in the log how a task ended, under the id of the request that asked for it."""
    began = time.monotonic()
    with bound_contextvars(request=header(request, "request_id")):
        facts = {"task": request.task, "item": header(request, "outbox")}
        try:
            yield
        except Exception:
            log.warning("task failed", extra=facts, exc_info=True)
            raise
        log.info("task done", extra=facts | {"ms": round((time.monotonic() - began) * 1000)})


def run_item(item: uuid.UUID, work: Callable[[], None]) -> None:
    """Run the work of an outbox item unless it is done or being done by another worker."""
    with only_here(item) as is_ours:
        if is_ours and OutboxItem.objects.filter(pk=item).exists():
            work()
            OutboxItem.objects.filter(pk=item).delete()


@contextmanager
def only_here(item: uuid.UUID) -> Iterator[bool]:
    """Tell whether this process alone holds the item, and hold it until the block ends.

    The lock belongs to a transaction on a connection of its own. So the work can use as many
    transactions as it likes, a process that dies lets go at once, and a pool between us and the
    database (PgBouncer in transaction mode) can't give the lock's connection to somebody else.
    """
    line = connection.copy()
    try:
        line.set_autocommit(False)
        with line.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock_of(item)])
            is_ours = cursor.fetchone()[0]
        yield is_ours
    finally:
        line.close()


def lock_of(item: uuid.UUID) -> int:
    """Return the number of an item's lock: a bigint that is not negative."""
    return item.int & 0x7FFF_FFFF_FFFF_FFFF
