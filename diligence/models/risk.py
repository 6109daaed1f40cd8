"""A company's risks to people and nature in one year: what it decided, and how it weighed them.

A risk stands in one year. Taken along to the next it is another row of the same `lineage`, so that
a closed year never changes and years can be compared.
"""

import uuid
from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convenant.tenancy.models import TenantModel, TenantQuerySet
from diligence.risks.weighing import CAUSE, CONTRIBUTE, LINKED, Weight

LEVELS = ("scale", "scope", "irremediable", "likelihood")


class Involvement(models.TextChoices):
    """How the company is involved in the harm (OECD-DDG 2.3)."""

    CAUSE = CAUSE, _("wij veroorzaken het")
    CONTRIBUTE = CONTRIBUTE, _("wij dragen eraan bij")
    LINKED = LINKED, _("wij zijn direct verbonden")


class RiskQuerySet(TenantQuerySet):
    """Queries on risks."""

    def of_file(self, assessment):
        """Return the risks of one year, whatever was decided about them."""
        return self.for_company(assessment.company_id).filter(assessment=assessment)

    def kept(self):
        """Return those that the company works with."""
        return self.filter(state=Risk.State.KEPT)

    def in_order(self):
        """Return the gravest first: severity, then its parts, then likelihood; unweighed on top.

        The same order as `Weight.order`. A risk that nobody weighed yet may be the gravest.
        """
        worst = [F(name).desc(nulls_first=True) for name in ("severity", *LEVELS)]
        return self.order_by(*worst, "theme", "metal", "country", "pk")


class Risk(TenantModel):
    """A harm that the company may be involved in, with where its weighing stands now.

    `theme`, `metal` and `country` are keys of the lists; an empty metal is about own work, an empty
    country is not known. `proposal` is the key of what the tool proposed; empty for an own risk.
    `reasons` is what it rested on, frozen in both languages; `lists` the edition it came from.
    `no_action_reason`: why nothing is done about it now; counts while it has no open action.
    `is_taken_along`: it came from an earlier year. `language`: in which its own words were written
    last.
    """

    class State(models.TextChoices):
        """What the company decided."""

        KEPT = "kept", _("in het register")
        REJECTED = "rejected", _("past niet bij ons")
        MERGED = "merged", _("samengevoegd")

    assessment = models.ForeignKey(
        "diligence.Assessment", on_delete=models.CASCADE, related_name="risks"
    )
    lineage = models.UUIDField(default=uuid.uuid4, editable=False)
    theme = models.CharField(max_length=4)
    metal = models.CharField(max_length=10, blank=True)
    country = models.CharField(max_length=2, blank=True)
    title = models.CharField(max_length=150, blank=True)
    description = models.TextField(max_length=2000, blank=True)
    language = models.CharField(max_length=2, default="nl")
    proposal = models.CharField(max_length=30, blank=True)
    certainty = models.CharField(max_length=10, blank=True)
    reasons = models.JSONField(default=list)
    lists = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.KEPT)
    state_reason = models.TextField(max_length=2000, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="merged"
    )
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    floor = models.PositiveSmallIntegerField(default=1)
    scale = models.PositiveSmallIntegerField(null=True)
    scope = models.PositiveSmallIntegerField(null=True)
    irremediable = models.PositiveSmallIntegerField(null=True)
    likelihood = models.PositiveSmallIntegerField(null=True)
    severity = models.PositiveSmallIntegerField(null=True)
    involvement = models.CharField(max_length=10, choices=Involvement, blank=True)
    involvement_reason = models.TextField(max_length=2000, blank=True)
    weighed_at = models.DateTimeField(null=True)
    weighed_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    is_taken_along = models.BooleanField(default=False)
    put_off_until = models.DateField(null=True)
    put_off_reason = models.TextField(max_length=2000, blank=True)
    no_action_reason = models.TextField(max_length=2000, blank=True, db_default="", default="")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = RiskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "assessment", "proposal"],
                condition=~Q(proposal=""),
                name="one_decision_per_proposal_and_year",
            ),
            models.UniqueConstraint(
                fields=["company", "assessment", "lineage"], name="one_risk_per_lineage_and_year"
            ),
            models.CheckConstraint(
                name="risk_weighed_whole_from_1_to_5",
                condition=Q(
                    scale=None,
                    scope=None,
                    irremediable=None,
                    likelihood=None,
                    severity=None,
                    weighed_at=None,
                )
                | Q(
                    scale__range=(1, 5),
                    scope__range=(1, 5),
                    irremediable__range=(1, 5),
                    likelihood__range=(1, 5),
                    severity__range=(F("floor"), 5),
                    weighed_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="risk_merged_into_another",
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into=None)),
            ),
            models.CheckConstraint(
                name="risk_put_off_with_reason",
                condition=Q(put_off_until=None) | ~Q(put_off_reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["company", "assessment", "state"], name="risk_of_file"),
            models.Index(fields=["company", "lineage"], name="risk_lineage"),
        ]

    def __str__(self) -> str:
        return self.title or self.key

    @property
    def key(self) -> str:
        """Return theme, metal and country in one: `RT09/ME-CO/CD`."""
        return f"{self.theme}/{self.metal or '-'}/{self.country or '-'}"

    @property
    def weight(self) -> Weight | None:
        """Return how it is weighed; None while nobody did."""
        if self.scale is None:
            return None
        parts: Mapping[str, int] = {part: getattr(self, part) for part in LEVELS}
        return Weight(**parts, floor=self.floor)


class RiskWeighing(TenantModel):
    """One time that somebody weighed a risk. Rows are only added: the last one holds."""

    risk = models.ForeignKey("diligence.Risk", on_delete=models.CASCADE, related_name="weighings")
    floor = models.PositiveSmallIntegerField()
    scale = models.PositiveSmallIntegerField()
    scope = models.PositiveSmallIntegerField()
    irremediable = models.PositiveSmallIntegerField()
    likelihood = models.PositiveSmallIntegerField()
    severity = models.PositiveSmallIntegerField()
    involvement = models.CharField(max_length=10, choices=Involvement)
    involvement_reason = models.TextField(max_length=2000)
    note = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("companies.User", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["risk", "-at"], name="weighing_of_risk")]
        constraints = [
            models.CheckConstraint(
                name="weighing_from_1_to_5",
                condition=Q(
                    scale__range=(1, 5),
                    scope__range=(1, 5),
                    irremediable__range=(1, 5),
                    likelihood__range=(1, 5),
                    severity__range=(F("floor"), 5),
                    floor__range=(1, 5),
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.risk_id} {self.severity}"

    @property
    def weight(self) -> Weight:
        """Return the parts as they were weighed, under the floor of that day."""
        parts: Mapping[str, int] = {part: getattr(self, part) for part in LEVELS}
        return Weight(**parts, floor=self.floor)


class RiskConsultation(TenantModel):
    """Somebody who was asked about a risk: who, when, what they said, and what changed by it."""

    class Group(models.TextChoices):
        """Whom the company asked (OECD-DDG Q8-Q11)."""

        WORKERS = "workers", _("werknemers")
        UNION = "union", _("vakbond")
        COMMUNITY = "community", _("omwonenden of gemeenschap")
        INDIGENOUS = "indigenous", _("inheems volk")
        MINERS = "miners", _("kleinschalige mijnwerkers")
        NGO = "ngo", _("ngo of mensenrechtenverdediger")
        SUPPLIER = "supplier", _("leverancier of smelterij")
        EXPERT = "expert", _("deskundige")
        GOVERNMENT = "government", _("overheid")
        COVENANT = "covenant", _("werkgroep of partij van het convenant")

    risk = models.ForeignKey(
        "diligence.Risk", on_delete=models.CASCADE, related_name="consultations"
    )
    group = models.CharField(max_length=12, choices=Group)
    who = models.CharField(max_length=150)
    on = models.DateField()
    said = models.TextField(max_length=2000)
    changed = models.TextField(max_length=2000, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["risk", "on"], name="consultation_of_risk")]

    def __str__(self) -> str:
        return self.who
