"""A company's chain: what it buys, through whom and from where, and who those suppliers are."""

from typing import ClassVar

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convenant.tenancy.models import TenantModel, TenantQuerySet


class Form(models.TextChoices):
    """In which form metal is bought; the options of the question `profile.forms_bought`."""

    ORE = "ore", _("erts of concentraat")
    PRIMARY = "primary", _("nieuw metaal")
    SEMIS = "semis", _("halffabricaat")
    COMPONENTS = "components", _("onderdelen of elektronica")
    SCRAP = "scrap", _("schroot of gerecycled metaal")


class Certainty(models.TextChoices):
    """How sure it is where the metal comes from; the options of `identify.sourcing`."""

    DOCUMENTED = "documented", _("er is een document")
    TOLD = "told", _("de leverancier zei het")
    ESTIMATE = "estimate", _("wij schatten het")
    UNKNOWN = "unknown", _("wij weten het niet")


class Volume(models.TextChoices):
    """How much a year, in bands and never exactly: what a competitor could use is not kept."""

    UP_TO_1 = "up_to_1", _("minder dan 1 ton")
    UP_TO_10 = "up_to_10", _("1 tot 10 ton")
    UP_TO_100 = "up_to_100", _("10 tot 100 ton")
    UP_TO_1000 = "up_to_1000", _("100 tot 1.000 ton")
    OVER_1000 = "over_1000", _("1.000 ton of meer")


class KeptQuerySet(TenantQuerySet):
    """Queries on rows that can be removed and put back."""

    def kept(self):
        """Return what was not removed."""
        return self.filter(removed_at=None)


class SupplierQuerySet(KeptQuerySet):
    """Queries on suppliers."""

    def kept_or_merged(self):
        """Return those on the list and those that are part of one now, in the order they came."""
        known = self.filter(Q(removed_at=None) | Q(merged_into__isnull=False))
        return known.order_by("created_at", "pk")

    def with_use(self, assessment):
        """Add how many lines of this year name the supplier, as `used`."""
        lines = Q(lines__assessment=assessment, lines__removed_at=None)
        return self.annotate(used=Count("lines", filter=lines))


class Supplier(TenantModel):
    """A company in the chain, near or far: a seller, a trader, a smelter, a mine.

    `folded` is its name without case, accents and legal form (`diligence.chain.names`). `lei`,
    `kvk` and `smelter_id` passed their checks; an empty one is not known. One that turned out to be
    another is off the list and `merged_into` that other; years that were handed in name it still.
    """

    name = models.CharField(max_length=150)
    folded = models.CharField(max_length=150)
    country = models.CharField(max_length=2, blank=True)
    lei = models.CharField(max_length=20, blank=True)
    kvk = models.CharField(max_length=8, blank=True)
    smelter_id = models.CharField(max_length=9, blank=True)
    batch = models.ForeignKey(
        "diligence.ImportBatch", on_delete=models.SET_NULL, null=True, related_name="suppliers"
    )
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="merged_from"
    )

    objects: ClassVar = SupplierQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["company", "folded"], name="supplier_company_folded")]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(removed_at__isnull=False),
                name="merged_supplier_is_off_the_list",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def identifiers(self) -> dict[str, str]:
        """Return its identifiers by kind; an empty one is not known."""
        return {"lei": self.lei, "kvk": self.kvk, "smelter_id": self.smelter_id}


class SupplierMatch(TenantModel):
    """What a person decided once: this typed name is that supplier, or is another company."""

    typed = models.CharField(max_length=150)
    supplier = models.ForeignKey("diligence.Supplier", on_delete=models.CASCADE, related_name="+")
    is_same = models.BooleanField()
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "typed", "supplier"], name="one_decision_per_name_and_supplier"
            )
        ]

    def __str__(self) -> str:
        return self.typed


class SupplierMerge(TenantModel):
    """Two suppliers that turned out to be one, with what it takes to part them again.

    `moved` has by kind the ids of what went from `gone` to `kept`; `filled` the fields of `kept`
    that were empty until then, with what they got.
    """

    gone = models.ForeignKey("diligence.Supplier", on_delete=models.CASCADE, related_name="+")
    kept = models.ForeignKey("diligence.Supplier", on_delete=models.CASCADE, related_name="merges")
    moved = models.JSONField(default=dict)
    filled = models.JSONField(default=dict)
    merged_at = models.DateTimeField(default=timezone.now)
    merged_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "gone"],
                condition=Q(undone_at=None),
                name="one_merge_per_supplier",
            ),
            models.CheckConstraint(condition=~Q(gone=models.F("kept")), name="merge_is_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} {self.kept_id}"


class ImportBatch(TenantModel):
    """Lines that came in together, from a file or pasted; first a preview, then taken or dropped.

    `rows` holds what was typed, row by row, as texts by column; `file` is what the file was called.
    """

    class State(models.TextChoices):
        """What became of it."""

        PREVIEW = "preview", _("nog niet overgenomen")
        ACCEPTED = "accepted", _("overgenomen")
        DROPPED = "dropped", _("weggegooid")
        UNDONE = "undone", _("teruggedraaid")

    assessment = models.ForeignKey(
        "diligence.Assessment", on_delete=models.CASCADE, related_name="chain_imports"
    )
    file = models.CharField(max_length=150, blank=True)
    rows = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.PREVIEW)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.file or str(self.created_at)


class SourcingLineQuerySet(KeptQuerySet):
    """Queries on lines of the chain."""

    def of_file(self, assessment):
        """Return the lines of one year that were not removed, each with its supplier."""
        mine = self.for_company(assessment.company_id).kept().filter(assessment=assessment)
        return mine.select_related("supplier")

    def in_order(self):
        """Return them by metal and stage, as the table shows them.

        What came at one moment is told apart by what it says, so that the same chain has the same
        order, and the same frozen file the same hash.
        """
        place = ("metal", "stage", "country", "supplier__name", "created_at")
        return self.order_by(*place, "form", "region", "certainty", "volume", "pk")


class SourcingLine(TenantModel):
    """One line of a year's chain: a metal in a form, at a stage, in a country, at a supplier.

    `metal`, `stage` and `country` are keys of the catalogues; an empty country is not known.
    `tier` is 1 for who sells to the company, 2 for who sells to them; None when not known.
    """

    assessment = models.ForeignKey(
        "diligence.Assessment", on_delete=models.CASCADE, related_name="sourcing_lines"
    )
    metal = models.CharField(max_length=10)
    form = models.CharField(max_length=12, choices=Form)
    stage = models.CharField(max_length=4)
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=80, blank=True)
    supplier = models.ForeignKey(
        "diligence.Supplier", on_delete=models.PROTECT, null=True, related_name="lines"
    )
    tier = models.PositiveSmallIntegerField(null=True)
    certainty = models.CharField(max_length=12, choices=Certainty)
    volume = models.CharField(max_length=12, choices=Volume, blank=True)
    batch = models.ForeignKey(
        "diligence.ImportBatch", on_delete=models.SET_NULL, null=True, related_name="lines"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        "companies.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects: ClassVar = SourcingLineQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["company", "assessment", "removed_at"], name="sourcing_line_of_file"
            )
        ]

    def __str__(self) -> str:
        return f"{self.metal} {self.stage} {self.country}"
