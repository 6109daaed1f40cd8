"""The sheets of an archive: chain, declarations, risks, suppliers, plan, and complaints."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from diligence.models import (
    Action,
    ActionLink,
    ActionStep,
    Assessment,
    CarryDecision,
    DecisionLetter,
    Declaration,
    DeclaredSmelter,
    Disengagement,
    Extension,
    FileStep,
    GrievanceChannel,
    ImportBatch,
    LeverageEntry,
    Measurement,
    Remark,
    ReviewThread,
    Risk,
    RiskConsultation,
    RiskWeighing,
    SourcingLine,
    Supplier,
    SupplierMatch,
    SupplierMerge,
)
from diligence.services import archive_columns as columns
from diligence.services.archive_tables import Sheet, Table, table
from diligence.services.remedy.cases import numbers


def sheets_of(company: Company, years: list[Assessment]) -> Iterator[Sheet]:
    """Yield the sheets in the language that is active now. Must run in the company's scope."""
    for year in years:
        number = str(year.cycle.year)
        chain, risks, review = gettext("Keten"), gettext("Risico’s"), gettext("Beoordeling")
        yield Sheet(f"{number}/chain", f"{chain} {number}", list(chain_of(year)))
        before = str(_("Keuzes over het jaar vóór %(year)s") % {"year": number})
        yield Sheet(f"{number}/carried", before, list(carried_of(year)))
        yield Sheet(f"{number}/risks", f"{risks} {number}", list(risks_of(year)))
        yield Sheet(f"{number}/review", f"{review} {number}", list(review_of(year)))
    yield Sheet("suppliers", gettext("Leveranciers"), list(suppliers_of(company)))
    yield Sheet("plan", gettext("Actieplan"), list(plan_of(company)))
    note = gettext(
        "Van klachten staan hier alleen de cijfers. Wat mensen vertelden, wat u besloot en uw "
        "notities zitten niet in dit archief: dat mag alleen lezen wie bij de klacht staat, en "
        "een archief kan bij anderen komen."
    )
    yield Sheet("complaints", gettext("Klachten"), list(complaints_of(company)), note)


def carried_of(year: Assessment) -> Iterator[Table]:
    """Yield what was decided about answers of the year before, taken back or not."""
    made = CarryDecision.objects.for_company(year.company_id).filter(assessment=year)
    made = made.select_related("decided_by").order_by("decided_at", "pk")
    yield table("decisions", _("Keuzes"), columns.CARRIED, made)


def chain_of(year: Assessment) -> Iterator[Table]:
    """Yield the chain of a year: lines, what was read in, and what suppliers declared."""
    mine = year.company_id
    lines = SourcingLine.objects.for_company(mine).filter(assessment=year)
    lines = lines.select_related("supplier", "created_by").order_by("created_at", "pk")
    yield table("lines", _("Regels"), columns.LINE, lines)
    imports = ImportBatch.objects.for_company(mine).filter(assessment=year)
    imports = imports.select_related("created_by").order_by("created_at", "pk")
    yield table("imports", _("Ingelezen"), columns.IMPORT, imports)
    declarations = Declaration.objects.of_file(year).select_related("decided_by")
    yield table(
        "declarations", _("Verklaringen van leveranciers"), columns.DECLARATION, declarations
    )
    smelters = DeclaredSmelter.objects.for_company(mine).filter(declaration__assessment=year)
    smelters = smelters.select_related("supplier", "declaration").order_by(
        "declaration_id", "number"
    )
    yield table("smelters", _("Smelterijen in de verklaringen"), columns.SMELTER, smelters)


def risks_of(year: Assessment) -> Iterator[Table]:
    """Yield the register of a year, whatever was decided, with every weighing and talk."""
    mine = year.company_id
    risks = Risk.objects.of_file(year).select_related("decided_by").in_order()
    yield table("risks", _("Risico’s"), columns.RISK, risks)
    weighings = RiskWeighing.objects.for_company(mine).filter(risk__assessment=year)
    weighings = weighings.select_related("by", "risk").order_by("at", "pk")
    yield table("weighings", _("Wegingen"), columns.WEIGHING, weighings)
    talks = RiskConsultation.objects.for_company(mine).filter(risk__assessment=year)
    talks = talks.select_related("added_by", "risk").order_by("on", "pk")
    yield table("consultations", _("Gesprekken"), columns.CONSULTATION, talks)


def review_of(year: Assessment) -> Iterator[Table]:
    """Yield the steps of a year, the requests for more time, and what was said about the file."""
    mine = year.company_id
    steps = FileStep.objects.for_company(mine).filter(assessment=year)
    yield table(
        "steps", _("Verloop"), columns.TAKEN, steps.select_related("by").order_by("at", "pk")
    )
    requests = Extension.objects.of_file(year).select_related("asked_by", "decided_by")
    yield table("extensions", _("Uitstel"), columns.EXTENSION, requests)
    letters = DecisionLetter.objects.of_file(year).select_related("by").order_by("at", "pk")
    yield table("letters", _("Brieven over een besluit"), columns.LETTER, letters)
    talks = ReviewThread.objects.of_file(year).order_by("opened_at", "pk")
    talks = talks.select_related("risk", "action", "supplier", "opened_by", "settled_by")
    yield table("talks", _("Gesprekken"), columns.TALK, talks)
    remarks = Remark.objects.for_company(mine).filter(thread__assessment=year)
    remarks = remarks.select_related("by").order_by("at", "pk")
    yield table("remarks", _("Berichten"), columns.REMARK, remarks)


def suppliers_of(company: Company) -> Iterator[Table]:
    """Yield the suppliers, what was tried to move them, and the files of leaving."""
    suppliers = Supplier.objects.for_company(company).select_related("created_by", "merged_into")
    yield table("suppliers", _("Leveranciers"), columns.SUPPLIERS, suppliers.order_by("name", "pk"))
    matches = SupplierMatch.objects.for_company(company).select_related("supplier", "decided_by")
    yield table(
        "names", _("Keuzes over namen"), columns.MATCH, matches.order_by("decided_at", "pk")
    )
    merges = SupplierMerge.objects.for_company(company)
    merges = merges.select_related("gone", "kept", "merged_by", "undone_by")
    yield table("merges", _("Samenvoegingen"), columns.MERGE, merges.order_by("merged_at", "pk"))
    tries = LeverageEntry.objects.for_company(company).select_related("supplier", "created_by")
    yield table("leverage", _("Pogingen om te bewegen"), columns.TRY, tries.order_by("day", "pk"))
    leaving = Disengagement.objects.for_company(company).select_related("supplier", "opened_by")
    yield table(
        "leaving", _("Weggaan met zorg"), columns.LEAVING, leaving.order_by("opened_at", "pk")
    )


def plan_of(company: Company) -> Iterator[Table]:
    """Yield the plan of all years: actions, what they are for, their steps and measurements."""
    actions = Action.objects.for_company(company).select_related("owner", "created_by")
    yield table("actions", _("Acties"), columns.ACTION, actions.in_order())
    links = ActionLink.objects.for_company(company).select_related("action", "supplier")
    yield table(
        "links", _("Waar de acties voor zijn"), columns.LINK, links.order_by("action_id", "pk")
    )
    steps = ActionStep.objects.for_company(company).select_related("action", "by")
    yield table("steps", _("Verloop"), columns.STEP, steps.order_by("at", "pk"))
    measured = Measurement.objects.for_company(company).select_related("action", "by")
    measured = measured.order_by("measured_on", "pk")
    yield table("measurements", _("Metingen"), columns.MEASUREMENT, measured)


def complaints_of(company: Company) -> Iterator[Table]:
    """Yield the places to complain, and of the complaints the numbers; no word of them is read."""
    channels = GrievanceChannel.objects.for_company(company).select_related("created_by")
    yield table(
        "channels", _("Klachtenregelingen"), columns.CHANNEL, channels.order_by("name", "pk")
    )
    counted = numbers(company, timezone.localdate())
    for name, (title, column) in columns.COUNTS.items():
        rows = [{"key": key, "count": count} for key, count in getattr(counted, name).items()]
        yield Table(name, str(title), (column, columns.COUNTED), rows)
