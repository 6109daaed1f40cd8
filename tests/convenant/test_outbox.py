"""Work is kept until its effect is in the database, whatever happens to Redis or a worker."""

import os
import subprocess
import sys
import time
import uuid
from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone

from convenant.queue import outbox
from convenant.queue.models import OutboxItem, next_resend
from convenant.queue.outbox import SEEN, enqueue, only_here, resend_overdue, run_item

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _redis_has_been_here():
    """Redis is the one that the relay left its mark in."""
    cache.set(SEEN, 1, None)


@pytest.fixture
def broker(monkeypatch):
    """Stand in for Redis: keep what was sent; `broker.down` makes it refuse."""

    class Broker:
        down = False
        sent: list = []

        def send_task(self, name, **options):
            if self.down:
                raise ConnectionError("no route to Redis")
            self.sent.append((name, options["kwargs"], options["headers"]))

    stand_in = Broker()
    stand_in.sent = []
    monkeypatch.setattr(current_app, "send_task", stand_in.send_task)
    return stand_in


def age(item: OutboxItem) -> None:
    """Let the moment to send a row again come."""
    OutboxItem.objects.filter(pk=item.pk).update(due_at=timezone.now() - timedelta(seconds=1))


def test_a_task_leaves_only_after_the_commit(broker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        item = enqueue("some.task", company_id="7")
        assert broker.sent == []

    headers = {"outbox": str(item.pk), "request_id": ""}
    assert broker.sent == [("some.task", {"company_id": "7"}, headers)]


def test_a_rollback_takes_the_task_with_it(broker):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue("some.task")
        raise ZeroDivisionError

    assert not OutboxItem.objects.exists()


def test_redis_down_is_no_error_for_the_person_and_the_relay_sends_later(
    broker, django_capture_on_commit_callbacks
):
    broker.down = True
    with django_capture_on_commit_callbacks(execute=True):
        item = enqueue("some.task")
    assert broker.sent == []

    broker.down = False
    age(item)
    with django_capture_on_commit_callbacks(execute=True):
        assert resend_overdue() == 1
    assert len(broker.sent) == 1


def test_when_redis_lost_the_queue_all_that_was_sent_goes_again_at_once(
    broker, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        item = enqueue("some.task")
    OutboxItem.objects.filter(pk=item.pk).update(attempts=7)

    cache.delete(SEEN)
    with django_capture_on_commit_callbacks(execute=True):
        assert resend_overdue() == 1
    assert resend_overdue() == 0
    assert len(broker.sent) == 2
    item.refresh_from_db()
    assert item.attempts == 1, "what Redis lost was no attempt"


def test_when_redis_lost_the_queue_work_that_was_given_up_stays_so(broker):
    tired = enqueue("some.task")
    OutboxItem.objects.filter(pk=tired.pk).update(attempts=outbox.MOST_ATTEMPTS)
    given_up = enqueue("some.task")
    OutboxItem.objects.filter(pk=given_up.pk).update(attempts=3, failed_at=timezone.now())

    cache.delete(SEEN)
    assert resend_overdue() == 0


def test_without_redis_nobody_takes_the_queue_for_lost(broker, monkeypatch):
    def refuse(*args):
        raise ConnectionError("no route to Redis")

    item = enqueue("some.task")
    OutboxItem.objects.filter(pk=item.pk).update(attempts=1)
    monkeypatch.setattr(cache, "add", refuse)

    assert resend_overdue() == 0


def test_fresh_work_is_not_sent_twice(broker):
    enqueue("some.task")

    assert resend_overdue() == 0


def test_the_wait_doubles_so_that_a_long_queue_is_no_failure():
    """Three hundred reports wait for hours; none is given up meanwhile."""
    now = timezone.now()
    waits = [(next_resend(n) - now).total_seconds() for n in range(1, outbox.MOST_ATTEMPTS)]

    assert [round(wait) for wait in waits[:4]] == [90, 180, 360, 720]
    assert sum(waits) > 5 * 3600


def test_what_fails_for_ever_is_given_up_and_stays_visible(broker):
    item = enqueue("some.task")
    age(item)
    OutboxItem.objects.filter(pk=item.pk).update(attempts=outbox.MOST_ATTEMPTS)

    assert resend_overdue() == 0
    assert OutboxItem.objects.get(pk=item.pk).failed_at is not None
    assert resend_overdue() == 0


def test_the_row_goes_with_the_effect():
    item = enqueue("some.task")
    done = []

    run_item(item.pk, lambda: done.append("once"))
    run_item(item.pk, lambda: done.append("twice"))

    assert done == ["once"]
    assert not OutboxItem.objects.exists()


def test_work_that_fails_keeps_its_row():
    item = enqueue("some.task")

    def fail():
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        run_item(item.pk, fail)
    assert OutboxItem.objects.filter(pk=item.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_do_the_same_work_at_once():
    item = enqueue("some.task")
    done = []

    with only_here(item.pk) as elsewhere:
        assert elsewhere
        run_item(item.pk, lambda: done.append("here"))
        assert done == []
        assert OutboxItem.objects.filter(pk=item.pk).exists()

    run_item(item.pk, lambda: done.append("after"))
    assert done == ["after"]


@pytest.mark.django_db(transaction=True)
def test_the_lock_outlives_the_transactions_of_the_work():
    """A report opens several; the lock must not go with the first COMMIT."""
    item = enqueue("some.task")
    seen = []

    def work():
        for _ in range(2):
            with transaction.atomic():
                OutboxItem.objects.filter(pk=item.pk).count()
            with only_here(item.pk) as is_free:
                seen.append(is_free)

    run_item(item.pk, work)
    assert seen == [False, False]


def test_an_unknown_row_is_not_run():
    run_item(uuid.uuid4(), lambda: pytest.fail("this was done before"))


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_takes_work_from_a_real_queue():
    """One Celery process on Redis does a waiting task and its row goes."""
    item = OutboxItem.objects.create(task="convenant.queue.tasks.relay")
    place = connection.settings_dict
    url = (
        f"postgresql://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT']}"
        f"/{place['NAME']}"
    )
    mark = enqueue(
        "diligence.tasks.send_receipt", company_id=uuid.uuid4(), snapshot_id=uuid.uuid4()
    )
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "convenant",
        "worker",
        "-Q",
        "maintenance,mail",
    ]
    worker = subprocess.Popen(
        [*command, "-c", "1", "--without-gossip", "--without-mingle", "-l", "INFO"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        outbox.send(item)
        assert wait_until(lambda: OutboxItem.objects.get(pk=item.pk).attempts >= 1)
        outbox.send(mark)
        # The snapshot does not exist, so the task fails and its row must stay for the relay.
        line = next(
            (line for line in worker.stdout if "send_receipt" in line and "raised" in line), ""
        )
        assert "DoesNotExist" in line
        assert OutboxItem.objects.filter(pk=mark.pk).exists()
    finally:
        worker.terminate()
        worker.wait(timeout=20)


def wait_until(true, *, seconds: int = 30) -> bool:
    """Wait for something to become true; False when it never does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.1)
    return False
