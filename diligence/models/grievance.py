"""Where people can complain, their complaints, and the remedy they got.

A complaint holds data of people at risk: only who is named at it opens it (`CaseSeat`), not the
rest of the company and not the secretariat. Everybody else sees numbers. UNGP 22, 29, 31; GDPR.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convenant.tenancy.models import TenantModel, TenantQuerySet
from diligence.models.chain import KeptQuerySet


class GrievanceChannelQuerySet(KeptQuerySet):
    """Queries on places to complain."""


class GrievanceChannel(TenantModel):
    """A place to complain. `criteria` holds by key of `grievance_criteria` a level and a note."""

    class Audience(models.TextChoices):
        """For whom it is."""

        OWN = "own", _("eigen medewerkers")
        OTHERS = "others", _("mensen buiten het bedrijf")
        ALL = "all", _("iedereen")

    class Meets(models.TextChoices):
        """How well it meets a criterion."""

        YES = "yes", _("ja")
        PARTLY = "partly", _("voor een deel")
        NO = "no", _("nee")

    name = models.CharField(max_length=150)
    audience = models.CharField(max_length=10, choices=Audience)
    how = models.TextField(max_length=1000, blank=True)
    criteria = models.JSONField(default=dict)
    tested_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = GrievanceChannelQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class RemedyCaseQuerySet(TenantQuerySet):
    """Queries on complaints."""

    def open_to(self, user):
        """Return the complaints this person is named at; of the others only numbers are told."""
        return self.filter(seats__user=user, seats__ended_at=None)


class RemedyCase(TenantModel):
    """A complaint and what was done. `story`, `outcome` and `lessons` never leave the case page.

    `number` counts per company. `theme` is a key of `themes`, `forms` are keys of `remedy_forms`.
    """

    class Status(models.TextChoices):
        """Where it stands (UNGP 31: predictable)."""

        RECEIVED = "received", _("ontvangen")
        ACKNOWLEDGED = "acknowledged", _("ontvangst bevestigd")
        ASSESSING = "assessing", _("in onderzoek")
        TALKING = "talking", _("in gesprek")
        DECIDED = "decided", _("besloten")
        REMEDY = "remedy", _("herstel loopt")
        CLOSED = "closed", _("afgesloten")
        REFERRED = "referred", _("doorverwezen")

    class Complainant(models.TextChoices):
        """Who complains, by kind: names are not asked for."""

        ANONYMOUS = "anonymous", _("onbekend")
        WORKER = "worker", _("werknemer")
        UNION = "union", _("vakbond")
        NEIGHBOUR = "neighbour", _("omwonende")
        NGO = "ngo", _("maatschappelijke organisatie")
        OTHER = "other", _("iemand anders")

    class Satisfied(models.TextChoices):
        """Whether who complained finds it solved."""

        UNKNOWN = "unknown", _("niet gevraagd")
        YES = "yes", _("ja")
        PARTLY = "partly", _("voor een deel")
        NO = "no", _("nee")

    number = models.PositiveIntegerField()
    received_on = models.DateField()
    channel = models.ForeignKey(
        "diligence.GrievanceChannel", on_delete=models.SET_NULL, null=True, blank=True
    )
    complainant = models.CharField(
        max_length=12, choices=Complainant, default=Complainant.ANONYMOUS
    )
    country = models.CharField(max_length=2, blank=True)
    theme = models.CharField(max_length=6, blank=True)
    is_urgent = models.BooleanField(default=False)
    status = models.CharField(max_length=12, choices=Status, default=Status.RECEIVED)
    due_on = models.DateField(null=True, blank=True)
    story = models.TextField(max_length=8000, blank=True)
    outcome = models.TextField(max_length=4000, blank=True)
    forms = models.JSONField(default=list)
    satisfied = models.CharField(max_length=10, choices=Satisfied, default=Satisfied.UNKNOWN)
    lessons = models.TextField(max_length=2000, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = RemedyCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="one_case_per_number"),
            models.CheckConstraint(
                condition=Q(status__in=("closed", "referred")) ^ Q(closed_on__isnull=True),
                name="only_an_ended_case_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class CaseSeat(TenantModel):
    """A person who may open a complaint."""

    case = models.ForeignKey("diligence.RemedyCase", on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey("companies.User", on_delete=models.CASCADE, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "case", "user"],
                condition=Q(ended_at=None),
                name="one_seat_per_case_and_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.user_id}"


class CaseNote(TenantModel):
    """Something done or heard in a complaint, kept for good; only who has a seat reads it."""

    case = models.ForeignKey("diligence.RemedyCase", on_delete=models.CASCADE, related_name="notes")
    before = models.CharField(max_length=12, blank=True)
    after = models.CharField(max_length=12, blank=True)
    text = models.TextField(max_length=4000, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("companies.User", on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.before} {self.after}"
