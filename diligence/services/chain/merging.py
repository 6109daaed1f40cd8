"""Two suppliers that are one: what hangs on the one goes to the other, with a way back.

What a year that was handed in says stays as it was: it names the supplier that it named then.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from companies.models import Company, User
from diligence.chain.duplicates import LIKE_NAME, SAME_NAME
from diligence.chain.identifiers import CHECKS
from diligence.models import (
    Action,
    ActionLink,
    Assessment,
    Declaration,
    DeclaredSmelter,
    Disengagement,
    LeverageEntry,
    SourcingLine,
    Supplier,
    SupplierMerge,
)
from diligence.services.chain.suppliers import Register, tell

ABOUT = ("country", *CHECKS)
"""What a supplier that is kept takes over from the other where it has nothing itself."""


class NotOnTheList(Exception):
    """One of the two is not on the list any more: removed, or merged by a colleague."""


class TwoOpenExits(Exception):
    """Of both suppliers it is being weighed whether to stop; that is one decision to take first."""


class NotToBeParted(Exception):
    """The merge was undone before, or the supplier that was kept went into another since."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two suppliers on the list that may be one, and why; the older comes first."""

    first: Supplier
    second: Supplier
    why: str


@dataclass(slots=True)
class Holding:
    """How much hangs on a supplier now, and goes along when it merges into another."""

    lines: int = 0
    declarations: int = 0
    actions: int = 0
    tries: int = 0
    exits: int = 0
    fixed: int = 0
    """Lines and declarations of years that were handed in: these stay."""


def likely_pairs(company: Company) -> list[Pair]:
    """Return the suppliers that may be one, the surest first, without what was told apart before.

    Two queries.
    """
    known = Register.of(company)
    found: dict[frozenset[str], Pair] = {}
    for id, supplier in known.suppliers.items():
        for one in known.shelf.candidates(supplier.name, supplier.identifiers):
            other = known.suppliers.get(one.known.id)
            if other is None or other.pk == supplier.pk or _is_told_apart(known, supplier, other):
                continue
            both = frozenset((id, one.known.id))
            found.setdefault(both, Pair(*_older_first(supplier, other), one.why))
    order = (*CHECKS, SAME_NAME, LIKE_NAME)
    return sorted(found.values(), key=lambda pair: (order.index(pair.why), pair.first.folded))


def _older_first(one: Supplier, other: Supplier) -> tuple[Supplier, Supplier]:
    """Return two suppliers in the order in which they came on the list."""
    first, second = sorted((one, other), key=lambda supplier: (supplier.created_at, supplier.pk))
    return first, second


def _is_told_apart(known: Register, one: Supplier, other: Supplier) -> bool:
    """Tell whether a person decided that these two are not one."""
    return (one.folded, str(other.pk)) in known.apart or (other.folded, str(one.pk)) in known.apart


def holding_of(supplier: Supplier) -> Holding:
    """Return what hangs on a supplier. Five queries."""
    mine, years = supplier.company_id, open_years(supplier.company_id)
    lines = SourcingLine.objects.for_company(mine).kept().filter(supplier=supplier)
    declared = Declaration.objects.for_company(mine).filter(supplier=supplier)
    links = ActionLink.objects.for_company(mine).filter(supplier=supplier)
    of_lines = list(lines.values_list("assessment_id", flat=True))
    of_declared = list(declared.values_list("assessment_id", flat=True))
    stays = [year for year in (*of_lines, *of_declared) if year not in years]
    return Holding(
        lines=sum(year in years for year in of_lines),
        declarations=sum(year in years for year in of_declared),
        actions=links.count(),
        tries=LeverageEntry.objects.for_company(mine).kept().filter(supplier=supplier).count(),
        exits=Disengagement.objects.for_company(mine).filter(supplier=supplier).count(),
        fixed=len(stays),
    )


def open_years(company_id: UUID) -> set[UUID]:
    """Return the years of a company that it may still change. One query."""
    mine = Assessment.objects.for_company(company_id).select_related("cycle")
    return {one.pk for one in mine if one.is_open}


@transaction.atomic
def merge(gone: Supplier, kept: Supplier, *, by: User) -> SupplierMerge:
    """Let `gone` go into `kept`: lines, declarations, actions, tries and files of leaving follow.

    Must run in the company's scope. Done twice it moves only what still names `gone`, such as the
    lines of a year that was opened again. Raises NotOnTheList or TwoOpenExits.
    """
    years = _locked_years(kept.company_id)
    gone, kept = _locked(gone, kept)
    merged = _standing(gone, kept)
    if merged is None:
        _refuse(gone, kept)
        merged = SupplierMerge(
            company_id=kept.company_id,
            gone=gone,
            kept=kept,
            filled=_fill(kept, gone),
            merged_by=by,
        )
        gone.removed_at, gone.merged_into = timezone.now(), kept
        gone.save(update_fields=["removed_at", "merged_into"])
        tell("supplier.merged", kept, by=by, typed=gone.name)
    moved = _move(gone, kept, years)
    merged.moved = {kind: [*merged.moved.get(kind, []), *ids] for kind, ids in moved.items()}
    merged.save()
    return merged


def _locked_years(company_id: UUID) -> set[UUID]:
    """Return the open years, locked: nobody adds or changes a line meanwhile."""
    mine = Assessment.objects.for_company(company_id).select_related("cycle").order_by("pk")
    mine = mine.select_for_update(of=("self",))
    return {one.pk for one in mine if one.is_open}


def _locked(*suppliers: Supplier) -> list[Supplier]:
    """Return suppliers as they stand, locked, in the order that was given."""
    ids = [one.pk for one in suppliers]
    mine = Supplier.objects.for_company(suppliers[0].company_id).filter(pk__in=ids)
    found = {one.pk: one for one in mine.select_for_update().order_by("pk")}
    for one in suppliers:
        found[one.pk].company = one.company
    return [found[id] for id in ids]


def _standing(gone: Supplier, kept: Supplier) -> SupplierMerge | None:
    """Return the merge of these two that was not undone, if they were merged before."""
    mine = SupplierMerge.objects.for_company(kept.company_id)
    return mine.filter(gone=gone, kept=kept, undone_at=None).first()


def _refuse(gone: Supplier, kept: Supplier) -> None:
    """Raises NotOnTheList or TwoOpenExits."""
    if gone.pk == kept.pk or gone.removed_at or kept.removed_at:
        raise NotOnTheList
    weighing = Disengagement.objects.for_company(kept.company_id)
    weighing = weighing.filter(supplier__in=(gone, kept), status=Disengagement.Status.WEIGHING)
    if weighing.count() > 1:
        raise TwoOpenExits


def _fill(kept: Supplier, gone: Supplier) -> dict[str, str]:
    """Give the one that is kept what only the other had; return the fields with their values."""
    new = {
        name: getattr(gone, name)
        for name in ABOUT
        if getattr(gone, name) and not getattr(kept, name)
    }
    if new:
        for name, value in new.items():
            setattr(kept, name, value)
        kept.save(update_fields=list(new))
    return new


def _move(gone: Supplier, kept: Supplier, years: Iterable[UUID]) -> dict[str, list[str]]:
    """Move what hangs on the one to the other; return the ids by kind.

    An action that is for both loses its link to the one that goes: `double` has these actions.
    """
    links = ActionLink.objects.for_company(kept.company_id)
    there = links.filter(supplier=kept).values("action_id")
    doubles = links.filter(supplier=gone, action_id__in=there)
    moved = {"double": [str(one) for one in doubles.values_list("action_id", flat=True)]}
    doubles.delete()
    for kind, rows in _hanging_on(gone, years).items():
        ids = list(rows.values_list("pk", flat=True))
        rows.filter(pk__in=ids).update(supplier=kept)
        moved[kind] = [str(one) for one in ids]
    return moved


def _hanging_on(supplier: Supplier, years: Iterable[UUID]) -> dict[str, QuerySet]:
    """Return by kind what names a supplier and may move: not what was handed in."""
    mine, years = supplier.company_id, list(years)
    of_year = {"supplier": supplier, "assessment__in": years}
    smelters = DeclaredSmelter.objects.for_company(mine).filter(supplier=supplier)
    return {
        "line": SourcingLine.objects.for_company(mine).filter(**of_year),
        "declaration": Declaration.objects.for_company(mine).filter(**of_year),
        "smelter": smelters.filter(declaration__assessment__in=years),
        "try": LeverageEntry.objects.for_company(mine).filter(supplier=supplier),
        "exit": Disengagement.objects.for_company(mine).filter(supplier=supplier),
        "link": ActionLink.objects.for_company(mine).filter(supplier=supplier),
    }


@transaction.atomic
def part(merged: SupplierMerge, *, by: User) -> Supplier:
    """Undo a merge: what moved then and still names the one that was kept goes back.

    Must run in the company's scope. What was added since stays where it is, and so does a year that
    was handed in since. Return the supplier that is on the list again. Raises NotToBeParted.
    """
    years = _locked_years(merged.company_id)
    gone, kept = _locked(merged.gone, merged.kept)
    mine = SupplierMerge.objects.for_company(merged.company_id)
    stands = mine.filter(pk=merged.pk, undone_at=None).first()
    if stands is None or kept.merged_into_id:
        raise NotToBeParted
    for kind, rows in _hanging_on(kept, years).items():
        rows.filter(pk__in=stands.moved.get(kind, [])).update(supplier=gone)
    _link_again(stands.moved.get("double", []), gone)
    _empty(kept, stands.filled)
    gone.removed_at = gone.merged_into = None
    gone.save(update_fields=["removed_at", "merged_into"])
    stands.undone_at, stands.undone_by = timezone.now(), by
    stands.save(update_fields=["undone_at", "undone_by"])
    tell("supplier.parted", kept, by=by, typed=gone.name)
    return gone


def _link_again(actions: Iterable[str], supplier: Supplier) -> None:
    """Say again that these actions are for this supplier, those that are still there."""
    there = Action.objects.for_company(supplier.company_id).filter(pk__in=list(actions))
    ActionLink.objects.bulk_create(
        ActionLink(company_id=supplier.company_id, action=one, supplier=supplier) for one in there
    )


def _empty(supplier: Supplier, filled: Mapping[str, str]) -> None:
    """Take back what a supplier got from another, unless somebody changed it since."""
    own = [name for name, value in filled.items() if getattr(supplier, name) == value]
    if own:
        for name in own:
            setattr(supplier, name, "")
        supplier.save(update_fields=own)
