"""A monitoring year of the covenant: what is asked, when, of whom, and what is expected."""

import uuid
from collections.abc import Mapping, Sequence

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convenant.tenancy.models import TenantModel
from diligence.framework.schema import target_in


class CycleQuerySet(models.QuerySet):
    """Queries on monitoring years."""

    def with_version(self):
        """Return cycles with their questionnaires, without their large texts."""
        return self.select_related("version", "newer").defer("version__document", "newer__document")

    def latest_open(self, on):
        """Return the newest cycle that has begun on this day, or None."""
        return self.filter(opens_on__lte=on).order_by("-year").first()


class Cycle(models.Model):
    """One year: which questionnaire is asked, from when, and by when it is due.

    `expected` is what is expected in this year, in per cent by size class, one target for each year
    of membership; None leaves it to the questionnaire. From `closing_at` on nobody begins or hands
    in; `closed_at` is when every file that was accepted had been closed.
    `version` never changes. `newer` follows it: a file that is opened from then on is asked that
    one, and who began before may move to it (`diligence.services.versions`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField(unique=True)
    version = models.ForeignKey(
        "diligence.QuestionnaireVersion", on_delete=models.PROTECT, related_name="cycles"
    )
    newer = models.ForeignKey(
        "diligence.QuestionnaireVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    opens_on = models.DateField()
    deadline = models.DateField()
    expected = models.JSONField(null=True, blank=True)
    closing_at = models.DateTimeField(null=True, blank=True)
    closing_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CycleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(deadline__gt=F("opens_on")), name="cycle_is_due_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closing_at__isnull=False),
                name="cycle_closes_before_it_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def is_closing(self) -> bool:
        """Tell whether the year is closed, or being closed: nobody begins or hands in."""
        return self.closing_at is not None

    @property
    def targets(self) -> Mapping[str, Sequence[int]]:
        """Return what is expected by size class, a target for each year of membership."""
        return self.expected or self.version.edition().expected

    def expected_for(self, size: str, membership_year: int) -> int:
        """Return the target in per cent. It changes what is expected, never the score."""
        return target_in(self.targets, size, membership_year)


class CycleAct(models.Model):
    """What the secretariat did to a year, kept for good; `data` has what the sentence needs."""

    class Kind(models.TextChoices):
        """What was done."""

        OPENED = "opened", _("geopend")
        DATES = "dates", _("data gewijzigd")
        EXPECTED = "expected", _("verwachting gewijzigd")
        CLOSING = "closing", _("sluiten begonnen")
        CLOSED = "closed", _("gesloten")
        OFFERED = "offered", _("nieuwere vragenlijst aangeboden")
        TOLD = "told", _("leden verteld dat het jaar open is")
        REOPENED = "reopened", _("weer geopend")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey("diligence.Cycle", on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=10, choices=Kind)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("companies.User", on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.cycle} {self.kind}"


class CycleSeat(TenantModel):
    """That a company takes part in a year, or does not, other than its membership says."""

    cycle = models.ForeignKey("diligence.Cycle", on_delete=models.PROTECT, related_name="seats")
    is_in = models.BooleanField()
    reason = models.CharField(max_length=500)
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "cycle"], name="one_seat_per_cycle")
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.is_in}"
