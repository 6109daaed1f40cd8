"""Facts of frozen files, one row each, and the sums of the sector that the database keeps of them.

Both are derived: `manage.py summary rebuild` makes them again from the snapshots.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from convenant.tenancy.models import TenantModel


class Basis(models.TextChoices):
    """Which snapshot of a file counts."""

    HANDED_IN = "handed_in", _("ingediend")
    ACCEPTED = "accepted", _("akkoord")


class SummaryFact(TenantModel):
    """One fact of a company in one year (`diligence.summary` says what is counted).

    `handed_in`: of the newest snapshot that is no draft, as long as the file is handed in;
    `accepted`: of what was accepted, as long as it is accepted or closed. `size` and `position` are
    those of the file, so that sums can be split by them. Rows are added and removed, never changed.
    """

    cycle = models.ForeignKey("diligence.Cycle", on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=10, choices=Basis)
    sha256 = models.CharField(max_length=64)
    size = models.CharField(max_length=60)
    position = models.CharField(max_length=60)
    measure = models.CharField(max_length=30)
    a = models.CharField(max_length=60, blank=True)
    b = models.CharField(max_length=60, blank=True)
    value = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "cycle", "basis", "measure", "a", "b"], name="one_fact_per_key"
            )
        ]
        indexes = [
            models.Index(
                fields=["cycle", "basis", "measure", "a", "b"],
                include=["company", "value", "size", "position"],
                name="fact_of_a_cell",
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.a} {self.b}"


class SectorSum(models.Model):
    """How many companies have a fact, and what their values come to.

    Kept by a trigger on SummaryFact; read in the sector scope alone, written by nobody else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=10, choices=Basis)
    size = models.CharField(max_length=60)
    position = models.CharField(max_length=60)
    measure = models.CharField(max_length=30)
    a = models.CharField(max_length=60, blank=True)
    b = models.CharField(max_length=60, blank=True)
    companies = models.IntegerField()
    total = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "basis", "measure", "a", "b", "size", "position"],
                include=["companies", "total"],
                name="one_sum_per_key",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.measure} {self.a} {self.b}"
