"""Where every company's log ended on a day."""

from django.db import models
from django.utils import timezone


class LogDay(models.Model):
    """The heads of all logs on one day, as they were mailed: proof against a log cut short.

    `text` has a line for each company: its id, how many entries, the last hash. It says nothing
    of what they hold, so it needs no company. The runtime role adds to it and changes nothing.
    """

    day = models.DateField(primary_key=True)
    text = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.day)
