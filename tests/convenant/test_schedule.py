"""What beat puts on the queue really gets there: it says its errors only in its own log."""

import pytest
from celery import current_app
from django.conf import settings

current_app.loader.import_default_modules()
OURS = sorted(name for name in current_app.tasks if not name.startswith("celery."))


@pytest.mark.parametrize("name", OURS)
def test_a_tasks_limits_are_ones_celery_takes(name):
    task = current_app.tasks[name]
    hard = task.time_limit or settings.CELERY_TASK_TIME_LIMIT
    soft = task.soft_time_limit or settings.CELERY_TASK_SOFT_TIME_LIMIT
    assert soft <= hard
    assert hard * 4 <= settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]


@pytest.mark.parametrize("entry", sorted(settings.CELERY_BEAT_SCHEDULE))
def test_beat_can_apply_every_entry(entry, monkeypatch):
    planned = settings.CELERY_BEAT_SCHEDULE[entry]
    sent = []
    monkeypatch.setattr(current_app, "send_task", lambda name, *args, **kw: sent.append(name))

    current_app.tasks[planned["task"]].apply_async(
        args=planned.get("args", ()), kwargs=planned.get("kwargs", {})
    )

    assert sent == [planned["task"]]
