"""Do background work without a worker: the same tasks, the same outbox, this process."""

from celery import current_app

from convenant.queue.models import OutboxItem


def run_all() -> int:
    """Run every waiting task, also those that tasks make; return how many ran."""
    ran = 0
    while item := OutboxItem.objects.filter(failed_at=None).order_by("created_at").first():
        current_app.loader.import_default_modules()
        task = current_app.tasks[item.task]
        headers = {"outbox": str(item.pk), "request_id": item.request}
        task.apply(kwargs=item.ids, headers=headers, throw=True)
        ran += 1
        if OutboxItem.objects.filter(pk=item.pk).exists():
            raise AssertionError(f"{item.task} ran but its outbox row is still there")
    return ran
