"""Which supplier a declaration is of, and which earlier one it goes against."""

from collections.abc import Sequence
from dataclasses import dataclass

from diligence.chain.names import fold
from diligence.models import Declaration, Supplier
from diligence.services.chain.suppliers import (
    InvalidSupplier,
    PerhapsKnown,
    Register,
    SupplierDetails,
    checked,
    merged_suppliers,
)

LONGEST = 150


@dataclass(frozen=True, slots=True)
class Choice:
    """Who may have sent a declaration; a person says which."""

    name: str
    """As the workbook has it."""
    found: Supplier | None
    """Surely this one."""
    candidates: Sequence[Supplier]
    """Perhaps one of these."""
    may_be_new: bool
    """The name will do for a new supplier."""


def choice_of(declaration: Declaration, register: Register) -> Choice:
    """Return who a declaration may be of: the supplier it was added for, else by its name."""
    name = " ".join(declaration.declarer.split())[:LONGEST]
    if declaration.supplier_id:
        return Choice(name, declaration.supplier, (), may_be_new=bool(fold(name)))
    try:
        details = checked(SupplierDetails(name=name))
        found = register.find(details)
    except InvalidSupplier:
        return Choice(name, None, (), may_be_new=False)
    except PerhapsKnown as asked:
        candidates = [register.suppliers[one.known.id] for one in asked.candidates]
        return Choice(name, None, candidates, may_be_new=True)
    return Choice(name, found, (), may_be_new=True)


def earlier_of(declaration: Declaration) -> Declaration | None:
    """Return the newest declaration in force of the same supplier and template, if any.

    One of a supplier that merged into this one counts too. Before a person said who it is of, the
    name in the workbook tells. Two queries.
    """
    mine = Declaration.objects.for_company(declaration.company_id).in_force()
    mine = mine.filter(template=declaration.template).exclude(pk=declaration.pk)
    if declaration.supplier_id:
        own = declaration.supplier_id
        merged = merged_suppliers(declaration.company_id)
        parts = [part for part, whole in merged.items() if whole == own]
        mine = mine.filter(supplier_id__in=[own, *parts])
    else:
        mine = mine.filter(declarer__iexact=declaration.declarer)
    return mine.order_by("-decided_at").first()
