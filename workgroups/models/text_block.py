"""Standard remarks of the secretariat."""

import uuid

from django.db import models
from django.utils import timezone


class TextBlock(models.Model):
    """A remark that is made often, in both languages; no company's data.

    A block that is retired is offered no more. What was written with one stays as it was: a remark
    holds its own words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title_nl = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80)
    text_nl = models.TextField(max_length=2000)
    text_en = models.TextField(max_length=2000)
    position = models.PositiveSmallIntegerField(default=100)
    retired_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["position", "title_nl"]

    def __str__(self) -> str:
        return self.title_nl

    def title(self, language: str) -> str:
        """Return what it is called in this language."""
        return self.title_en if language.startswith("en") else self.title_nl

    def text(self, language: str) -> str:
        """Return the remark in this language."""
        return self.text_en if language.startswith("en") else self.text_nl
