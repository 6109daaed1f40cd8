"""The Celery app. Work is put on the queue through `convenant.queue.outbox.enqueue` only."""

import os

from celery import Celery
from celery.signals import setup_logging

from convenant.observe import logs
from convenant.pulse import WorkerPulse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convenant.settings")

app = Celery("convenant")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(WorkerPulse)
setup_logging.connect(logs.set_up)  # the only way to keep Celery from adding handlers of its own
