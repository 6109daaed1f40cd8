"""Suppliers: their identifiers are checked, and who may be there already is asked once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from companies.events import record
from companies.models import Company, User
from diligence.chain.duplicates import Candidate, Known, Shelf
from diligence.chain.identifiers import CHECKS, InvalidIdentifier
from diligence.chain.names import fold
from diligence.framework.catalogues import catalogue
from diligence.models import ImportBatch, Supplier, SupplierMatch

LONGEST_NAME = 150


class InvalidSupplier(Exception):
    """What was typed of a supplier does not hold; `problems` by field: the fault of its check,
    or the code `missing`, `too_long` or `unknown`.
    """

    def __init__(self, problems: Mapping[str, InvalidIdentifier | str]):
        super().__init__(problems)
        self.problems = problems


class PerhapsKnown(Exception):
    """The supplier may be on file already; `candidates` says who, and a person decides."""

    def __init__(self, name: str, candidates: Sequence[Candidate]):
        super().__init__(name, candidates)
        self.name = name
        self.candidates = candidates


class InUse(Exception):
    """Lines of some year name the supplier, so it stays."""


class Merged(Exception):
    """The supplier is part of another; `diligence.services.chain.merging.part` undoes that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierDetails:
    """What a person says of a supplier, as it was typed."""

    name: str
    country: str = ""
    lei: str = ""
    kvk: str = ""
    smelter_id: str = ""

    @property
    def identifiers(self) -> dict[str, str]:
        """Return the identifiers by kind."""
        return {"lei": self.lei, "kvk": self.kvk, "smelter_id": self.smelter_id}


@dataclass(slots=True)
class Register:
    """A company's suppliers and what was decided about names, in hand. Two queries.

    Decisions are by folded name: `same` leads to a supplier, `apart` to those it is not.
    """

    company: Company
    suppliers: dict[str, Supplier] = field(default_factory=dict)
    shelf: Shelf = field(default_factory=Shelf)
    same: dict[str, str] = field(default_factory=dict)
    apart: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, company: Company) -> "Register":
        """Fetch it."""
        register = cls(company)
        suppliers = list(Supplier.objects.for_company(company).kept_or_merged())
        ends = survivors(suppliers)
        for supplier in suppliers:
            if supplier.removed_at is None:
                register.put(supplier)
        for supplier in suppliers:
            if supplier.merged_into_id:
                register.lead(supplier, str(ends[supplier.pk]))
        for match in SupplierMatch.objects.for_company(company).order_by("decided_at"):
            end = ends.get(match.supplier_id)
            if match.is_same or end == match.supplier_id:
                register.remember(match.typed, str(end or match.supplier_id), match.is_same)
        return register

    def put(self, supplier: Supplier) -> None:
        """Add a supplier."""
        self.suppliers[str(supplier.pk)] = supplier
        self.shelf.put(
            Known(str(supplier.pk), supplier.name, supplier.identifiers, supplier.folded)
        )

    def lead(self, merged: Supplier, survivor: str) -> None:
        """Let the name and numbers of a merged supplier lead to the one it is part of now.

        A name that another supplier on the list has as well is left to a person.
        """
        if survivor not in self.suppliers:
            return
        if set(self.shelf.by_name.get(merged.folded, ())) <= {survivor}:
            self.same.setdefault(merged.folded, survivor)
        self.shelf.also(survivor, merged.identifiers)

    def remember(self, typed: str, supplier: str, is_same: bool) -> None:
        """Take over one decision."""
        if is_same:
            self.same[typed] = supplier
        else:
            self.apart.add((typed, supplier))

    def find(self, details: SupplierDetails) -> Supplier | None:
        """Return the supplier this surely is: by its very name, or as was decided before.

        Raises PerhapsKnown when a person must say.
        """
        folded = fold(details.name)
        decided = self.suppliers.get(self.same.get(folded, ""))
        if decided is not None:
            return decided
        candidates = [
            one
            for one in self.shelf.candidates(details.name, details.identifiers)
            if (folded, one.known.id) not in self.apart
        ]
        exact = [
            one.known.id
            for one in candidates
            if spelt(one.known.name) == spelt(details.name)
            and not self.shelf.told_apart(one.known.id, details.identifiers)
        ]
        if len(exact) == 1:
            return self.suppliers[exact[0]]
        if candidates:
            raise PerhapsKnown(details.name, candidates)
        return None


def survivors(suppliers: Iterable[Supplier]) -> dict[UUID, UUID]:
    """Return for each supplier which one it is part of now: itself, unless it was merged."""
    suppliers = list(suppliers)
    into = {one.pk: one.merged_into_id for one in suppliers if one.merged_into_id}
    ends = {}
    for one in suppliers:
        end = one.pk
        while end in into:
            end = into[end]
        ends[one.pk] = end
    return ends


def merged_suppliers(company: Company | UUID) -> dict[UUID, UUID]:
    """Return for each merged supplier of a company which one it is part of now. One query."""
    mine = Supplier.objects.for_company(company).filter(merged_into__isnull=False)
    return survivors(mine)


def spelt(name: str) -> str:
    """Return a name as it is compared letter by letter: without case and spare spaces."""
    return " ".join(name.casefold().split())


def checked(details: SupplierDetails) -> SupplierDetails:
    """Return the details tidied, each identifier by its own rule. Raises InvalidSupplier."""
    problems: dict[str, InvalidIdentifier | str] = {}
    name = " ".join(details.name.split())
    if not name or not fold(name):
        problems["name"] = "missing"
    elif len(name) > LONGEST_NAME:
        problems["name"] = "too_long"
    if details.country and details.country not in catalogue("countries"):
        problems["country"] = "unknown"
    tidy: dict[str, str] = {}
    for kind, check in CHECKS.items():
        try:
            tidy[kind] = check(details.identifiers[kind])
        except InvalidIdentifier as fault:
            problems[kind] = fault
    if problems:
        raise InvalidSupplier(problems)
    return SupplierDetails(name=name, country=details.country, **tidy)


@transaction.atomic
def add_supplier(
    company: Company, details: SupplierDetails, *, by: User, known: Register | None = None
) -> Supplier:
    """Add a supplier, or return the one it surely is, with the identifiers that were missing.

    Must run in the company's scope. Raises InvalidSupplier, and PerhapsKnown when a person must
    decide first (`decide`).
    """
    details = checked(details)
    known = known or Register.of(company)
    found = known.find(details)
    if found is not None:
        complete(found, details, by=by)
        return found
    supplier = create(company, details, by=by)
    known.put(supplier)
    tell("supplier.added", supplier, by=by)
    return supplier


def create(
    company: Company, details: SupplierDetails, *, by: User, batch: ImportBatch | None = None
) -> Supplier:
    """Store a checked supplier."""
    return Supplier.objects.create(
        company=company,
        name=details.name,
        folded=fold(details.name),
        country=details.country,
        batch=batch,
        created_by=by,
        **details.identifiers,
    )


def complete(
    supplier: Supplier, details: SupplierDetails, *, by: User, at: datetime | None = None
) -> bool:
    """Store what was not known of a supplier yet; tell whether there was anything."""
    new = fill_in(supplier, details)
    if new:
        supplier.save(update_fields=new)
        tell("supplier.changed", supplier, by=by, at=at)
    return bool(new)


def fill_in(supplier: Supplier, details: SupplierDetails) -> list[str]:
    """Fill in what was not known of a supplier yet; return which fields. Stores nothing."""
    said = {"country": details.country, **details.identifiers}
    new = {name: value for name, value in said.items() if value and not getattr(supplier, name)}
    for name, value in new.items():
        setattr(supplier, name, value)
    return list(new)


@transaction.atomic
def change_supplier(supplier: Supplier, details: SupplierDetails, *, by: User) -> None:
    """Say anew who a supplier is.

    Raises InvalidSupplier, and PerhapsKnown when a number now is that of another supplier.
    """
    details = checked(details)
    known = Register.of(supplier.company)
    folded = fold(details.name)
    others = [
        one
        for one in known.shelf.candidates(details.name, details.identifiers)
        if one.why in CHECKS
        and one.known.id != str(supplier.pk)
        and (folded, one.known.id) not in known.apart
    ]
    if others:
        raise PerhapsKnown(details.name, others)
    supplier.name, supplier.folded = details.name, folded
    supplier.country = details.country
    for kind, number in details.identifiers.items():
        setattr(supplier, kind, number)
    supplier.save(update_fields=["name", "folded", "country", *details.identifiers])
    tell("supplier.changed", supplier, by=by)


@transaction.atomic
def decide(
    company: Company,
    name: str,
    candidates: Iterable[str | UUID],
    *,
    same_as: str | UUID | None,
    by: User,
    at: datetime | None = None,
) -> None:
    """Keep what a person decided about a name for good: one of the candidates, or none of them.

    Must run in the company's scope. An earlier decision about the same pair is replaced.
    """
    typed = fold(name)
    ids = {str(one) for one in candidates} | ({str(same_as)} if same_as else set())
    mine = Supplier.objects.for_company(company).kept()
    for supplier in mine.filter(pk__in=ids).order_by("name", "pk"):
        is_same = str(supplier.pk) == str(same_as)
        if same_as and not is_same:
            continue  # being one company says nothing about the others
        SupplierMatch.objects.update_or_create(
            company=company,
            typed=typed,
            supplier=supplier,
            defaults={"is_same": is_same, "decided_by": by, "decided_at": at or timezone.now()},
        )
        verb = "supplier.matched" if is_same else "supplier.told_apart"
        tell(verb, supplier, by=by, typed=name, at=at)


@transaction.atomic
def forget_decision(match: SupplierMatch, *, by: User) -> None:
    """Take a decision back; the question comes again when the name is typed again."""
    supplier = match.supplier
    typed = match.typed
    match.delete()
    tell("supplier.undecided", supplier, by=by, typed=typed)


@transaction.atomic
def remove_supplier(supplier: Supplier, *, by: User) -> None:
    """Take a supplier off the list. Raises InUse when lines of any year name it."""
    if supplier.lines.kept().exists():
        raise InUse
    supplier.removed_at = timezone.now()
    supplier.save(update_fields=["removed_at"])
    tell("supplier.removed", supplier, by=by)


@transaction.atomic
def restore_supplier(supplier: Supplier, *, by: User) -> None:
    """Put a removed supplier back on the list. Raises Merged when it is part of another."""
    if supplier.merged_into_id:
        raise Merged
    supplier.removed_at = None
    supplier.save(update_fields=["removed_at"])
    tell("supplier.restored", supplier, by=by)


def tell(
    verb: str, supplier: Supplier, *, by: User, typed: str = "", at: datetime | None = None
) -> None:
    """Write down in the log what happened to a supplier."""
    names = {"supplier": supplier.name} | ({"typed": typed} if typed else {})
    record(supplier.company, verb, by=by, names=names, at=at, pk=str(supplier.pk))
