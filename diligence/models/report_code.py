"""What anybody may know of a report, by the code that is printed in it."""

from django.db import models


class ReportCode(models.Model):
    """The state of one code. No company, no year, no date: whoever reads the table learns nothing.

    It belongs to no company, so that the page that answers anybody needs no company's scope
    (docs/decisions). `digest` is the SHA-256 of the code without its dashes.
    """

    class State(models.TextChoices):
        """What the page says."""

        GENUINE = "genuine"
        SUPERSEDED = "superseded"
        WITHDRAWN = "withdrawn"

    digest = models.CharField(primary_key=True, max_length=64)
    state = models.CharField(max_length=12, choices=State, default=State.GENUINE)
