"""The sector's annual report: its chapters, what they were, and what was made of them."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_TITLE = 120
LONGEST_TEXT = 30_000


class Words(models.Model):
    """A chapter's words in both languages; no company's data."""

    title_nl = models.CharField(max_length=LONGEST_TITLE)
    title_en = models.CharField(max_length=LONGEST_TITLE)
    text_nl = models.TextField(blank=True, max_length=LONGEST_TEXT)
    text_en = models.TextField(blank=True, max_length=LONGEST_TEXT)

    class Meta:
        abstract = True

    def title(self, language: str) -> str:
        """Return its title in this language."""
        return self.title_en if language.startswith("en") else self.title_nl

    def text(self, language: str) -> str:
        """Return its Markdown in this language."""
        return self.text_en if language.startswith("en") else self.text_nl

    def words(self) -> dict[str, str]:
        """Return all four texts by the name of their field."""
        return {name: getattr(self, name) for name in WORDS}


WORDS = ("title_nl", "text_nl", "title_en", "text_en")


class AnnualReport(models.Model):
    """The annual report of one year: the chapters hang on it, and so does what was made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.OneToOneField(
        "diligence.Cycle", on_delete=models.PROTECT, related_name="annual_report"
    )
    begun_at = models.DateTimeField(default=timezone.now)
    begun_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"annual report {self.cycle_id}"


class AnnualChapter(Words):
    """One chapter as it stands. `version` counts its savings: who saves names the one they read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="chapters")
    key = models.CharField(max_length=30)
    position = models.PositiveSmallIntegerField()
    is_shown = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["position", "key"]
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="one_chapter_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.key}"


class ChapterVersion(Words):
    """What a chapter said at one saving; also a text that lost to another's. Append-only."""

    class Kind(models.TextChoices):
        """How it came to be kept."""

        SAVED = "saved", _("bewaard")
        RESTORED = "restored", _("teruggehaald")
        LOST = "lost", _("niet bewaard: een ander was eerder")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chapter = models.ForeignKey(AnnualChapter, on_delete=models.CASCADE, related_name="versions")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SAVED)
    number = models.PositiveIntegerField()
    """The version of the chapter that this became; of a lost text the one it was written on."""
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("companies.User", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-number"]

    def __str__(self) -> str:
        return f"{self.chapter_id} {self.number} {self.kind}"
