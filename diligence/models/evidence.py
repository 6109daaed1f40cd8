"""Proof: a document of a company, its versions, and the answers it stands at."""

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convenant.tenancy.models import TenantModel, TenantQuerySet

SOON = datetime.timedelta(days=60)
"""How long before its last day a document is called about to expire."""


def newest_file(evidence: str) -> Subquery:
    """Return the newest file of the document in this field, as a small object; None without one.

    A version that was stopped counts only when there is no other; `newest_state` is that of the
    newest version, whether it counts or not.
    """
    versions = EvidenceVersion.objects.filter(evidence=OuterRef(evidence))
    last = EvidenceVersion.objects.filter(evidence=OuterRef("evidence")).order_by("-number")
    versions = versions.alias(last_resort=Q(state__in=STOPPED)).order_by("last_resort", "-number")
    fields = ("name", "number", "content_type", "size", "sha256", "state", "uploaded_at")
    parts = {"id": F("pk")} | {field: F(field) for field in fields}
    found = JSONObject(
        **parts,
        added_on=TruncDate("uploaded_at"),
        newest_state=Subquery(last.values("state")[:1]),
    )
    return Subquery(versions.values(found=found)[:1])


def newest_clean_file(evidence: str) -> Subquery:
    """Return the newest file of the document in this field that may be handed out, as an object."""
    versions = EvidenceVersion.objects.filter(
        evidence=OuterRef(evidence), state=EvidenceVersion.State.CLEAN
    )
    parts = {field: F(field) for field in ("name", "number", "content_type", "size", "sha256")}
    found = JSONObject(**parts, added_on=TruncDate("uploaded_at"))
    return Subquery(versions.order_by("-number").values(found=found)[:1])


class EvidenceQuerySet(TenantQuerySet):
    """Queries on documents."""

    def kept(self):
        """Return the documents that were not removed."""
        return self.filter(removed_at=None)

    def with_file(self):
        """Add the newest file that may be used, as `file` (see `newest_file`)."""
        return self.annotate(file=newest_file("pk"))


class Evidence(TenantModel):
    """One document in a company's library; it may support many answers of many years.

    `kind` is a code of the catalogue `evidence_types`, empty while nobody said what it is.
    `valid_until` is the last day it holds; None when it does not expire. Removing keeps the row and
    its files, so that it can be undone.
    """

    title = models.CharField(max_length=150)
    description = models.TextField(max_length=2000, blank=True)
    kind = models.CharField(max_length=10, blank=True)
    is_confidential = models.BooleanField(default=True)
    valid_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects: ClassVar = EvidenceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["company", "removed_at"], name="evidence_company_removed")]

    def __str__(self) -> str:
        return self.title

    def is_expired(self, today: datetime.date) -> bool:
        """Tell whether its last day has passed."""
        return self.valid_until is not None and self.valid_until < today

    def expires_soon(self, today: datetime.date) -> bool:
        """Tell whether it still holds, but not for long."""
        return self.valid_until is not None and today <= self.valid_until <= today + SOON


class EvidenceVersion(TenantModel):
    """One file of a document, as it was stored; a newer one keeps the older.

    `name` is what the person called it, for people to read; `file` is where it is stored and says
    nothing. `sha256` and `size` are of the stored bytes.
    """

    class State(models.TextChoices):
        """Whether it may be handed out."""

        PENDING = "pending", _("wordt gecontroleerd")
        CLEAN = "clean", _("gecontroleerd")
        INFECTED = "infected", _("tegengehouden: virus gevonden")
        REFUSED = "refused", _("tegengehouden: niet te controleren")

    evidence = models.ForeignKey(
        "diligence.Evidence", on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    uploaded_at = models.DateTimeField(default=timezone.now)
    uploaded_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "evidence", "number"], name="one_evidence_version_per_number"
            )
        ]
        indexes = [models.Index(fields=["company", "sha256"], name="evidence_company_sha256")]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    @property
    def is_clean(self) -> bool:
        """Tell whether it may be handed out."""
        return self.state == self.State.CLEAN

    @property
    def is_stopped(self) -> bool:
        """Tell whether it will never be handed out."""
        return self.state in STOPPED


PENDING = EvidenceVersion.State.PENDING
STOPPED = (EvidenceVersion.State.INFECTED, EvidenceVersion.State.REFUSED)


class EvidenceUseQuerySet(TenantQuerySet):
    """Queries on where documents stand."""

    def standing(self):
        """Return the uses of documents that were not removed, each with document and `file`."""
        kept = self.filter(evidence__removed_at=None).select_related("evidence")
        return kept.annotate(file=newest_file("evidence_id"))

    def to_freeze(self):
        """Return the uses of kept documents with a clean file, each with document and `file`."""
        kept = self.filter(evidence__removed_at=None).select_related("evidence")
        return kept.annotate(file=newest_clean_file("evidence_id")).exclude(file=None)


class EvidenceUse(TenantModel):
    """A document stands at an answer of one year."""

    evidence = models.ForeignKey(
        "diligence.Evidence", on_delete=models.CASCADE, related_name="uses"
    )
    assessment = models.ForeignKey(
        "diligence.Assessment", on_delete=models.CASCADE, related_name="evidence_uses"
    )
    question = models.CharField(max_length=80)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects: ClassVar = EvidenceUseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "assessment", "question", "evidence"],
                name="one_use_per_question_and_evidence",
            )
        ]

    def __str__(self) -> str:
        return self.question
