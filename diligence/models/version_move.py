"""That a file moved to a newer questionnaire, and what stood at that moment."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from convenant.tenancy.models import TenantModel

UNDO_FOR = datetime.timedelta(days=30)


class VersionMove(TenantModel):
    """One move of one file; undone, it stays as a trace.

    `stood` holds by question which version of its answer stood before the move, `wrote` those that
    the move itself made. `taken` holds by question of now, and by former question, which version a
    person made by taking that answer over. `since` is filled when it is undone: by question the
    newest version that people had given since. The texts themselves stand in AnswerRevision.
    """

    assessment = models.ForeignKey(
        "diligence.Assessment", on_delete=models.CASCADE, related_name="version_moves"
    )
    before = models.ForeignKey(
        "diligence.QuestionnaireVersion", on_delete=models.PROTECT, related_name="+"
    )
    after = models.ForeignKey(
        "diligence.QuestionnaireVersion", on_delete=models.PROTECT, related_name="+"
    )
    stood = models.JSONField(default=dict)
    wrote = models.JSONField(default=dict)
    taken = models.JSONField(default=dict)
    moved_at = models.DateTimeField(default=timezone.now)
    moved_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    since = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "assessment", "after"],
                condition=Q(undone_at=None),
                name="one_standing_move_per_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.moved_at:%Y-%m-%d}"

    @property
    def undo_until(self) -> datetime.datetime:
        """Return the last moment at which it can be undone."""
        return self.moved_at + UNDO_FOR

    @property
    def may_undo(self) -> bool:
        """Tell whether it still stands and is not too long ago."""
        return self.undone_at is None and timezone.now() <= self.undo_until
