"""Tell a supervisor that a worker or beat is alive: they touch a file for as long as they turn.

The file is named by PULSE_FILE; without it nothing is written.
"""

import os
from pathlib import Path

from celery import bootsteps
from celery.beat import PersistentScheduler

PERIOD = 10.0
"""Seconds between two signs of life of a worker; beat gives one whenever it wakes up."""


def touch() -> None:
    """Give a sign of life."""
    if file := os.environ.get("PULSE_FILE"):
        Path(file).touch()


class WorkerPulse(bootsteps.StartStopStep):
    """Touches the file from the worker's own loop, which stands still when the worker does."""

    requires = ("celery.worker.components:Timer",)

    def start(self, worker) -> None:
        """Begin with the worker."""
        touch()
        self.timer = worker.timer.call_repeatedly(PERIOD, touch)

    def stop(self, worker) -> None:
        """End with the worker."""
        self.timer.cancel()


class Clock(PersistentScheduler):
    """Celery's own schedule, with a sign of life at each look at it."""

    def tick(self, *args, **kwargs) -> float:
        """Touch the file, send what is due and return for how long to sleep."""
        touch()
        return super().tick(*args, **kwargs)
