"""A person's decision about a declaration: take over what it says, drop it, or take that back."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from companies.models import User
from diligence.models import Assessment, Declaration, ImportBatch, SourcingLine, Supplier
from diligence.services.chain.suppliers import Register, SupplierDetails, add_supplier, decide
from diligence.services.declarations.choosing import choice_of, earlier_of
from diligence.services.declarations.intake import tell
from diligence.services.declarations.lines import Taking, take_over
from diligence.services.declarations.storing import rows_of, smelter_in
from diligence.services.review.opened import lock_if_asked
from diligence.smelters.difference import keyed

State = Declaration.State
NEW = "new"


class NotThisState(Exception):
    """Somebody decided already; `state` says what."""

    def __init__(self, state: str):
        super().__init__(state)
        self.state = state


class NoSupplier(Exception):
    """Nobody said which supplier it is of."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What accepting did, in numbers."""

    lines: int
    known: int
    """Smelters that were a line of this year already."""
    left_out: int
    """Entries that name no smelter, or a mineral that was not chosen or is no metal of ours."""
    gone: int
    """Lines taken out, for the newer declaration does not name the smelter any more."""


@transaction.atomic
def accept(declaration: Declaration, supplier: str, metals: Collection[str], *, by: User) -> Taken:
    """Take over a declaration: its supplier, its smelters as suppliers, and lines of the chain.

    `supplier` is the id of the supplier it is of, or "new"; `metals` which minerals to take over.
    Must run in the company's scope. Raises NotThisState, NoSupplier, AssessmentClosed or
    TooManyLines, and then nothing has changed.
    """
    year = lock_if_asked(declaration.assessment, supplier__isnull=False)
    declaration = locked(declaration, State.PREVIEW)
    declaration.supplier = chosen(declaration, supplier, by=by)
    declaration.earlier = earlier_of(declaration)
    batch = ImportBatch.objects.create(
        company_id=declaration.company_id,
        assessment=year,
        file=declaration.file.name,
        state=ImportBatch.State.ACCEPTED,
        created_by=by,
        decided_at=timezone.now(),
    )
    taking = take_over(Taking(declaration, year, batch, frozenset(metals), by))
    declaration.batch = batch
    conclude(declaration, State.ACCEPTED, by=by)
    gone = replace_earlier(declaration, year, by=by)
    tell("declaration.accepted", declaration, by=by, n=taking.lines)
    return Taken(taking.lines, taking.known, taking.left_out, gone)


def chosen(declaration: Declaration, supplier: str, *, by: User) -> Supplier:
    """Return the supplier that was chosen; a new one gets the name in the workbook.

    What was decided is remembered for that name. Raises NoSupplier.
    """
    company = declaration.assessment.company
    choice = choice_of(declaration, Register.of(company))
    if supplier == NEW and choice.may_be_new:
        candidates = [str(one.pk) for one in choice.candidates]
        if candidates:
            decide(company, choice.name, candidates, same_as=None, by=by)
        return add_supplier(company, SupplierDetails(name=choice.name), by=by)
    mine = Supplier.objects.for_company(company).kept()
    found = next((one for one in mine if str(one.pk) == supplier), None)
    if found is None:
        raise NoSupplier
    if choice.name and choice.found != found:
        decide(company, choice.name, [], same_as=found.pk, by=by)
    return found


def replace_earlier(declaration: Declaration, year: Assessment, *, by: User) -> int:
    """Take out what the earlier declaration of this year brought and this one names no more.

    What somebody changed by hand stays. Return how many lines went. An earlier year stays as it
    was.
    """
    earlier = declaration.earlier
    if earlier is None or earlier.assessment_id != year.pk:
        return 0
    still = set(keyed([smelter_in(row) for row in rows_of(declaration)]))
    dropped = [
        row.line_id for row in rows_of(earlier) if row.line_id and smelter_in(row).key not in still
    ]
    lines = SourcingLine.objects.for_company(declaration.company_id).kept()
    lines = lines.filter(pk__in=dropped, version=1)
    gone = lines.update(removed_at=declaration.decided_at, removed_by=by)
    earlier.state = State.REPLACED
    earlier.save(update_fields=["state"])
    return gone


def restore_earlier(declaration: Declaration, year: Assessment) -> None:
    """Put the earlier declaration of this year in force again, with the lines that went."""
    earlier = declaration.earlier
    if earlier is None or earlier.state != State.REPLACED or earlier.assessment_id != year.pk:
        return
    lines = SourcingLine.objects.for_company(declaration.company_id)
    own = [row.line_id for row in rows_of(earlier) if row.line_id]
    lines.filter(pk__in=own, removed_at=declaration.decided_at).update(
        removed_at=None, removed_by=None
    )
    earlier.state = State.ACCEPTED
    earlier.save(update_fields=["state"])


@transaction.atomic
def drop(declaration: Declaration, *, by: User) -> None:
    """Leave a declaration aside; its file stays in the library of proof.

    Raises NotThisState or AssessmentClosed.
    """
    lock_if_asked(declaration.assessment, supplier__isnull=False)
    declaration = locked(declaration, State.PREVIEW)
    conclude(declaration, State.DROPPED, by=by)
    tell("declaration.dropped", declaration, by=by)


@transaction.atomic
def undo(declaration: Declaration, *, by: User) -> int:
    """Take back what accepting brought: its lines, and the suppliers that only it brought.

    Return how many lines went. Raises NotThisState or AssessmentClosed.
    """
    year = lock_if_asked(declaration.assessment, supplier__isnull=False)
    declaration = locked(declaration, State.ACCEPTED)
    now = timezone.now()
    lines = SourcingLine.objects.for_company(declaration.company_id).kept()
    count = lines.filter(batch_id=declaration.batch_id).update(removed_at=now, removed_by=by)
    brought = Supplier.objects.for_company(declaration.company_id).kept()
    used = lines.exclude(supplier=None).values("supplier_id")
    brought = brought.filter(batch_id=declaration.batch_id, merged_from=None)
    brought.exclude(pk__in=used).update(removed_at=now)
    batches = ImportBatch.objects.for_company(declaration.company_id)
    batches.filter(pk=declaration.batch_id).update(state=ImportBatch.State.UNDONE, decided_at=now)
    restore_earlier(declaration, year)
    conclude(declaration, State.UNDONE, by=by)
    tell("declaration.undone", declaration, by=by, n=count)
    return count


def locked(declaration: Declaration, state: str) -> Declaration:
    """Return the declaration locked until the transaction ends. Raises NotThisState."""
    mine = Declaration.objects.for_company(declaration.company_id)
    found = mine.select_for_update(of=("self",)).select_related("file", "supplier", "earlier")
    stands = found.get(pk=declaration.pk)
    if stands.state != state:
        raise NotThisState(stands.state)
    stands.assessment = declaration.assessment
    return stands


def conclude(declaration: Declaration, state: str, *, by: User) -> None:
    """Write down what was decided, and who did."""
    declaration.state, declaration.decided_at, declaration.decided_by = state, timezone.now(), by
    fields = ["state", "decided_at", "decided_by", "supplier", "earlier", "batch"]
    declaration.save(update_fields=fields)
