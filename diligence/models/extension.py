"""A company's request for more time, and what the secretariat decided."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convenant.tenancy.models import TenantModel, TenantQuerySet


class ExtensionQuerySet(TenantQuerySet):
    """Queries on requests for more time."""

    def of_file(self, assessment):
        """Return the requests of one year, newest first."""
        mine = self.for_company(assessment.company_id).filter(assessment=assessment)
        return mine.order_by("-asked_at", "-pk")

    def waiting(self):
        """Return those that wait for the secretariat."""
        return self.filter(state=Extension.State.WAITING)


class Extension(TenantModel):
    """More time, asked for until a day and for a reason; `granted_until` may be another day."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("wacht op het secretariaat")
        GRANTED = "granted", _("uitstel gegeven")
        REFUSED = "refused", _("geen uitstel")
        WITHDRAWN = "withdrawn", _("ingetrokken")

    assessment = models.ForeignKey(
        "diligence.Assessment", on_delete=models.CASCADE, related_name="extensions"
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    until = models.DateField()
    reason = models.TextField(max_length=2000)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    granted_until = models.DateField(null=True, blank=True)
    answer = models.TextField(max_length=2000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects: ClassVar = ExtensionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "assessment"],
                condition=Q(state="waiting"),
                name="one_extension_waits_per_file",
            ),
            models.CheckConstraint(
                condition=Q(state="granted", granted_until__isnull=False)
                | ~Q(state="granted") & Q(granted_until=None),
                name="only_a_granted_extension_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""),
                name="a_refused_extension_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.until}: {self.state}"
