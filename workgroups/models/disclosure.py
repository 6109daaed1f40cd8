"""The rules under which figures go out, and the ledger of every figure that ever did."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workgroups.disclosure.rules import Rules


class DisclosureRules(models.Model):
    """One version of the parameters; the values are the secretariat's own.

    Somebody proposes a version and somebody else signs it: then it is in force, and the one before
    is over. The database holds that, and that parameters never change.
    """

    class State(models.TextChoices):
        """Where a version stands."""

        PROPOSED = "proposed", _("voorgesteld")
        IN_FORCE = "in_force", _("van kracht")
        OVER = "over", _("vervangen")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(unique=True)
    term = models.CharField(max_length=60)
    parameters = models.JSONField()
    reason = models.TextField(max_length=2000)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["state"],
                condition=models.Q(state="in_force"),
                name="one_version_of_disclosure_rules_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.state}"

    @property
    def rules(self) -> Rules:
        """Return the parameters."""
        return Rules.from_json(self.parameters | {"version": self.version})


class ReleasedBase(models.Model):
    """A set of holdings that a figure was ever about, once; by its hash."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    units = ArrayField(models.CharField(max_length=64))

    def __str__(self) -> str:
        return f"{self.sha256[:8]} {len(self.units)}"


class ReleasedSet(models.Model):
    """One figure of a release as an attacker may hold it; read in the sector scope alone.

    `values` has what is true of each unit that adds something: what is to come is judged by it.
    A figure that was withheld has no `value`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey("workgroups.Release", on_delete=models.PROTECT, related_name="+")
    rules_version = models.PositiveIntegerField()
    table = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    key = ArrayField(models.CharField(max_length=60))
    variable = models.CharField(max_length=160)
    base = models.ForeignKey("workgroups.ReleasedBase", on_delete=models.PROTECT, related_name="+")
    value = models.CharField(max_length=20, blank=True)
    low = models.DecimalField(max_digits=14, decimal_places=2)
    high = models.DecimalField(max_digits=14, decimal_places=2)
    values = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["release", "table", "year", "key"], name="one_figure_per_release_and_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.year} {'/'.join(self.key)}"
