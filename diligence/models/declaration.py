"""What a supplier declares: one workbook as it came in, and the smelters it names."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convenant.tenancy.models import TenantModel, TenantQuerySet


class DeclarationQuerySet(TenantQuerySet):
    """Queries on declarations."""

    def in_force(self):
        """Return those that were accepted and not replaced or taken back since."""
        return self.filter(state=Declaration.State.ACCEPTED)

    def of_file(self, assessment):
        """Return those of one year, newest first, each with its supplier, file and who added it."""
        mine = self.for_company(assessment.company_id).filter(assessment=assessment)
        mine = mine.select_related("supplier", "file", "added_by").defer("content")
        return mine.order_by("-added_at", "pk")


class Declaration(TenantModel):
    """One CMRT, EMRT or AMRT workbook of one supplier, added in one year.

    `file` is the workbook itself, in the library of proof. `content` is what was read of it but for
    the smelters, which are rows (`diligence.smelters.shape`); None until it is read. `day` is the
    supplier's own date. `earlier` is the one it is compared with and, in the same year, replaces.
    `batch` holds the lines of the chain that came of it.
    """

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("wacht op zijn beurt")
        READING = "reading", _("wordt gelezen")
        REFUSED = "refused", _("niet te lezen")
        FAILED = "failed", _("mislukt")
        PREVIEW = "preview", _("wacht op uw besluit")
        ACCEPTED = "accepted", _("overgenomen")
        REPLACED = "replaced", _("vervangen door een nieuwere")
        DROPPED = "dropped", _("niet overgenomen")
        UNDONE = "undone", _("teruggedraaid")

    assessment = models.ForeignKey(
        "diligence.Assessment", on_delete=models.CASCADE, related_name="declarations"
    )
    file = models.ForeignKey(
        "diligence.EvidenceVersion", on_delete=models.PROTECT, related_name="declarations"
    )
    supplier = models.ForeignKey(
        "diligence.Supplier", on_delete=models.PROTECT, null=True, related_name="declarations"
    )
    earlier = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    batch = models.ForeignKey(
        "diligence.ImportBatch", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    stage = models.CharField(max_length=10, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    template = models.CharField(max_length=4, blank=True)
    release = models.CharField(max_length=10, blank=True)
    declarer = models.CharField(max_length=300, blank=True)
    day = models.DateField(null=True, blank=True)
    content = models.JSONField(null=True)
    refusal = models.JSONField(null=True)
    """Why it was not read: `code` and `params` of `Refused`."""
    smelter_count = models.PositiveIntegerField(default=0)
    warning_count = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    read_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects: ClassVar = DeclarationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["company", "assessment", "added_at"], name="declaration_of_file"),
            models.Index(
                fields=["company", "supplier", "template"], name="declaration_of_supplier"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "assessment", "file"],
                condition=models.Q(state__in=["waiting", "reading", "preview", "accepted"]),
                name="one_declaration_per_file_and_year",
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.declarer}"

    @property
    def is_under_way(self) -> bool:
        """Tell whether it still is to be read."""
        return self.state in UNDER_WAY


UNDER_WAY = (Declaration.State.WAITING, Declaration.State.READING)


class DeclaredSmelter(TenantModel):
    """One smelter of a declaration; the fields are those of `diligence.smelters.shape.Smelter`.

    `supplier` and `line` are what it became when the declaration was accepted.
    """

    declaration = models.ForeignKey(
        "diligence.Declaration", on_delete=models.CASCADE, related_name="+"
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=14)
    mineral = models.CharField(max_length=20, blank=True)
    label = models.CharField(max_length=200, blank=True)
    identifier = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True)
    country_as_written = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    mines = models.CharField(max_length=200, blank=True)
    mine_countries = models.JSONField(default=list)
    recycled = models.CharField(max_length=16, blank=True)
    rows = models.JSONField(default=list)
    details_from = models.CharField(max_length=10, blank=True)
    supplier = models.ForeignKey(
        "diligence.Supplier", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    line = models.ForeignKey(
        "diligence.SourcingLine", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "declaration", "number"], name="one_declared_smelter_per_number"
            )
        ]
        indexes = [
            models.Index(fields=["company", "identifier"], name="declared_smelter_identifier")
        ]

    def __str__(self) -> str:
        return self.name or self.identifier
