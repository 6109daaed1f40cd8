"""What a company promised to do, what became of it, and how it is measured."""

import datetime
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convenant.tenancy.models import TenantModel, TenantQuerySet
from diligence.plan.smart import Sketch
from diligence.plan.status import OPEN
from diligence.plan.status import Status as Plain


class ActionQuerySet(TenantQuerySet):
    """Queries on actions."""

    def of_year(self, year: int):
        """Return the plan of a year: what was open in it. What is open goes along by itself."""
        return self.filter(first_year__lte=year).filter(Q(last_year=None) | Q(last_year__gte=year))

    def still_open(self):
        """Return what is neither done nor stopped."""
        return self.filter(status__in=OPEN)

    def late(self, today: datetime.date):
        """Return what should have been done by now."""
        return self.still_open().filter(due_on__lt=today)

    def for_risk(self, lineage: UUID):
        """Return the actions for a risk, in whichever year they were linked to it."""
        return self.filter(links__risk__lineage=lineage).distinct()

    def in_order(self):
        """Return what is due first on top; without a day last."""
        return self.order_by(Coalesce("due_on", Value(datetime.date.max)), "created_at", "pk")


class Action(TenantModel):
    """A measure a company planned. It stands in the plan of each year from `first_year` on.

    `measure` is the key of the model action it was made from, empty for an own idea. Owner: a
    colleague, or the name of somebody without a seat. `last_year` is the year it was done or
    stopped in. `help_asked_at` is when the company said that it is stuck; None again once solved.
    """

    class Status(models.TextChoices):
        """Where it stands."""

        IDEA = Plain.IDEA, _("idee")
        PLANNED = Plain.PLANNED, _("gepland")
        RUNNING = Plain.RUNNING, _("bezig")
        DONE = Plain.DONE, _("gedaan")
        STOPPED = Plain.STOPPED, _("gestopt")

    class Budget(models.TextChoices):
        """What it costs, in bands: an exact sum is nobody else's business."""

        NONE = "none", _("geen geld, alleen uren")
        UP_TO_5K = "up_to_5k", _("tot € 5.000")
        UP_TO_25K = "up_to_25k", _("€ 5.000 tot € 25.000")
        UP_TO_100K = "up_to_100k", _("€ 25.000 tot € 100.000")
        OVER_100K = "over_100k", _("€ 100.000 of meer")

    title = models.CharField(max_length=150)
    goal = models.TextField(max_length=2000, blank=True)
    measure = models.CharField(max_length=60, blank=True)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.IDEA)
    owner = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    owner_name = models.CharField(max_length=100, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    delays = models.PositiveSmallIntegerField(default=0)
    indicator = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=30, blank=True)
    baseline = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    budget = models.CharField(max_length=12, choices=Budget, blank=True)
    leverage = models.CharField(max_length=5, blank=True)
    partners = models.CharField(max_length=300, blank=True)
    result = models.TextField(max_length=2000, blank=True)
    help_asked_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects: ClassVar = ActionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["company", "status", "due_on"], name="action_open_by_day")]
        constraints = [
            # What is planned or further has a date and an indicator; its owner may be forgotten.
            models.CheckConstraint(
                condition=Q(status__in=("idea", "stopped"))
                | Q(due_on__isnull=False) & ~Q(indicator=""),
                name="planned_action_has_day_and_indicator",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("done", "stopped")) ^ Q(last_year__isnull=True),
                name="only_an_ended_action_has_a_last_year",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(due_on=None) | Q(due_on__gte=F("starts_on")),
                name="action_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Tell whether something must still be done."""
        return self.status in OPEN

    def is_late(self, today: datetime.date) -> bool:
        """Tell whether it should have been done by now."""
        return self.is_open and self.due_on is not None and self.due_on < today

    def has_day_gone_by(self, today: datetime.date, year: int) -> bool:
        """Tell whether it came along from an earlier year and needs a new day in this one."""
        return self.first_year < year and self.is_late(today)

    def sketch(self, *, has_link: bool) -> Sketch:
        """Return what the SMART check looks at."""
        return Sketch(
            goal=self.goal,
            has_owner=self.owner_id is not None or bool(self.owner_name),
            due_on=self.due_on,
            indicator=self.indicator,
            target=self.target,
            has_link=has_link,
        )


class ActionLink(TenantModel):
    """What an action is for: a risk, an answer, or a supplier.

    A risk has a row in each year; an action for one of them is for all of the same `lineage`.
    """

    action = models.ForeignKey("diligence.Action", on_delete=models.CASCADE, related_name="links")
    question = models.CharField(max_length=80, blank=True)
    risk = models.ForeignKey(
        "diligence.Risk", on_delete=models.CASCADE, null=True, related_name="+"
    )
    supplier = models.ForeignKey(
        "diligence.Supplier", on_delete=models.CASCADE, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(risk=None, supplier=None) & ~Q(question="")
                | Q(question="", supplier=None, risk__isnull=False)
                | Q(question="", risk=None, supplier__isnull=False),
                name="action_link_goes_to_one_thing",
            ),
            models.UniqueConstraint(
                fields=["company", "action", "question", "risk", "supplier"],
                name="one_link_per_action_and_thing",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.question or str(self.risk_id or self.supplier_id)


class ActionStep(TenantModel):
    """Something that happened to an action, kept for good: a step, a delay, a call for help."""

    class Kind(models.TextChoices):
        """What happened."""

        MOVED = "moved", _("nieuwe stand")
        DELAYED = "delayed", _("uitgesteld")
        STUCK = "stuck", _("loopt vast")
        UNSTUCK = "unstuck", _("loopt weer")

    action = models.ForeignKey("diligence.Action", on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind)
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10, blank=True)
    text = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("companies.User", on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.kind} {self.before} {self.after}"


class Measurement(TenantModel):
    """The indicator of an action on one day."""

    action = models.ForeignKey(
        "diligence.Action", on_delete=models.CASCADE, related_name="measurements"
    )
    measured_on = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=2)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("companies.User", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "action", "measured_on"], name="one_measurement_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measured_on}: {self.value}"
