"""What a company did to move a supplier, and how it left one with care."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convenant.tenancy.models import TenantModel
from diligence.models.chain import KeptQuerySet


class LeverageQuerySet(KeptQuerySet):
    """Queries on tries."""


class LeverageEntry(TenantModel):
    """One try to move a supplier: what was asked, with whom, and what came of it.

    `kind` is a key of the catalogue `leverage_types`. OECD-DDG 3.2; UNGP 19.
    """

    class Share(models.TextChoices):
        """How much of the supplier's sales the company is, as far as it knows: bands only."""

        UNKNOWN = "unknown", _("weten wij niet")
        SMALL = "small", _("minder dan 5%")
        MIDDLE = "middle", _("5% tot 20%")
        LARGE = "large", _("20% of meer")

    class Reaction(models.TextChoices):
        """What the supplier said or did."""

        NONE = "none", _("nog geen antwoord")
        REFUSED = "refused", _("wil niet")
        PARTLY = "partly", _("doet een deel")
        AGREED = "agreed", _("doet het")

    supplier = models.ForeignKey(
        "diligence.Supplier", on_delete=models.CASCADE, related_name="leverage"
    )
    day = models.DateField()
    kind = models.CharField(max_length=5)
    issue = models.CharField(max_length=300)
    ask = models.TextField(max_length=2000)
    share = models.CharField(max_length=10, choices=Share, default=Share.UNKNOWN)
    partners = models.CharField(max_length=300, blank=True)
    reaction = models.CharField(max_length=10, choices=Reaction, default=Reaction.NONE)
    result = models.TextField(max_length=2000, blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    next_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = LeverageQuerySet.as_manager()

    def __str__(self) -> str:
        return self.issue


class Disengagement(TenantModel):
    """The file of whether, why and how to leave a supplier.

    `answers` holds for each key of the catalogue `exit_checks` what was written. Only with all of
    it written, and reasons, can the company decide to end. OECD-DDG Q39; UNGP 19 commentary.
    """

    class Status(models.TextChoices):
        """Where it stands."""

        WEIGHING = "weighing", _("wordt afgewogen")
        SUSPENDED = "suspended", _("tijdelijk gestopt")
        CONTINUED = "continued", _("gaat door, onder voorwaarden")
        ENDED = "ended", _("beëindigd")

    supplier = models.ForeignKey(
        "diligence.Supplier", on_delete=models.CASCADE, related_name="disengagements"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.WEIGHING)
    answers = models.JSONField(default=dict)
    reasons = models.TextField(max_length=4000, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "supplier"],
                condition=models.Q(status="weighing"),
                name="one_open_exit_per_supplier",
            ),
            models.CheckConstraint(
                condition=models.Q(status="weighing")
                | ~models.Q(reasons="") & models.Q(decided_on__isnull=False),
                name="exit_decided_with_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier_id} {self.status}"
