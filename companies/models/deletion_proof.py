"""Proof that what was past its time is gone."""

from django.db import models
from django.utils import timezone

from companies.terms import Category


class DeletionProof(models.Model):
    """What kind was removed, how many, of before when; never what it was.

    `sha256` is over the sorted ids of what was removed, so that somebody who still knows an id can
    be shown that it was among them. The runtime role adds to it and changes nothing.
    """

    at = models.DateTimeField(default=timezone.now)
    category = models.CharField(max_length=20, choices=Category)
    count = models.PositiveIntegerField()
    before = models.DateTimeField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["category", "-at"], name="deletion_category_at")]

    def __str__(self) -> str:
        return f"{self.category} {self.count}"
